// Convolutions with 3 x 3 taps and stride 1 by Winograd's short algorithm F(4x4, 3x3): patches of 6 x 6 give tiles of
// 4 x 4 with 36 products instead of 144. Patches and weights are transformed, each of the 36 places is then a product of
// matrices, [filters, channels] x [channels, tiles], and its results are transformed back.
//
// Sources: Winograd, Arithmetic complexity of computations, 1980; Lavin and Gray, Fast algorithms for convolutional
// neural networks, 2016. The points are 0, ±3/4, ±3/2 and infinity: their powers differ less than those of the usual
// 0, ±1, ±2, which makes the rounding error four times smaller; and every factor is exact.

enum { TILE = CK_WINOGRAD_TILE, PATCH = CK_WINOGRAD_PATCH, PLACES = PATCH * PATCH };

// The transform of six values, which stand `step` apart; lanes are tiles side by side.
INLINE void transform_patch(const vector *d, int step, vector *out, int out_step) {
    vector d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step];
    vector even = d4 - d2 * 2.25f, odd = (d3 - d1 * 2.25f) * 0.75f;
    vector outer_even = d4 - d2 * 0.5625f, outer_odd = (d3 - d1 * 0.5625f) * 1.5f;
    out[0] = d[0] * 1.265625f - d2 * 2.8125f + d4;
    out[out_step] = even + odd;
    out[2 * out_step] = even - odd;
    out[3 * out_step] = outer_even + outer_odd;
    out[4 * out_step] = outer_even - outer_odd;
    out[5 * out_step] = d1 * 1.265625f - d3 * 2.8125f + d[5 * step];
}

// Back from six sums to four outputs.
INLINE void transform_sums(const vector *m, int step, vector *out, int out_step) {
    vector sum = m[step] + m[2 * step], difference = m[step] - m[2 * step];
    vector outer_sum = m[3 * step] + m[4 * step], outer_difference = m[3 * step] - m[4 * step];
    out[0] = m[0] + sum + outer_sum;
    out[out_step] = difference * 0.75f + outer_difference * 1.5f;
    out[2 * out_step] = sum * 0.5625f + outer_sum * 2.25f;
    out[3 * out_step] = difference * 0.421875f + outer_difference * 3.375f + m[5 * step];
}

// The transform of three weights, in double, since it is done once; lanes are filters.
INLINE void transform_weights(const doubles *g, int step, doubles *out, int out_step) {
    doubles even = g[0] + g[2 * step] * 0.5625, odd = g[step] * 0.75;
    doubles outer_even = g[0] + g[2 * step] * 2.25, outer_odd = g[step] * 1.5;
    out[0] = g[0] * (64.0 / 81);
    out[out_step] = (even + odd) * (-128.0 / 243);
    out[2 * out_step] = (even - odd) * (-128.0 / 243);
    out[3 * out_step] = (outer_even + outer_odd) * (32.0 / 243);
    out[4 * out_step] = (outer_even - outer_odd) * (32.0 / 243);
    out[5 * out_step] = g[2 * step];
}

// The weights [filters, channels, 3, 3] of panels [first, end), transformed, to [place, panel, channel, filter].
static void winograd_weights(
    const float *weights, int32_t filters, int32_t channels, int32_t first, int32_t end, float *packed) {
    int64_t pitch = rounded_up(filters, FILTERS) * channels;
    for (int64_t panel = first; panel < end; panel++)
        for (int64_t channel = 0; channel < channels; channel++)
            for (int64_t f = 0; f < FILTERS; f += W) {
                int64_t count = at_most(W, FILTERS - f);
                doubles g[9], half[3 * PATCH], out[PLACES];
                for (int i = 0; i < 9; i++)
                    for (int64_t lane = 0; lane < W; lane++) {
                        int64_t filter = panel * FILTERS + f + lane;
                        bool is_there = lane < count && filter < filters;
                        g[i][lane] = is_there ? weights[(filter * channels + channel) * 9 + i] : 0;
                    }
                for (int i = 0; i < 3; i++) transform_weights(g + i, 3, half + i, 3);
                for (int i = 0; i < PATCH; i++) transform_weights(half + 3 * i, 1, out + i * PATCH, 1);
                float *target = packed + (panel * channels + channel) * FILTERS + f;
                for (int k = 0; k < PLACES; k++) {
                    vector rounded = __builtin_convertvector(out[k], vector);
                    if (count == W) store(target + k * pitch, rounded);
                    else store_part(target + k * pitch, rounded, count);
                }
            }
}

// Lanes [0, count) of a place's row of tiles, from tile t on; what follows in the panel is written later.
INLINE void store_tiles(float *row, int64_t panel_step, int64_t t, vector v, int64_t count) {
    int64_t lane = t % PANEL;
    float *p = row + t / PANEL * panel_step + lane;
    if (lane + W <= PANEL) return store(p, v);
    float lanes[W];
    store(lanes, v);
    int64_t here = at_most(count, PANEL - lane);
    for (int64_t i = 0; i < here; i++) p[i] = lanes[i];
    for (int64_t i = here; i < count; i++) p[panel_step - PANEL + i] = lanes[i];
}

