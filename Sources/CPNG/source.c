#include "source.h"

#include <stdio.h>
#include <string.h>

static void fail(png_structp png, png_const_charp text) {
    cpng_source *source = png_get_error_ptr(png);
    snprintf(source->message, 200, "%s", text);
    longjmp(source->jump, 1);
}

static void ignore(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
    cpng_source *source = png_get_io_ptr(png);
    if (count > source->left) png_error(png, "it ends too early");
    memcpy(target, source->next, count);
    source->next += count;
    source->left -= count;
}

png_structp cpng_open(cpng_source *source) {
    // If there is no memory, libpng returns NULL and does not jump.
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, source, fail, ignore);
    if (png != NULL) png_set_read_fn(png, source, read_bytes);
    return png;
}
