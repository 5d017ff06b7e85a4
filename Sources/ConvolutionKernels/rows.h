// Rows of padded maps, and what is done to sums before they are written.

// A NaN stays.
INLINE vector limited(vector v, float low, float high) {
    v = choose((vector)low > v, (vector)low, v);
    return choose((vector)high < v, (vector)high, v);
}

// The first `count` lanes, fewer than all; by way of copies of a fixed size, which need no call.
INLINE void store_part(float *p, vector v, int64_t count) {
    float lanes[W];
    store(lanes, v);
    if (count >= 4) {
        memcpy(p, lanes, 4 * sizeof(float));
        memcpy(p + count - 4, lanes + count - 4, 4 * sizeof(float));
    } else {
        for (int64_t i = 0; i < count; i++) p[i] = lanes[i];
    }
}

// The first `count` lanes: plus the addend, held to the limits, written.
INLINE void finish_part(vector v, const float *addend, const struct ck_finish *finish, float *output, int64_t count) {
    if (count >= W) {
        if (addend) v += load(addend);
        store(output, limited(v, finish->low, finish->high));
    } else {
        float lanes[W] = {0};
        for (int64_t i = 0; addend && i < count; i++) lanes[i] = addend[i];
        store_part(output, limited(v + load(lanes), finish->low, finish->high), count);
    }
}

#if VECTOR_WIDTH == 8
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define ODD 1, 3, 5, 7, 9, 11, 13, 15
#define LOW 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH 4, 12, 5, 13, 6, 14, 7, 15
#else
#define EVEN 0, 2, 4, 6
#define ODD 1, 3, 5, 7
#define LOW 0, 4, 1, 5
#define HIGH 2, 6, 3, 7
#endif

// Every second element of 2W.
INLINE vector every_second(const float *p) { return __builtin_shufflevector(load(p), load(p + W), EVEN); }
// Every fourth of 4W.
INLINE vector every_fourth(const float *p) {
    return __builtin_shufflevector(every_second(p), every_second(p + 2 * W), EVEN);
}

// Four vectors, element by element in turns.
INLINE void interleave4(const vector *in, vector *out) {
    vector a = __builtin_shufflevector(in[0], in[2], LOW), b = __builtin_shufflevector(in[1], in[3], LOW);
    vector c = __builtin_shufflevector(in[0], in[2], HIGH), d = __builtin_shufflevector(in[1], in[3], HIGH);
    out[0] = __builtin_shufflevector(a, b, LOW);
    out[1] = __builtin_shufflevector(a, b, HIGH);
    out[2] = __builtin_shufflevector(c, d, LOW);
    out[3] = __builtin_shufflevector(c, d, HIGH);
}

// Rows are often shorter than what a call costs.
INLINE void copy_row(const float *from, float *to, int64_t count) {
    if (count < W) {
        for (int64_t i = 0; i < count; i++) to[i] = from[i];
        return;
    }
    for (int64_t i = 0; i + W <= count; i += W) store(to + i, load(from + i));
    store(to + count - W, load(from + count - W));
}

// A padded row as `step` lines: position p stands at lines[p % step * pitch + p / step]. Null: nothing but the constant.
INLINE void split_positions(
    const float *row, const struct ck_axis *axis, int64_t first, int64_t end, int64_t step, float constant,
    float *lines, int64_t pitch) {
    int64_t phase = first % step, place = first / step;
    for (int64_t p = first; p < end; p++) {
        int32_t source = row && axis->sources ? axis->sources[p] : -1;
        lines[phase * pitch + place] = source < 0 ? constant : row[source];
        if (++phase == step) {
            phase = 0;
            place++;
        }
    }
}

// The same for positions that lie in the row, `row` being where position 0 would lie.
INLINE void split_inside(
    const float *row, int64_t first, int64_t end, int64_t step, float *lines, int64_t pitch) {
    int64_t phase = first % step, place = first / step, p = first;
    for (; p < end && phase != 0; p++) {
        lines[phase * pitch + place] = row[p];
        if (++phase == step) {
            phase = 0;
            place++;
        }
    }
    if (step == 2) {
        for (; p + 2 * W <= end; p += 2 * W, place += W) {
            vector a = load(row + p), b = load(row + p + W);
            store(lines + place, __builtin_shufflevector(a, b, EVEN));
            store(lines + pitch + place, __builtin_shufflevector(a, b, ODD));
        }
    } else if (step == 4) {
        for (; p + 4 * W <= end; p += 4 * W, place += W) {
            vector a = load(row + p), b = load(row + p + W), c = load(row + p + 2 * W), d = load(row + p + 3 * W);
            vector even = __builtin_shufflevector(a, b, EVEN), odd = __builtin_shufflevector(a, b, ODD);
            vector later_even = __builtin_shufflevector(c, d, EVEN), later_odd = __builtin_shufflevector(c, d, ODD);
            store(lines + place, __builtin_shufflevector(even, later_even, EVEN));
            store(lines + pitch + place, __builtin_shufflevector(odd, later_odd, EVEN));
            store(lines + 2 * pitch + place, __builtin_shufflevector(even, later_even, ODD));
            store(lines + 3 * pitch + place, __builtin_shufflevector(odd, later_odd, ODD));
        }
    }
    for (; p < end; p++) {
        lines[phase * pitch + place] = row[p];
        if (++phase == step) {
            phase = 0;
            place++;
        }
    }
}

static void split_row(
    const float *row, const struct ck_axis *axis, int64_t padded, int64_t step, float constant, float *lines,
    int64_t pitch) {
    int64_t first = row ? at_most(at_least(axis->before, 0), padded) : padded;
    int64_t end = at_least(first, at_most((int64_t)axis->before + axis->size, padded));
    const float *start = row - axis->before;
    if (step == 1) {
        split_positions(row, axis, 0, first, 1, constant, lines, pitch);
        if (row) copy_row(start + first, lines + first, end - first);
        split_positions(row, axis, end, padded, 1, constant, lines, pitch);
        return;
    }
    split_positions(row, axis, 0, first, step, constant, lines, pitch);
    if (row) split_inside(start, first, end, step, lines, pitch);
    split_positions(row, axis, end, padded, step, constant, lines, pitch);
}
