// A PNG whose pixel data is already inflated: the same file with its IDAT chunks re-packed as stored blocks.
//
// libpng inflates through zlib. libdeflate does that three times as fast, but only all at once, so it runs first and
// libpng is handed the same file as if it had never been compressed. Where anything is amiss libpng reads the
// original and says what.
#pragma once

#include <stdbool.h>

#include "ImageCodecs.h"

typedef struct {
    const uint8_t *bytes;  // the file
    size_t count, at;      // read position, over the re-packed file where there is one
    uint8_t *inflated;     // null: the file is read as it is
    size_t inflatedCount;
    size_t before, after;  // the file's bytes before its first IDAT chunk, and from where after its last
    uint32_t adler;
} ic_png_source;

// `expected` is how many bytes the header makes the pixel data.
void ic_png_inflate(ic_png_source *source, size_t expected);
// Copies the next `count` bytes; false if there are not as many.
bool ic_png_source_read(ic_png_source *source, uint8_t *out, size_t count);
