"""One server for all tests, one browser, and a watch on every page."""

import collections
import os
import pathlib
import shutil
import signal
import sys

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from kontor import HOUSE, Database, Server, fresh_database, home_of_its_own, private_database  # noqa: E402
from office import Office, Owner  # noqa: E402
from reading import Reader, Watch  # noqa: E402
from visitor import registered  # noqa: E402

CHROMIUM = "/usr/bin/chromium"


def pytest_configure():
    # Ended from outside, the tests still stop what they started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def place():
    """Where the tests' server keeps its data: a home and a database, gone afterwards."""
    connection = os.environ.get("KONTOR_TEST_DATABASE")
    if connection:
        name, database = fresh_database(Database(connection))
        yield {"home": HOUSE, "database": database}
        Database(connection).ask(f"drop database {name} with (force)")
    else:
        home = home_of_its_own()
        yield {"home": home}
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def server(place, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("kontor"), **place, KONTOR_TRUST_PROXY="true").start()
    yield server
    code = server.stop()
    assert code == 0, f"the server did not stop cleanly ({code}):\n{server.said()}"


@pytest.fixture(scope="session")
def database(server, place):
    """The server's database, as its superuser sees it."""
    return place.get("database") or private_database(place["home"])


@pytest.fixture
def faulty(tmp_path):
    """A server whose power can be cut, on a PostgreSQL of its own that goes on living, as on another machine."""
    home = home_of_its_own()
    server = Server(tmp_path, home=home).start()
    yield server, private_database(home)
    server.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def operator(server):
    """Who runs the platform."""
    olive = Owner(name="Olive Operator", email="olive@kontor.example")
    server.run("operator", "add", "--email", olive.email, "--name", olive.name, "--role", "admin", typed=f"{olive.password}\n")
    return olive


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browsers(chromium):
    """Browsers that nobody uses just now, by their reader and portal. Each keeps its files from test to test, and no cookies."""
    return collections.defaultdict(list)


@pytest.fixture
def visit(chromium, server, browsers):
    """Opens a portal for a reader. Whatever goes wrong on one of the pages fails the test."""
    opened = []

    def open_for(reader=Reader(), url=server.url):
        free = browsers[reader, url]
        context, watch = free.pop() if free else watched(reader.context(chromium, url), url)
        page = context.new_page()
        page.set_default_timeout(15_000)
        opened.append((free, context, watch))
        return Office(page, reader)

    yield open_for
    wrong = []
    for free, context, watch in opened:
        for page in context.pages:
            page.close()
        context.clear_cookies()
        wrong += watch.wrong
        watch.wrong = []
        free.append((context, watch))
    assert not wrong, "\n".join(wrong)


def watched(context, url):
    return context, Watch(context, url)


@pytest.fixture
def work(server, visit):
    """A new business, and its owner at work in it."""

    def at_work(reader=Reader(), owner=None):
        owner = owner or Owner()
        visitor = registered(server.url, owner, reader.language)
        office = visit(reader)
        office.page.context.add_cookies([{"name": name, "value": value, "url": server.url} for name, value in visitor.cookies.items()])
        return office, owner, visitor

    return at_work


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and server:
        report.sections.append(("what the server said", server.said()))
    return report
