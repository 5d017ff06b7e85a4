#include <libdeflate.h>

#include "ImageCodecs.h"

ic_status ic_inflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t outputCount) {
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    if (!d) return IC_NO_MEMORY;
    const enum libdeflate_result result = libdeflate_deflate_decompress(d, bytes, count, output, outputCount, NULL);
    libdeflate_free_decompressor(d);
    return result == LIBDEFLATE_SUCCESS ? IC_OK : IC_DAMAGED;
}

enum { ZIP_LEVEL = 6 };

size_t ic_deflate_bound(size_t count) { return libdeflate_deflate_compress_bound(NULL, count); }

size_t ic_deflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t capacity) {
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(ZIP_LEVEL);
    if (!c) return 0;
    const size_t written = libdeflate_deflate_compress(c, bytes, count, output, capacity);
    libdeflate_free_compressor(c);
    return written;
}

uint32_t ic_crc32(const uint8_t *bytes, size_t count) { return libdeflate_crc32(0, bytes, count); }
