// Everything that is compiled once per kind of processor: VECTOR_WIDTH and KERNELS say for which.
#include "vector.h"
#include "rows.h"
#include "filter.h"
#include "layer.h"
#include "winograd.h"
#include "depthwise.h"
#include "pooling.h"
#include "pointwise.h"
#include "range.h"
#include "dense.h"
#include "gradient.h"

const struct ck_kernels KERNELS = {
    .vector_width = W,
    .filter_blocks = filter_blocks,
    .layer_columns = layer_columns,
    .layer_gradient = layer_gradient,
    .winograd_weights = winograd_weights,
    .winograd_patches = winograd_patches,
    .winograd_products = winograd_products,
    .winograd_outputs = winograd_outputs,
    .depthwise_maps = depthwise_maps,
    .finish_range = finish_range,
    .dot_rows = dot_rows,
    .pool_rows = pool_rows,
    .pool_gradient = pool_gradient,
    .pointwise = pointwise,
    .finite_range = finite_range,
};
