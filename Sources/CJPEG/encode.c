#include "errors.h"

#include <stdlib.h>

cjpeg_report cjpeg_encode(
    const uint8_t *pixels, int width, int height, int channels, int quality, uint8_t **output, size_t *size
) {
    struct jpeg_compress_struct info = {0};
    cjpeg_context context;
    // libjpeg writes them while it compresses; volatile, for they are read after a jump.
    unsigned char *volatile buffer = NULL;
    volatile unsigned long length = 0;
    cjpeg_handle_errors((j_common_ptr)&info, &context);
    if (setjmp(context.jump) == 0) {
        jpeg_create_compress(&info);
        jpeg_mem_dest(&info, (unsigned char **)&buffer, (unsigned long *)&length);
        info.image_width = (JDIMENSION)width;
        info.image_height = (JDIMENSION)height;
        info.input_components = channels;
        info.in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_set_defaults(&info);
        jpeg_set_quality(&info, quality, TRUE);
        info.dct_method = JDCT_ISLOW;
        jpeg_start_compress(&info, TRUE);
        while (info.next_scanline < info.image_height) {
            JSAMPROW row = (JSAMPROW)(pixels + (size_t)info.next_scanline * width * channels);
            jpeg_write_scanlines(&info, &row, 1);
        }
        jpeg_finish_compress(&info);
    }
    jpeg_destroy_compress(&info);
    if (context.report.status == CJPEG_OK) {
        *output = buffer;
        *size = length;
    } else {
        free(buffer);
    }
    return context.report;
}
