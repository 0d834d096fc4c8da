#include "source.h"

#include <stdio.h>
#include <stdlib.h>

int cpng_read_samples(
    const uint8_t *bytes, size_t count, size_t width, size_t height, size_t channels,
    uint16_t *samples, char *message
) {
    cpng_source c = {.message = message, .next = bytes, .left = count};
    png_structp png = cpng_open(&c);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    png_bytep *rows = malloc(height * sizeof *rows);
    volatile int is_read = 0;
    if (info == NULL || rows == NULL) {
        snprintf(message, 200, "no memory");
    } else if (setjmp(c.jump) == 0) {
        for (size_t row = 0; row < height; row++)
            rows[row] = (png_bytep)(samples + row * width * channels);
        // Only chunks that affect the samples are parsed.
        png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
        png_read_info(png, info);
        if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height
            || png_get_bit_depth(png, info) != 16 || png_get_channels(png, info) != channels)
            png_error(png, "its header contradicts itself");
        const uint16_t one = 1;
        if (*(const uint8_t *)&one == 1) png_set_swap(png);
        png_set_interlace_handling(png);
        png_read_update_info(png, info);
        png_read_image(png, rows);
        is_read = 1;
    }
    free(rows);
    png_destroy_read_struct(&png, &info, NULL);
    return is_read;
}
