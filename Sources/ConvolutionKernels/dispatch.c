#define _GNU_SOURCE
#include "ConvolutionKernels.h"
#include <sched.h>
#include <unistd.h>

extern const struct ck_kernels ck_portable;
#if defined(__x86_64__)
extern const struct ck_kernels ck_avx2;
#endif

const struct ck_kernels *ck_portable_kernels(void) { return &ck_portable; }

const struct ck_kernels *ck_kernels(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &ck_avx2;
#endif
    return &ck_portable;
}

int64_t ck_layer_scratch(const struct ck_kernels *kernels) {
    int64_t panel = 2 * kernels->vector_width;
    return (CK_COLUMN_BLOCK + panel) * (CK_DEPTH_BLOCK + 1);
}

void ck_pack_weights(const float *weights, int32_t filters, int64_t depth, float *packed) {
    for (int32_t first = 0; first < filters; first += CK_PANEL_FILTERS)
        for (int64_t d = 0; d < depth; d++)
            for (int32_t f = first; f < first + CK_PANEL_FILTERS; f++)
                *packed++ = f < filters ? weights[f * depth + d] : 0;
}

int32_t ck_processor_count(void) {
#if defined(__linux__)
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
#endif
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (int32_t)count;
}
