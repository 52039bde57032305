"""Two servers on one database, and somebody who is known to both."""

import contextlib
import os
import re
import shutil
import time
import uuid

from api import program
from kontor import HOUSE, Database, Server, fresh_database, home_of_its_own, private_database
from office import Owner
from test_access import seat
from test_roles import colleague
from visitor import Visitor, registered, signed_in, uuid7

SETTINGS = {"KONTOR_TRUST_PROXY": "true"}


@contextlib.contextmanager
def running(folders, through=lambda database: database, **settings):
    """Two nodes on a database of their own.
    `through` is the second one's way to it."""
    connection, home = os.environ.get("KONTOR_TEST_DATABASE"), None
    if connection:
        name, database = fresh_database(Database(connection))
        a = Server(folders.mktemp("a"), database=database, **SETTINGS, **settings)
    else:
        home = home_of_its_own()
        a, database = Server(folders.mktemp("a"), home=home, **SETTINGS, **settings), private_database(home)
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: shutil.rmtree(home, ignore_errors=True) if home else Database(connection).ask(f"drop database {name} with (force)"))
        stack.callback(a.stop)
        a.start()
        b = Server(folders.mktemp("b"), database=through(database), **SETTINGS, **settings)
        stack.callback(b.stop)
        yield Nodes(a, b.start(), database)
        for node in [b, a]:
            assert node.stop() == 0, node.said()


class Nodes:
    """Node A, where something is changed, and node B, which is to hear of it."""

    def __init__(self, a, b, database):
        self.a, self.b, self.database = a, b, database
        self.olive = None

    @property
    def both(self):
        return [self.a, self.b]

    def operates(self, path, **fields):
        """What an operator sends on A. Field names are written with `__` for the dots."""
        if self.olive is None:
            owner = Owner(name="Olive Operator", email=f"olive.{uuid.uuid4().hex[:8]}@kontor.example")
            self.a.run("operator", "add", "--email", owner.email, "--name", owner.name, "--role", "admin", typed=f"{owner.password}\n")
            self.olive = signed_in(self.a.admin_url, owner)
        answer = self.olive.post(path, {name.replace("__", "."): value for name, value in fields.items()})
        assert answer.status == 303, answer.text

    def business(self):
        owner = Owner()
        return Harbour(self, owner, registered(self.a.url, owner))


class Harbour:
    """A business with an owner, and a manager who comes in on both nodes with what they were given on A."""

    def __init__(self, nodes, owner, visitor):
        self.nodes, self.owner, self.visitor = nodes, owner, visitor
        self.person = colleague(nodes.database, owner, "manager")
        self.seat = seat(nodes.database, self.person)
        [[self.id, self.user]] = nodes.database.ask(f"select business_id, user_id from members where id = '{self.seat}'")

    def settles(self, path, **fields):
        """What the owner sends on A."""
        answer = self.visitor.post(path, fields)
        assert answer.status == 303, answer.text

    def session(self):
        """A cookie, on each node."""
        return self._spread(signed_in(self.nodes.a.url, self.person))

    def token(self):
        """An access token, on each node."""
        return self._spread(program(self.nodes.a.url, self.person))

    def key(self):
        """An API key of the owner's, on each node, and its id."""
        answer = self.visitor.post("/settings/keys/new", {"id": uuid7(), "name": "Till", "expiry": "never", "scope": "crm.customers.read"})
        assert answer.status == 201, answer.text
        secret = re.search(r'id="secret" value="([^"]+)"', answer.text).group(1)
        id = self.nodes.database.value(f"select id from api_keys where business_id = '{self.id}'")
        return self._spread(Visitor(self.nodes.a.url, Authorization=f"Bearer {secret}")), id

    def _spread(self, visitor):
        copies = []
        for node in self.nodes.both:
            copy = Visitor(node.url, **visitor.headers)
            copy.cookies = dict(visitor.cookies)
            copies.append(copy)
        return copies


def refused(wanted, asking, path, change):
    """Has something changed on A that closes a way in, and sees it closed: on A from the next request on, and on B within a second
    of A's answer."""
    on_a, on_b = asking
    for one in [*asking] * 3:
        assert one.get(path).status == 200, f"{path} must be open before, and known"
    change()
    changed = time.monotonic()
    assert on_a.get(path).status == wanted, "the node itself knows it at once"
    while (answer := on_b.get(path)).status == 200 and time.monotonic() - changed < 5:
        pass
    took = time.monotonic() - changed
    assert answer.status == wanted, f"{path} answers {answer.status} on the other node"
    assert took < 1, f"the other node took {took:.2f} s"
    for one in [*asking] * 3:
        assert one.get(path).status == wanted, "and so it stays"
