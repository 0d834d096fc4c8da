#include "errors.h"

#include <string.h>

/// Bytes that a scan may leave before the marker that follows it. A scan that lost its place among
/// the codes, for some of its bytes were changed, inserted or lost, leaves more, or ends too early,
/// unless it finds its place again.
static const int allowed_rest = 4;
/// The same before the end of a file without an end marker.
static const int allowed_rest_at_end = 2;
/// Bytes that the entropy decoder reads ahead.
static const int read_ahead = 8;

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

void cjpeg_fail(cjpeg_context *context, enum cjpeg_status status, const char *message) {
    if (context->report.status == CJPEG_OK) {
        context->report.status = status;
        snprintf(context->report.message, sizeof context->report.message, "%s", message);
    }
    longjmp(context->jump, 1);
}

/// Whether the last `count` bytes that the decoder passed over are zeros that begin where the
/// scan's blocks end, as some encoders pad its data. Zeros in the place of lost blocks begin
/// sooner, for the decoder takes some of them for blocks.
static int is_padding(const struct jpeg_decompress_struct *info, int count) {
    const uint8_t *end = info->src->next_input_byte;
    int zeros = 0;
    // The header of the scan, which is not zero, lies before its data.
    while (zeros <= count + read_ahead && end[-1 - zeros] == 0) zeros++;
    return zeros >= count && zeros <= count + read_ahead;
}

/// Bytes that belong to no segment. Before the first scan they change nothing. After a scan has
/// begun, they are what the entropy decoder did not use, and more than a small rest means that it
/// read other blocks than the encoder wrote.
static void pass_over_bytes(j_common_ptr common) {
    const struct jpeg_decompress_struct *info = (const struct jpeg_decompress_struct *)common;
    cjpeg_context *context = (cjpeg_context *)common->err;
    int count = common->err->msg_parm.i[0];
    if (info->input_scan_number == 0) {
        context->report.oddities |= CJPEG_EXTRANEOUS_BYTES;
        return;
    }
    int is_small =
        context->reached_end_of_file
        ? count <= allowed_rest_at_end : count <= allowed_rest || is_padding(info, count);
    if (is_small) {
        // At the end of a file that stops there, the missing marker is said.
        if (!context->reached_end_of_file) context->report.oddities |= CJPEG_REST_OF_SCAN;
        return;
    }
    char message[100];
    snprintf(message, sizeof message, "%d bytes of a scan belong to no block", count);
    cjpeg_damaged(context, message);
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

/// A warning. Those of the image's own data mean that the decoder made pixels up; what is not known
/// to be harmless counts as such.
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
    case JWRN_EXTRANEOUS_DATA: pass_over_bytes(info); break;
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
