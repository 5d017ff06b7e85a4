// Filters over few channels: a list of taps, applied to blocks of CK_BLOCK_ROWS output rows and up to three vectors of
// columns, all sums in registers. A row in the block's table begins at the padded column that output column 0 reads.
#include <stdlib.h>

enum { ROWS = CK_BLOCK_ROWS, VECTORS = 3 };

struct target {
    float *rows[ROWS];
    int count;    // fewer than ROWS at the end of a map
    float bias;
    bool streams;
};

// The taps of one kind: each input vector is loaded once for rows first...last.
INLINE const struct ck_tap *add_taps(
    const struct ck_tap *tap, const struct ck_tap *end, const float *const *rows, int64_t x,
    vector sums[ROWS][VECTORS], int vectors, int first, int last) {
    for (; tap < end; tap++) {
        const float *source = rows[tap->row] + tap->column + x;
        vector input[VECTORS];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) input[v] = load(source + v * W);
#pragma clang loop unroll(full)
        for (int r = first; r <= last; r++) {
            vector weight = tap->weights[r];
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sums[r][v] += input[v] * weight;
        }
    }
    return tap;
}

INLINE void filter_tile(
    const struct ck_taps *list, const float *const *rows, const struct target *target, int64_t x, int vectors,
    bool streams) {
    vector sums[ROWS][VECTORS];
#pragma clang loop unroll(full)
    for (int r = 0; r < ROWS; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sums[r][v] = target->bias;

    const struct ck_tap *tap = list->taps;
    const int32_t *end = list->ends;
#define KIND(first, last) tap = add_taps(tap, list->taps + *end++, rows, x, sums, vectors, first, last);
    KIND(0, 0) KIND(0, 1) KIND(0, 2) KIND(0, 3)
    KIND(1, 1) KIND(1, 2) KIND(1, 3)
    KIND(2, 2) KIND(2, 3)
    KIND(3, 3)
#undef KIND

#pragma clang loop unroll(full)
    for (int r = 0; r < ROWS; r++) {
        if (r >= target->count) break;
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            float *p = target->rows[r] + x + v * W;
            if (streams) __builtin_nontemporal_store(sums[r][v], (vector *)p);
            else store(p, sums[r][v]);
        }
    }
}

// Columns [x, end), at least W of them: the last vector overlaps the one before where W does not divide them.
static void filter_columns(
    const struct ck_taps *list, const float *const *rows, const struct target *target, int64_t x, int64_t end) {
    if (target->streams && end - x >= 2 * W) {
        size_t misaligned = (size_t)(target->rows[0] + x) % sizeof(vector) / sizeof(float);
        if (misaligned != 0) {
            filter_tile(list, rows, target, x, 1, false);
            x += W - misaligned;
        }
        for (; x + VECTORS * W <= end; x += VECTORS * W) filter_tile(list, rows, target, x, VECTORS, true);
    }
    for (; x + VECTORS * W <= end; x += VECTORS * W) filter_tile(list, rows, target, x, VECTORS, false);
    for (; x + W <= end; x += W) filter_tile(list, rows, target, x, 1, false);
    if (x < end) filter_tile(list, rows, target, end - W, 1, false);
}

struct filter_scratch {
    const float **rows;        // the block's table: planes x padded rows
    const float **edge_rows;   // the same for a gathered strip, x columns modulo stride
    float *strip;
    float *lines[ROWS];        // a strip's results, or what the vertical factor leaves to the horizontal one
};

// Output columns [x, end) whose taps reach into the padding, from a padded copy of just these columns.
static void filter_edge(
    const struct ck_filter *f, const struct filter_scratch *s, const struct target *target, int64_t x, int64_t end) {
    int64_t count = end - x, steps = f->column_step;
    if (count <= 0) return;
    int64_t read = count + f->reach / steps;
    int64_t width = rounded_up(count, W) + f->reach / steps;
    int64_t padded_columns = (f->output_width - 1) * steps + f->reach + 1;
    float *strip = s->strip;
    for (int64_t row = 0; row < (int64_t)f->plane_count * f->block_row_count; row++) {
        for (int64_t phase = 0; phase < steps; phase++, strip += width) {
            s->edge_rows[row * steps + phase] = strip;
            for (int64_t i = 0; i < width; i++) {
                int64_t padded = (x + i) * steps + phase;
                int32_t column = i < read && padded < padded_columns ? f->column_sources[padded] : -1;
                strip[i] = column < 0 ? f->constant : s->rows[row][column];
            }
        }
    }
    struct target lines = {.count = target->count, .bias = target->bias};
    for (int r = 0; r < ROWS; r++) lines.rows[r] = s->lines[r];
    filter_columns(&f->taps, s->edge_rows, &lines, 0, rounded_up(count, W));
    for (int r = 0; r < target->count; r++)
        memcpy(target->rows[r] + x, s->lines[r], (size_t)count * sizeof(float));
}

