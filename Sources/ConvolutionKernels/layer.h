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

// FILTERS x (vectors * W) sums over `depth`, begun with the bias and the addend, or with what stands at `output`.
INLINE void multiply_vectors(
    const float *weights, const float *patches, int64_t depth, const float *bias, const float *addend, float *output,
    int64_t stride, const struct ck_finish *finish, int vectors) {
    vector sums[FILTERS][PANEL_VECTORS];
#pragma clang loop unroll(full)
    for (int f = 0; f < FILTERS; f++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            sums[f][v] = bias ? (vector)bias[f] : load(output + f * stride + v * W);
            if (addend) sums[f][v] += load(addend + f * stride + v * W);
        }
    for (int64_t d = 0; d < depth; d++, weights += FILTERS, patches += PANEL) {
        vector input[PANEL_VECTORS];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) input[v] = load(patches + v * W);
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
    const float *weights, const float *patches, int64_t depth, const float *bias, const float *addend, float *output,
    int64_t stride, const struct ck_finish *finish, int vectors) {
    if (vectors == 1) multiply_vectors(weights, patches, depth, bias, addend, output, stride, finish, 1);
    else multiply_vectors(weights, patches, depth, bias, addend, output, stride, finish, PANEL_VECTORS);
}

// A tile that sticks out of the output goes by way of one that does not.
static void multiply_edge_tile(
    const float *weights, const float *patches, int64_t depth, const float *bias, const float *addend, float *output,
    int64_t stride, const struct ck_finish *finish, int64_t filters, int64_t columns) {
    float tile[FILTERS * PANEL] = {0}, added[FILTERS * PANEL] = {0};
    size_t bytes = (size_t)columns * sizeof(float);
    for (int64_t f = 0; f < filters; f++) {
        if (!bias) memcpy(tile + f * PANEL, output + f * stride, bytes);
        if (addend) memcpy(added + f * PANEL, addend + f * stride, bytes);
    }
    multiply_tile(
        weights, patches, depth, bias, addend ? added : NULL, tile, PANEL, finish, columns <= W ? 1 : PANEL_VECTORS);
    for (int64_t f = 0; f < filters; f++) memcpy(output + f * stride, tile + f * PANEL, bytes);
}

static void layer_columns(
    const struct ck_layer *l, int64_t first, int64_t end, int32_t first_panel, int32_t end_panel, float *scratch) {
    int64_t depth = (int64_t)l->channels * l->axes[0].taps * l->axes[1].taps * l->axes[2].taps;
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
                            weights, panels + i * deep, deep, bias, addend, l->output + place, l->columns, finish,
                            (int)(wide / W));
                    else
                        multiply_edge_tile(
                            weights, panels + i * deep, deep, bias, addend, l->output + place, l->columns, finish,
                            high, wide);
                }
            }
        }
    }
}
