// What Swift cannot call of libcurl: its variadic functions, one typed function for each kind of argument.
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>

#if LIBCURL_VERSION_NUM < 0x075700
#error "Cordon needs libcurl 7.87 or newer (CURLOPT_QUICK_EXIT, CURLOPT_CA_CACHE_TIMEOUT)"
#endif

/// Takes `size * count` bytes of a body or one header line; any other number returned ends the transfer.
typedef size_t (*ccurl_sink)(char *bytes, size_t size, size_t count, void *context);
/// Called when the connection stands and before the request is written (CURLOPT_PREREQFUNCTION).
typedef int (*ccurl_prerequest)(void *context, char *remote_ip, char *local_ip, int remote_port, int local_port);
/// Opens the socket for an address that is about to be connected to (CURLOPT_OPENSOCKETFUNCTION).
typedef curl_socket_t (*ccurl_open_socket)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);
/// Has libcurl send a copy of `count` bytes as the body. The size has to be set before the bytes.
CURLcode ccurl_set_body(CURL *easy, const void *bytes, curl_off_t count);
/// Releases libcurl's copy of the body.
CURLcode ccurl_clear_body(CURL *easy);
CURLcode ccurl_set_sink(CURL *easy, CURLoption option, ccurl_sink sink);
CURLcode ccurl_set_prerequest(CURL *easy, ccurl_prerequest function);
CURLcode ccurl_set_open_socket(CURL *easy, ccurl_open_socket function);
/// The pointer set as CURLOPT_PRIVATE.
void *ccurl_private(CURL *easy);
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
/// The outcome that a CURLMSG_DONE message carries in its union.
CURLcode ccurl_result(const CURLMsg *message);

#endif
