#pragma once

#include <stdio.h>

#include "ImageCodecs.h"

// Notes why, and returns `status`.
static inline ic_status ic_fail(ic_error *error, ic_status status, int row, const char *message) {
    error->row = row;
    snprintf(error->message, sizeof error->message, "%s", message);
    return status;
}
