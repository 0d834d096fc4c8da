#include "source.h"

#include <stdlib.h>
#include <string.h>

/// The largest tile that is read, in bytes.
static const tmsize_t largest_tile = (tmsize_t)1 << 28;

/// The part of the output that a block of the file fills: `count` bytes of each of its rows.
typedef struct {
    uint8_t *rows;
    size_t row_bytes;
    /// The samples of a pixel in a block: all, or one if each channel has blocks of its own.
    uint32_t samples;
    /// The channel of the block, if each has its own.
    uint32_t channel;
} target;

/// Copies rows of a block with one channel to their places between the samples of other channels.
static void spread(
    const ctiff_header *header, const target *to, const uint8_t *block, size_t block_row_bytes,
    uint32_t x, uint32_t y, uint32_t columns, uint32_t count
) {
    size_t size = header->bits / 8;
    for (uint32_t row = 0; row < count; row++) {
        const uint8_t *from = block + row * block_row_bytes;
        uint8_t *out = to->rows + (y + row) * to->row_bytes
                       + ((size_t)x * header->samples + to->channel) * size;
        for (uint32_t column = 0; column < columns; column++)
            memcpy(out + column * header->samples * size, from + column * size, size);
    }
}

/// Copies a block of the file to the output.
static void place(
    const ctiff_header *header, const target *to, const uint8_t *block, size_t block_row_bytes,
    uint32_t x, uint32_t y, uint32_t columns, uint32_t count
) {
    if (to->samples != header->samples) {
        spread(header, to, block, block_row_bytes, x, y, columns, count);
        return;
    }
    // Tiles begin at multiples of 16 pixels, so at whole bytes.
    size_t start = (size_t)x * to->samples * header->bits / 8;
    size_t bytes = ((size_t)columns * to->samples * header->bits + 7) / 8;
    for (uint32_t row = 0; row < count; row++)
        memcpy(to->rows + (y + row) * to->row_bytes + start, block + row * block_row_bytes, bytes);
}

static uint32_t smaller(uint32_t a, uint32_t b) { return a < b ? a : b; }

static void read_tiles(TIFF *tiff, ctiff_source *source, const ctiff_header *header, target *to) {
    uint32_t width = 0, height = 0;
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &height);
    tmsize_t size = TIFFTileSize(tiff), row_bytes = TIFFTileRowSize(tiff);
    if (width == 0 || height == 0 || width % 16 != 0 || size <= 0 || size > largest_tile
        || row_bytes < (tmsize_t)(((size_t)width * to->samples * header->bits + 7) / 8)) {
        ctiff_fail(source, CTIFF_DAMAGED, "its tiles have %u x %u pixels", width, height);
        return;
    }
    uint8_t *block = malloc((size_t)size);
    if (block == NULL) ctiff_fail(source, CTIFF_DAMAGED, "no memory");
    for (uint32_t y = 0; block != NULL && y < header->height; y += smaller(height, 1u << 30)) {
        for (uint32_t x = 0; x < header->width; x += smaller(width, 1u << 30)) {
            uint32_t tile = TIFFComputeTile(tiff, x, y, 0, (uint16_t)to->channel);
            if (TIFFReadEncodedTile(tiff, tile, block, size) != size)
                ctiff_fail(source, CTIFF_DAMAGED, "a tile ends too early");
            if (source->report.status != CTIFF_OK) break;
            place(
                header, to, block, (size_t)row_bytes, x, y, smaller(width, header->width - x),
                smaller(height, header->height - y));
        }
        if (source->report.status != CTIFF_OK) break;
    }
    free(block);
}

static void read_strips(TIFF *tiff, ctiff_source *source, const ctiff_header *header, target *to) {
    uint32_t rows = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
    rows = smaller(rows, header->height);
    size_t row_bytes = ((size_t)header->width * to->samples * header->bits + 7) / 8;
    if (rows == 0 || TIFFScanlineSize(tiff) != (tmsize_t)row_bytes) {
        ctiff_fail(source, CTIFF_DAMAGED, "its rows have an unexpected size");
        return;
    }
    // A strip with all channels is read in its place.
    int has_all = to->samples == header->samples;
    uint8_t *block = has_all ? NULL : malloc(rows * row_bytes);
    if (!has_all && block == NULL) ctiff_fail(source, CTIFF_DAMAGED, "no memory");
    for (uint32_t y = 0; y < header->height && source->report.status == CTIFF_OK; y += rows) {
        uint32_t count = smaller(rows, header->height - y);
        tmsize_t size = (tmsize_t)(count * row_bytes);
        uint32_t strip = TIFFComputeStrip(tiff, y, (uint16_t)to->channel);
        uint8_t *out = has_all ? to->rows + y * to->row_bytes : block;
        if (TIFFReadEncodedStrip(tiff, strip, out, size) != size)
            ctiff_fail(source, CTIFF_DAMAGED, "a strip ends too early");
        if (!has_all && source->report.status == CTIFF_OK)
            spread(header, to, block, row_bytes, 0, y, header->width, count);
    }
    free(block);
}

static void read_pixels(
    TIFF *tiff, ctiff_source *source, const ctiff_header *header, uint8_t *rows
) {
    uint16_t planes = PLANARCONFIG_CONTIG;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planes);
    int is_separate = planes == PLANARCONFIG_SEPARATE && header->samples > 1;
    if (is_separate && header->bits % 8 != 0) {
        ctiff_fail(
            source, CTIFF_UNSUPPORTED, "a TIFF of %u bits per sample in separate channels",
            header->bits);
        return;
    }
    target to = {
        .rows = rows,
        .row_bytes = ctiff_row_bytes(header),
        .samples = is_separate ? 1 : header->samples,
    };
    uint32_t channels = is_separate ? header->samples : 1;
    for (; to.channel < channels && source->report.status == CTIFF_OK; to.channel++) {
        if (TIFFIsTiled(tiff))
            read_tiles(tiff, source, header, &to);
        else
            read_strips(tiff, source, header, &to);
    }
}

ctiff_report ctiff_read_rows(
    const uint8_t *bytes, size_t count, const ctiff_header *header, uint8_t *rows
) {
    ctiff_header now;
    ctiff_report report = ctiff_read_header(bytes, count, &now);
    if (report.status != CTIFF_OK) return report;
    ctiff_source source = {.bytes = bytes, .count = count};
    if (now.width != header->width || now.height != header->height || now.bits != header->bits
        || now.samples != header->samples) {
        ctiff_fail(&source, CTIFF_DAMAGED, "it was changed while it was read");
        return source.report;
    }
    TIFF *tiff = ctiff_open(&source);
    if (tiff == NULL) return source.report;
    uint16_t photometric = 0;
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    if (photometric == PHOTOMETRIC_YCBCR)
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    source.reads_pixels = 1;
    read_pixels(tiff, &source, header, rows);
    TIFFClose(tiff);
    return source.report;
}
