// An interface to libtiff that reads a file in memory and returns a status: libtiff reports errors
// to callbacks with variable arguments, which Swift cannot receive.
#ifndef CTIFF_H
#define CTIFF_H

#include <stddef.h>
#include <stdint.h>

enum ctiff_status {
    CTIFF_OK,
    /// Truncated or corrupt.
    CTIFF_DAMAGED,
    /// A valid form of TIFF that is not supported.
    CTIFF_UNSUPPORTED
};

typedef struct {
    enum ctiff_status status;
    /// The reason, if the status is not CTIFF_OK.
    char message[256];
} ctiff_report;

/// The meaning of the samples of a pixel; the numbers of the tag PhotometricInterpretation.
enum ctiff_photometric { CTIFF_WHITE_IS_ZERO, CTIFF_BLACK_IS_ZERO, CTIFF_RGB, CTIFF_PALETTE };

typedef struct {
    uint32_t width;
    uint32_t height;
    /// The bits per sample, 1 to 16.
    uint32_t bits;
    /// The samples per pixel, including the extra ones.
    uint32_t samples;
    enum ctiff_photometric photometric;
    /// True if samples are signed.
    int is_signed;
    /// True if the last sample is the opacity of the pixel.
    int has_alpha;
    /// True if the colors are multiplied by the opacity.
    int is_premultiplied;
    /// The orientation, 1 to 8.
    int orientation;
    /// True if there is a color profile other than sRGB.
    int has_profile;
    /// The number of strips or tiles that are JPEG files; 0 for another compression.
    uint32_t jpegs;
    /// The colors of a palette image: red, green and blue of each index.
    uint16_t palette[3 * 256];
} ctiff_header;

/// Reads the header of a file with one image; files with several images are not supported.
ctiff_report ctiff_read_header(const uint8_t *bytes, size_t count, ctiff_header *header);

/// The number of bytes of a row: the packed samples of all pixels.
size_t ctiff_row_bytes(const ctiff_header *header);

/// Reads the pixels into `rows`, [height, row bytes]: samples of 16 bits in the order of bytes of
/// this machine, samples of other sizes packed from the highest bit on.
/// - `header`: the result of `ctiff_read_header`; if the file has a different header now, it is
///   damaged, and nothing is written.
ctiff_report ctiff_read_rows(
    const uint8_t *bytes, size_t count, const ctiff_header *header, uint8_t *rows);

#endif
