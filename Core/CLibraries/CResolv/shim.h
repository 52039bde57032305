#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>
/* Asks for the TXT records of a name (RFC 1035 §3.3.14), of the server named or, where server is NULL, of this machine's. Writes each
   record's text, its pieces joined, with its length in two bytes before it. Answers how many bytes were written, or one of netdb.h's
   errors, negative: -HOST_NOT_FOUND and -NO_DATA mean that there is none. */
static inline int kontor_txt_records(const char *name, const char *server, int port, unsigned char *texts, int room) {
    struct __res_state state;
    unsigned char answer[NS_MAXMSG];
    ns_msg message;
    int length, written = 0;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return -NO_RECOVERY;
    state.retrans = 2;
    state.retry = 2;
    if (server) {
        state.nscount = 1;
        memset(&state.nsaddr_list[0], 0, sizeof state.nsaddr_list[0]);
        state.nsaddr_list[0].sin_family = AF_INET;
        state.nsaddr_list[0].sin_port = htons((unsigned short)port);
        if (inet_pton(AF_INET, server, &state.nsaddr_list[0].sin_addr) != 1) { res_nclose(&state); return -NO_RECOVERY; }
    }
    length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer, sizeof answer);
    if (length < 0) {
        int problem = state.res_h_errno;
        res_nclose(&state);
        return problem > 0 ? -problem : -TRY_AGAIN;
    }
    res_nclose(&state);
    if (length > (int)sizeof answer || ns_initparse(answer, length, &message) != 0) return -NO_RECOVERY;
    for (int i = 0; i < ns_msg_count(message, ns_s_an); i++) {
        ns_rr record;
        if (ns_parserr(&message, ns_s_an, i, &record) != 0) return -NO_RECOVERY;
        if (ns_rr_type(record) != ns_t_txt) continue;
        const unsigned char *data = ns_rr_rdata(record);
        int left = ns_rr_rdlen(record), start = written;
        if (written + 2 + left > room) break; /* each piece's own length byte goes: what fits with it fits without */
        written += 2;
        while (left > 0 && data[0] < left) {
            memcpy(texts + written, data + 1, data[0]);
            written += data[0];
            left -= data[0] + 1;
            data += data[0] + 1;
        }
        texts[start] = (unsigned char)((written - start - 2) >> 8);
        texts[start + 1] = (unsigned char)((written - start - 2) & 255);
    }
    return written;
}
