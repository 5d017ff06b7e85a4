#include <libdeflate.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "planes.h"
#include "png_filter.h"

// Filtering and compressing happen here, over whole rows and with libdeflate; libpng writes the file around them.

// Level 1 of libdeflate on rows filtered one by one takes a third of libpng's time at zlib's level 1, and the file is
// no larger. Its last level is worth the wait only for pictures of a figure's size.
// A film has many pictures: smaller ones still.
enum { FAST_LEVEL = 1, SMALL_LEVEL = 9, SMALLEST_LEVEL = 12, SMALLEST_UP_TO = 6 << 20, FLAT_UP_TO = 1 << 20 };

typedef struct {
    const ic_picture *picture;
    size_t rowBytes, step;
    uint8_t *samples[2];  // this row and the one above, each after `step` zeros
    uint8_t *scratch;
    uint8_t *trial;
    uint8_t *filtered;  // all rows, each after its filter's number
    uint8_t *compressed;
    size_t capacity, compressedCount;
} writing;

// Row `y` as a PNG stores it: interleaved, big-endian.
static void load_row(const writing *w, uint32_t y, uint8_t *row) {
    const ic_picture *p = w->picture;
    if (!p->samples) {
        ic_round_row(p, y, row, w->scratch);
        return;
    }
    const uint8_t *from = (const uint8_t *)p->samples + y * p->bytesPerRow;
    if (p->depth == 8 || __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) {
        memcpy(row, from, w->rowBytes);
    } else {
        for (size_t i = 0; i < w->rowBytes; i += 2) row[i] = from[i + 1], row[i + 1] = from[i];
    }
}

// Filters every row with the cheapest of the filters `first`...`last`.
static void filter_rows(writing *w, int first, int last) {
    uint8_t *row = w->samples[0] + w->step, *above = w->samples[1] + w->step;
    memset(above, 0, w->rowBytes);
    for (uint32_t y = 0; y < w->picture->height; y++) {
        uint8_t *out = w->filtered + y * (w->rowBytes + 1);
        load_row(w, y, row);
        uint64_t least = UINT64_MAX;
        for (int filter = first; filter <= last; filter++) {
            ic_filter(filter, row, above, w->rowBytes, w->step, w->trial);
            const uint64_t cost = first == last ? 0 : ic_filter_cost(w->trial, w->rowBytes);
            if (cost >= least) continue;
            least = cost;
            out[0] = (uint8_t)filter;
            memcpy(out + 1, w->trial, w->rowBytes);
        }
        uint8_t *swap = row;
        row = above, above = swap;
    }
}

// Compresses the filtered rows, and keeps the result if it is the shortest so far.
static int compress(writing *w, int level, uint8_t *spare) {
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(level);
    if (!c) return 0;
    uint8_t *out = w->compressedCount ? spare : w->compressed;
    const size_t count =
        libdeflate_zlib_compress(c, w->filtered, w->picture->height * (w->rowBytes + 1), out, w->capacity);
    libdeflate_free_compressor(c);
    if (w->compressedCount == 0 || count < w->compressedCount) {
        if (out == spare) memcpy(w->compressed, spare, count);
        w->compressedCount = count;
    }
    return count > 0;
}

static int pack(writing *w) {
    const ic_picture *p = w->picture;
    const size_t total = p->height * (w->rowBytes + 1);
    for (int i = 0; i < 2; i++) w->samples[i] = calloc(1, w->rowBytes + w->step);
    w->scratch = malloc((size_t)p->width * p->channels);
    w->trial = malloc(w->rowBytes);
    w->filtered = malloc(total);
    w->capacity = libdeflate_zlib_compress_bound(NULL, total);
    w->compressed = malloc(w->capacity);
    if (!w->samples[0] || !w->samples[1] || !w->scratch || !w->trial || !w->filtered || !w->compressed) return 0;
    if (p->effort == IC_FAST) {
        filter_rows(w, IC_NONE, IC_AVERAGE);
        return compress(w, FAST_LEVEL, NULL);
    }
    const size_t limit = p->effort == IC_FLAT ? FLAT_UP_TO : SMALLEST_UP_TO;
    const int level = total <= limit ? SMALLEST_LEVEL : SMALL_LEVEL;
    filter_rows(w, IC_NONE, IC_NONE);  // flat areas
    if (p->effort == IC_FLAT) return compress(w, level, NULL);
    uint8_t *spare = malloc(w->capacity);
    if (!spare) return 0;
    int done = compress(w, level, spare);
    filter_rows(w, IC_NONE, IC_PAETH);  // photos
    done = done && compress(w, level, spare);
    free(spare);
    return done;
}

