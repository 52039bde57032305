"""A client without a browser: what it sends and gets is seen to the byte."""

import http.client
import random
import re
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from kontor import Server


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    bytes: bytes

    @property
    def text(self):
        return self.bytes.decode()

    def cookies(self):
        return self.headers.get_all("set-cookie") or []


class Visitor:
    """Keeps its cookies and one connection; follows nothing by itself."""

    def __init__(self, url, **headers):
        self.host = urlsplit(url).netloc
        self.cookies, self.headers, self.connection, self.asked_at = {}, headers, None, 0

    def ask(self, method, path, body=None, **headers):
        """Header names are written with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in {**self.headers, **headers}.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if time.monotonic() - self.asked_at > 20:
            self.hang_up() # the server may have, by now
        self.asked_at = time.monotonic()
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise
        for cookie in answer.cookies():
            name, value = cookie.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer

    def hang_up(self):
        """The next request makes a connection anew, as after the server was away."""
        if self.connection:
            self.connection.close()
            self.connection = None

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, fields=(), **headers):
        return self.ask("POST", path, urlencode(fields, doseq=True), **{"Content_Type": "application/x-www-form-urlencoded", **headers})


def registered(url, owner, language="en"):
    """The owner of a new business, signed in."""
    # From an address of its own: many sign-ups from one are slowed down.
    address = f"198.51.{random.randrange(256)}.{random.randrange(256)}"
    visitor = Visitor(url, Accept_Language=language, X_Forwarded_For=address)
    answer = visitor.post("/sign-up", {
        "business_name": owner.business, "name": owner.name, "email": owner.email, "password": owner.password, "currency": "EUR"})
    assert answer.status == 303, answer.text
    return visitor


def signed_in(url, owner, language="en"):
    visitor = Visitor(url, Accept_Language=language)
    answer = visitor.post("/sign-in", {"email": owner.email, "password": owner.password})
    assert answer.status == 303, answer.text
    return visitor


def added(visitor, path, **fields):
    """Adds a record through its form. Returns its id."""
    answer = visitor.post(path, fields)
    assert answer.status == 303, answer.text
    visitor.cookies.pop("kontor_said", None)  # what the next page would announce
    return answer.headers["location"].rsplit("/", 1)[1]


def uuid7():
    """RFC 9562 §5.7: the time in milliseconds, then chance."""
    chance = uuid.uuid4().int & ((1 << 80) - 1)
    number = (time.time_ns() // 1_000_000) << 80 | chance
    return str(uuid.UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62))


@dataclass(frozen=True)
class Route:
    """One line of `kontor routes`."""

    portal: str
    method: str
    path: str
    access: str

    def filled(self, value):
        return re.sub(r"\{\w+\}", value, self.path)

    def __str__(self):
        return f"{self.method} {self.path}"


def routes(server: Server):
    lines = (line.split() for line in server.run("routes").splitlines())
    return [Route(words[0], words[1], words[2], words[3]) for words in lines]
