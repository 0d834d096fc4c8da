#include "errors.h"

#include <string.h>

/// Bytes that the entropy decoder may leave at the end of a file without an end marker.
static const int allowed_rest = 2;

void cjpeg_damaged(cjpeg_context *context, const char *message) {
    if (context->report.status != CJPEG_OK) return;
    context->report.status = CJPEG_DAMAGED;
    snprintf(context->report.message, sizeof context->report.message, "%s", message);
}

static void fail(j_common_ptr info, enum cjpeg_status status) {
    cjpeg_context *context = (cjpeg_context *)info->err;
    if (context->report.status != CJPEG_OK) return;
    char message[JMSG_LENGTH_MAX];
    info->err->format_message(info, message);
    context->report.status = status;
    snprintf(context->report.message, sizeof context->report.message, "%s", message);
}

/// An error: nothing more can be read.
static void error_exit(j_common_ptr info) {
    cjpeg_context *context = (cjpeg_context *)info->err;
    switch (info->err->msg_code) {
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
        fail(info, CJPEG_UNSUPPORTED);
        break;
    default:
        fail(info, CJPEG_DAMAGED);
    }
    longjmp(context->jump, 1);
}

/// A warning. Those of the image's own data mean that the decoder made pixels up; what is not known to be
/// harmless counts as such.
static void emit_message(j_common_ptr info, int level) {
    if (level >= 0) return;
    cjpeg_context *context = (cjpeg_context *)info->err;
    info->err->num_warnings++;
    switch (info->err->msg_code) {
    case JWRN_JPEG_EOF:
        // Whether blocks are missing is checked once all that there is has been read.
        context->reached_end_of_file = 1;
        context->report.oddities |= CJPEG_NO_END_MARKER;
        break;
    case JWRN_EXTRANEOUS_DATA:
        if (context->reached_end_of_file) {
            if (info->err->msg_parm.i[0] > allowed_rest)
                cjpeg_damaged(context, "no end marker, and data that belongs to no block");
        } else {
            context->report.oddities |= CJPEG_EXTRANEOUS_BYTES;
        }
        break;
    case JWRN_JFIF_MAJOR: context->report.oddities |= CJPEG_JFIF_VERSION; break;
    case JWRN_ADOBE_XFORM: context->report.oddities |= CJPEG_ADOBE_TRANSFORM; break;
    case JWRN_NOT_SEQUENTIAL: context->report.oddities |= CJPEG_SCAN_PARAMETERS; break;
    default: fail(info, CJPEG_DAMAGED);
    }
    if (context->report.status != CJPEG_OK) longjmp(context->jump, 1);
}

static void output_message(j_common_ptr info) { (void)info; }

void cjpeg_handle_errors(j_common_ptr info, cjpeg_context *context) {
    memset(context, 0, sizeof *context);
    info->err = jpeg_std_error(&context->manager);
    context->manager.error_exit = error_exit;
    context->manager.emit_message = emit_message;
    context->manager.output_message = output_message;
}
