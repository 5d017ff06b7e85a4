#include "png_filter.h"

#include <string.h>

static inline int magnitude(int v) { return v < 0 ? -v : v; }

void ic_filter(int filter, const uint8_t *restrict row, const uint8_t *restrict above, size_t count, size_t step,
               uint8_t *restrict out) {
    const uint8_t *left = row - step, *corner = above - step;
    switch (filter) {
        case IC_SUB:
            for (size_t i = 0; i < count; i++) out[i] = row[i] - left[i];
            break;
        case IC_UP:
            for (size_t i = 0; i < count; i++) out[i] = row[i] - above[i];
            break;
        case IC_AVERAGE:
            for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(row[i] - ((left[i] + above[i]) >> 1));
            break;
        case IC_PAETH:
            for (size_t i = 0; i < count; i++) {
                const int16_t a = left[i], b = above[i], c = corner[i];
                const int16_t pa = (int16_t)magnitude(b - c), pb = (int16_t)magnitude(a - c);
                const int16_t pc = (int16_t)magnitude(a + b - 2 * c);
                const int16_t bc = pb <= pc ? b : c;
                const int16_t guess = ((pa <= pb) & (pa <= pc)) ? a : bc;
                out[i] = (uint8_t)(row[i] - guess);
            }
            break;
        default: memcpy(out, row, count);
    }
}

uint64_t ic_filter_cost(const uint8_t *filtered, size_t count) {
    uint64_t cost = 0;
    while (count > 0) {
        // 256 bytes of at most 128 each fit 16 bits, which keeps the vectors dense.
        const size_t piece = count < 256 ? count : 256;
        uint16_t sum = 0;
        for (size_t i = 0; i < piece; i++) {
            const uint8_t v = filtered[i], negated = (uint8_t)-v;
            sum += v < negated ? v : negated;
        }
        cost += sum, filtered += piece, count -= piece;
    }
    return cost;
}
