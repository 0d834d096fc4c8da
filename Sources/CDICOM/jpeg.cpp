#include "codecs.hpp"

#include <cstring>
#include <memory>
#include <mutex>
#include <vector>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmjpeg/djcparam.h>
#include <dcmtk/dcmjpeg/djdijg12.h>
#include <dcmtk/dcmjpeg/djdijg16.h>
#include <dcmtk/dcmjpeg/djdijg8.h>
#include <dcmtk/oflog/oflog.h>

namespace cdicom {
namespace {

/// The number of samples that all scans together may process: 20 scans of 100 million pixels.
const uint64_t most_samples = 2000000000;

/// The parts of a JPEG file's header that the decoder's choice depends on.
struct Frame {
    cdicom_header header = {};
    /// The number of warnings that the parameters of the first scan cause, which are harmless.
    int known_warnings = 0;
    bool is_sequential = false;
};

unsigned short_at(const uint8_t *bytes) { return unsigned(bytes[0]) << 8 | bytes[1]; }

bool is_frame_marker(uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

void read_frame_segment(const uint8_t *segment, size_t length, uint8_t marker, Frame &frame) {
    cdicom_header &header = frame.header;
    header.precision = segment[0];
    header.height = int(short_at(segment + 1));
    header.width = int(short_at(segment + 3));
    header.components = segment[5];
    frame.is_sequential = marker == 0xC0 || marker == 0xC1;
    if (header.components != 3 || length < 6 + 9) return;
    const uint8_t ids[3] = {segment[6], segment[9], segment[12]};
    if (memcmp(ids, "RGB", 3) == 0 || memcmp(ids, "rgb", 3) == 0) header.colors = CDICOM_COLORS_RGB;
}

/// Reads the segments up to the first scan.
cdicom_report read_frame(const uint8_t *bytes, size_t count, Frame &frame) {
    if (count < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8)
        return damaged("its compressed data does not begin as JPEG does");
    bool has_jfif = false;
    size_t offset = 2;
    while (true) {
        while (offset < count && bytes[offset] != 0xFF) offset++;
        while (offset < count && bytes[offset] == 0xFF) offset++;
        if (offset >= count || count - offset < 3)
            return damaged("its JPEG data ends inside the header");
        const uint8_t marker = bytes[offset];
        if (marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= 0xD8)) continue;
        if (marker == 0xD9) return damaged("its JPEG data contains no image");
        const size_t length = short_at(bytes + offset + 1);
        if (length < 2 || length > count - offset - 1)
            return damaged("its JPEG data ends inside the header");
        const uint8_t *segment = bytes + offset + 3;
        const size_t size = length - 2;
        if (is_frame_marker(marker)) {
            if (size < 6) return damaged("its JPEG header is too short");
            read_frame_segment(segment, size, marker, frame);
        } else if (marker >= 0xE0 && marker <= 0xEF) {
            has_jfif = has_jfif || (size >= 4 && memcmp(segment, "JFIF", 4) == 0);
        } else if (marker == 0xDA) {
            if (frame.header.components == 0) return damaged("its JPEG header is incomplete");
            // Ss, Se and Ah/Al are 0, 63 and 0 in a sequential file; others are ignored.
            if (size >= 3 && frame.is_sequential
                && memcmp(segment + size - 3, "\x00\x3F\x00", 3) != 0)
                frame.known_warnings = 1;
            break;
        }
        offset += 1 + length;
    }
    if (frame.header.components == 3 && has_jfif && frame.header.colors == CDICOM_COLORS_UNKNOWN)
        frame.header.colors = CDICOM_COLORS_YCBCR;
    return ok();
}

/// The number of start-of-scan markers; the decoder processes all samples for each scan.
uint64_t scans(const uint8_t *bytes, size_t count) {
    uint64_t found = 0;
    for (size_t offset = 0; offset + 1 < count; offset++)
        if (bytes[offset] == 0xFF && bytes[offset + 1] == 0xDA) found++;
    return found;
}

/// A decoder of DCMTK that counts warnings: after one, the decoder has guessed pixels.
template <typename Base> class Counting : public Base {
public:
    Counting(const DJCodecParameter &parameters) : Base(parameters, OFFalse) {}
    void emitMessage(int level) const override {
        if (level < 0) warnings++;
    }
    mutable int warnings = 0;
};

template <typename Decoder, typename Sample>
cdicom_report decode_with(
    std::vector<uint8_t> &bytes, const Frame &frame, uint16_t *samples
) {
    const DJCodecParameter parameters(ECC_lossyYCbCr, EDC_never, EUC_never, EPC_colorByPixel);
    Counting<Decoder> decoder(parameters);
    if (decoder.init().bad()) return no_memory();
    const cdicom_header &header = frame.header;
    const size_t count = size_t(header.width) * size_t(header.height) * size_t(header.components);
    const size_t size = count * sizeof(Sample);
    if (size > UINT32_MAX || bytes.size() > UINT32_MAX)
        return unsupported("its image is too large");
    std::vector<Sample> own;
    Sample *target;
    if (sizeof(Sample) == sizeof(uint16_t)) {
        target = reinterpret_cast<Sample *>(samples);
    } else {
        own.resize(count);
        target = own.data();
    }
    const OFCondition result = decoder.decode(
        bytes.data(), Uint32(bytes.size()), reinterpret_cast<Uint8 *>(target), Uint32(size),
        OFFalse);
    if (result.bad()) return damaged("its JPEG data is truncated, corrupt or of an unusual form");
    if (decoder.warnings > frame.known_warnings)
        return damaged("its JPEG data is truncated or corrupt");
    for (size_t index = 0; index < own.size(); index++) samples[index] = uint16_t(own[index]);
    return ok();
}

void silence_log() {
    static std::once_flag once;
    std::call_once(once, [] { OFLog::configure(OFLogger::OFF_LOG_LEVEL); });
}

} // namespace

cdicom_report read_jpeg_header(const uint8_t *bytes, size_t count, cdicom_header &header) {
    Frame frame;
    const cdicom_report report = read_frame(bytes, count, frame);
    header = frame.header;
    return report;
}

cdicom_report decode_jpeg(
    const uint8_t *bytes, size_t count, const cdicom_header &header, uint16_t *samples
) {
    Frame frame;
    const cdicom_report report = read_frame(bytes, count, frame);
    if (report.status != CDICOM_OK) return report;
    if (memcmp(&frame.header, &header, sizeof header) != 0)
        return damaged("it was changed while it was read");
    const uint64_t pixels = uint64_t(header.width) * uint64_t(header.height);
    if (scans(bytes, count) * pixels > most_samples)
        return unsupported("its JPEG data has too many scans");
    silence_log();
    // If the end marker is missing, the decoder would wait for more data; with it, missing data is
    // a warning.
    std::vector<uint8_t> whole(bytes, bytes + count);
    whole.insert(whole.end(), {0xFF, 0xD9, 0xFF, 0xD9});
    if (header.precision == 8)
        return decode_with<DJDecompressIJG8Bit, uint8_t>(whole, frame, samples);
    if (header.precision < 8 || header.precision > 16)
        return unsupported("JPEG with fewer than 8 or more than 16 bits");
    return header.precision <= 12
        ? decode_with<DJDecompressIJG12Bit, uint16_t>(whole, frame, samples)
        : decode_with<DJDecompressIJG16Bit, uint16_t>(whole, frame, samples);
}

} // namespace cdicom
