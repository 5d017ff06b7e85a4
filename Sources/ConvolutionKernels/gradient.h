// Gradients: of a layer's weights, the sums of products of its outputs' cotangent with the patches that they were made
// from; of a pooling, what goes back to each input.

enum { GRADIENT_FILTERS = 4, GRADIENT_ROWS = 3, GRADIENT_BLOCK = 12, GRADIENT_COLUMNS = 512 };

INLINE vector load_part(const float *p, int64_t count) {
    float lanes[W] = {0};
    memcpy(lanes, p, (size_t)count * sizeof(float));
    return load(lanes);
}

// filters x GRADIENT_ROWS sums, lane by lane, over several images' runs of `count` columns; added to what stands at
// `sums`, [filter, GRADIENT_BLOCK, W].
INLINE void add_products(
    const float *cotangent, int64_t filter_step, int64_t image_step, const float *patches, int64_t row_step,
    int64_t patch_step, int64_t images, int64_t count, float *sums, int filters) {
    vector total[GRADIENT_FILTERS][GRADIENT_ROWS];
#pragma clang loop unroll(full)
    for (int f = 0; f < filters; f++)
#pragma clang loop unroll(full)
        for (int r = 0; r < GRADIENT_ROWS; r++) total[f][r] = load(sums + (f * GRADIENT_BLOCK + r) * W);
    for (int64_t image = 0; image < images; image++, cotangent += image_step, patches += patch_step)
        for (int64_t i = 0; i < count; i += W) {
            vector row[GRADIENT_ROWS];
#pragma clang loop unroll(full)
            for (int r = 0; r < GRADIENT_ROWS; r++) row[r] = load(patches + r * row_step + i);
#pragma clang loop unroll(full)
            for (int f = 0; f < filters; f++) {
                const float *from = cotangent + f * filter_step + i;
                vector value = i + W <= count ? load(from) : load_part(from, count - i);
#pragma clang loop unroll(full)
                for (int r = 0; r < GRADIENT_ROWS; r++) total[f][r] += value * row[r];
            }
        }
#pragma clang loop unroll(full)
    for (int f = 0; f < filters; f++)
#pragma clang loop unroll(full)
        for (int r = 0; r < GRADIENT_ROWS; r++) store(sums + (f * GRADIENT_BLOCK + r) * W, total[f][r]);
}

// Rows [first, end) of the patch matrix, at most GRADIENT_BLOCK. Runs of columns short enough to stay near are copied
// once for all filters; where an image has few columns, those of several images lie side by side.
static void gradient_block(
    const struct ck_layer_gradient *g, int64_t first, int64_t end, float *sums, float *patches) {
    const struct ck_layer *l = &g->layer;
    int64_t rows = end - first, run = at_most(l->columns, GRADIENT_COLUMNS), pitch = rounded_up(run, W);
    int64_t together = at_least(1, at_most(g->images, run < l->columns ? 1 : GRADIENT_COLUMNS / pitch));
    int64_t filter_groups = (l->filters + GRADIENT_FILTERS - 1) / GRADIENT_FILTERS;
    memset(sums, 0, (size_t)(l->filters * GRADIENT_BLOCK * W) * sizeof(float));
    memset(patches, 0, GRADIENT_BLOCK * GRADIENT_COLUMNS * sizeof(float));
    for (int64_t image = 0; image < g->images; image += together) {
        int64_t images = at_most(together, g->images - image);
        for (int64_t column = 0; column < l->columns; column += run) {
            int64_t count = at_most(run, l->columns - column);
            struct patch_place place = place_of(l, column);
            for (int64_t r = 0; r < rows; r++) {
                struct patch_row k;
                int64_t rest = first + r;
                for (int axis = 2; axis >= 0; axis--) {
                    k.tap[axis] = (int32_t)(rest % l->axes[axis].taps);
                    rest /= l->axes[axis].taps;
                }
                k.channel = (int32_t)rest;
                for (int64_t i = 0; i < images; i++) {
                    struct ck_layer own = *l;
                    own.input = l->input + (image + i) * g->input_step;
                    float *row = patches + r * GRADIENT_COLUMNS + i * pitch;
                    copy_patch_row(&own, k, place, count, row);
                    for (int64_t j = count; j < rounded_up(count, W); j++) row[j] = 0;
                }
            }
            const float *cotangent = g->cotangent + image * g->cotangent_step + column;
            for (int64_t group = 0; group < filter_groups; group++) {
                int64_t f = l->filters * group / filter_groups;
                int filters = (int)(l->filters * (group + 1) / filter_groups - f);
                for (int64_t r = 0; r < rows; r += GRADIENT_ROWS) {
                    const float *from = cotangent + f * l->columns, *row = patches + r * GRADIENT_COLUMNS;
                    float *to = sums + (f * GRADIENT_BLOCK + r) * W;
#define ADD(n) case n: add_products( \
    from, l->columns, g->cotangent_step, row, GRADIENT_COLUMNS, pitch, images, count, to, n); break;
                    switch (filters) { ADD(1) ADD(2) ADD(3) ADD(4) }
#undef ADD
                }
            }
        }
    }
}

