#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

#include <png.h>

/// Reads the stored samples of a PNG with 16 bits per sample, interlaced or not, without gamma
/// correction and without changing transparency. libpng's simplified interface cannot do this for
/// images with transparency.
/// - `samples`: a buffer for [height, width, channels], with the values from the header.
/// - `message`: a buffer of 200 bytes for the reason of a failure.
/// Returns 1, or 0 for a file that is damaged or has another size.
int cpng_read_samples(
    const uint8_t *bytes, size_t count, size_t width, size_t height, size_t channels,
    uint16_t *samples, char *message);

/// Reads the decompressed text of a chunk tEXt, zTXt or iTXt.
/// - `chunk`: the whole chunk: its length, its name, its content and its checksum.
/// - `text`: a buffer of `most` bytes.
/// Returns the number of bytes of the text, or -1 if the chunk is damaged or its text is larger.
ptrdiff_t cpng_read_text(const uint8_t *chunk, size_t count, uint8_t *text, size_t most);

#endif
