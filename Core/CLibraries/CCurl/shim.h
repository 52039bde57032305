#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
/* Swift calls no function with a variable number of arguments; these have one type each. */
static inline CURLcode kontor_curl_set_text(CURL *curl, CURLoption option, const char *value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode kontor_curl_set_number(CURL *curl, CURLoption option, long value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode kontor_curl_set_list(CURL *curl, CURLoption option, struct curl_slist *value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode kontor_curl_set_mime(CURL *curl, curl_mime *value) { return curl_easy_setopt(curl, CURLOPT_MIMEPOST, value); }
static inline CURLcode kontor_curl_set_errors(CURL *curl, char *buffer) { return curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, buffer); }
static inline CURLcode kontor_curl_answer(CURL *curl, long *code) { return curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, code); }

/* Where a request may go. */
enum kontor_reach { kontor_reach_public, kontor_reach_loopback, kontor_reach_anywhere };

/* One request and its answer, as the callbacks below see it. */
struct kontor_exchange {
    enum kontor_reach reach;
    int is_refused;       /* an address was out of reach */
    unsigned char *bytes; /* the answer's body */
    size_t length, room;
    int is_too_long;
};

static inline int kontor_is_loopback_v4(const unsigned char *a) { return a[0] == 127; }

/* The addresses of IANA's registry of special-purpose ones (RFC 6890), and multicast's, are not everybody's. */
static inline int kontor_is_public_v4(const unsigned char *a) {
    return !(a[0] == 0 || a[0] == 10 || a[0] == 127 || a[0] >= 224 || (a[0] == 100 && (a[1] & 0xC0) == 64) || (a[0] == 169 && a[1] == 254)
        || (a[0] == 172 && (a[1] & 0xF0) == 16) || (a[0] == 192 && a[1] == 168) || (a[0] == 192 && a[1] == 0 && (a[2] == 0 || a[2] == 2))
        || (a[0] == 192 && a[1] == 88 && a[2] == 99) || (a[0] == 198 && (a[1] & 0xFE) == 18) || (a[0] == 198 && a[1] == 51 && a[2] == 100)
        || (a[0] == 203 && a[1] == 0 && a[2] == 113));
}

/* Of IPv6 only global unicast (RFC 4291 §2.4), without what carries an IPv4 address or is set aside: 2001::/23, 2001:db8::/32, 2002::/16,
   3fff::/20. An address that is IPv4's in IPv6's clothes (::ffff:0:0/96, and 64:ff9b::/96 of RFC 6052) is looked at as what it is. */
static inline int kontor_reaches(enum kontor_reach reach, const struct sockaddr *address) {
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    static const unsigned char translated[12] = {0, 0x64, 0xFF, 0x9B};
    static const unsigned char loopback[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    const unsigned char *a;
    if (reach == kontor_reach_anywhere) return 1;
    if (address->sa_family == AF_INET) {
        a = (const unsigned char *)&((const struct sockaddr_in *)address)->sin_addr;
        return reach == kontor_reach_loopback ? kontor_is_loopback_v4(a) : kontor_is_public_v4(a);
    }
    if (address->sa_family != AF_INET6) return 0;
    a = (const unsigned char *)&((const struct sockaddr_in6 *)address)->sin6_addr;
    if (reach == kontor_reach_loopback) return memcmp(a, loopback, 16) == 0 || (memcmp(a, mapped, 12) == 0 && kontor_is_loopback_v4(a + 12));
    if (memcmp(a, mapped, 12) == 0 || memcmp(a, translated, 12) == 0) return kontor_is_public_v4(a + 12);
    return (a[0] & 0xE0) == 0x20 && !(a[0] == 0x20 && a[1] == 0x01 && (a[2] & 0xFE) == 0) && !(a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0D && a[3] == 0xB8)
        && !(a[0] == 0x20 && a[1] == 0x02) && !(a[0] == 0x3F && a[1] == 0xFF && (a[2] & 0xF0) == 0);
}

/* Called with the very address that is about to be connected to, whatever the name says the next time it is asked. */
static curl_socket_t kontor_open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address) {
    struct kontor_exchange *exchange = (struct kontor_exchange *)data;
    (void)purpose;
    if (!kontor_reaches(exchange->reach, &address->addr)) {
        exchange->is_refused = 1;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t kontor_take_body(char *bytes, size_t size, size_t count, void *data) {
    struct kontor_exchange *exchange = (struct kontor_exchange *)data;
    size_t length = size * count;
    if (length > exchange->room - exchange->length) {
        exchange->is_too_long = 1;
        return 0;
    }
    memcpy(exchange->bytes + exchange->length, bytes, length);
    exchange->length += length;
    return length;
}

static inline CURLcode kontor_curl_set_exchange(CURL *curl, struct kontor_exchange *exchange) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, kontor_open_socket);
    if (code == CURLE_OK) code = curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, exchange);
    if (code == CURLE_OK) code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, kontor_take_body);
    if (code == CURLE_OK) code = curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
    return code;
}
static inline CURLcode kontor_curl_set_body(CURL *curl, const void *bytes, long length) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, length);
    return code == CURLE_OK ? curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, (const char *)bytes) : code;
}
static inline const char *kontor_curl_type(CURL *curl) {
    const char *type = NULL;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    return type;
}
