// VECTOR_WIDTH floats in a register, as the compiler's own vector type: no instruction is named anywhere.
#include <stddef.h>
#include <string.h>
#include "ConvolutionKernels.h"

#define W VECTOR_WIDTH
#define INLINE static inline __attribute__((always_inline))

typedef float vector __attribute__((ext_vector_type(W)));
typedef double doubles __attribute__((ext_vector_type(W)));
typedef int32_t vector_mask __attribute__((ext_vector_type(W)));
typedef struct { vector value; } __attribute__((packed, aligned(4), may_alias)) unaligned_vector;

INLINE vector load(const float *p) { return ((const unaligned_vector *)p)->value; }
INLINE void store(float *p, vector v) { ((unaligned_vector *)p)->value = v; }
// `mask ? a : b`, element by element.
INLINE vector choose(vector_mask mask, vector a, vector b) {
    return (vector)(((vector_mask)a & mask) | ((vector_mask)b & ~mask));
}
INLINE int64_t at_least(int64_t a, int64_t b) { return a > b ? a : b; }
INLINE int64_t at_most(int64_t a, int64_t b) { return a < b ? a : b; }
INLINE int64_t rounded_up(int64_t n, int64_t multiple) { return (n + multiple - 1) / multiple * multiple; }
