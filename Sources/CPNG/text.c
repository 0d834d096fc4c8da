#include "source.h"

#include <stdlib.h>
#include <string.h>

/// The beginning of a PNG of one gray pixel, and the first bytes of its data; the chunk to read is
/// inserted between them.
static const uint8_t before[] = {
    0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 'I', 'H', 'D', 'R',
    0, 0, 0, 1, 0, 0, 0, 1,
    8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55,
};
static const uint8_t after[] = {0, 0, 0, 0, 'I', 'D', 'A', 'T'};

ptrdiff_t cpng_read_text(const uint8_t *chunk, size_t count, uint8_t *text, size_t most) {
    char message[200];
    size_t all = sizeof before + count + sizeof after;
    uint8_t *file = malloc(all);
    if (file == NULL) return -1;
    memcpy(file, before, sizeof before);
    memcpy(file + sizeof before, chunk, count);
    memcpy(file + sizeof before + count, after, sizeof after);
    cpng_source source = {.message = message, .next = file, .left = all};
    png_structp png = cpng_open(&source);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    volatile ptrdiff_t size = -1;
    if (info != NULL && setjmp(source.jump) == 0) {
        // The limit includes the keyword and internal data.
        png_set_chunk_malloc_max(png, most + 1000);
        png_read_info(png, info);
        png_textp found = NULL;
        if (png_get_text(png, info, &found, NULL) == 1) {
            size_t length = found->compression > 0 ? found->itxt_length : found->text_length;
            if (length <= most) {
                memcpy(text, found->text, length);
                size = (ptrdiff_t)length;
            }
        }
    }
    png_destroy_read_struct(&png, &info, NULL);
    free(file);
    return size;
}
