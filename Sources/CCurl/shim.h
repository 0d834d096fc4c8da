#ifndef STUDY_CCURL_SHIM_H
#define STUDY_CCURL_SHIM_H

#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>

/* Setters for each type of value: libcurl's own setter is variadic, which Swift cannot call. */
static inline CURLcode study_curl_set_long(CURL *curl, CURLoption option, long value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode study_curl_set_size(CURL *curl, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode study_curl_set_text(CURL *curl, CURLoption option, const char *value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode study_curl_set_pointer(CURL *curl, CURLoption option, const void *value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode study_curl_set_receiver(
    CURL *curl, CURLoption option, curl_write_callback value
) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode study_curl_set_socket_receiver(CURL *curl, curl_sockopt_callback value) {
    return curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, value);
}

#endif
