// Pooling, one output row at a time: first down the window's rows, over all columns side by side, then across.

// Taps [first, end) of the window at output o that lie inside the input.
INLINE void taps_inside(const struct ck_axis *axis, int64_t o, int64_t *first, int64_t *end) {
    int64_t start = o * axis->stride - axis->before, d = axis->dilation;
    if (start >= 0 && start + (axis->taps - 1) * d < axis->size) {
        // Most windows; divisions take longer than a small one.
        *first = 0;
        *end = axis->taps;
        return;
    }
    *first = start >= 0 ? 0 : (-start + d - 1) / d;
    *end = start >= axis->size ? 0 : at_most(axis->taps, (axis->size - 1 - start) / d + 1);
}

INLINE vector greater(vector best, vector value) { return choose((value > best) | (value != value), value, best); }

// Down the window's rows: a line of maxima. The first row is copied, the others are compared with it.
static void greatest_of_rows(
    const struct ck_pooling *p, const float *map, int64_t z, int64_t y, const int64_t inside[4], float *line) {
    const struct ck_axis *depth = &p->axes[0], *height = &p->axes[1];
    int64_t size = p->axes[2].size;
    bool is_first = true;
    for (int64_t kz = inside[0]; kz < inside[1]; kz++)
        for (int64_t ky = inside[2]; ky < inside[3]; ky++) {
            int64_t plane = z * depth->stride + kz * depth->dilation - depth->before;
            int64_t row = y * height->stride + ky * height->dilation - height->before;
            const float *source = map + (plane * height->size + row) * size;
            if (is_first) {
                memcpy(line, source, (size_t)size * sizeof(float));
            } else {
                int64_t i = 0;
                for (; i + W <= size; i += W) store(line + i, greater(load(line + i), load(source + i)));
                for (; i < size; i++) line[i] = source[i] > line[i] || source[i] != source[i] ? source[i] : line[i];
            }
            is_first = false;
        }
    if (is_first) for (int64_t i = 0; i < size; i++) line[i] = -__builtin_inff();
}

// Across a line that is split by column modulo stride.
static void greatest_of_columns(const struct ck_axis *width, const float *lines, int64_t pitch, float *out) {
    for (int64_t x = 0; x < width->outputs; x += W) {
        vector best = -__builtin_inff();
        int64_t phase = 0, place = x;
        for (int32_t k = 0; k < width->taps; k++) {
            best = greater(best, load(lines + phase * pitch + place));
            for (phase += width->dilation; phase >= width->stride; place++) phase -= width->stride;
        }
        if (width->outputs - x >= W) store(out + x, best);
        else store_part(out + x, best, width->outputs - x);
    }
}

static void mean_of_rows(
    const struct ck_pooling *p, const float *map, int64_t z, int64_t y, const int64_t inside[4], double *sums,
    float *out) {
    const struct ck_axis *depth = &p->axes[0], *height = &p->axes[1], *width = &p->axes[2];
    for (int64_t i = 0; i < width->size; i++) sums[i] = 0;
    for (int64_t kz = inside[0]; kz < inside[1]; kz++)
        for (int64_t ky = inside[2]; ky < inside[3]; ky++) {
            int64_t plane = z * depth->stride + kz * depth->dilation - depth->before;
            int64_t row = y * height->stride + ky * height->dilation - height->before;
            const float *source = map + (plane * height->size + row) * width->size;
            for (int64_t i = 0; i < width->size; i++) sums[i] += source[i];
        }
    double rows = p->divisors[0][z] * p->divisors[1][y];
    for (int64_t x = 0; x < width->outputs; x++) {
        int64_t x0, x1;
        taps_inside(width, x, &x0, &x1);
        int64_t start = x * width->stride - width->before;
        double sum = 0;
        for (int64_t k = x0; k < x1; k++) sum += sums[start + k * width->dilation];
        out[x] = (float)(sum / (rows * p->divisors[2][x]));
    }
}

static bool pool_rows(
    const struct ck_pooling *p, const float *map, int64_t first_row, int64_t end_row, float *output) {
    const struct ck_axis *depth = &p->axes[0], *height = &p->axes[1], *width = &p->axes[2];
    int64_t reach = (int64_t)(width->taps - 1) * width->dilation;
    int64_t padded = (int64_t)(width->outputs - 1) * width->stride + reach + 1;
    int64_t pitch = width->outputs + reach / width->stride + W;
    // Sums are taken in double: a mean over a whole photo has a million terms.
    double *sums = calloc((size_t)width->size + (p->maximum ? (size_t)(width->stride * pitch) : 0), sizeof(double));
    if (!sums) return false;
    float *line = (float *)sums, *lines = line + width->size;

    for (int64_t row = first_row; row < end_row; row++) {
        int64_t z = row / height->outputs, y = row % height->outputs, inside[4];
        taps_inside(depth, z, &inside[0], &inside[1]);
        taps_inside(height, y, &inside[2], &inside[3]);
        float *out = output + row * width->outputs;
        if (p->maximum) {
            greatest_of_rows(p, map, z, y, inside, line);
            split_row(line, width, padded, width->stride, -__builtin_inff(), lines, pitch);
            greatest_of_columns(width, lines, pitch, out);
        } else {
            mean_of_rows(p, map, z, y, inside, sums, out);
        }
    }
    free(sums);
    return true;
}