static void release(writing *w) {
    free(w->samples[0]);
    free(w->samples[1]);
    free(w->scratch);
    free(w->trial);
    free(w->filtered);
    free(w->compressed);
}

typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
    ic_error *error;
} output;

static void on_error(png_structp png, png_const_charp message) {
    output *o = png_get_error_ptr(png);
    ic_fail(o->error, IC_NO_MEMORY, -1, message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) { (void)png, (void)message; }

static void on_write(png_structp png, png_bytep bytes, size_t count) {
    output *o = png_get_io_ptr(png);
    if (count > o->capacity - o->count) png_error(png, "out of memory");
    memcpy(o->bytes + o->count, bytes, count);
    o->count += count;
}

static void on_flush(png_structp png) { (void)png; }

enum { AROUND = 256, LONGEST_CHUNK = 1 << 30 };  // room for what surrounds the pixel data; bytes of it in a chunk

static void write_file(png_structp png, png_infop info, output *o, const writing *w) {
    static const int colours[5] = {0, PNG_COLOR_TYPE_GRAY, 0, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    const ic_picture *p = w->picture;
    png_set_write_fn(png, o, on_write, on_flush);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_IHDR(png, info, p->width, p->height, (int)p->depth, colours[p->channels], PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (p->pixelsPerMetre)
        png_set_pHYs(png, info, p->pixelsPerMetre, p->pixelsPerMetre, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    for (size_t at = 0; at < w->compressedCount; at += LONGEST_CHUNK) {
        const size_t left = w->compressedCount - at;
        png_write_chunk(png, (png_const_bytep) "IDAT", w->compressed + at, left < LONGEST_CHUNK ? left : LONGEST_CHUNK);
    }
    png_write_chunk(png, (png_const_bytep) "IEND", NULL, 0);
}

static writing begin(const ic_picture *picture) {
    const size_t step = picture->channels * picture->depth / 8;
    return (writing){.picture = picture, .step = step, .rowBytes = picture->width * step};
}

ic_status ic_png_rows(const ic_picture *picture, uint8_t **bytes, size_t *count) {
    writing w = begin(picture);
    const int done = pack(&w);
    if (done) {
        *bytes = w.compressed;
        *count = w.compressedCount;
        w.compressed = NULL;
    }
    release(&w);
    return done ? IC_OK : IC_NO_MEMORY;
}

ic_status ic_png_encode(const ic_picture *picture, uint8_t **bytes, size_t *count, ic_error *error) {
    writing w = begin(picture);
    output o = {.error = error};
    ic_fail(error, IC_OK, -1, "out of memory");
    if (pack(&w)) {
        o.capacity = w.compressedCount + w.compressedCount / LONGEST_CHUNK * 12 + AROUND;
        o.bytes = malloc(o.capacity);
    }
    png_structp png = o.bytes ? png_create_write_struct(PNG_LIBPNG_VER_STRING, &o, on_error, on_warning) : NULL;
    png_infop info = png ? png_create_info_struct(png) : NULL;
    volatile int done = 0;
    if (info && !setjmp(png_jmpbuf(png))) {
        write_file(png, info, &o, &w);
        done = 1;
    }
    png_destroy_write_struct(&png, &info);
    release(&w);
    if (!done) {
        free(o.bytes);
        return IC_NO_MEMORY;
    }
    *bytes = o.bytes;
    *count = o.count;
    return IC_OK;
}

void ic_free(void *bytes) { free(bytes); }
