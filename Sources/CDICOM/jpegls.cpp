#include "codecs.hpp"

#include <vector>

#include <charls/charls.h>

namespace cdicom {
namespace {

cdicom_report report_of(const charls::jpegls_error &error) {
    using code = charls::jpegls_errc;
    switch (static_cast<code>(error.code().value())) {
    case code::not_enough_memory: return no_memory();
    case code::parameter_value_not_supported:
    case code::encoding_not_supported:
    case code::color_transform_not_supported:
    case code::bit_depth_for_transform_not_supported:
    case code::jpegls_preset_extended_parameter_type_not_supported:
        return unsupported("a form of JPEG-LS that CharLS does not decode");
    default: return damaged("its JPEG-LS data is truncated or corrupt");
    }
}

cdicom_report read_header(const charls::jpegls_decoder &decoder, cdicom_header &header) {
    const charls::frame_info info = decoder.frame_info();
    if (info.width > INT32_MAX || info.height > INT32_MAX)
        return damaged("its JPEG-LS header gives an impossible size");
    header.width = int(info.width);
    header.height = int(info.height);
    header.components = info.component_count;
    header.precision = info.bits_per_sample;
    return ok();
}

template <typename Sample>
void interleave(
    const Sample *source, size_t pixels, size_t components, bool is_planar, uint16_t *samples
) {
    for (size_t pixel = 0; pixel < pixels; pixel++)
        for (size_t component = 0; component < components; component++)
            samples[pixel * components + component] =
                is_planar
                ? source[component * pixels + pixel] : source[pixel * components + component];
}

} // namespace

cdicom_report read_jpegls_header(const uint8_t *bytes, size_t count, cdicom_header &header) {
    try {
        return read_header(charls::jpegls_decoder(bytes, count, true), header);
    } catch (const charls::jpegls_error &error) {
        return report_of(error);
    }
}

cdicom_report decode_jpegls(
    const uint8_t *bytes, size_t count, const cdicom_header &header, uint16_t *samples
) {
    try {
        // Without an end marker, CharLS 2.4 looks for seconds for the end of truncated data.
        std::vector<uint8_t> whole(bytes, bytes + count);
        whole.insert(whole.end(), {0xFF, 0xD9});
        const charls::jpegls_decoder decoder(whole, true);
        cdicom_header own = {};
        const cdicom_report report = read_header(decoder, own);
        if (report.status != CDICOM_OK) return report;
        if (own.width != header.width || own.height != header.height
            || own.components != header.components || own.precision != header.precision)
            return damaged("it was changed while it was read");
        const size_t pixels = size_t(own.width) * size_t(own.height);
        const size_t components = size_t(own.components);
        const size_t bytes_per_sample = own.precision <= 8 ? 1 : 2;
        const bool is_planar = decoder.interleave_mode() == charls::interleave_mode::none;
        std::vector<uint16_t> buffer((pixels * components * bytes_per_sample + 1) / 2);
        decoder.decode(buffer.data(), buffer.size() * 2);
        if (bytes_per_sample == 1)
            interleave(
                reinterpret_cast<const uint8_t *>(buffer.data()), pixels, components, is_planar,
                samples);
        else
            interleave(buffer.data(), pixels, components, is_planar, samples);
        return ok();
    } catch (const charls::jpegls_error &error) {
        return report_of(error);
    }
}

} // namespace cdicom
