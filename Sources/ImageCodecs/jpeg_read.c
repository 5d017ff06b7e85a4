#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "error.h"
#include "planes.h"

// libjpeg goes on after damage with made-up samples and a warning. Here a warning ends the reading like an error.
typedef struct {
    struct jpeg_error_mgr base;  // first, so that libjpeg's pointer is this struct's
    jmp_buf escape;
    ic_status status;
    ic_error *error;
} failure;

static void escape(j_common_ptr info) {
    failure *f = (failure *)info->err;
    char message[JMSG_LENGTH_MAX];
    info->err->format_message(info, message);
    const int code = info->err->msg_code;
    const int truncated = code == JWRN_JPEG_EOF || code == JERR_INPUT_EOF || code == JERR_INPUT_EMPTY;
    // The row is only known while rows are being read, and a progressive picture has all or none of them.
    const j_decompress_ptr d = (j_decompress_ptr)info;
    const int row = d->global_state == 205 ? (int)d->output_scanline : -1;
    f->status = ic_fail(f->error, truncated                   ? IC_TRUNCATED
                                  : code == JERR_OUT_OF_MEMORY ? IC_NO_MEMORY
                                  : code == JERR_ARITH_NOTIMPL || code == JERR_BAD_PRECISION ||
                                          code == JERR_SOF_UNSUPPORTED || code == JERR_CONVERSION_NOTIMPL
                                      ? IC_UNSUPPORTED
                                      : IC_DAMAGED,
                        row, message);
    longjmp(f->escape, 1);
}

static void on_message(j_common_ptr info, int level) {
    if (level < 0 && info->err->msg_code != JWRN_JFIF_MAJOR && info->err->msg_code != JWRN_ADOBE_XFORM) escape(info);
}

// A tiny file can ask for thousands of scans over a large picture; no real one has more than a few dozen.
enum { MOST_SCANS = 200 };

static void on_progress(j_common_ptr info) {
    if (((j_decompress_ptr)info)->input_scan_number <= MOST_SCANS) return;
    info->err->msg_code = JERR_BAD_PROGRESSION;
    escape(info);
}

// The orientation in an EXIF block (EXIF 2.3, 4.6.2): a TIFF directory, of either byte order. 1 unless it is sound.
static uint32_t exif_orientation(const uint8_t *p, size_t count) {
    if (count < 14 || memcmp(p, "Exif\0", 6) != 0) return 1;
    p += 6, count -= 6;
    const int big = p[0] == 'M';
#define U16(at) (big ? (uint32_t)p[at] << 8 | p[(at) + 1] : (uint32_t)p[(at) + 1] << 8 | p[at])
#define U32(at) (big ? U16(at) << 16 | U16((at) + 2) : U16((at) + 2) << 16 | U16(at))
    if (U16(2) != 42) return 1;
    size_t at = U32(4);
    if (at > count - 2) return 1;
    const size_t entries = U16(at);
    at += 2;
    for (size_t i = 0; i < entries && at + 12 <= count; i++, at += 12)
        if (U16(at) == 0x0112 && U16(at + 2) == 3) {
            const uint32_t value = U16(at + 8);
            return value >= 1 && value <= 8 ? value : 1;
        }
    return 1;
#undef U16
#undef U32
}

static uint32_t orientation_of(j_decompress_ptr d) {
    for (jpeg_saved_marker_ptr m = d->marker_list; m; m = m->next)
        if (m->marker == JPEG_APP0 + 1 && m->data_length >= 6 && memcmp(m->data, "Exif\0", 6) == 0)
            return exif_orientation(m->data, m->data_length);
    return 1;
}

// Both functions start alike. `d` and `f` live in the caller's frame, which holds the setjmp.
static void open_jpeg(struct jpeg_decompress_struct *d, failure *f, ic_error *error) {
    memset(d, 0, sizeof *d);
    f->error = error;
    d->err = jpeg_std_error(&f->base);
    f->base.error_exit = escape;
    f->base.emit_message = on_message;
}

static void read_header(struct jpeg_decompress_struct *d, const uint8_t *bytes, size_t count) {
    jpeg_create_decompress(d);
    jpeg_mem_src(d, bytes, count);
    jpeg_save_markers(d, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(d, TRUE);
}

ic_status ic_jpeg_header(const uint8_t *bytes, size_t count, ic_header *header, ic_error *error) {
    struct jpeg_decompress_struct d;
    failure f;
    open_jpeg(&d, &f, error);
    if (setjmp(f.escape)) {
        jpeg_destroy_decompress(&d);
        return f.status;
    }
    read_header(&d, bytes, count);
    ic_status status = IC_OK;
    switch (d.jpeg_color_space) {
        case JCS_GRAYSCALE: header->channels = 1; break;
        case JCS_YCbCr:
        case JCS_RGB:
        case JCS_CMYK:
        case JCS_YCCK: header->channels = 3; break;
        default: status = ic_fail(error, IC_UNSUPPORTED, -1, "its colours are neither grey, RGB nor CMYK");
    }
    header->orientation = orientation_of(&d);
    const int turned = header->orientation >= 5;
    header->width = turned ? d.image_height : d.image_width;
    header->height = turned ? d.image_width : d.image_height;
    header->depth = 8;
    // A Huffman-coded block takes at least one bit, and some component has at least a block for every 128 pixels.
    // So a short file cannot make anyone allocate a huge picture.
    if (status == IC_OK && !d.arith_code && (uint64_t)d.image_width * d.image_height > (uint64_t)count * 8 * 128)
        status = ic_fail(error, IC_TRUNCATED, -1, "");
    jpeg_destroy_decompress(&d);
    return status;
}

ic_status ic_jpeg_decode(const uint8_t *bytes, size_t count, const ic_header *header, float *planes, ic_error *error) {
    struct jpeg_decompress_struct d;
    struct jpeg_progress_mgr progress = {.progress_monitor = on_progress};
    failure f;
    open_jpeg(&d, &f, error);
    if (setjmp(f.escape)) {
        jpeg_destroy_decompress(&d);
        return f.status;
    }
    read_header(&d, bytes, count);
    d.progress = &progress;
    ic_layout layout = IC_RGB;
    switch (d.jpeg_color_space) {
        case JCS_GRAYSCALE: layout = IC_GREY; break;
        case JCS_CMYK:
        case JCS_YCCK:
            d.out_color_space = JCS_CMYK;
            layout = d.saw_Adobe_marker ? IC_INVERTED_CMYK : IC_CMYK;  // Adobe stores 255 for no ink
            break;
        default: d.out_color_space = JCS_RGB;
    }
    const ic_target target = ic_target_for(header, planes);
    jpeg_start_decompress(&d);
    const size_t rowBytes = (size_t)d.output_width * d.output_components;
    JSAMPARRAY rows = d.mem->alloc_sarray((j_common_ptr)&d, JPOOL_IMAGE, (JDIMENSION)rowBytes, IC_STRIP);
    while (d.output_scanline < d.output_height) {
        const uint32_t y = d.output_scanline;
        uint32_t filled = 0;
        while (filled < IC_STRIP && d.output_scanline < d.output_height)
            filled += jpeg_read_scanlines(&d, rows + filled, IC_STRIP - filled);
        // Rows of one allocation lie one after another, but how far apart is libjpeg's business.
        const size_t bytesPerRow = filled > 1 ? (size_t)(rows[1] - rows[0]) : rowBytes;
        ic_spread(&target, rows[0], bytesPerRow, filled, y, layout, 8);
    }
    jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
    return IC_OK;
}
