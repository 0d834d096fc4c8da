#include "source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void ctiff_fail(ctiff_source *source, enum ctiff_status status, const char *format, ...) {
    if (source->report.status != CTIFF_OK) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(source->report.message, sizeof source->report.message, format, arguments);
    va_end(arguments);
    source->report.status = status;
}

static int on_error(
    TIFF *tiff, void *user, const char *module, const char *format, va_list arguments
) {
    (void)tiff;
    (void)module;
    ctiff_source *source = user;
    vsnprintf(source->last, sizeof source->last, format, arguments);
    if (source->reads_pixels) ctiff_fail(source, CTIFF_DAMAGED, "%s", source->last);
    return 1;
}

/// The decoders of fax and JPEG data warn about damage and then guess pixels. Other warnings, such
/// as those about unknown tags, do not concern pixels.
static int on_warning(
    TIFF *tiff, void *user, const char *module, const char *format, va_list arguments
) {
    ctiff_source *source = user;
    int guesses = module != NULL
                  && (strncmp(module, "Fax", 3) == 0 || strncmp(module, "JPEG", 4) == 0);
    if (source->reads_pixels && guesses) on_error(tiff, user, module, format, arguments);
    return 1;
}

static tmsize_t read_bytes(thandle_t handle, void *target, tmsize_t size) {
    ctiff_source *source = handle;
    size_t left = source->count - source->position;
    size_t count = size < 0 ? 0 : (size_t)size < left ? (size_t)size : left;
    memcpy(target, source->bytes + source->position, count);
    source->position += count;
    return (tmsize_t)count;
}

static tmsize_t write_bytes(thandle_t handle, void *target, tmsize_t size) {
    (void)handle;
    (void)target;
    (void)size;
    return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int origin) {
    ctiff_source *source = handle;
    toff_t base = origin == SEEK_SET ? 0 : origin == SEEK_CUR ? source->position : source->count;
    toff_t next = base + offset;
    source->position = next > source->count ? source->count : (size_t)next;
    return next;
}

static int close_file(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t size_of(thandle_t handle) { return ((ctiff_source *)handle)->count; }

TIFF *ctiff_open(ctiff_source *source) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (options == NULL) {
        ctiff_fail(source, CTIFF_DAMAGED, "no memory");
        return NULL;
    }
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)1 << 30);
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, source);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, source);
    TIFF *tiff = TIFFClientOpenExt(
        "image", "rm", source, read_bytes, write_bytes, seek, close_file, size_of, NULL, NULL,
        options);
    TIFFOpenOptionsFree(options);
    if (tiff == NULL)
        ctiff_fail(
            source, CTIFF_DAMAGED, "%s", source->last[0] == 0 ? "no directory" : source->last);
    return tiff;
}
