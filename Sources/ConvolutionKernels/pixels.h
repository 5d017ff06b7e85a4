// Between image bytes and planes of floats.

static void magnitude(const float *a, const float *b, int64_t count, float *output) {
    for (int64_t i = 0; i < count; i++) output[i] = __builtin_sqrtf(a[i] * a[i] + b[i] * b[i]);
}

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

typedef int32_t vector_int __attribute__((ext_vector_type(W)));
typedef uint8_t vector_byte __attribute__((ext_vector_type(W)));
typedef struct { vector_byte value; } __attribute__((packed, aligned(1), may_alias)) unaligned_bytes;

// Clamped first: NaN fails every comparison and becomes 0; then adding 2^23 rounds to even.
INLINE vector_byte bytes_of(vector value) {
    value = choose(value > 0.0f, value, (vector)0.0f);
    value = choose(value < 255.0f, value, (vector)255.0f);
    vector_int rounded = (vector_int)(value + 8388608.0f) & 0xff;
    return __builtin_convertvector(rounded, vector_byte);
}

INLINE void to_bytes_of(
    const float *const *planes, int channels, int64_t count, float scale, float offset, uint8_t *output) {
    enum { RUN = 512 };
    uint8_t rows[4][RUN + W];
    for (int64_t start = 0; start < count; start += RUN) {
        int64_t run = at_most(RUN, count - start);
        for (int c = 0; c < channels; c++) {
            const float *plane = planes[c] + start;
            int64_t i = 0;
            for (; i + W <= run; i += W)
                ((unaligned_bytes *)(rows[c] + i))->value = bytes_of(load(plane + i) * scale + offset);
            if (i < run) {
                float rest[W] = {0};
                memcpy(rest, plane + i, (size_t)(run - i) * sizeof(float));
                ((unaligned_bytes *)(rows[c] + i))->value = bytes_of(load(rest) * scale + offset);
            }
        }
        uint8_t *out = output + start * channels;
        for (int64_t i = 0; i < run; i++)
            for (int c = 0; c < channels; c++) out[i * channels + c] = rows[c][i];
    }
}

static void to_bytes(
    const float *const *planes, int32_t channels, int64_t count, float scale, float offset, uint8_t *output) {
    switch (channels) {
    case 1: to_bytes_of(planes, 1, count, scale, offset, output); break;
    case 2: to_bytes_of(planes, 2, count, scale, offset, output); break;
    case 3: to_bytes_of(planes, 3, count, scale, offset, output); break;
    case 4: to_bytes_of(planes, 4, count, scale, offset, output); break;
    default: break;
    }
}

INLINE void from_bytes_of(
    const uint8_t *bytes, int channels, int64_t count, float scale, float *const *planes) {
    for (int c = 0; c < channels; c++) {
        float *restrict plane = planes[c];
        for (int64_t i = 0; i < count; i++) plane[i] = (float)bytes[i * channels + c] * scale;
    }
}

static void from_bytes(
    const uint8_t *bytes, int32_t channels, int64_t count, float scale, float *const *planes) {
    enum { RUN = 2048 };
    for (int64_t start = 0; start < count; start += RUN) {
        float *at[4] = {0};
        for (int32_t c = 0; c < channels && c < 4; c++) at[c] = planes[c] + start;
        int64_t run = at_most(RUN, count - start);
        const uint8_t *from = bytes + start * channels;
        switch (channels) {
        case 1: from_bytes_of(from, 1, run, scale, at); break;
        case 2: from_bytes_of(from, 2, run, scale, at); break;
        case 3: from_bytes_of(from, 3, run, scale, at); break;
        case 4: from_bytes_of(from, 4, run, scale, at); break;
        default: break;
        }
    }
}
