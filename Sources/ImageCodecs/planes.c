#include "planes.h"

// The value of every 8-bit sample. A look-up beats converting and dividing where rows are interleaved.
#define ROW4(n) (n) / 255.0f, ((n) + 1) / 255.0f, ((n) + 2) / 255.0f, ((n) + 3) / 255.0f
#define ROW16(n) ROW4(n), ROW4((n) + 4), ROW4((n) + 8), ROW4((n) + 12)
#define ROW64(n) ROW16(n), ROW16((n) + 16), ROW16((n) + 32), ROW16((n) + 48)
static const float unit8[256] = {ROW64(0), ROW64(64), ROW64(128), ROW64(192)};

static inline float unit(const void *samples, size_t index, int depth) {
    return depth == 8 ? unit8[((const uint8_t *)samples)[index]] : ((const uint16_t *)samples)[index] / 65535.0f;
}

static inline float over_white(float value, float alpha) { return value * alpha + (1 - alpha); }

ic_target ic_target_for(const ic_header *header, float *planes) {
    const ptrdiff_t w = header->width, h = header->height;
    ic_target t = {.planes = planes, .planeSize = (size_t)w * h};
    // EXIF 2.3, tag 0x0112: which side of the scene the stored row 0 and column 0 show.
    switch (header->orientation) {
        case 2: t.origin = w - 1, t.alongX = -1, t.alongY = w; break;
        case 3: t.origin = w * h - 1, t.alongX = -1, t.alongY = -w; break;
        case 4: t.origin = w * (h - 1), t.alongX = 1, t.alongY = -w; break;
        case 5: t.origin = 0, t.alongX = w, t.alongY = 1; break;
        case 6: t.origin = w - 1, t.alongX = w, t.alongY = -1; break;
        case 7: t.origin = w * h - 1, t.alongX = -w, t.alongY = -1; break;
        case 8: t.origin = w * (h - 1), t.alongX = -w, t.alongY = 1; break;
        default: t.origin = 0, t.alongX = 1, t.alongY = w; break;
    }
    t.width = (uint32_t)(header->orientation >= 5 ? h : w);
    return t;
}

// One sample. `layout` and `depth` are constants wherever this is inlined, so the choices cost nothing.
static inline __attribute__((always_inline)) void put(float *out, size_t plane, const uint8_t *row, size_t x,
                                                      ic_layout layout, int depth) {
    switch (layout) {
        case IC_GREY: out[0] = unit(row, x, depth); break;
        case IC_GREY_ALPHA: out[0] = over_white(unit(row, 2 * x, depth), unit(row, 2 * x + 1, depth)); break;
        case IC_RGB:
            for (size_t c = 0; c < 3; c++) out[c * plane] = unit(row, 3 * x + c, depth);
            break;
        case IC_RGBA:
            for (size_t c = 0; c < 3; c++)
                out[c * plane] = over_white(unit(row, 4 * x + c, depth), unit(row, 4 * x + 3, depth));
            break;
        case IC_CMYK:
            for (size_t c = 0; c < 3; c++)
                out[c * plane] = (1 - unit(row, 4 * x + c, depth)) * (1 - unit(row, 4 * x + 3, depth));
            break;
        case IC_INVERTED_CMYK:
            for (size_t c = 0; c < 3; c++) out[c * plane] = unit(row, 4 * x + c, depth) * unit(row, 4 * x + 3, depth);
            break;
    }
}

static inline __attribute__((always_inline)) void spread(const ic_target *t, const uint8_t *rows, size_t bytesPerRow,
                                                         uint32_t count, uint32_t y, ic_layout layout, int depth) {
    float *origin = t->planes + t->origin + (ptrdiff_t)y * t->alongY;
    if (t->alongX == 1) {
        for (uint32_t r = 0; r < count; r++)
            for (size_t x = 0; x < t->width; x++)
                put(origin + r * t->alongY + x, t->planeSize, rows + r * bytesPerRow, x, layout, depth);
    } else if (t->alongX == -1) {
        for (uint32_t r = 0; r < count; r++)
            for (size_t x = 0; x < t->width; x++)
                put(origin + r * t->alongY - (ptrdiff_t)x, t->planeSize, rows + r * bytesPerRow, x, layout, depth);
    } else {
        for (size_t x = 0; x < t->width; x++)
            for (uint32_t r = 0; r < count; r++)
                put(origin + r * t->alongY + (ptrdiff_t)x * t->alongX, t->planeSize, rows + r * bytesPerRow, x, layout,
                    depth);
    }
}

void ic_spread(const ic_target *target, const uint8_t *rows, size_t bytesPerRow, uint32_t count, uint32_t y,
               ic_layout layout, int depth) {
#define CASE(LAYOUT)                                                                       \
    case LAYOUT:                                                                           \
        if (depth == 8) spread(target, rows, bytesPerRow, count, y, LAYOUT, 8);            \
        else spread(target, rows, bytesPerRow, count, y, LAYOUT, 16);                      \
        break;
    switch (layout) {
        CASE(IC_GREY) CASE(IC_GREY_ALPHA) CASE(IC_RGB) CASE(IC_RGBA) CASE(IC_CMYK) CASE(IC_INVERTED_CMYK)
    }
#undef CASE
}

// The comparisons are written so that NaN fails the first and becomes 0.
static inline float clipped(float value) {
    value = value > 0 ? value : 0;
    return value < 1 ? value : 1;
}

void ic_round_row(const ic_picture *picture, uint32_t y, uint8_t *row, uint8_t *scratch) {
    const size_t width = picture->width, channels = picture->channels, plane = width * picture->height;
    for (size_t c = 0; c < channels; c++) {
        const float *in = picture->planes + c * plane + y * width;
        if (picture->depth == 16) {
            for (size_t x = 0; x < width; x++) {
                const int v = (int)(clipped(in[x]) * 65535.0f + 0.5f);
                row[2 * (x * channels + c)] = (uint8_t)(v >> 8);
                row[2 * (x * channels + c) + 1] = (uint8_t)v;
            }
        } else {
            // Rounding runs in vectors over one plane; interleaving follows.
            uint8_t *out = channels == 1 ? row : scratch + c * width;
            for (size_t x = 0; x < width; x++) out[x] = (uint8_t)(int)(clipped(in[x]) * 255.0f + 0.5f);
        }
    }
    if (picture->depth == 8 && channels == 3) {
        const uint8_t *r = scratch, *g = scratch + width, *b = scratch + 2 * width;
        for (size_t x = 0; x < width; x++) row[3 * x] = r[x], row[3 * x + 1] = g[x], row[3 * x + 2] = b[x];
    }
}
