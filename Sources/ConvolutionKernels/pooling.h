// Pooling, one output row at a time: first down the window's rows, over all columns side by side, then across.

// Taps [first, end) of the window at output o that lie inside the input.
INLINE void taps_inside(const struct ck_axis *axis, int64_t o, int64_t *first, int64_t *end) {
    int64_t start = o * axis->stride - axis->before, d = axis->dilation;
    *first = start >= 0 ? 0 : (-start + d - 1) / d;
    *end = start >= axis->size ? 0 : at_most(axis->taps, (axis->size - 1 - start) / d + 1);
}

INLINE float greater(float best, float value) { return value > best || value != value ? value : best; }

static bool pool_rows(
    const struct ck_pooling *p, const float *map, int64_t first_row, int64_t end_row, float *output) {
    const struct ck_axis *depth = &p->axes[0], *height = &p->axes[1], *width = &p->axes[2];
    int64_t size = width->size;
    // Sums are taken in double: a mean over a whole photo has a million terms.
    double *sums = malloc((size_t)size * sizeof(double));
    if (!sums) return false;
    float *greatest = (float *)sums;

    for (int64_t row = first_row; row < end_row; row++) {
        int64_t z = row / height->outputs, y = row % height->outputs;
        int64_t z0, z1, y0, y1;
        taps_inside(depth, z, &z0, &z1);
        taps_inside(height, y, &y0, &y1);
        if (p->maximum) for (int64_t i = 0; i < size; i++) greatest[i] = -__builtin_inff();
        else for (int64_t i = 0; i < size; i++) sums[i] = 0;

        for (int64_t kz = z0; kz < z1; kz++) {
            for (int64_t ky = y0; ky < y1; ky++) {
                int64_t plane = z * depth->stride + kz * depth->dilation - depth->before;
                int64_t line = y * height->stride + ky * height->dilation - height->before;
                const float *source = map + (plane * height->size + line) * size;
                int64_t i = 0;
                if (p->maximum) {
                    for (; i + W <= size; i += W) {
                        vector best = load(greatest + i), value = load(source + i);
                        store(greatest + i, choose((value > best) | (value != value), value, best));
                    }
                    for (; i < size; i++) greatest[i] = greater(greatest[i], source[i]);
                } else {
                    for (; i < size; i++) sums[i] += source[i];
                }
            }
        }

        float *out = output + row * width->outputs;
        double rows = p->maximum ? 1 : p->divisors[0][z] * p->divisors[1][y];
        for (int64_t x = 0; x < width->outputs; x++) {
            int64_t x0, x1;
            taps_inside(width, x, &x0, &x1);
            int64_t start = x * width->stride - width->before;
            if (p->maximum) {
                float best = -__builtin_inff();
                for (int64_t k = x0; k < x1; k++) best = greater(best, greatest[start + k * width->dilation]);
                out[x] = best;
            } else {
                double sum = 0;
                for (int64_t k = x0; k < x1; k++) sum += sums[start + k * width->dilation];
                out[x] = (float)(sum / (rows * p->divisors[2][x]));
            }
        }
    }
    free(sums);
    return true;
}
