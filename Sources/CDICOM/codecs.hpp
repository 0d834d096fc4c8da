#ifndef CDICOM_CODECS_HPP
#define CDICOM_CODECS_HPP

#include "CDICOM.h"

#include <exception>
#include <new>

namespace cdicom {

inline cdicom_report ok() { return {CDICOM_OK, ""}; }
inline cdicom_report damaged(const char *reason) { return {CDICOM_DAMAGED, reason}; }
inline cdicom_report unsupported(const char *reason) { return {CDICOM_UNSUPPORTED, reason}; }
inline cdicom_report no_memory() { return {CDICOM_NO_MEMORY, "not enough memory"}; }

/// The result of `body`; exceptions become a status.
template <typename Body> cdicom_report guarded(Body body) {
    try {
        return body();
    } catch (const std::bad_alloc &) {
        return no_memory();
    } catch (...) {
        return damaged("the decoder failed");
    }
}

cdicom_report read_jpeg_header(const uint8_t *bytes, size_t count, cdicom_header &header);
cdicom_report decode_jpeg(
    const uint8_t *bytes, size_t count, const cdicom_header &header, uint16_t *samples);

cdicom_report read_jpegls_header(const uint8_t *bytes, size_t count, cdicom_header &header);
cdicom_report decode_jpegls(
    const uint8_t *bytes, size_t count, const cdicom_header &header, uint16_t *samples);

cdicom_report read_jpeg2000_header(const uint8_t *bytes, size_t count, cdicom_header &header);
cdicom_report decode_jpeg2000(
    const uint8_t *bytes, size_t count, const cdicom_header &header, void *samples);

} // namespace cdicom

#endif
