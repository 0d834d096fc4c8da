#include "errors.h"

#include <stdlib.h>

/// The memory that the file is written to. libjpeg's own destination in memory would leave the
/// caller with a freed pointer if there is no memory for a larger buffer.
typedef struct {
    struct jpeg_destination_mgr manager;
    uint8_t *bytes;
    size_t capacity;
} memory_destination;

static const size_t first_capacity = 1 << 14;

static void fill(memory_destination *destination, size_t used) {
    destination->manager.next_output_byte = destination->bytes + used;
    destination->manager.free_in_buffer = destination->capacity - used;
}

static void grow(j_compress_ptr info, size_t capacity, size_t used) {
    memory_destination *destination = (memory_destination *)info->dest;
    uint8_t *bytes = realloc(destination->bytes, capacity);
    // The existing buffer stays valid, and the caller frees it.
    if (bytes == NULL) ERREXIT1(info, JERR_OUT_OF_MEMORY, 10);
    destination->bytes = bytes;
    destination->capacity = capacity;
    fill(destination, used);
}

static void init_destination(j_compress_ptr info) { grow(info, first_capacity, 0); }

/// Called when the buffer is full, whatever `free_in_buffer` says.
static boolean empty_output_buffer(j_compress_ptr info) {
    size_t used = ((memory_destination *)info->dest)->capacity;
    grow(info, 2 * used, used);
    return TRUE;
}

static void term_destination(j_compress_ptr info) { (void)info; }

static void compress(
    struct jpeg_compress_struct *info, const uint8_t *pixels, int width, int height, int channels,
    int quality
) {
    info->image_width = (JDIMENSION)width;
    info->image_height = (JDIMENSION)height;
    info->input_components = channels;
    info->in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(info);
    jpeg_set_quality(info, quality, TRUE);
    info->dct_method = JDCT_ISLOW;
    jpeg_start_compress(info, TRUE);
    while (info->next_scanline < info->image_height) {
        JSAMPROW row = (JSAMPROW)(pixels + (size_t)info->next_scanline * width * channels);
        jpeg_write_scanlines(info, &row, 1);
    }
    jpeg_finish_compress(info);
}

cjpeg_report cjpeg_encode(
    const uint8_t *pixels, int width, int height, int channels, int quality, uint8_t **output,
    size_t *size
) {
    struct jpeg_compress_struct info = {0};
    memory_destination destination = {
        .manager = {
            .init_destination = init_destination,
            .empty_output_buffer = empty_output_buffer,
            .term_destination = term_destination,
        },
    };
    cjpeg_context context;
    *output = NULL;
    *size = 0;
    cjpeg_handle_errors((j_common_ptr)&info, &context);
    if (setjmp(context.jump) == 0) {
        jpeg_create_compress(&info);
        info.dest = &destination.manager;
        compress(&info, pixels, width, height, channels, quality);
    }
    jpeg_destroy_compress(&info);
    if (context.report.status == CJPEG_OK) {
        *output = destination.bytes;
        *size = destination.capacity - destination.manager.free_in_buffer;
    } else {
        free(destination.bytes);
    }
    return context.report;
}
