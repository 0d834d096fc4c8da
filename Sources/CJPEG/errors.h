#ifndef CJPEG_ERRORS_H
#define CJPEG_ERRORS_H

#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include <jerror.h>

/// libjpeg's error handler with the state of the file so far.
typedef struct {
    struct jpeg_error_mgr manager;
    jmp_buf jump;
    cjpeg_report report;
    /// True if the file ended before its end marker.
    int reached_end_of_file;
    /// A bit for each component for which a scan contained data.
    unsigned components;
} cjpeg_context;

/// Initializes the handler. Then the caller must call setjmp(context->jump).
void cjpeg_handle_errors(j_common_ptr info, cjpeg_context *context);

/// Marks the image as damaged; keeps the first message.
void cjpeg_damaged(cjpeg_context *context, const char *message);

/// Marks the image as damaged or unsupported, and leaves the decoder with longjmp.
void cjpeg_fail(cjpeg_context *context, enum cjpeg_status status, const char *message);

#endif