// The patches of channels [first, end), transformed. False where there is no memory for a few rows.
static bool winograd_patches(const struct ck_winograd *w, int32_t first, int32_t end) {
    const struct ck_axis *rows = &w->rows, *columns = &w->columns;
    int64_t across = w->tiles_across, padded = columns->outputs + PATCH - TILE;
    int64_t pitch = rounded_up(across, W) + W, row_size = TILE * pitch, panel_step = (int64_t)w->channels * PANEL;
    float *memory = calloc((size_t)(PATCH * row_size), sizeof(float));
    if (!memory) return false;
    for (int64_t channel = first; channel < end; channel++) {
        const float *map = w->input + channel * rows->size * columns->size;
        float *target = w->patches + channel * PANEL;
        int64_t next = (int64_t)w->first_tile_row * TILE, t = 0;
        int64_t tiles = (int64_t)(w->end_tile_row - w->first_tile_row) * across;
        if (tiles % PANEL != 0)
            for (int k = 0; k < PLACES; k++)
                memset(target + k * w->patches_pitch + tiles / PANEL * panel_step, 0, PANEL * sizeof(float));
        for (int64_t y = w->first_tile_row; y < w->end_tile_row; y++) {
            // The last rows of the patches above are the first of these; they stand in a ring.
            for (; next < y * TILE + PATCH; next++) {
                int32_t row = next < rows->outputs + PATCH - TILE ? rows->sources[next] : -1;
                split_row(
                    row < 0 ? NULL : map + (int64_t)row * columns->size, columns, padded, TILE, w->constant,
                    memory + next % PATCH * row_size, pitch);
            }
            for (int64_t x = 0; x < across; x += W) {
                vector d[PATCH], half[PLACES], out[PLACES];
                for (int j = 0; j < PATCH; j++) {
                    const float *column = memory + j % TILE * pitch + j / TILE + x;
                    for (int i = 0; i < PATCH; i++) d[i] = load(column + (y * TILE + i) % PATCH * row_size);
                    transform_patch(d, 1, half + j, PATCH);
                }
                for (int i = 0; i < PATCH; i++) transform_patch(half + i * PATCH, 1, out + i * PATCH, 1);
                int64_t count = at_most(W, across - x);
                for (int k = 0; k < PLACES; k++)
                    store_tiles(target + k * w->patches_pitch, panel_step, t, out[k], count);
                t += count;
            }
        }
    }
    free(memory);
    return true;
}

// Panels of filters [first, end), counted through all places.
static void winograd_products(const struct ck_winograd *w, int32_t first, int32_t end) {
    int64_t tiles = (int64_t)(w->end_tile_row - w->first_tile_row) * w->tiles_across, pitch = rounded_up(tiles, PANEL);
    int64_t panels = rounded_up(w->filters, FILTERS) / FILTERS, depth = w->channels;
    static const float zeros[FILTERS];
    // So many tiles that their part of the patches stays in the cache while all filters pass by.
    int64_t group = 12 * PANEL;
    for (int64_t unit = first; unit < end;) {
        int64_t place = unit / panels, first_panel = unit % panels;
        int64_t end_panel = at_most(panels, first_panel + end - unit);
        for (int64_t g = 0; g < tiles; g += group)
            for (int64_t d = 0; d < depth; d += CK_DEPTH_BLOCK)
                for (int64_t p = first_panel; p < end_panel; p++)
                    for (int64_t t = g; t < at_most(tiles, g + group); t += PANEL) {
                        const float *patches = w->patches + place * w->patches_pitch + t * depth + d * PANEL;
                        const float *weights = w->weights + ((place * panels + p) * depth + d) * FILTERS;
                        float *sums = w->sums + place * w->sums_pitch + p * FILTERS * pitch + t;
                        multiply_tile(
                            weights, patches, NULL, at_most(CK_DEPTH_BLOCK, depth - d), d == 0 ? zeros : NULL, NULL, sums,
                            pitch, NULL, tiles - t <= W ? 1 : PANEL_VECTORS);
                    }
        unit += end_panel - first_panel;
    }
}

// The output maps of filters [first, end), where the tiles cover them.
static void winograd_outputs(const struct ck_winograd *w, int32_t first, int32_t end) {
    int64_t height = w->rows.outputs, width = w->columns.outputs, across = w->tiles_across;
    int64_t pitch = rounded_up((w->end_tile_row - w->first_tile_row) * across, PANEL);
    for (int64_t f = first; f < end; f++) {
        int64_t t = 0;
        for (int64_t y = w->first_tile_row; y < w->end_tile_row; y++) {
            int64_t rows = at_most(TILE, height - y * TILE);
            for (int64_t x = 0; x < across; x += W) {
                const float *sums = w->sums + f * pitch + t;
                vector m[PATCH], half[TILE * PATCH], out[TILE];
                for (int j = 0; j < PATCH; j++) {
                    for (int i = 0; i < PATCH; i++) m[i] = load(sums + (i * PATCH + j) * w->sums_pitch);
                    transform_sums(m, 1, half + j, PATCH);
                }
                int64_t count = at_most(TILE * W, width - x * TILE);
                for (int64_t r = 0; r < rows; r++) {
                    transform_sums(half + r * PATCH, 1, out, 1);
                    int64_t place = (f * height + y * TILE + r) * width + x * TILE;
                    vector line[TILE];
                    interleave4(out, line);
                    const float *addend = w->finish.addend ? w->finish.addend + place : NULL;
                    for (int v = 0; v < TILE && v * W < count; v++)
                        finish_part(
                            line[v] + w->bias[f], addend ? addend + v * W : NULL, &w->finish, w->output + place + v * W,
                            at_most(W, count - v * W));
                }
                t += at_most(W, across - x);
            }
        }
    }
}
