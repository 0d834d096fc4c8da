#include "errors.h"

#include <string.h>

/// The number of bytes of a scan that may be left over before the next marker. If bytes of a scan
/// were changed, inserted or lost, the decoder usually leaves more bytes, or reaches the marker too
/// early.
static const int allowed_rest = 4;
/// The same at the end of a file without an end marker.
static const int allowed_rest_at_end = 2;
/// The number of bytes that the entropy decoder reads ahead.
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

/// True if the last `count` bytes that the decoder skipped are zeros after the last block of the
/// scan: some encoders pad their data with zeros. Zeros in the place of lost blocks begin earlier,
/// because the decoder reads some of them as blocks.
static int is_padding(const struct jpeg_decompress_struct *info, int count) {
    const uint8_t *end = info->src->next_input_byte;
    int zeros = 0;
    // The header of the scan, which precedes its data, is not zero.
    while (zeros <= count + read_ahead && end[-1 - zeros] == 0) zeros++;
    return zeros >= count && zeros <= count + read_ahead;
}

/// Handles bytes that belong to no segment. Before the first scan they change nothing. Within a
/// scan they are the bytes that the entropy decoder did not use; if there are more than a few, it
/// has read other blocks than the encoder wrote.
static void skip_bytes(j_common_ptr common) {
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
        // At the end of a file, the missing end marker is reported instead.
        if (!context->reached_end_of_file) context->report.oddities |= CJPEG_REST_OF_SCAN;
        return;
    }
    char message[100];
    snprintf(message, sizeof message, "%d bytes of a scan belong to no block", count);
    cjpeg_damaged(context, message);
}

/// Called for an error, after which nothing can be read.
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

/// Called for a warning. A warning that is not known to be harmless means that the decoder guessed
/// pixels.
static void emit_message(j_common_ptr info, int level) {
    if (level >= 0) return;
    cjpeg_context *context = (cjpeg_context *)info->err;
    info->err->num_warnings++;
    switch (info->err->msg_code) {
    case JWRN_JPEG_EOF:
        // Missing blocks are detected after the whole file has been read.
        context->reached_end_of_file = 1;
        context->report.oddities |= CJPEG_NO_END_MARKER;
        break;
    case JWRN_EXTRANEOUS_DATA: skip_bytes(info); break;
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
