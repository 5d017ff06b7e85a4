#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "planes.h"
#include "png_inflate.h"

// What the callbacks and the clean-up reach. It lies in the frame that holds the setjmp and is only changed through
// this pointer's target, so its fields survive the jump.
typedef struct {
    ic_png_source source;
    ic_status status;
    ic_error *error;
    int row;
    uint8_t *rows;
    png_bytep *rowPointers;
} reading;

static void on_error(png_structp png, png_const_charp message) {
    reading *r = png_get_error_ptr(png);
    if (r->status == IC_OK) {
        const int truncated = strstr(message, "Not enough image data") != NULL;
        const int memory = strstr(message, "memory") != NULL;
        r->status = ic_fail(r->error, truncated ? IC_TRUNCATED : memory ? IC_NO_MEMORY : IC_DAMAGED, r->row, message);
    }
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) { (void)png, (void)message; }

static void on_read(png_structp png, png_bytep out, size_t count) {
    reading *r = png_get_io_ptr(png);
    if (ic_png_source_read(&r->source, out, count)) return;
    r->status = ic_fail(r->error, IC_TRUNCATED, r->row, "");
    png_error(png, "");
}

static uint32_t u32(const uint8_t *p) { return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]; }

static uint32_t samples_per_pixel(uint8_t colour) {
    switch (colour) {
        case PNG_COLOR_TYPE_GRAY_ALPHA: return 2;
        case PNG_COLOR_TYPE_RGB: return 3;
        case PNG_COLOR_TYPE_RGB_ALPHA: return 4;
        default: return 1;
    }
}

static size_t packed_row(uint64_t width, uint32_t bits) { return width ? 1 + (size_t)((width * bits + 7) / 8) : 0; }

// What does not fit is as much as there is: nothing will match it.
static size_t packed_rows(uint64_t rows, size_t row) { return row && rows > SIZE_MAX / 8 / row ? SIZE_MAX / 8 : rows * row; }

// Bytes of pixel data before compression, the filter bytes included (PNG 1.2, 9 and 8.2).
static size_t packed_size(const uint8_t *ihdr) {
    const uint64_t w = u32(ihdr), h = u32(ihdr + 4);
    const uint32_t bits = ihdr[8] * samples_per_pixel(ihdr[9]);
    if (ihdr[12] == 0) return packed_rows(h, packed_row(w, bits));
    static const uint8_t x0[7] = {0, 4, 0, 2, 0, 1, 0}, dx[7] = {8, 8, 4, 4, 2, 2, 1};
    static const uint8_t y0[7] = {0, 0, 4, 0, 2, 0, 1}, dy[7] = {8, 8, 8, 4, 4, 2, 2};
    size_t total = 0;
    for (int pass = 0; pass < 7; pass++)
        total += packed_rows(
            (h + dy[pass] - 1 - y0[pass]) / dy[pass], packed_row((w + dx[pass] - 1 - x0[pass]) / dx[pass], bits));
    return total;
}

ic_status ic_png_header(const uint8_t *bytes, size_t count, ic_header *header, ic_error *error) {
    // Signature, then an IHDR chunk: length 13, name, fields, sum.
    if (count < 33) return ic_fail(error, IC_TRUNCATED, -1, "");
    const uint8_t *ihdr = bytes + 16;
    if (u32(bytes + 8) != 13 || memcmp(bytes + 12, "IHDR", 4) != 0 || ic_crc32(bytes + 12, 17) != u32(bytes + 29))
        return ic_fail(error, IC_DAMAGED, -1, "its header is damaged");
    const uint32_t w = u32(ihdr), h = u32(ihdr + 4);
    const uint8_t depth = ihdr[8], colour = ihdr[9];
    if (w == 0 || h == 0) return ic_fail(error, IC_DAMAGED, -1, "its header says that it has no pixels");
    const int palette = colour == PNG_COLOR_TYPE_PALETTE, grey = colour == PNG_COLOR_TYPE_GRAY;
    const int known = palette || grey || samples_per_pixel(colour) > 1;
    const int deep = depth == 8 || (depth == 16 && !palette);
    const int shallow = (depth == 1 || depth == 2 || depth == 4) && (palette || grey);
    if (w > INT32_MAX || h > INT32_MAX || !known || !(deep || shallow) || ihdr[10] || ihdr[11] || ihdr[12] > 1)
        return ic_fail(error, IC_DAMAGED, -1, "its header holds values that PNG does not have");
    *header = (ic_header){.width = w, .height = h, .channels = grey || colour == PNG_COLOR_TYPE_GRAY_ALPHA ? 1 : 3,
                          .orientation = 1, .depth = depth};
    // DEFLATE shrinks to no less than 1/1032, so a short file cannot make anyone allocate a huge picture.
    if (packed_size(ihdr) / 1032 > count) return ic_fail(error, IC_TRUNCATED, -1, "");
    return IC_OK;
}

static ic_layout layout_of(int channels) {
    switch (channels) {
        case 1: return IC_GREY;
        case 2: return IC_GREY_ALPHA;
        case 3: return IC_RGB;
        default: return IC_RGBA;
    }
}

static void read_picture(png_structp png, png_infop info, reading *r, const ic_header *header, float *planes) {
    png_set_read_fn(png, r, on_read);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_chunk_malloc_max(png, 16 << 20);
    // Small pieces let the rows before a break be read, and so counted.
    png_set_compression_buffer_size(png, r->source.inflated ? 1 << 16 : 512);
    // Colour profiles, gamma, text: ignored, so a broken one is no reason to refuse the picture.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    if (r->source.inflated) {
        // Every sum has been compared already.
        png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
        png_set_option(png, PNG_IGNORE_ADLER32, PNG_OPTION_ON);
    }
    png_read_info(png, info);
    png_set_expand(png);
    if (header->depth == 16 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) png_set_swap(png);
    const int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);

    const size_t rowBytes = png_get_rowbytes(png, info);
    const ic_layout layout = layout_of(png_get_channels(png, info));
    const int depth = png_get_bit_depth(png, info);
    const ic_target target = ic_target_for(header, planes);
    const uint32_t height = header->height;
    r->rows = malloc(passes > 1 ? rowBytes * height : rowBytes);
    if (!r->rows) png_error(png, "out of memory");
    if (passes > 1) {
        r->rowPointers = malloc(height * sizeof *r->rowPointers);
        if (!r->rowPointers) png_error(png, "out of memory");
        for (uint32_t y = 0; y < height; y++) r->rowPointers[y] = r->rows + y * rowBytes;
        png_read_image(png, r->rowPointers);
        ic_spread(&target, r->rows, rowBytes, height, 0, layout, depth);
    } else {
        for (uint32_t y = 0; y < height; y++) {
            r->row = (int)y;
            png_read_row(png, r->rows, NULL);
            ic_spread(&target, r->rows, rowBytes, 1, y, layout, depth);
        }
    }
    r->row = (int)height;
    png_read_end(png, NULL);
}

ic_status ic_png_decode(const uint8_t *bytes, size_t count, const ic_header *header, float *planes, ic_error *error) {
    reading r = {.source = {.bytes = bytes, .count = count}, .error = error, .row = -1};
    ic_png_inflate(&r.source, packed_size(bytes + 16));
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) r.status = ic_fail(error, IC_NO_MEMORY, -1, "out of memory");
    else if (!setjmp(png_jmpbuf(png))) read_picture(png, info, &r, header, planes);
    png_destroy_read_struct(&png, &info, NULL);
    free(r.rows);
    free(r.rowPointers);
    free(r.source.inflated);
    return r.status;
}