static bool layer_gradient(const struct ck_layer_gradient *g, int64_t first, int64_t end) {
    const struct ck_layer *l = &g->layer;
    int64_t depth = (int64_t)l->channels * l->axes[0].taps * l->axes[1].taps * l->axes[2].taps;
    size_t sums_size = (size_t)(l->filters * GRADIENT_BLOCK * W);
    float *sums = malloc((sums_size + GRADIENT_BLOCK * GRADIENT_COLUMNS + W) * sizeof(float));
    if (!sums) return false;
    for (int64_t start = first; start < end; start += GRADIENT_BLOCK) {
        int64_t stop = at_most(end, start + GRADIENT_BLOCK);
        gradient_block(g, start, stop, sums, sums + sums_size);
        for (int64_t f = 0; f < l->filters; f++)
            for (int64_t row = start; row < stop; row++) {
                vector lanes = load(sums + (f * GRADIENT_BLOCK + row - start) * W);
                float sum = 0;
                for (int lane = 0; lane < W; lane++) sum += lanes[lane];
                g->gradient[f * depth + row] = sum;
            }
    }
    free(sums);
    return true;
}

// One map's: to each input what the outputs that read it pass back, added to what stands there.
static void pool_gradient(const struct ck_pooling *p, const float *map, const float *cotangent, float *gradient) {
    const struct ck_axis *depth = &p->axes[0], *height = &p->axes[1], *width = &p->axes[2];
    for (int64_t z = 0; z < depth->outputs; z++)
        for (int64_t y = 0; y < height->outputs; y++) {
            int64_t z0, z1, y0, y1;
            taps_inside(depth, z, &z0, &z1);
            taps_inside(height, y, &y0, &y1);
            const float *values = cotangent + (z * height->outputs + y) * width->outputs;
            double rows = p->maximum ? 1 : p->divisors[0][z] * p->divisors[1][y];
            for (int64_t x = 0; x < width->outputs; x++) {
                int64_t x0, x1, step = width->dilation;
                taps_inside(width, x, &x0, &x1);
                int64_t column = x * width->stride - width->before, greatest = -1;
                float share = p->maximum ? 0 : (float)(values[x] / (rows * p->divisors[2][x]));
                for (int64_t kz = z0; kz < z1; kz++)
                    for (int64_t ky = y0; ky < y1; ky++) {
                        int64_t plane = z * depth->stride + kz * depth->dilation - depth->before;
                        int64_t row = y * height->stride + ky * height->dilation - height->before;
                        int64_t start = (plane * height->size + row) * width->size + column;
                        for (int64_t kx = x0; kx < x1; kx++) {
                            int64_t place = start + kx * step;
                            if (!p->maximum) gradient[place] += share;
                            // The first of several; one that is no number stays.
                            else if (greatest < 0 || map[place] > map[greatest]
                                || (map[place] != map[place] && map[greatest] == map[greatest])) greatest = place;
                        }
                    }
                if (greatest >= 0) gradient[greatest] += values[x];
            }
        }
}
