// What maps are scaled by.

static void finite_range(const float *p, int64_t count, float *least, float *greatest) {
    const float infinity = __builtin_inff();
    vector low = infinity, high = -infinity;
    int64_t i = 0;
    for (; i + W <= count; i += W) {
        vector value = load(p + i);
        vector_mask finite = (value < infinity) & (value > -infinity);
        low = choose(finite & (value < low), value, low);
        high = choose(finite & (value > high), value, high);
    }
    *least = infinity;
    *greatest = -infinity;
    for (int lane = 0; lane < W; lane++) {
        if (low[lane] < *least) *least = low[lane];
        if (high[lane] > *greatest) *greatest = high[lane];
    }
    for (; i < count; i++) {
        if (!(p[i] < infinity && p[i] > -infinity)) continue;
        if (p[i] < *least) *least = p[i];
        if (p[i] > *greatest) *greatest = p[i];
    }
}

static void finish_range(const struct ck_finish *finish, float *output, int64_t count) {
    for (int64_t i = 0; i < count; i += W) {
        int64_t part = at_most(W, count - i);
        float lanes[W] = {0};
        if (part < W) memcpy(lanes, output + i, (size_t)part * sizeof(float));
        vector v = part < W ? load(lanes) : load(output + i);
        finish_part(v, finish->addend ? finish->addend + i : NULL, finish, output + i, part);
    }
}
