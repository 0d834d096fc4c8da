#ifndef CPNG_SOURCE_H
#define CPNG_SOURCE_H

#include "CPNG.h"

#include <setjmp.h>

/// The bytes that libpng reads, and the jump target of its errors.
typedef struct {
    jmp_buf jump;
    /// A buffer of 200 bytes for the reason of a failure.
    char *message;
    const uint8_t *next;
    size_t left;
} cpng_source;

/// Creates a reader of the source; NULL if there is no memory. Then the caller must call
/// setjmp(source->jump).
png_structp cpng_open(cpng_source *source);

#endif
