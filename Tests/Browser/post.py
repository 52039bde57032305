"""A mail server as the world has them: TLS before anything else is said, and a password to come in by."""

import asyncio
import email
import email.policy
import queue
import re
import ssl

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, SMTP

from kontor import free_ports

USER, PASSWORD = "kontor", "pässwörd with spaces"


class PostOffice:
    """Keeps what it takes, and takes what it is told to take."""

    def __init__(self, folder, name="localhost", has_tls=True, is_foreign=False):
        """Its certificate is for `name`; a foreign one is of an authority nobody was told of."""
        authority = trustme.CA()
        self.certificates = str(folder / "authority.pem")
        (trustme.CA() if is_foreign else authority).cert_pem.write_to_path(self.certificates)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if has_tls else None
        if has_tls:
            authority.issue_cert(name).configure_cert(self.context)
        self.port = free_ports(1)[0]
        self.refusals = []
        self.tried = []
        self.connections = 0
        self.mails, self.notices = queue.Queue(), queue.Queue()
        self.controller = None

    @property
    def settings(self):
        """What `kontor serve` is told of it."""
        return {
            "KONTOR_SMTP_URL": f"smtp://localhost:{self.port}", "KONTOR_SMTP_USER": USER, "KONTOR_SMTP_PASSWORD": PASSWORD,
            "KONTOR_SMTP_CA": self.certificates, "KONTOR_MAIL_FROM": "Kontor <no-reply@kontor.example>",
            "KONTOR_URL": "https://kontor.example/",
        }

    def start(self):
        self.controller = Counting(self)
        self.controller.start()
        return self

    def stop(self):
        """Hangs up on everybody, too: a server that is gone leaves no connection that is open and silent."""
        if self.controller:
            asyncio.run_coroutine_threadsafe(self.controller.hang_up(), self.controller.loop).result(10)
            self.controller.stop()
            self.controller = None

    def next(self, seconds=20):
        """The next mail that comes in."""
        return self.mails.get(timeout=seconds)

    def admit(self, server, session, envelope, mechanism, data):
        self.tried.append(data.password)
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()))

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refusals:
            return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message.envelope = (envelope.mail_from, envelope.rcpt_tos)
        # That somebody signed in on another device, changed how they prove who they are, or is assisted, comes when it comes: all of
        # these lead to one's sessions, and whoever reads the next mail means another.
        told = "/profile/sessions" in message.get_body(("plain",)).get_content()
        (self.notices if told else self.mails).put(message)
        return "250 OK"


class Counting(Controller):
    def __init__(self, office):
        self.office = office
        self.open = []
        super().__init__(office, hostname="localhost", port=office.port)

    def factory(self):
        self.office.connections += 1
        session = SMTP(
            self.office, tls_context=self.office.context, require_starttls=self.office.context is not None, auth_required=True,
            auth_require_tls=self.office.context is not None, authenticator=self.office.admit, enable_SMTPUTF8=True)
        self.open.append(session)
        return session

    async def hang_up(self):
        for session in self.open:
            if session.transport:
                session.transport.abort()
        await asyncio.sleep(0.1)


def link(message):
    """The link that both forms of a mail lead to, on this server."""
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    found = re.search(r"https://kontor\.example(/\S+)", text).group(1)
    assert f'href="https://kontor.example{found}"' in html
    return found
