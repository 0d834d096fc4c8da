#include "errors.h"

/// The number of bytes without trailing zeros, which come from a padded download or stand in the
/// place of the end marker: the decoder would read them as blocks. A zero after 0xFF belongs to the
/// data, because it marks that byte as data.
static size_t without_padding(const uint8_t *bytes, size_t count) {
    size_t end = count;
    while (end > 2 && bytes[end - 1] == 0) end--;
    return end < count && bytes[end - 1] == 0xFF ? end + 1 : end;
}

static int channels_of(const struct jpeg_decompress_struct *info) {
    switch (info->jpeg_color_space) {
    case JCS_GRAYSCALE: return 1;
    case JCS_RGB:
    case JCS_YCbCr: return 3;
    case JCS_CMYK:
    case JCS_YCCK: return 4;
    default: return 0;
    }
}

static void open_file(
    struct jpeg_decompress_struct *info, const uint8_t *bytes, size_t count, cjpeg_context *context
) {
    jpeg_create_decompress(info);
    jpeg_mem_src(info, (unsigned char *)bytes, (unsigned long)without_padding(bytes, count));
    jpeg_read_header(info, TRUE);
    if (channels_of(info) == 0) {
        char message[100];
        snprintf(message, sizeof message, "a JPEG of %d components", info->num_components);
        cjpeg_fail(context, CJPEG_UNSUPPORTED, message);
    }
}

cjpeg_report cjpeg_read_header(const uint8_t *bytes, size_t count, cjpeg_header *header) {
    struct jpeg_decompress_struct info = {0};
    cjpeg_context context;
    cjpeg_handle_errors((j_common_ptr)&info, &context);
    if (setjmp(context.jump) == 0) {
        open_file(&info, bytes, count, &context);
        header->width = (int)info.image_width;
        header->height = (int)info.image_height;
        header->channels = channels_of(&info);
        header->has_multiple_scans = jpeg_has_multiple_scans(&info);
    }
    jpeg_destroy_decompress(&info);
    return context.report;
}

/// Records which components the current scan contains.
static void note_scan(j_common_ptr common) {
    struct jpeg_decompress_struct *info = (struct jpeg_decompress_struct *)common;
    cjpeg_context *context = (cjpeg_context *)common->err;
    for (int index = 0; index < info->comps_in_scan; index++)
        context->components |= 1u << info->cur_comp_info[index]->component_index;
}

/// How much of the image the scans of a file contain.
enum coverage {
    COVERS_ALL,
    /// All coefficients, but some without their last bits: a progressive file without its last
    /// scans. ITU-T T.81 allows that.
    LACKS_PRECISION,
    /// A component or some of its coefficients are missing, so the decoder would guess pixels.
    LACKS_PARTS
};

/// The coverage by complete scans; libjpeg has already warned about a scan with missing data.
static enum coverage coverage_of(
    struct jpeg_decompress_struct *info, const cjpeg_context *context
) {
    if (!jpeg_has_multiple_scans(info)) return COVERS_ALL;
    if (!info->progressive_mode)
        return context->components == (1u << info->num_components) - 1 ? COVERS_ALL : LACKS_PARTS;
    if (info->coef_bits == NULL) return LACKS_PARTS;
    enum coverage coverage = COVERS_ALL;
    for (int component = 0; component < info->num_components; component++) {
        for (int coefficient = 0; coefficient < DCTSIZE2; coefficient++) {
            // The number of missing bits; negative if there are none at all yet.
            int missing = info->coef_bits[component][coefficient];
            if (missing < 0) return LACKS_PARTS;
            if (missing > 0) coverage = LACKS_PRECISION;
        }
    }
    return coverage;
}

/// Checks a file that was read to its end. A file without an end marker was truncated, so nothing
/// may be missing; with arithmetic coding, the data does not show where it ends.
static void check_coverage(
    const struct jpeg_decompress_struct *info, enum coverage coverage, cjpeg_context *context
) {
    if (context->reached_end_of_file && (coverage != COVERS_ALL || info->arith_code)) {
        cjpeg_damaged(context, "no end marker, and parts of the image are missing");
    } else if (coverage == LACKS_PARTS) {
        cjpeg_damaged(context, "scans with parts of the image are missing");
    } else if (coverage == LACKS_PRECISION) {
        context->report.oddities |= CJPEG_LACKS_PRECISION;
    }
}

static J_COLOR_SPACE colour_space(int channels) {
    return channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK;
}

/// Fails if the file no longer has the header by which the buffer for the pixels was allocated.
static void check_header(
    const struct jpeg_decompress_struct *info, const cjpeg_header *header, cjpeg_context *context
) {
    if (info->image_width != (JDIMENSION)header->width
        || info->image_height != (JDIMENSION)header->height
        || channels_of(info) != header->channels)
        cjpeg_fail(context, CJPEG_DAMAGED, "it was changed while it was read");
}

static void read_rows(
    struct jpeg_decompress_struct *info, int rows, int channels, uint8_t *pixels
) {
    size_t stride = (size_t)info->output_width * channels;
    while (info->output_scanline < (JDIMENSION)rows) {
        JSAMPROW next[16];
        int count = rows - (int)info->output_scanline;
        if (count > 16) count = 16;
        for (int row = 0; row < count; row++)
            next[row] = pixels + stride * (info->output_scanline + row);
        jpeg_read_scanlines(info, next, (JDIMENSION)count);
    }
}

cjpeg_report cjpeg_decode(
    const uint8_t *bytes, size_t count, const cjpeg_header *header, int divisor, int rows,
    uint8_t *pixels
) {
    struct jpeg_decompress_struct info = {0};
    struct jpeg_progress_mgr progress = {0};
    cjpeg_context context;
    cjpeg_handle_errors((j_common_ptr)&info, &context);
    if (setjmp(context.jump) == 0) {
        open_file(&info, bytes, count, &context);
        check_header(&info, header, &context);
        info.out_color_space = colour_space(header->channels);
        info.dct_method = JDCT_ISLOW;
        info.scale_num = 1;
        info.scale_denom = (unsigned)divisor;
        if (jpeg_has_multiple_scans(&info)) {
            note_scan((j_common_ptr)&info);
            progress.progress_monitor = note_scan;
            info.progress = &progress;
        }
        jpeg_start_decompress(&info);
        read_rows(&info, rows, header->channels, pixels);
        if (info.output_scanline >= info.output_height) {
            enum coverage coverage = coverage_of(&info, &context);
            jpeg_finish_decompress(&info);
            check_coverage(&info, coverage, &context);
        }
    }
    jpeg_destroy_decompress(&info);
    return context.report;
}
