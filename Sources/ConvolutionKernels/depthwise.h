// Depthwise convolution: each output map from one map of the input. Its rows stand padded and sorted by column modulo
// stride in a ring, so that every tap reads side by side; four rows of outputs are summed together, so that weights and
// inputs serve several of them and no addition waits for the one before.

enum { LINES = 4 };

// What the tiles of one map share.
struct depthwise_map {
    const struct ck_depthwise *layer;
    const float *weights;
    float bias;
    const int64_t *offsets;    // by column of the kernel, where the first output column reads
    float *output;
    const float *addend;
};

INLINE void finish_lines(
    const struct depthwise_map *m, const vector *sums, int64_t y, int lines, int64_t x, int64_t count) {
    int64_t width = m->layer->columns.outputs;
#pragma clang loop unroll(full)
    for (int r = 0; r < lines; r++) {
        int64_t place = (y + r) * width + x;
        finish_part(sums[r], m->addend ? m->addend + place : NULL, &m->layer->finish, m->output + place, count);
    }
}

// A vector at column x of `lines` rows from row y on; `inputs` are padded rows from the first that they read.
INLINE void depthwise_tile(
    const struct depthwise_map *m, const float *const *inputs, int64_t y, int lines, int64_t x, int64_t count) {
    const struct ck_axis *height = &m->layer->rows;
    vector sums[LINES];
#pragma clang loop unroll(full)
    for (int r = 0; r < lines; r++) sums[r] = m->bias;
    const float *next = m->weights;
    for (int64_t ky = 0; ky < height->taps; ky++)
        for (int64_t kx = 0; kx < m->layer->columns.taps; kx++) {
            vector weight = *next++;
#pragma clang loop unroll(full)
            for (int r = 0; r < lines; r++)
                sums[r] += load(inputs[r * height->stride + ky * height->dilation] + m->offsets[kx] + x) * weight;
        }
    finish_lines(m, sums, y, lines, x, count);
}

// The same for 3 x 3 taps side by side: every input is loaded once, for all rows that it serves.
INLINE void depthwise_tile_of_9(
    const struct depthwise_map *m, const float *const *inputs, int64_t y, int stride, int64_t second, int64_t third,
    int64_t x, int64_t count) {
    int64_t offsets[3] = {0, second, third};
    vector sums[LINES], weights[9];
    for (int r = 0; r < LINES; r++) sums[r] = m->bias;
    for (int k = 0; k < 9; k++) weights[k] = m->weights[k];
#pragma clang loop unroll(full)
    for (int j = 0; j < (LINES - 1) * stride + 3; j++)
#pragma clang loop unroll(full)
        for (int kx = 0; kx < 3; kx++) {
            vector input = load(inputs[j] + offsets[kx] + x);
#pragma clang loop unroll(full)
            for (int r = 0; r < LINES; r++)
                if (j - r * stride >= 0 && j - r * stride < 3) sums[r] += input * weights[(j - r * stride) * 3 + kx];
        }
    finish_lines(m, sums, y, LINES, x, count);
}

enum depthwise_kind { ANY, NINE, NINE_BY_TWO };

INLINE void depthwise_lines(
    const struct depthwise_map *m, const float *const *inputs, int64_t y, int lines, enum depthwise_kind kind) {
    int64_t width = m->layer->columns.outputs, count = at_most(W, width);
    for (int64_t begin = 0; begin < width; begin += W) {
        // The last vector overlaps the one before, where there is one.
        int64_t x = at_least(0, at_most(begin, width - W));
        if (kind == NINE) depthwise_tile_of_9(m, inputs, y, 1, 1, 2, x, count);
        else if (kind == NINE_BY_TWO) depthwise_tile_of_9(m, inputs, y, 2, m->offsets[1], 1, x, count);
        else depthwise_tile(m, inputs, y, lines, x, count);
    }
}

static bool depthwise_maps(const struct ck_depthwise *c, int64_t first, int64_t end) {
    const struct ck_axis *height = &c->rows, *width = &c->columns;
    int64_t tall = height->taps, wide = width->taps, steps = width->stride, step = height->stride;
    int64_t reach = (tall - 1) * height->dilation;
    int64_t padded = (int64_t)(width->outputs - 1) * steps + (wide - 1) * width->dilation + 1;
    int64_t pitch = rounded_up(width->outputs, W) + (wide - 1) * width->dilation / steps + W;
    int64_t row_size = steps * pitch;
    int64_t together = at_most(LINES, height->outputs), read = (together - 1) * step + reach + 1, ring = read;
    // A map that the cache holds is taken whole: vectors that straddle two that have just been written would wait.
    int64_t all = (int64_t)(height->outputs - 1) * step + reach + 1;
    if (all * row_size < 32768) ring = all;
    int64_t plane = (int64_t)height->outputs * width->outputs;
    float *memory = calloc((size_t)(ring * row_size) * sizeof(float) + (size_t)(wide + read) * sizeof(int64_t), 1);
    if (!memory) return false;
    int64_t *offsets = (int64_t *)memory;
    const float **inputs = (const float **)(offsets + wide);
    float *lines = (float *)(inputs + read);
    for (int64_t k = 0; k < wide; k++)
        offsets[k] = k * width->dilation % steps * pitch + k * width->dilation / steps;
    enum depthwise_kind kind = ANY;
    if (tall == 3 && wide == 3 && height->dilation == 1 && width->dilation == 1 && step == steps && step <= 2)
        kind = step == 1 ? NINE : NINE_BY_TWO;

    for (int64_t map = first; map < end; map++) {
        const float *input = c->input + map / c->multiplier * height->size * width->size;
        struct depthwise_map m = {
            .layer = c, .weights = c->weights + map * tall * wide, .bias = c->bias[map], .offsets = offsets,
            .output = c->output + map * plane, .addend = c->finish.addend ? c->finish.addend + map * plane : NULL};
        for (int64_t begin = 0, next = 0; begin < height->outputs; begin += LINES) {
            // The last four rows overlap those before, where there are so many.
            int64_t y = at_least(0, at_most(begin, height->outputs - LINES)), top = y * step;
            for (next = at_least(next, top); next < (ring == all ? all : top + read); next++) {
                int32_t row = height->sources[next];
                split_row(
                    row < 0 ? NULL : input + (int64_t)row * width->size, width, padded, steps, c->constant,
                    lines + (next < ring ? next : next % ring) * row_size, pitch);
            }
            for (int64_t j = 0; j < read; j++)
                inputs[j] = lines + (top + j < ring ? top + j : (top + j) % ring) * row_size;
            if (together < LINES)
                for (int64_t r = 0; r < together; r++) depthwise_lines(&m, inputs + r * step, y + r, 1, ANY);
            else if (kind == NINE) depthwise_lines(&m, inputs, y, LINES, NINE);
            else if (kind == NINE_BY_TWO) depthwise_lines(&m, inputs, y, LINES, NINE_BY_TWO);
            else depthwise_lines(&m, inputs, y, LINES, ANY);
        }
    }
    free(memory);
    return true;
}
