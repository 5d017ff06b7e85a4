// Everything that is compiled once per kind of processor: VECTOR_WIDTH and KERNELS say for which.
#include "vector.h"
#include "filter.h"
#include "layer.h"
#include "pooling.h"
#include "range.h"

const struct ck_kernels KERNELS = {
    .vector_width = W,
    .filter_blocks = filter_blocks,
    .layer_columns = layer_columns,
    .pool_rows = pool_rows,
    .finite_range = finite_range,
};