// The vertical factor into lines that stay in the cache; their padding, which it commutes with; the horizontal factor.
static void filter_separated(const struct ck_filter *f, const struct filter_scratch *s, const struct target *target) {
    int64_t padded_columns = f->output_width + f->reach;
    int64_t first = at_least(f->before, 0);
    int64_t end = at_most((int64_t)f->before + f->input_width, padded_columns);
    const float *across[ROWS];
    struct target lines = {.count = ROWS};
    for (int r = 0; r < ROWS; r++) {
        lines.rows[r] = s->lines[r] + f->before;
        across[r] = s->lines[r];
    }
    filter_columns(&f->taps, s->rows, &lines, first - f->before, end - f->before);
    for (int r = 0; r < ROWS; r++) {
        float *line = s->lines[r], constant = f->constant * f->factor_sum;
        for (int64_t i = 0; i < padded_columns; i++) {
            if (i == first) i = end;
            if (i >= padded_columns) break;
            int32_t column = f->column_sources[i];
            line[i] = column < 0 ? constant : line[column + f->before];
        }
    }
    filter_columns(&f->across, across, target, 0, f->output_width);
}

static bool filter_blocks(const struct ck_filter *f, int32_t first_block, int32_t end_block) {
    int64_t row_count = (int64_t)f->plane_count * f->block_row_count, steps = f->column_step;
    // Outputs that read no padding; with a stride every row is gathered.
    int64_t interior = at_most(at_least(f->before, 0), f->output_width);
    int64_t interior_end = at_most((int64_t)f->input_width + f->before - f->reach, f->output_width);
    if (steps > 1 || interior_end - interior < W) interior = interior_end = f->output_width;

    int64_t line_width = rounded_up(f->output_width, W) + f->reach + W;
    int64_t strip_columns = at_least(interior, f->output_width - interior_end) + W + f->reach / steps;
    size_t floats = (size_t)(row_count * steps * strip_columns + ROWS * line_width + f->input_width);
    float *memory = malloc(floats * sizeof(float) + (size_t)(row_count * (1 + steps)) * sizeof(float *));
    if (!memory) return false;
    struct filter_scratch s;
    s.rows = (const float **)memory;
    s.edge_rows = s.rows + row_count;
    s.strip = (float *)(s.edge_rows + row_count * steps);
    for (int r = 0; r < ROWS; r++) s.lines[r] = s.strip + row_count * steps * strip_columns + r * line_width;
    float *constant_row = s.lines[ROWS - 1] + line_width;
    for (int32_t i = 0; i < f->input_width; i++) constant_row[i] = f->constant;

    // Streaming needs rows that are aligned alike.
    bool streams = f->streams && f->output_width % W == 0;
    for (int64_t block = first_block; block < end_block; block++) {
        int64_t y = block * ROWS;
        struct target target = {
            .count = (int)at_most(ROWS, f->output_height - y), .bias = f->bias, .streams = streams};
        for (int r = 0; r < ROWS; r++) target.rows[r] = f->output + (y + r) * f->output_width;
        for (int32_t plane = 0; plane < f->plane_count; plane++) {
            for (int32_t j = 0; j < f->block_row_count; j++) {
                int64_t padded = y * f->row_step + f->block_rows[j];
                int32_t row = padded < f->padded_rows && f->planes[plane] ? f->row_sources[padded] : -1;
                s.rows[plane * f->block_row_count + j] =
                    row < 0 ? constant_row : f->planes[plane] + (int64_t)row * f->input_width;
            }
        }
        if (f->across.taps) {
            filter_separated(f, &s, &target);
            continue;
        }
        filter_edge(f, &s, &target, 0, interior);
        filter_edge(f, &s, &target, interior_end, f->output_width);
        if (interior_end > interior) {
            struct target shifted = target;
            for (int r = 0; r < ROWS; r++) shifted.rows[r] += f->before;
            filter_columns(&f->taps, s.rows, &shifted, interior - f->before, interior_end - f->before);
        }
    }
    free(memory);
    return true;
}
