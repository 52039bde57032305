"""What a company has of its own: a name system with its domain, and a provider that signs its people in."""

import base64
import contextlib
import hashlib
import io
import threading
from urllib.parse import parse_qs, urlsplit

import dnslib
import dnslib.server
import oidc_provider_mock
import werkzeug.serving


class NameServer:
    """Answers for the TXT records that are put into it, and for no others."""

    def __init__(self):
        self.records = {}
        # A logger of its own: this one is not to say what it is asked.
        self.server = dnslib.server.DNSServer(self, address="127.0.0.1", port=0, logger=dnslib.server.DNSLogger(log="-request,-reply"))
        self.server.start_thread()
        self.address = f"127.0.0.1:{self.server.server.server_address[1]}"

    def resolve(self, request, handler):
        reply = request.reply()
        texts = self.records.get(str(request.q.qname).rstrip(".").lower())
        if texts is None:
            reply.header.rcode = dnslib.RCODE.NXDOMAIN
        elif request.q.qtype == dnslib.QTYPE.TXT:
            for text in texts:
                pieces = [text[start:start + 200].encode() for start in range(0, len(text), 200)]
                reply.add_answer(dnslib.RR(request.q.qname, dnslib.QTYPE.TXT, rdata=dnslib.TXT(pieces)))
        return reply

    def stop(self):
        self.server.stop()


class _Pkce:
    """Sees to it that who brings a code is who asked for it (RFC 7636)."""

    def __init__(self, app):
        self.app, self.challenges, self.proven = app, {}, 0

    def __call__(self, environ, start_response):
        query = parse_qs(environ.get("QUERY_STRING", ""))
        if environ["PATH_INFO"] == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            form = parse_qs(body.decode())
            digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
            assert self.challenges.pop(form["code"][0]) == base64.urlsafe_b64encode(digest).decode().rstrip("=")
            self.proven += 1

        def begin(status, headers, *more):
            code = parse_qs(urlsplit(dict(headers).get("Location", "")).query).get("code")
            if environ["PATH_INFO"] == "/oauth2/authorize" and code:
                assert query["code_challenge_method"] == ["S256"] and query["nonce"] and query["state"]
                self.challenges[code[0]] = query["code_challenge"][0]
            return start_response(status, headers, *more)

        return self.app(environ, begin)


@contextlib.contextmanager
def provider(people):
    """Signs in whom it knows, by one click each; answers its address and what it has seen.
    people: the claims of each by their subject."""
    users = [oidc_provider_mock.User(sub=subject, claims=claims) for subject, claims in people.items()]
    guard = _Pkce(oidc_provider_mock.app(require_nonce=True, user_claims=users))
    server = werkzeug.serving.make_server("127.0.0.1", 0, guard, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", guard
    finally:
        server.shutdown()
        thread.join()
