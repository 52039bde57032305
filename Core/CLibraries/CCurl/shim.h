#include <curl/curl.h>
/* Swift calls no function with a variable number of arguments; these have one type each. */
static inline CURLcode kontor_curl_set_text(CURL *curl, CURLoption option, const char *value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode kontor_curl_set_number(CURL *curl, CURLoption option, long value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode kontor_curl_set_list(CURL *curl, CURLoption option, struct curl_slist *value) { return curl_easy_setopt(curl, option, value); }
static inline CURLcode kontor_curl_set_mime(CURL *curl, curl_mime *value) { return curl_easy_setopt(curl, CURLOPT_MIMEPOST, value); }
static inline CURLcode kontor_curl_set_errors(CURL *curl, char *buffer) { return curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, buffer); }
static inline CURLcode kontor_curl_answer(CURL *curl, long *code) { return curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, code); }
