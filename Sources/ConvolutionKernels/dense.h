// Matrices times one vector: what takes the time is reading the weights, once.

// Σ over one row, in eight sums, so that no addition waits for the one before and loads run ahead.
static float dot_row(const float *weights, const float *input, int64_t depth) {
    enum { SUMS = 8 };
    vector sums[SUMS] = {0};
    int64_t d = 0;
    for (; d + SUMS * W <= depth; d += SUMS * W)
#pragma clang loop unroll(full)
        for (int s = 0; s < SUMS; s++) sums[s] += load(weights + d + s * W) * load(input + d + s * W);
    for (; d + W <= depth; d += W) sums[0] += load(weights + d) * load(input + d);
    for (int s = SUMS / 2; s > 0; s /= 2)
        for (int i = 0; i < s; i++) sums[i] += sums[i + s];
    float sum = 0;
    for (int lane = 0; lane < W; lane++) sum += sums[0][lane];
    for (; d < depth; d++) sum += weights[d] * input[d];
    return sum;
}

static void dot_rows(const float *weights, const float *input, int64_t depth, int64_t rows, float *output) {
    for (int64_t row = 0; row < rows; row++) output[row] = dot_row(weights + row * depth, input, depth);
}
