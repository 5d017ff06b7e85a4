#include "png_inflate.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

static uint32_t u32(const uint8_t *p) { return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]; }

static void put32(uint8_t *p, uint32_t v) { p[0] = v >> 24, p[1] = v >> 16, p[2] = v >> 8, p[3] = v; }

enum { STORED = 65535, HEAD = 5, PREFIX = 8 + 2, SUFFIX = 4 + 4 };  // a stored block; around all of them

static size_t stored_blocks(size_t count) { return (count + STORED - 1) / STORED; }

// The bytes of the re-packed IDAT chunk as a whole.
static size_t packed_count(size_t inflated) { return PREFIX + inflated + HEAD * stored_blocks(inflated) + SUFFIX; }

// Walks the chunks: checks the sums of all of them, gathers the IDATs. False where the file is not sound.
static bool gather(ic_png_source *s, uint8_t *gathered, size_t *gatheredCount) {
    size_t at = 8, total = 0;
    int stage = 0;  // 0 before the IDATs, 1 among them, 2 after
    while (s->count - at >= 12) {
        const uint8_t *chunk = s->bytes + at;
        const size_t length = u32(chunk);
        if (length > s->count - at - 12) return false;
        if (libdeflate_crc32(0, chunk + 4, length + 4) != u32(chunk + 8 + length)) return false;
        if (memcmp(chunk + 4, "IDAT", 4) == 0) {
            if (stage == 0) s->before = at, stage = 1;
            if (stage == 2) return false;
            memcpy(gathered + total, chunk + 8, length);
            total += length;
        } else if (stage == 1) {
            s->after = at, stage = 2;
        }
        at += length + 12;
        if (memcmp(chunk + 4, "IEND", 4) == 0) {
            *gatheredCount = total;
            return stage == 2;
        }
    }
    return false;
}

void ic_png_inflate(ic_png_source *s, size_t expected) {
    if (s->count < 8 || packed_count(expected) > INT32_MAX) return;
    uint8_t *gathered = malloc(s->count), *inflated = malloc(expected);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    size_t count = 0;
    if (gathered && inflated && d && gather(s, gathered, &count) &&
        libdeflate_zlib_decompress(d, gathered, count, inflated, expected, NULL) == LIBDEFLATE_SUCCESS) {
        s->inflated = inflated;
        s->inflatedCount = expected;
        s->adler = libdeflate_adler32(1, inflated, expected);
    } else {
        free(inflated);
    }
    libdeflate_free_decompressor(d);
    free(gathered);
}

// Copies bytes `at`... of the re-packed chunk: as many of `count` as lie in one piece.
static size_t read_packed(const ic_png_source *s, size_t at, uint8_t *out, size_t count) {
    uint8_t piece[PREFIX];
    const uint8_t *from = piece;
    size_t available;
    const size_t blocksEnd = PREFIX + s->inflatedCount + HEAD * stored_blocks(s->inflatedCount);
    if (at < PREFIX) {
        put32(piece, (uint32_t)(packed_count(s->inflatedCount) - 12));
        memcpy(piece + 4, "IDAT\x78\x01", 6);
        from += at, available = PREFIX - at;
    } else if (at >= blocksEnd) {
        put32(piece, s->adler);
        put32(piece + 4, 0);  // the sum, which libpng is told not to look at
        from += at - blocksEnd, available = SUFFIX - (at - blocksEnd);
    } else {
        const size_t block = (at - PREFIX) / (STORED + HEAD), within = (at - PREFIX) % (STORED + HEAD);
        const size_t left = s->inflatedCount - block * STORED, size = left < STORED ? left : STORED;
        if (within < HEAD) {  // RFC 1951, 3.2.4
            piece[0] = left <= STORED;
            piece[1] = (uint8_t)size, piece[2] = (uint8_t)(size >> 8), piece[3] = ~piece[1], piece[4] = ~piece[2];
            from += within, available = HEAD - within;
        } else {
            from = s->inflated + block * STORED + (within - HEAD), available = size - (within - HEAD);
        }
    }
    if (count > available) count = available;
    memcpy(out, from, count);
    return count;
}

bool ic_png_source_read(ic_png_source *s, uint8_t *out, size_t count) {
    const size_t packed = s->inflated ? packed_count(s->inflatedCount) : 0;
    while (count > 0) {
        size_t step;
        if (s->inflated && s->at >= s->before && s->at < s->before + packed) {
            step = read_packed(s, s->at - s->before, out, count);
        } else {
            const bool past = s->inflated && s->at >= s->before;
            const size_t at = past ? s->at - s->before - packed + s->after : s->at;
            const size_t end = s->inflated && !past ? s->before : s->count;
            if (at >= end) return false;
            step = count < end - at ? count : end - at;
            memcpy(out, s->bytes + at, step);
        }
        s->at += step, out += step, count -= step;
    }
    return true;
}
