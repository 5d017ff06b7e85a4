// Layers over many channels: output [filters, columns] = weights [filters, depth] x patches [depth, columns]. A patch is
// copied from the input when it is needed, CK_DEPTH_BLOCK x CK_COLUMN_BLOCK at a time, into panels PANEL columns wide.

enum { FILTERS = CK_PANEL_FILTERS, PANEL_VECTORS = 2, PANEL = PANEL_VECTORS * W };

// Where a row of the patch matrix comes from.
struct patch_row { int32_t channel, tap[3]; };

// An output, as a place along each axis.
struct patch_place { int64_t x, y, z; };

INLINE struct patch_place place_of(const struct ck_layer *l, int64_t column) {
    int64_t wide = l->axes[2].outputs, high = l->axes[1].outputs;
    return (struct patch_place){column % wide, column / wide % high, column / wide / high};
}

// Outputs along the last axis whose input lies inside, under one tap.
INLINE void inside(const struct ck_axis *axis, int32_t tap, int64_t *first, int64_t *end) {
    int64_t offset = (int64_t)tap * axis->dilation - axis->before;
    if (axis->stride == 1) {
        // Divisions take as long as a short row.
        *first = at_least(0, -offset);
        *end = at_least(*first, at_most(axis->outputs, axis->size - offset));
        return;
    }
    *first = offset >= 0 ? 0 : (-offset + axis->stride - 1) / axis->stride;
    int64_t room = axis->size - 1 - offset;
    *end = room < 0 ? 0 : at_most(axis->outputs, room / axis->stride + 1);
    *end = at_least(*first, *end);
}

// One row of the patch matrix, `count` columns from a place on; up to W - 1 places behind them are written over.
static void copy_patch_row(
    const struct ck_layer *l, struct patch_row k, struct patch_place place, int64_t count, float *out) {
    const struct ck_axis *depth = &l->axes[0], *height = &l->axes[1], *width = &l->axes[2];
    int64_t wide = width->outputs, high = height->outputs, step = width->stride, size = width->size;
    int64_t x = place.x, y = place.y, z = place.z, first, end;
    inside(width, k.tap[2], &first, &end);
    const int32_t *columns = width->sources + (int64_t)k.tap[2] * width->dilation;
    const int32_t *rows = height->sources + (int64_t)k.tap[1] * height->dilation;
    const int32_t *planes = depth->sources + (int64_t)k.tap[0] * depth->dilation;
    int64_t plane_size = height->size * size, tap = (int64_t)k.tap[2] * width->dilation - width->before;
    const float *map = l->input + k.channel * depth->size * plane_size;
    const float *input_end = l->input + l->channels * depth->size * plane_size;
    vector constant = l->constant;
    // Beside the input there is mostly nothing to look up.
    bool is_plain = step == 1;
    for (int64_t i = 0; i < first && is_plain; i++) is_plain = columns[i] < 0;
    for (int64_t i = end; i < wide && is_plain; i++) is_plain = columns[i] < 0;

    for (int64_t done = 0; done < count;) {
        int64_t run = at_most(wide - x, count - done);
        int32_t row = rows[y * height->stride], plane = planes[z * depth->stride];
        float *to = out + done;
        if (row < 0 || plane < 0) {
            for (int64_t i = 0; i < run; i += W) store(to + i, constant);
        } else {
            const float *source = map + plane * plane_size + row * size, *start = source + x * step + tap;
            int64_t a = at_most(at_least(first - x, 0), run), b = at_least(a, at_most(end - x, run)), i = a;
            if (is_plain) {
                // Whole vectors, past each end as well as far as the input goes: what comes there is written next.
                for (int64_t j = 0; j < a; j += W) store(to + j, constant);
                for (; i < b && start + i + W <= input_end; i += W) store(to + i, load(start + i));
                for (; i < b; i++) to[i] = start[i];
                for (i = b; i < run; i += W) store(to + i, constant);
            } else {
                const int32_t *sources = columns + x * step;
                for (int64_t j = 0; j < a; j++) {
                    int32_t from = sources[j * step];
                    to[j] = from < 0 ? l->constant : source[from];
                }
                // Whole vectors as long as the last element loaded lies before the next output's.
                if (step == 1)
                    for (; i + W <= b; i += W) store(to + i, load(start + i));
                else if (step == 2)
                    for (; i + W < b; i += W) store(to + i, every_second(start + 2 * i));
                else if (step == 4)
                    for (; i + W < b; i += W) store(to + i, every_fourth(start + 4 * i));
                for (; i < b; i++) to[i] = start[i * step];
                for (; i < run; i++) {
                    int32_t from = sources[i * step];
                    to[i] = from < 0 ? l->constant : source[from];
                }
            }
        }
        done += run;
        x = 0;
        if (++y == high) {
            y = 0;
            z++;
        }
    }
}

