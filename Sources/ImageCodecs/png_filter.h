// The row filters of PNG (PNG 1.2, 6), as loops that the compiler turns into vectors.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { IC_NONE, IC_SUB, IC_UP, IC_AVERAGE, IC_PAETH, IC_FILTERS };

// Filters one row of `count` bytes into `out`. `above` is the row before (zeros for the first); `step` is the bytes of
// a pixel. The `step` bytes before `row` and `above` must be readable and zero.
void ic_filter(int filter, const uint8_t *row, const uint8_t *above, size_t count, size_t step, uint8_t *out);

// The sum of a filtered row's bytes taken as signed magnitudes: the lower, the better it will compress
// (PNG 1.2, 9.6: minimum sum of absolute differences).
uint64_t ic_filter_cost(const uint8_t *filtered, size_t count);
