// Depthwise convolution: each output map from one map of the input. Rows stand padded and sorted by column modulo stride in a ring, so that
// every tap reads side by side.

enum { LINE_VECTORS = 4 };

// `vectors` vectors of an output row, from column x on; `count` of their columns are there.
INLINE void depthwise_tile(
    const struct ck_depthwise *c, const float *weights, float bias, const float *const *rows, const int64_t *offsets,
    int32_t tall, int32_t wide, int64_t x, int vectors, const float *addend, float *output, int64_t count) {
    vector sums[LINE_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) sums[v] = bias;
    for (int32_t ky = 0; ky < tall; ky++)
        for (int32_t kx = 0; kx < wide; kx++) {
            const float *source = rows[ky] + offsets[kx] + x;
            vector weight = weights[ky * wide + kx];
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sums[v] += load(source + v * W) * weight;
        }
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
        finish_part(sums[v], addend ? addend + x + v * W : NULL, &c->finish, output + x + v * W, count - v * W);
}

INLINE void depthwise_row(
    const struct ck_depthwise *c, const float *weights, float bias, const float *const *rows, const int64_t *offsets,
    int32_t tall, int32_t wide, const float *addend, float *output) {
    int64_t width = c->columns.outputs, x = 0;
#define TILE_AT(x, vectors, count) \
    depthwise_tile(c, weights, bias, rows, offsets, tall, wide, x, vectors, addend, output, count)
    if (width < W) {
        TILE_AT(0, 1, width);
        return;
    }
    for (; x + LINE_VECTORS * W <= width; x += LINE_VECTORS * W) TILE_AT(x, LINE_VECTORS, LINE_VECTORS * W);
    for (; x + W <= width; x += W) TILE_AT(x, 1, W);
    // The last vector overlaps the one before.
    if (x < width) TILE_AT(width - W, 1, W);
#undef TILE_AT
}

static bool depthwise_maps(const struct ck_depthwise *c, int64_t first, int64_t end) {
    const struct ck_axis *height = &c->rows, *width = &c->columns;
    int64_t steps = width->stride, reach = (int64_t)(height->taps - 1) * height->dilation;
    int64_t padded = (int64_t)(width->outputs - 1) * steps + (int64_t)(width->taps - 1) * width->dilation + 1;
    int64_t pitch = rounded_up(width->outputs, W) + (width->taps - 1) * (int64_t)width->dilation / steps + W;
    int64_t row_size = steps * pitch, ring = reach + 1;
    int64_t plane = (int64_t)height->outputs * width->outputs, taps = (int64_t)height->taps * width->taps;
    size_t numbers = (size_t)(height->taps + width->taps);
    int64_t *offsets = calloc((size_t)(ring * row_size) * sizeof(float) + numbers * sizeof(int64_t), 1);
    if (!offsets) return false;
    const float **rows = (const float **)(offsets + width->taps);
    float *lines = (float *)(rows + height->taps);
    for (int32_t k = 0; k < width->taps; k++) {
        int64_t column = (int64_t)k * width->dilation;
        offsets[k] = column % steps * pitch + column / steps;
    }
    for (int64_t map = first; map < end; map++) {
        const float *input = c->input + map / c->multiplier * height->size * width->size;
        const float *weights = c->weights + map * taps;
        for (int64_t y = 0, next = 0; y < height->outputs; y++) {
            int64_t top = (int64_t)y * height->stride;
            for (next = at_least(next, top); next <= top + reach; next++) {
                int32_t row = height->sources[next];
                split_row(
                    row < 0 ? NULL : input + (int64_t)row * width->size, width, padded, steps, c->constant,
                    lines + next % ring * row_size, pitch);
            }
            for (int32_t k = 0; k < height->taps; k++)
                rows[k] = lines + (top + (int64_t)k * height->dilation) % ring * row_size;
            int64_t place = map * plane + y * width->outputs;
            const float *addend = c->finish.addend ? c->finish.addend + place : NULL;
            float *output = c->output + place;
            if (height->taps == 3 && width->taps == 3)
                depthwise_row(c, weights, c->bias[map], rows, offsets, 3, 3, addend, output);
            else
                depthwise_row(
                    c, weights, c->bias[map], rows, offsets, height->taps, width->taps, addend, output);
        }
    }
    free(offsets);
    return true;
}
