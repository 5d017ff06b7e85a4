// From decoded rows to planes of floats, and back to samples.
#pragma once

#include "ImageCodecs.h"

// Where sample (x, y) of the stored picture lands: origin + x * alongX + y * alongY, in each plane.
typedef struct {
    float *planes;
    size_t planeSize;
    ptrdiff_t origin, alongX, alongY;
    uint32_t width;  // of the stored rows
} ic_target;

ic_target ic_target_for(const ic_header *header, float *planes);

// How the samples of a stored row are laid out.
typedef enum { IC_GREY, IC_GREY_ALPHA, IC_RGB, IC_RGBA, IC_CMYK, IC_INVERTED_CMYK } ic_layout;

// Rows that are decoded before they are spread: turned pictures write columns, and this many at once fill a cache line.
enum { IC_STRIP = 16 };

// Spreads `count` rows, the first of which is row `y` of the stored picture. `depth` is 8 or 16 (native order).
void ic_spread(const ic_target *target, const uint8_t *rows, size_t bytesPerRow, uint32_t count, uint32_t y,
               ic_layout layout, int depth);

// One row of planes, rounded to interleaved big-endian samples, as a PNG stores them.
void ic_round_row(const ic_picture *picture, uint32_t y, uint8_t *row, uint8_t *scratch);
