// The codecs of compressed DICOM images, with functions that return a status: the C++ exceptions of
// the libraries end here, and their messages, which could quote a file, are not passed on.
#ifndef CDICOM_H
#define CDICOM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum cdicom_codec {
    /// Baseline, extended and lossless JPEG with 8 to 16 bits, by the decoders of DCMTK.
    CDICOM_JPEG,
    /// JPEG-LS, by CharLS.
    CDICOM_JPEG_LS,
    /// JPEG 2000, as a codestream or a JP2 file, by OpenJPEG.
    CDICOM_JPEG_2000
};

enum cdicom_status {
    CDICOM_OK,
    /// Truncated or corrupt.
    CDICOM_DAMAGED,
    /// A valid form that is not supported.
    CDICOM_UNSUPPORTED,
    CDICOM_NO_MEMORY
};

typedef struct {
    enum cdicom_status status;
    /// The reason if the status is not CDICOM_OK: a constant text, never a part of the file.
    const char *reason;
} cdicom_report;

/// The colors of an image with three components, if its own header names them.
enum cdicom_colors { CDICOM_COLORS_UNKNOWN, CDICOM_COLORS_RGB, CDICOM_COLORS_YCBCR };

typedef struct {
    int width;
    int height;
    int components;
    /// The bits per sample, 1 to 32.
    int precision;
    /// True for samples in two's complement (JPEG 2000).
    int is_signed;
    enum cdicom_colors colors;
} cdicom_header;

/// Reads the header of an image.
cdicom_report cdicom_read_header(
    enum cdicom_codec codec, const uint8_t *bytes, size_t count, cdicom_header *header);

/// Decodes an image without any conversion of colors, except for the reversible and irreversible
/// color transforms of JPEG 2000, which are a part of its compression.
/// - `header`: the result of `cdicom_read_header` for the same bytes.
/// - `samples`: [height, width, components]: uint16_t if the precision is at most 16, and uint32_t
///   above; negative samples in two's complement of that width.
cdicom_report cdicom_decode(
    enum cdicom_codec codec, const uint8_t *bytes, size_t count, const cdicom_header *header,
    void *samples);

/// Expands raw deflate data (RFC 1951) of at most `limit` bytes. The caller must free `*output`.
cdicom_report cdicom_inflate(
    const uint8_t *bytes, size_t count, size_t limit, uint8_t **output, size_t *size);

#ifdef __cplusplus
}
#endif

#endif