// Rows [first, first + depth) of the patch matrix into panels [panel, depth, PANEL].
static void copy_patches(
    const struct ck_layer *l, int64_t first, int64_t depth, int64_t column, int64_t count, float *line, float *panels) {
    const struct ck_axis *axes = l->axes;
    int64_t rest = first;
    struct patch_row k;
    for (int axis = 2; axis >= 0; axis--) {
        k.tap[axis] = (int32_t)(rest % axes[axis].taps);
        rest /= axes[axis].taps;
    }
    k.channel = (int32_t)rest;
    struct patch_place place = place_of(l, column);
    int64_t filled = l->is_pointwise ? count % PANEL : count;
    for (int64_t i = filled; i < rounded_up(filled, PANEL); i++) line[i] = 0;
    for (int64_t d = 0; d < depth; d++) {
        // Rows of a pointwise layer are rows of the input; only what does not fill a panel goes by way of the line.
        const float *row = line;
        int64_t whole = rounded_up(count, PANEL);
        if (l->is_pointwise) {
            row = l->input + k.channel * l->columns + column;
            whole = count - count % PANEL;
            for (int64_t i = whole; i < count; i++) line[i - whole] = row[i];
        } else {
            copy_patch_row(l, k, place, count, line);
        }
        for (int64_t i = 0; i < count; i += PANEL)
            for (int v = 0; v < PANEL_VECTORS; v++)
                store(panels + i * depth + d * PANEL + v * W, load((i < whole ? row + i : line) + v * W));
        for (int axis = 2; axis >= -1; axis--) {
            if (axis < 0) k.channel++;
            else if (++k.tap[axis] < axes[axis].taps) break;
            else k.tap[axis] = 0;
        }
    }
}

// FILTERS x (vectors * W) sums over `depth`, begun with the bias and the addend, or with what stands at `output`. The row of
// the patch matrix that a weight meets is the panel's next, or stands at its offset.
INLINE void multiply_vectors(
    const float *weights, const float *patches, const int32_t *offsets, int64_t depth, const float *bias,
    const float *addend, float *output, int64_t stride, const struct ck_finish *finish, int vectors) {
    vector sums[FILTERS][PANEL_VECTORS];
#pragma clang loop unroll(full)
    for (int f = 0; f < FILTERS; f++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            sums[f][v] = bias ? (vector)bias[f] : load(output + f * stride + v * W);
            if (addend) sums[f][v] += load(addend + f * stride + v * W);
        }
    for (int64_t d = 0; d < depth; d++, weights += FILTERS) {
        const float *row = patches + (offsets ? offsets[d] : d * PANEL);
        vector input[PANEL_VECTORS];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) input[v] = load(row + v * W);
#pragma clang loop unroll(full)
        for (int f = 0; f < FILTERS; f++) {
            vector weight = weights[f];
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sums[f][v] += input[v] * weight;
        }
    }
#pragma clang loop unroll(full)
    for (int f = 0; f < FILTERS; f++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            store(
                output + f * stride + v * W,
                finish ? limited(sums[f][v], finish->low, finish->high) : sums[f][v]);
}

// A whole panel wide, or half of it.
static void multiply_tile(
    const float *weights, const float *patches, const int32_t *offsets, int64_t depth, const float *bias,
    const float *addend, float *output, int64_t stride, const struct ck_finish *finish, int vectors) {
#define MULTIPLY(offsets, vectors) \
    multiply_vectors(weights, patches, offsets, depth, bias, addend, output, stride, finish, vectors)
    if (offsets) {
        if (vectors == 1) MULTIPLY(offsets, 1);
        else MULTIPLY(offsets, PANEL_VECTORS);
    } else {
        if (vectors == 1) MULTIPLY(NULL, 1);
        else MULTIPLY(NULL, PANEL_VECTORS);
    }
#undef MULTIPLY
}

