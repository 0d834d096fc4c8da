#include "codecs.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include <openjpeg-2.5/openjpeg.h>

namespace cdicom {
namespace {

/// The number of tiles that an image may have; the decoder allocates memory for each of them.
const uint64_t most_tiles = 10000;

/// The bytes of an image as a stream of OpenJPEG.
struct Source {
    const uint8_t *bytes;
    size_t count;
    size_t offset;
};

OPJ_SIZE_T read_bytes(void *buffer, OPJ_SIZE_T size, void *user) {
    Source &source = *static_cast<Source *>(user);
    const size_t rest = source.count - source.offset;
    if (rest == 0) return OPJ_SIZE_T(-1);
    const size_t part = std::min(size_t(size), rest);
    memcpy(buffer, source.bytes + source.offset, part);
    source.offset += part;
    return part;
}

OPJ_OFF_T skip_bytes(OPJ_OFF_T size, void *user) {
    Source &source = *static_cast<Source *>(user);
    if (size < 0) return -1;
    const size_t part = std::min(size_t(size), source.count - source.offset);
    source.offset += part;
    return OPJ_OFF_T(part);
}

OPJ_BOOL seek_bytes(OPJ_OFF_T offset, void *user) {
    Source &source = *static_cast<Source *>(user);
    if (offset < 0 || size_t(offset) > source.count) return OPJ_FALSE;
    source.offset = size_t(offset);
    return OPJ_TRUE;
}

void ignore(const char *, void *) {}

struct DestroyStream {
    void operator()(opj_stream_t *stream) const { opj_stream_destroy(stream); }
};
struct DestroyCodec {
    void operator()(opj_codec_t *codec) const { opj_destroy_codec(codec); }
};
struct DestroyImage {
    void operator()(opj_image_t *image) const { opj_image_destroy(image); }
};

uint64_t long_at(const uint8_t *bytes) {
    return uint64_t(bytes[0]) << 24 | uint64_t(bytes[1]) << 16 | uint64_t(bytes[2]) << 8 | bytes[3];
}

const uint8_t box_signature[8] = {0, 0, 0, 12, 'j', 'P', ' ', ' '};

bool is_boxed(const uint8_t *bytes, size_t count) {
    return count >= 8 && memcmp(bytes, box_signature, 8) == 0;
}

/// The first bytes of the codestream: the markers SOC and SIZ; null if there are none.
const uint8_t *codestream(const uint8_t *bytes, size_t count) {
    const uint8_t markers[4] = {0xFF, 0x4F, 0xFF, 0x51};
    const uint8_t *found =
        is_boxed(bytes, count)
        ? std::search(bytes, bytes + count, markers, markers + 4)
        : (count >= 4 && memcmp(bytes, markers, 4) == 0 ? bytes : bytes + count);
    return bytes + count - found < 46 ? nullptr : found;
}

} // namespace

/// ISO/IEC 15444-1, A.5.1: the marker segment SIZ.
cdicom_report read_jpeg2000_header(const uint8_t *bytes, size_t count, cdicom_header &header) {
    const uint8_t *start = codestream(bytes, count);
    if (start == nullptr) return damaged("its compressed data does not begin as JPEG 2000 does");
    const uint64_t right = long_at(start + 8), bottom = long_at(start + 12);
    const uint64_t left = long_at(start + 16), top = long_at(start + 20);
    const uint64_t tile_width = long_at(start + 24), tile_height = long_at(start + 28);
    const unsigned components = unsigned(start[40]) << 8 | start[41];
    if (right <= left || bottom <= top || right - left > INT32_MAX || bottom - top > INT32_MAX
        || tile_width == 0 || tile_height == 0 || components == 0
        || size_t(bytes + count - start) < 42 + 3 * size_t(components))
        return damaged("its JPEG 2000 header is invalid");
    const uint64_t tiles =
        ((right + tile_width - 1) / tile_width) * ((bottom + tile_height - 1) / tile_height);
    if (tiles > most_tiles) return unsupported("JPEG 2000 with more than 10000 tiles");
    for (unsigned component = 0; component < components; component++) {
        const uint8_t *part = start + 42 + 3 * component;
        if (part[1] != 1 || part[2] != 1)
            return unsupported("JPEG 2000 with components of different sizes");
        if (part[0] != start[42])
            return unsupported("JPEG 2000 with components of different precision");
    }
    header.width = int(right - left);
    header.height = int(bottom - top);
    header.components = int(components);
    header.precision = (start[42] & 0x7F) + 1;
    header.is_signed = start[42] >> 7;
    if (header.precision > 31) return unsupported("JPEG 2000 with more than 31 bits");
    return ok();
}

cdicom_report decode_jpeg2000(
    const uint8_t *bytes, size_t count, const cdicom_header &header, void *samples
) {
    Source source = {bytes, count, 0};
    std::unique_ptr<opj_stream_t, DestroyStream> stream(opj_stream_create(1 << 16, OPJ_TRUE));
    std::unique_ptr<opj_codec_t, DestroyCodec> codec(
        opj_create_decompress(is_boxed(bytes, count) ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
    if (!stream || !codec) return no_memory();
    opj_stream_set_user_data(stream.get(), &source, nullptr);
    opj_stream_set_user_data_length(stream.get(), count);
    opj_stream_set_read_function(stream.get(), read_bytes);
    opj_stream_set_skip_function(stream.get(), skip_bytes);
    opj_stream_set_seek_function(stream.get(), seek_bytes);
    opj_set_info_handler(codec.get(), ignore, nullptr);
    opj_set_warning_handler(codec.get(), ignore, nullptr);
    opj_set_error_handler(codec.get(), ignore, nullptr);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    opj_image_t *opened = nullptr;
    const bool is_read =
        opj_setup_decoder(codec.get(), &parameters)
        && opj_read_header(stream.get(), codec.get(), &opened);
    std::unique_ptr<opj_image_t, DestroyImage> image(opened);
    if (!is_read || !image) return damaged("its JPEG 2000 header is invalid");
    if (!opj_decode(codec.get(), stream.get(), image.get()))
        return damaged("its JPEG 2000 data is truncated or corrupt");
    const size_t components = size_t(header.components);
    if (image->numcomps != components)
        return unsupported("JPEG 2000 with another number of components than its header gives");
    const size_t pixels = size_t(header.width) * size_t(header.height);
    for (size_t component = 0; component < components; component++) {
        const opj_image_comp_t &part = image->comps[component];
        if (part.data == nullptr || part.w != OPJ_UINT32(header.width)
            || part.h != OPJ_UINT32(header.height))
            return damaged("its JPEG 2000 data is truncated or corrupt");
        for (size_t pixel = 0; pixel < pixels; pixel++) {
            const size_t index = pixel * components + component;
            if (header.precision <= 16)
                static_cast<uint16_t *>(samples)[index] = uint16_t(part.data[pixel]);
            else
                static_cast<uint32_t *>(samples)[index] = uint32_t(part.data[pixel]);
        }
    }
    return ok();
}

} // namespace cdicom
