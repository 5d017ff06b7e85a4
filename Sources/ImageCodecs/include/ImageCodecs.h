// Pictures and compressed bytes, over libpng, libjpeg-turbo and libdeflate.
//
// libpng and libjpeg report errors by longjmp. Every function here catches its own and returns a status, so that no jump
// ever crosses a Swift frame, and none of them calls back.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef enum {
    IC_OK = 0,
    IC_TRUNCATED,    // the bytes end too early; `row` says where, if known
    IC_DAMAGED,      // the bytes contradict the format
    IC_UNSUPPORTED,  // a legal file that is not read
    IC_NO_MEMORY,
} ic_status;

typedef struct {
    int row;  // the first row that could not be read; -1 where that is unknown
    char message[160];
} ic_error;

// What a picture's header says. `width` and `height` are the upright ones, with the orientation applied.
typedef struct {
    uint32_t width, height;
    uint32_t channels;     // 1 or 3: alpha is composed over white, a palette looked up
    uint32_t orientation;  // 1 to 8, as EXIF counts; always 1 in a PNG
    uint32_t depth;        // bits a sample, as stored
} ic_header;

// Decoding writes `channels` planes of height x width floats in 0...1. It reads row by row: beside the planes it needs
// the packed rows of a PNG, or the coefficients of a progressive JPEG, and no other copy of the picture.

ic_status ic_png_header(const uint8_t *bytes, size_t count, ic_header *header, ic_error *error);
ic_status ic_png_decode(const uint8_t *bytes, size_t count, const ic_header *header, float *planes, ic_error *error);

ic_status ic_jpeg_header(const uint8_t *bytes, size_t count, ic_header *header, ic_error *error);
ic_status ic_jpeg_decode(const uint8_t *bytes, size_t count, const ic_header *header, float *planes, ic_error *error);

typedef enum {
    IC_FAST = 0,   // one quick pass: batches of photos
    IC_SMALL = 1,  // several filterings, strong compression: figures that are kept
    IC_FLAT = 2,   // no filtering, strong compression: indices into a palette, frames of a film
} ic_effort;

// What to encode: either interleaved `samples` (uint8_t, or uint16_t in the machine's order) or, where those are null,
// `planes` of floats, which are rounded to the depth; anything outside 0...1 is clipped, and NaN is 0.
typedef struct {
    uint32_t width, height;
    uint32_t channels;  // 1 grey, 3 RGB, 4 RGBA (samples only)
    uint32_t depth;     // 8 or 16
    const void *samples;
    size_t bytesPerRow;  // of samples
    const float *planes;
    uint32_t pixelsPerMetre;  // 0: unsaid
    ic_effort effort;
} ic_picture;

// The same picture gives the same bytes. The caller frees `*bytes` with `ic_free`.
ic_status ic_png_encode(const ic_picture *picture, uint8_t **bytes, size_t *count, ic_error *error);
// Its rows alone, filtered and compressed (zlib), as the chunks of a PNG's or an APNG's pixels hold them.
ic_status ic_png_rows(const ic_picture *picture, uint8_t **bytes, size_t *count);
void ic_free(void *bytes);

// Raw DEFLATE (no zlib header), as in a zip archive.

// IC_OK only if `bytes` inflate to exactly `outputCount` bytes.
ic_status ic_inflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t outputCount);
size_t ic_deflate_bound(size_t count);
// The bytes written, at most `capacity`; 0 where they do not fit or memory is short.
size_t ic_deflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t capacity);
uint32_t ic_crc32(const uint8_t *bytes, size_t count);
