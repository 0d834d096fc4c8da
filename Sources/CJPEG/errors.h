#ifndef CJPEG_ERRORS_H
#define CJPEG_ERRORS_H

#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include <jerror.h>

/// libjpeg's error handler with what is known of the file so far.
typedef struct {
    struct jpeg_error_mgr manager;
    jmp_buf jump;
    cjpeg_report report;
    /// Whether the file ended before its end marker.
    int reached_end_of_file;
    /// Bits of the components that scans had data of.
    unsigned components;
} cjpeg_context;

/// Sets the handler up. Afterwards the caller calls setjmp(context->jump).
void cjpeg_handle_errors(j_common_ptr info, cjpeg_context *context);

/// Marks the image as damaged, unless it is already.
void cjpeg_damaged(cjpeg_context *context, const char *message);

/// Marks the image as damaged or not supported for a reason of our own, and leaves the decoder.
void cjpeg_fail(cjpeg_context *context, enum cjpeg_status status, const char *message);

#endif
