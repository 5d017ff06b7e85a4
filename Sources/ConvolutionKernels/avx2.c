// For x86 processors with AVX2 and FMA (2013 and later).
#if defined(__x86_64__)
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "ConvolutionKernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define VECTOR_WIDTH 8
#define KERNELS ck_avx2
#include "kernels.h"
#pragma clang attribute pop
#endif
