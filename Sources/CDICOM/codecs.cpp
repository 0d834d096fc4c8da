#include "codecs.hpp"

#include <cstdlib>
#include <cstring>

#include <zlib.h>

using namespace cdicom;

cdicom_report cdicom_read_header(
    enum cdicom_codec codec, const uint8_t *bytes, size_t count, cdicom_header *header
) {
    *header = {};
    return guarded([&] {
        switch (codec) {
        case CDICOM_JPEG: return read_jpeg_header(bytes, count, *header);
        case CDICOM_JPEG_LS: return read_jpegls_header(bytes, count, *header);
        case CDICOM_JPEG_2000: return read_jpeg2000_header(bytes, count, *header);
        }
        return unsupported("an unknown codec");
    });
}

cdicom_report cdicom_decode(
    enum cdicom_codec codec, const uint8_t *bytes, size_t count, const cdicom_header *header,
    void *samples
) {
    return guarded([&] {
        switch (codec) {
        case CDICOM_JPEG:
            return decode_jpeg(bytes, count, *header, static_cast<uint16_t *>(samples));
        case CDICOM_JPEG_LS:
            return decode_jpegls(bytes, count, *header, static_cast<uint16_t *>(samples));
        case CDICOM_JPEG_2000: return decode_jpeg2000(bytes, count, *header, samples);
        }
        return unsupported("an unknown codec");
    });
}

cdicom_report cdicom_inflate(
    const uint8_t *bytes, size_t count, size_t limit, uint8_t **output, size_t *size
) {
    *output = nullptr;
    *size = 0;
    z_stream stream = {};
    // Without the header of zlib, as DICOM requires.
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return no_memory();
    uint8_t *buffer = nullptr;
    size_t capacity = 0, filled = 0, used = 0;
    int status = Z_OK;
    while (status == Z_OK) {
        if (filled == capacity) {
            if (capacity == limit) break;
            size_t next = capacity == 0 ? count * 4 + 4096 : capacity * 2;
            if (next > limit) next = limit;
            uint8_t *larger = static_cast<uint8_t *>(realloc(buffer, next));
            if (larger == nullptr) {
                status = Z_MEM_ERROR;
                break;
            }
            buffer = larger;
            capacity = next;
        }
        // The counters of zlib have 32 bits.
        const size_t part = 1u << 30;
        size_t in = count - used < part ? count - used : part;
        size_t out = capacity - filled < part ? capacity - filled : part;
        stream.next_in = const_cast<Bytef *>(bytes + used);
        stream.avail_in = static_cast<uInt>(in);
        stream.next_out = buffer + filled;
        stream.avail_out = static_cast<uInt>(out);
        status = inflate(&stream, Z_NO_FLUSH);
        used += in - stream.avail_in;
        filled += out - stream.avail_out;
    }
    inflateEnd(&stream);
    if (status == Z_STREAM_END) {
        *output = buffer;
        *size = filled;
        return ok();
    }
    free(buffer);
    if (status == Z_MEM_ERROR) return no_memory();
    if (status == Z_OK) return unsupported("its deflated data set is too large");
    return damaged("its deflated data set is truncated or corrupt");
}
