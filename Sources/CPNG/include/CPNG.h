#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

#include <png.h>

/// Reads a PNG of 16 bits a sample, interlaced or not, as its samples are stored: without gamma,
/// transparency neither applied nor removed. libpng's simplified interface offers that of no image
/// with transparency.
/// - `samples`: room for [height, width, channels], where the caller knows the three from the
///   header.
/// - `message`: room for 200 bytes; the reason of a failure.
/// Returns 1, or 0 for a file that is damaged or of another size.
int cpng_read_samples(
    const uint8_t *bytes, size_t count, size_t width, size_t height, size_t channels,
    uint16_t *samples, char *message);

/// Reads the text of a chunk tEXt, zTXt or iTXt, decompressed.
/// - `chunk`: the whole chunk: its length, its name, its content and its checksum.
/// - `text`: room for `most` bytes.
/// Returns the number of bytes of the text, or -1 for a chunk that is damaged or whose text is
/// larger.
ptrdiff_t cpng_read_text(const uint8_t *chunk, size_t count, uint8_t *text, size_t most);

#endif
