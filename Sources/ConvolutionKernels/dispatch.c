#include "ConvolutionKernels.h"
