// An interface to libjpeg with functions that return a status: libjpeg reports errors with longjmp,
// which must not cross Swift code.
#ifndef CJPEG_H
#define CJPEG_H

#include <stddef.h>
#include <stdint.h>

enum cjpeg_status {
    CJPEG_OK,
    /// Truncated or corrupt: some pixels are incorrect.
    CJPEG_DAMAGED,
    /// A valid form of JPEG that is not supported.
    CJPEG_UNSUPPORTED
};

/// Oddities of a file whose pixels are complete. With the last two, some pixels may differ.
enum cjpeg_oddity {
    /// Bytes between the segments before the first scan.
    CJPEG_EXTRANEOUS_BYTES = 1,
    CJPEG_JFIF_VERSION = 2,
    CJPEG_ADOBE_TRANSFORM = 4,
    CJPEG_SCAN_PARAMETERS = 8,
    CJPEG_NO_END_MARKER = 16,
    /// A few bytes of a scan that belong to no block. Some encoders write them; damage to a few
    /// blocks can also cause them.
    CJPEG_REST_OF_SCAN = 32,
    /// A progressive file without the scans of its last bits: the pixels are less precise than the
    /// encoded ones.
    CJPEG_LACKS_PRECISION = 64
};

typedef struct {
    enum cjpeg_status status;
    /// The reason, if the status is not CJPEG_OK.
    char message[256];
    /// The oddities, as bits of cjpeg_oddity.
    int oddities;
} cjpeg_report;

typedef struct {
    int width;
    int height;
    /// The number of bytes of a decoded pixel: 1 for gray, 3 for RGB, 4 for CMYK with 255 for no
    /// ink.
    int channels;
    /// True if the file contains several scans of the image.
    int has_multiple_scans;
} cjpeg_header;

/// Reads the headers up to the first scan.
cjpeg_report cjpeg_read_header(const uint8_t *bytes, size_t count, cjpeg_header *header);

/// Decodes the first `rows` rows of the image divided by `divisor` (1, 2, 4 or 8, rounded up) into
/// `pixels`, [rows, width, channels]. If `rows` are all of them, the file is read to its end.
/// - `header`: the result of `cjpeg_read_header`; if the file has a different header now, it is
///   damaged, and nothing is written.
cjpeg_report cjpeg_decode(
    const uint8_t *bytes, size_t count, const cjpeg_header *header, int divisor, int rows,
    uint8_t *pixels);

/// Encodes gray (1 channel) or RGB pixels (3 channels, chroma halved in both directions). The
/// caller must free `*output`.
cjpeg_report cjpeg_encode(
    const uint8_t *pixels, int width, int height, int channels, int quality, uint8_t **output,
    size_t *size);

#endif
