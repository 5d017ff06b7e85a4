// The hot loops of Tensors. Every function is compiled twice, for AVX2 with FMA and for any processor (SSE2, NEON), from
// the same source; ck_kernels() picks what this machine can run. Callers split work by output rows or columns, and no
// result depends on how they do.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// What is done to finished sums before they are written: the addend, which lies as the output does, then the limits,
// which a NaN passes.
struct ck_finish {
    const float *_Nullable addend;
    float low, high;
};

// ---- Filters: few channels, one output map at a time -----------------------------------------------------------------

enum {
    CK_BLOCK_ROWS = 4,    // output rows computed together, so that a loaded input vector serves several of them
    CK_TAP_KINDS = 10,    // which of the rows a tap serves: 0-0, 0-1, 0-2, 0-3, 1-1, 1-2, 1-3, 2-2, 2-3, 3-3
};

// One input position that a block of output rows reads, and its weight for each of them.
struct ck_tap {
    int32_t row;       // in the block's table of padded rows
    int32_t column;    // right of the output column
    float weights[CK_BLOCK_ROWS];
};

// Taps sorted by kind; kind k ends before taps[ends[k]].
struct ck_taps {
    const struct ck_tap *_Nullable taps;
    int32_t ends[CK_TAP_KINDS];
};

struct ck_filter {
    const float *const _Nullable *_Nonnull planes;    // input maps to sum over; null: all constant
    int32_t plane_count;
    int32_t input_width;
    const int32_t *row_sources;       // padded row -> input row, or -1 for the constant
    const int32_t *column_sources;    // the same for columns
    int32_t padded_rows;
    int32_t row_step;       // vertical stride
    int32_t column_step;    // horizontal stride: padded rows are then split by column modulo stride
    const int32_t *block_rows;    // padded rows that a block reads, from the one of its first output row
    int32_t block_row_count;
    int32_t before;         // padding on the left; negative crops
    int32_t reach;          // padded columns from a row's first tap to its last
    int32_t output_width, output_height;
    struct ck_taps taps;      // the kernel, or the vertical factor of a separable one
    struct ck_taps across;    // the horizontal factor, if any
    float factor_sum;         // of the vertical factor's weights
    float constant, bias;
    bool streams;    // past the cache: the output is too large to be found there later
    float *output;
};

// ---- Layers: many channels, as a product of matrices never stored ----------------------------------------------------

enum { CK_PANEL_FILTERS = 6, CK_DEPTH_BLOCK = 256, CK_COLUMN_BLOCK = 112 };

// One spatial axis: output o under tap k reads padded position o * stride + k * dilation.
struct ck_axis {
    int32_t outputs, taps, stride, dilation, before, size;
    const int32_t *_Nullable sources;    // padded position -> input position, or -1 for the constant
};

struct ck_layer {
    const float *input;    // [channels, depth, height, width] of one image and group
    int32_t channels;
    struct ck_axis axes[3];
    float constant;
    const float *weights;    // from ck_pack_weights
    const float *bias;       // as many as the panels hold filters
    int32_t filters;
    float *output;    // [filters, columns], a column being one output position
    int64_t columns;
    bool is_pointwise;    // one tap, stride 1, no padding: rows of the patch matrix are rows of the input
    struct ck_finish finish;
};

// [filters, depth] to panels of CK_PANEL_FILTERS filters, [panel, depth, filter], the last filled up with zeros.
void ck_pack_weights(const float *weights, int32_t filters, int64_t depth, float *packed);

// The gradient of a layer's weights: for each filter and each row of the patch matrix, the sum over images and columns of
// cotangent times patch.
struct ck_layer_gradient {
    struct ck_layer layer;    // of the first image; its weights, bias, output and finish are not read
    int64_t images, input_step, cotangent_step;    // elements from one image to the next
    const float *cotangent;    // [filters, columns] of the first image
    float *gradient;           // [filters, depth]
};

// ---- Layers of 3 x 3 taps with stride 1, with fewer products ---------------------------------------------------------

enum { CK_WINOGRAD_TILE = 4, CK_WINOGRAD_PATCH = 6 };

// Rows of tiles [first_tile_row, end_tile_row) of one image and group.
struct ck_winograd {
    const float *input;    // [channels, height, width]
    int32_t channels, filters;
    struct ck_axis rows, columns;    // their sources reach as far as the last tile's patch
    float constant;
    const float *weights;    // from winograd_weights: [36 places, panel of filters, channel, filter]
    const float *bias;
    int32_t tiles_across, first_tile_row, end_tile_row;
    // [36 places, panel of tiles, channel, tile], one place after `patches_pitch`
    float *patches;
    // [36 places, filter, tile], one place after `sums_pitch`; filters and tiles filled up to whole panels
    float *sums;
    int64_t patches_pitch, sums_pitch;
    float *output;    // [filters, height', width']
    struct ck_finish finish;
};