// A tile that sticks out of the output goes by way of one that does not.
static void multiply_edge_tile(
    const float *weights, const float *patches, const int32_t *offsets, int64_t depth, const float *bias,
    const float *addend, float *output, int64_t stride, const struct ck_finish *finish, int64_t filters,
    int64_t columns) {
    float tile[FILTERS * PANEL] = {0}, added[FILTERS * PANEL] = {0};
    size_t bytes = (size_t)columns * sizeof(float);
    for (int64_t f = 0; f < filters; f++) {
        if (!bias) memcpy(tile + f * PANEL, output + f * stride, bytes);
        if (addend) memcpy(added + f * PANEL, addend + f * stride, bytes);
    }
    multiply_tile(
        weights, patches, offsets, depth, bias, addend ? added : NULL, tile, PANEL, finish,
        columns <= W ? 1 : PANEL_VECTORS);
    for (int64_t f = 0; f < filters; f++) memcpy(output + f * stride, tile + f * PANEL, bytes);
}

// Rows of the padded input, [channel, row, pitch], from column x on: what output rows from y on of plane z read.
static void pad_rows(
    const struct ck_layer *l, int64_t x, int64_t y, int64_t z, int64_t rows, int64_t pitch, float *padded) {
    const struct ck_axis *height = &l->axes[1], *width = &l->axes[2];
    int32_t plane = l->axes[0].sources[z * l->axes[0].stride];
    const int32_t *columns = width->sources + x;
    // Where the input itself stands.
    int64_t before = width->before - x, first = at_most(at_least(before, 0), pitch);
    int64_t end = at_least(first, at_most(pitch, before + width->size));
    for (int64_t channel = 0; channel < l->channels; channel++)
        for (int64_t row = 0; row < rows; row++, padded += pitch) {
            int32_t from = height->sources[y * height->stride + row];
            if (plane < 0 || from < 0) {
                for (int64_t i = 0; i < pitch; i++) padded[i] = l->constant;
                continue;
            }
            const float *map = l->input + (channel * l->axes[0].size + plane) * height->size * width->size;
            const float *source = map + (int64_t)from * width->size;
            for (int64_t i = 0; i < first; i++) padded[i] = columns[i] < 0 ? l->constant : source[columns[i]];
            if (end > first) memcpy(padded + first, source + (first - before), (size_t)(end - first) * sizeof(float));
            for (int64_t i = end; i < pitch; i++) padded[i] = columns[i] < 0 ? l->constant : source[columns[i]];
        }
}

enum { ROWS_PANELS = 4, ROWS_DEPTH = 1024 };

// How many output rows are made at once from their padded inputs, where that is faster than copied patches, which few
// filters do not pay for: windows that move by one read what lies side by side. 0 elsewhere.
static int64_t rows_together(const struct ck_layer *l, int64_t depth, int32_t panels) {
    const struct ck_axis *height = &l->axes[1], *width = &l->axes[2];
    if (l->is_pointwise || width->stride != 1 || l->axes[0].taps > 1 || panels > ROWS_PANELS || depth > ROWS_DEPTH)
        return 0;
    // Of shorter rows, most of a vector would be beyond their end.
    if (2 * width->outputs < W) return 0;
    int64_t pitch = width->outputs + (int64_t)(width->taps - 1) * width->dilation;
    int64_t reach = (int64_t)(height->taps - 1) * height->dilation;
    // Tiles read past the last row.
    int64_t room = ((CK_COLUMN_BLOCK + PANEL) * (CK_DEPTH_BLOCK + 1) - PANEL) / (l->channels * pitch);
    int64_t rows = room <= reach ? 0 : at_most((room - reach - 1) / height->stride + 1, height->outputs);
    // Rows that two blocks need are padded twice.
    if (rows < height->outputs && rows * height->stride <= 4 * reach) return 0;
    // Far strides and dilations leave out most of what would be padded.
    int64_t padded = l->channels * ((rows - 1) * height->stride + reach + 1) * pitch;
    return padded <= depth * rows * width->outputs ? rows : 0;
}

