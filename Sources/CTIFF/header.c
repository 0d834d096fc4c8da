#include "source.h"

#include <string.h>

/// The color spaces that are not supported.
static const char *name_of(uint16_t photometric) {
    switch (photometric) {
    case PHOTOMETRIC_MASK: return "a transparency mask";
    case PHOTOMETRIC_SEPARATED: return "CMYK";
    case PHOTOMETRIC_YCBCR: return "YCbCr without JPEG compression";
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_ICCLAB:
    case PHOTOMETRIC_ITULAB: return "CIE L*a*b*";
    case PHOTOMETRIC_LOGL:
    case PHOTOMETRIC_LOGLUV: return "LogLuv";
    case PHOTOMETRIC_CFA: return "raw data of a camera";
    default: return "an unknown color space";
    }
}

static void read_photometric(TIFF *tiff, ctiff_source *source, ctiff_header *header) {
    uint16_t photometric = 0, compression = COMPRESSION_NONE;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
    if (compression == COMPRESSION_OJPEG || !TIFFIsCODECConfigured(compression)) {
        const TIFFCodec *codec = TIFFFindCODEC(compression);
        ctiff_fail(
            source, CTIFF_UNSUPPORTED, "a TIFF with compression %d (%s)", compression,
            codec == NULL ? "unknown" : codec->name);
        return;
    }
    if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric)) {
        ctiff_fail(
            source, CTIFF_UNSUPPORTED,
            "a TIFF without PhotometricInterpretation, which says whether 0 is black or white");
        return;
    }
    if (compression == COMPRESSION_JPEG)
        header->jpegs = TIFFIsTiled(tiff) ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
    if (photometric == PHOTOMETRIC_YCBCR && compression == COMPRESSION_JPEG) {
        // The JPEG decoder converts to RGB.
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        photometric = PHOTOMETRIC_RGB;
    }
    if (photometric > PHOTOMETRIC_PALETTE) {
        ctiff_fail(source, CTIFF_UNSUPPORTED, "a TIFF in %s", name_of(photometric));
        return;
    }
    header->photometric = (enum ctiff_photometric)photometric;
}

static void read_samples(TIFF *tiff, ctiff_source *source, ctiff_header *header) {
    uint16_t bits = 1, samples = 1, format = SAMPLEFORMAT_UINT, extra = 0, *kinds = NULL;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extra, &kinds);
    int colors = header->photometric == CTIFF_RGB ? 3 : 1;
    if (format == SAMPLEFORMAT_IEEEFP) {
        ctiff_fail(source, CTIFF_UNSUPPORTED, "a TIFF of floating-point samples");
    } else if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID
               && (format != SAMPLEFORMAT_INT || bits != 16)) {
        ctiff_fail(
            source, CTIFF_UNSUPPORTED, "a TIFF of %s samples with %d bits",
            format == SAMPLEFORMAT_INT ? "signed" : "complex", bits);
    } else if (bits < 1 || bits > 16 || (header->photometric == CTIFF_PALETTE && bits > 8)) {
        ctiff_fail(source, CTIFF_UNSUPPORTED, "a TIFF of %d bits per sample", bits);
    } else if (samples < colors || samples > colors + 1 || extra != samples - colors) {
        ctiff_fail(source, CTIFF_UNSUPPORTED, "a TIFF of %d channels", samples);
    }
    header->bits = bits;
    header->samples = samples;
    header->is_signed = format == SAMPLEFORMAT_INT;
    if (extra == 1 && kinds != NULL) {
        header->is_premultiplied = kinds[0] == EXTRASAMPLE_ASSOCALPHA;
        header->has_alpha = header->is_premultiplied || kinds[0] == EXTRASAMPLE_UNASSALPHA;
    }
}

static void read_palette(TIFF *tiff, ctiff_source *source, ctiff_header *header) {
    uint16_t *parts[3] = {0};
    if (header->photometric != CTIFF_PALETTE || source->report.status != CTIFF_OK) return;
    if (!TIFFGetField(tiff, TIFFTAG_COLORMAP, &parts[0], &parts[1], &parts[2])) {
        ctiff_fail(source, CTIFF_DAMAGED, "it has no palette");
        return;
    }
    for (int index = 0; index < 1 << header->bits; index++)
        for (int part = 0; part < 3; part++)
            header->palette[3 * index + part] = parts[part][index];
}

/// True if the profile's description, near its start, contains sRGB as text of one or two bytes per
/// letter.
static int is_srgb(const uint8_t *profile, size_t count) {
    static const uint8_t narrow[] = "sRGB", wide[] = {0, 's', 0, 'R', 0, 'G', 0, 'B'};
    for (size_t start = 0; start < count && start < 4096; start++) {
        size_t left = count - start;
        if (left >= 4 && memcmp(profile + start, narrow, 4) == 0) return 1;
        if (left >= 8 && memcmp(profile + start, wide, 8) == 0) return 1;
    }
    return 0;
}

static void read_metadata(TIFF *tiff, ctiff_header *header) {
    uint16_t orientation = 1;
    uint32_t count = 0;
    void *profile = NULL;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
    header->orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
    header->has_profile =
        TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &count, &profile) && !is_srgb(profile, count);
}

/// True if the current directory is a smaller copy of another image, or a mask.
static int is_copy(TIFF *tiff) {
    uint32_t kind = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
    return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) != 0;
}

/// Fails if the file has several images, apart from smaller copies of the first.
static void check_pages(TIFF *tiff, ctiff_source *source) {
    if (is_copy(tiff)) {
        ctiff_fail(source, CTIFF_UNSUPPORTED, "a TIFF that begins with a smaller copy or a mask");
        return;
    }
    while (TIFFReadDirectory(tiff)) {
        if (is_copy(tiff)) continue;
        ctiff_fail(source, CTIFF_UNSUPPORTED, "a TIFF of several pages or slices");
        return;
    }
    if (!TIFFLastDirectory(tiff)) ctiff_fail(source, CTIFF_DAMAGED, "%s", source->last);
}

ctiff_report ctiff_read_header(const uint8_t *bytes, size_t count, ctiff_header *header) {
    ctiff_source source = {.bytes = bytes, .count = count};
    memset(header, 0, sizeof *header);
    TIFF *tiff = ctiff_open(&source);
    if (tiff == NULL) return source.report;
    if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &header->width)
        || !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &header->height) || header->width == 0
        || header->height == 0)
        ctiff_fail(&source, CTIFF_DAMAGED, "its header gives no size");
    read_photometric(tiff, &source, header);
    read_samples(tiff, &source, header);
    read_palette(tiff, &source, header);
    read_metadata(tiff, header);
    if (source.report.status == CTIFF_OK) check_pages(tiff, &source);
    TIFFClose(tiff);
    return source.report;
}

size_t ctiff_row_bytes(const ctiff_header *header) {
    return ((size_t)header->width * header->samples * header->bits + 7) / 8;
}