// ---- Depthwise layers ------------------------------------------------------------------------------------------------

// Each output map from one input map.
struct ck_depthwise {
    const float *input;    // [maps / multiplier, height, width]
    int32_t multiplier;
    struct ck_axis rows, columns;
    float constant;
    const float *weights;    // [maps, taps]
    const float *bias;       // [maps]
    float *output;    // [maps, height', width']
    struct ck_finish finish;
};

// ---- Pooling ---------------------------------------------------------------------------------------------------------

struct ck_pooling {
    struct ck_axis axes[3];    // sources are not used: what is outside does not count
    bool maximum;
    const double *_Nullable divisors[3];    // per axis, by output; an average divides by their product
};

// ---- Functions of one element ----------------------------------------------------------------------------------------

enum ck_function {
    CK_EXPONENTIAL,
    CK_SIGMOID,
    CK_TANGENT,
    CK_ERROR_FUNCTION,
    CK_SWISH,           // x / (1 + e^(-alpha x))
    CK_GELU,
    CK_TANGENT_GELU,    // its approximation
    CK_ELU,             // x, below 0 alpha (e^(beta x) - 1)
    CK_SOFTPLUS,
    CK_MISH,
};

// ---- The table -------------------------------------------------------------------------------------------------------

struct ck_kernels {
    int32_t vector_width;
    // Output rows of blocks [first, end), a block being CK_BLOCK_ROWS. False where there is no memory for a few rows:
    // nothing is written then.
    bool (*filter_blocks)(const struct ck_filter *, int32_t first, int32_t end);
    // Columns [first, end) of the filters in panels [first_panel, end_panel); scratch as long as ck_layer_scratch says.
    void (*layer_columns)(
        const struct ck_layer *, int64_t first, int64_t end, int32_t first_panel, int32_t end_panel, float *scratch);
    // Rows [first, end) of the patch matrix, for all filters. False where there is no memory for their sums.
    bool (*layer_gradient)(const struct ck_layer_gradient *, int64_t first, int64_t end);
    // The weights [filters, channels, 3, 3] of panels [first, end), transformed and packed.
    void (*winograd_weights)(
        const float *weights, int32_t filters, int32_t channels, int32_t first, int32_t end, float *packed);
    // The three steps of a Winograd layer, each dealt out by itself: channels, panels of filters counted through all
    // places, filters. The first is false where there is no memory for a few rows.
    bool (*winograd_patches)(const struct ck_winograd *, int32_t first, int32_t end);
    void (*winograd_products)(const struct ck_winograd *, int32_t first, int32_t end);
    void (*winograd_outputs)(const struct ck_winograd *, int32_t first, int32_t end);
    // Output maps [first, end). False where there is no memory for a few rows.
    bool (*depthwise_maps)(const struct ck_depthwise *, int64_t first, int64_t end);
    // What the others do as they write, for sums that have been written.
    void (*finish_range)(const struct ck_finish *, float *output, int64_t count);
    // Sums of products of each of `rows` rows of weights with the input.
    void (*dot_rows)(const float *weights, const float *input, int64_t depth, int64_t rows, float *output);
    // Output rows [first, end) of one map, counted through depth and height. False as above.
    bool (*pool_rows)(const struct ck_pooling *, const float *map, int64_t first, int64_t end, float *output);

    // What one map's outputs pass back to its inputs, added to `gradient`: to the first greatest, or in equal shares.
    void (*pool_gradient)(const struct ck_pooling *, const float *map, const float *cotangent, float *gradient);

    // Input and output may be the same.
    void (*pointwise)(
        enum ck_function, float alpha, float beta, const float *input, float *output, int64_t count);

    // The least and the greatest finite element; least > greatest where there is none.
    void (*finite_range)(const float *, int64_t count, float *least, float *greatest);
};

const struct ck_kernels *ck_kernels(void);
// What every processor can run; for tests, where ck_kernels() is something better.
const struct ck_kernels *ck_portable_kernels(void);

int64_t ck_layer_scratch(const struct ck_kernels *kernels);
// Processors that this process may run on.
int32_t ck_processor_count(void);

// Calls body(context, part) once for every part, on this thread and at most threads - 1 others, and returns when all are
// done. False, with nothing done, while another call has the threads.
typedef void (*ck_part_body)(void *context, int32_t part);
bool ck_share(int32_t parts, int32_t threads, ck_part_body body, void *context);

#pragma clang assume_nonnull end
