#ifndef CPNG_SOURCE_H
#define CPNG_SOURCE_H

#include "CPNG.h"

#include <setjmp.h>

/// The bytes that libpng reads, and where it jumps when it fails.
typedef struct {
    jmp_buf jump;
    /// Room for 200 bytes; the reason of a failure.
    char *message;
    const uint8_t *next;
    size_t left;
} cpng_source;

/// A reader of the source; NULL without memory. Afterwards the caller calls setjmp(source->jump).
png_structp cpng_open(cpng_source *source);

#endif
