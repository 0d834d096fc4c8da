#include "CPNG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    jmp_buf jump;
    char *message;
    const uint8_t *next;
    size_t left;
} context;

static void fail(png_structp png, png_const_charp text) {
    context *c = png_get_error_ptr(png);
    snprintf(c->message, 200, "%s", text);
    longjmp(c->jump, 1);
}

static void ignore(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
    context *c = png_get_io_ptr(png);
    if (count > c->left) png_error(png, "it ends too early");
    memcpy(target, c->next, count);
    c->next += count;
    c->left -= count;
}

int cpng_read_samples(
    const uint8_t *bytes, size_t count, size_t width, size_t height, size_t channels, uint16_t *samples,
    char *message
) {
    context c = {.message = message, .next = bytes, .left = count};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &c, fail, ignore);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    png_bytep *rows = malloc(height * sizeof *rows);
    volatile int is_read = 0;
    if (info == NULL || rows == NULL) {
        snprintf(message, 200, "no memory");
    } else if (setjmp(c.jump) == 0) {
        for (size_t row = 0; row < height; row++) rows[row] = (png_bytep)(samples + row * width * channels);
        png_set_read_fn(png, &c, read_bytes);
        // Only what decides the samples is parsed.
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
