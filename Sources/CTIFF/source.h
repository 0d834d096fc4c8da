#ifndef CTIFF_SOURCE_H
#define CTIFF_SOURCE_H

#include "CTIFF.h"

#include <tiffio.h>

/// The bytes that libtiff reads, and what it reported.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    size_t position;
    ctiff_report report;
    /// The last message of libtiff.
    char last[256];
    /// True while pixels are read, when an error or warning means that pixels are incorrect.
    int reads_pixels;
} ctiff_source;

/// Opens the file; NULL if it is not a TIFF file or its directory is damaged. The report then has
/// the reason.
TIFF *ctiff_open(ctiff_source *source);

/// Sets the status and the message; keeps the first ones.
void ctiff_fail(ctiff_source *source, enum ctiff_status status, const char *format, ...);

#endif
