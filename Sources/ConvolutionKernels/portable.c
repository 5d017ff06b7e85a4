// For any processor: SSE2 on x86, NEON on ARM.
#define VECTOR_WIDTH 4
#define KERNELS ck_portable
#include "kernels.h"