// Sums are made in the same order as from copied patches.
static void layer_rows(
    const struct ck_layer *l, int64_t depth, int64_t first, int64_t end, int64_t together, int32_t first_panel,
    int32_t end_panel, float *padded) {
    const struct ck_axis *height = &l->axes[1], *width = &l->axes[2];
    int64_t wide = width->outputs, reach = (int64_t)(width->taps - 1) * width->dilation;
    int32_t offsets[ROWS_DEPTH];
    for (int64_t column = first; column < end;) {
        struct patch_place place = place_of(l, column);
        int64_t plane = column - place.y * wide - place.x;
        int64_t rows = at_most(together, at_most(height->outputs, (end - plane + wide - 1) / wide) - place.y);
        int64_t stop = at_most(end, plane + (place.y + rows) * wide);
        int64_t padded_rows = (rows - 1) * height->stride + (int64_t)(height->taps - 1) * height->dilation + 1;
        // Of one row, no more than is read.
        int64_t x = rows == 1 ? place.x : 0, pitch = (rows == 1 ? stop - column : wide) + reach;
        pad_rows(l, x, place.y, place.z, padded_rows, pitch, padded);
        int64_t d = 0;
        for (int64_t channel = 0; channel < l->channels; channel++)
            for (int64_t ky = 0; ky < height->taps; ky++)
                for (int64_t kx = 0; kx < width->taps; kx++)
                    offsets[d++] = (int32_t)(
                        (channel * padded_rows + ky * height->dilation) * pitch + kx * width->dilation);
        for (int64_t p = first_panel; p < end_panel; p++) {
            int64_t filter = p * FILTERS, high = at_most(FILTERS, l->filters - filter);
            const float *weights = l->weights + p * depth * FILTERS, *bias = l->bias + filter;
            for (int64_t from = column, y = 0; from < stop; y++) {
                int64_t row = plane + (place.y + y) * wide;
                const float *line = padded + y * height->stride * pitch;
                int64_t row_end = at_most(stop, row + wide);
                while (from < row_end) {
                    int64_t output = filter * l->columns + from, columns = row_end - from <= W ? W : PANEL;
                    const float *addend = l->finish.addend ? l->finish.addend + output : NULL;
                    // What a tile writes beyond its row is written again by the next; an addend may lie there.
                    if (high == FILTERS && from + columns <= (addend ? row_end : stop))
                        multiply_tile(
                            weights, line + (from - row - x), offsets, depth, bias, addend, l->output + output, l->columns,
                            &l->finish, (int)(columns / W));
                    else
                        multiply_edge_tile(
                            weights, line + (from - row - x), offsets, depth, bias, addend, l->output + output, l->columns,
                            &l->finish, high, at_most(columns, row_end - from));
                    from += columns;
                }
                from = row + wide;
            }
        }
        column = stop;
    }
}

static void layer_columns(
    const struct ck_layer *l, int64_t first, int64_t end, int32_t first_panel, int32_t end_panel, float *scratch) {
    int64_t depth = (int64_t)l->channels * l->axes[0].taps * l->axes[1].taps * l->axes[2].taps;
    int64_t together = rows_together(l, depth, end_panel - first_panel);
    if (together > 0) return layer_rows(l, depth, first, end, together, first_panel, end_panel, scratch);
    float *line = scratch, *panels = scratch + CK_COLUMN_BLOCK + PANEL;
    // Blocks of about the same size, whole panels where possible.
    int64_t blocks = (end - first + CK_COLUMN_BLOCK - 1) / CK_COLUMN_BLOCK;
    int64_t block = blocks == 0 ? 0 : rounded_up((end - first + blocks - 1) / blocks, PANEL);
    for (int64_t column = first; column < end; column += block) {
        int64_t columns = at_most(block, end - column);
        for (int64_t d = 0; d < depth; d += CK_DEPTH_BLOCK) {
            int64_t deep = at_most(CK_DEPTH_BLOCK, depth - d);
            copy_patches(l, d, deep, column, columns, line, panels);
            // A panel of weights comes from far away: all columns use it while it is near.
            for (int64_t p = first_panel; p < end_panel; p++) {
                int64_t filter = p * FILTERS, high = at_most(FILTERS, l->filters - filter);
                const float *weights = l->weights + (p * depth + d) * FILTERS;
                const float *bias = d == 0 ? l->bias + filter : NULL;
                const struct ck_finish *finish = d + deep == depth ? &l->finish : NULL;
                for (int64_t i = 0; i < columns; i += PANEL) {
                    int64_t wide = at_most(PANEL, columns - i), place = filter * l->columns + column + i;
                    const float *addend = d == 0 && l->finish.addend ? l->finish.addend + place : NULL;
                    if (high == FILTERS && (wide == PANEL || wide == W))
                        multiply_tile(
                            weights, panels + i * deep, NULL, deep, bias, addend, l->output + place, l->columns, finish,
                            (int)(wide / W));
                    else
                        multiply_edge_tile(
                            weights, panels + i * deep, NULL, deep, bias, addend, l->output + place, l->columns, finish,
                            high, wide);
                }
            }
        }
    }
}
