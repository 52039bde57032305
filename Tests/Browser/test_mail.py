"""Mail on its whole way: asked for in a browser, handed over to a real mail server, read, and followed."""

import re
import shutil
import time

import pytest

from kontor import Server, home_of_its_own, private_database
from office import Owner
from post import PostOffice, link
from reading import SOME_READERS, look
from visitor import registered


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    office = PostOffice(tmp_path_factory.mktemp("post")).start()
    yield office
    office.stop()


@pytest.fixture(scope="module")
def posting(post, tmp_path_factory):
    """A server that sends mail, and its database."""
    home = home_of_its_own()
    server = Server(tmp_path_factory.mktemp("kontor"), home=home, **post.settings).start()
    yield server, private_database(home)
    assert server.stop() == 0, server.said()
    shutil.rmtree(home, ignore_errors=True)


def asked(page, server, address):
    page.goto(f"{server.url}/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Send the link").click()
    page.get_by_text("a mail with a link is on its way").wait_for()


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def newcomer(server, post, owner):
    """Registers, and lets the mail come in that asks them to confirm their address."""
    registered(server.url, owner)
    assert link(post.next()).startswith("/verify?link=")


def test_a_forgotten_password_is_chosen_anew_by_mail(posting, post, chromium):
    server, database = posting
    owner = Owner(name="Zoë Ñandú", email="zoe@harbour.example")
    newcomer(server, post, owner)
    page = chromium.new_page()
    asked(page, server, owner.email)
    message = post.next()
    assert message.envelope == ("no-reply@kontor.example", [owner.email])
    assert message["from"] == "Kontor <no-reply@kontor.example>" and message["subject"] == "Choose another password"
    assert message["auto-submitted"] == "auto-generated" and message["message-id"].endswith("@kontor.example>")
    page.goto(server.url + link(message))
    page.get_by_label("New password").fill("battery staple")
    page.get_by_role("button", name="Change password").click()
    page.get_by_text("Sign in with the new one").wait_for()
    page.get_by_label("E-mail address").fill(owner.email)
    page.get_by_label("Password").fill("battery staple")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/home")
    page.close()
    until(lambda: database.value("select count(*) from mails where sent_at is null or plain is not null") == "0")


def test_the_arabic_mail_reads_from_right_to_left(posting, post, chromium):
    server, _ = posting
    newcomer(server, post, Owner(name="Layla", email="layla@horizon.example"))
    context = chromium.new_context(locale="ar")
    page = context.new_page()
    page.goto(f"{server.url}/forgotten")
    page.locator("input[name=email]").fill("layla@horizon.example")
    page.locator("main button[type=submit]").click()
    message = post.next()
    context.close()
    assert message["subject"] == "اختر كلمة مرور أخرى" and message["content-language"] == "ar"
    assert 'dir="rtl"' in message.get_body(("html",)).get_content()
    assert link(message).startswith("/reset?link=")


def test_a_mail_that_is_not_taken_now_is_tried_again_and_one_that_never_is_not(posting, post, chromium):
    server, database = posting
    for name in ("later", "never"):
        newcomer(server, post, Owner(name=name, email=f"{name}@harbour.example"))
    page = chromium.new_page()
    post.refusals = ["451 4.7.1 come back later"]
    asked(page, server, "later@harbour.example")
    until(lambda: database.value("select error from mails where recipient like 'later%' and attempts = 1 and error is not null"))
    assert "451" in database.value("select error from mails where kind = 'reset' and recipient like 'later%'")
    database.ask("update mails set next_at = now() where recipient like 'later%'")
    assert post.next().envelope[1] == ["later@harbour.example"]
    post.refusals = ["550 5.1.1 no such mailbox"]
    asked(page, server, "never@harbour.example")
    until(lambda: database.value("select count(*) from mails where recipient like 'never%' and failed_at is not null") == "1")
    assert "550" in database.value("select error from mails where kind = 'reset' and recipient like 'never%'")
    page.close()


def test_mail_waits_for_its_server_and_goes_over_one_connection(posting, post, chromium):
    server, database = posting
    newcomer(server, post, Owner(name="Bo", email="bo@harbour.example"))
    until(lambda: database.value("select count(*) from mails where recipient like 'bo%' and sent_at is null") == "0")
    post.stop()
    page = chromium.new_page()
    for _ in range(3):
        asked(page, server, "bo@harbour.example")
    until(lambda: database.value("select count(*) from mails where recipient like 'bo%' and error is not null and plain is not null") == "3")
    post.start()
    before = post.connections
    database.ask("update mails set next_at = now() where recipient like 'bo%'")
    database.ask("notify kontor_mail")
    assert len({link(post.next()) for _ in range(3)}) == 3
    assert post.connections - before == 1
    page.close()


@pytest.mark.parametrize("flaw", [{"has_tls": False}, {"is_foreign": True}, {"name": "elsewhere.example"}], ids=["no TLS", "unknown authority", "another name"])
def test_nothing_is_told_to_a_mail_server_that_does_not_prove_itself(flaw, tmp_path, chromium):
    office = PostOffice(tmp_path, **flaw).start()
    home = home_of_its_own()
    server = Server(tmp_path, home=home, **office.settings).start()
    try:
        registered(server.url, Owner(name="Eve", email="eve@harbour.example"))
        page = chromium.new_page()
        asked(page, server, "eve@harbour.example")
        database = private_database(home)
        until(lambda: database.value("select count(*) from mails where error is not null and failed_at is null") == "2")
        assert office.mails.empty() and not office.tried
        page.close()
    finally:
        server.stop()
        office.stop()
        shutil.rmtree(home, ignore_errors=True)


def test_without_a_mail_server_the_outbox_shows_what_would_be_sent(tmp_path, chromium):
    home = home_of_its_own()
    server = Server(tmp_path, home=home, KONTOR_OUTBOX="true").start()
    try:
        page = chromium.new_page(base_url=server.url)
        page.goto("/outbox")
        page.get_by_role("heading", name="Nothing to send yet").wait_for()
        registered(server.url, Owner(name="Ida", email="ida@harbour.example"))
        asked(page, server, "ida@harbour.example")
        page.goto("/outbox")
        mail = page.get_by_role("article").filter(has_text="Choose another password")
        path = re.search(r"/reset\?link=\S+", mail.get_by_role("link").inner_text()).group(0)
        page.goto(path)
        page.get_by_label("New password").fill("short")
        page.get_by_role("button", name="Change password").click()
        page.get_by_text("Use at least 8 characters.").wait_for()
        page.close()
        for reader in SOME_READERS:
            context = reader.context(chromium, server.url)
            page = context.new_page()
            for place in ["/sign-in", "/forgotten", "/outbox", path, "/reset?link=made-up"]:
                page.goto(place)
                look(page, reader)
            context.close()
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def test_nobody_is_promised_a_mail_where_none_is_sent(server, chromium):
    page = chromium.new_page(base_url=server.url)
    page.goto("/sign-in")
    assert page.get_by_role("link", name="Forgot your password?").count() == 0
    assert page.goto("/forgotten").status == 404 and page.goto("/outbox").status == 404
    page.close()


@pytest.mark.parametrize("wrong, named", [
    ({"KONTOR_URL": ""}, "KONTOR_URL"), ({"KONTOR_URL": "kontor.example"}, "KONTOR_URL"), ({"KONTOR_MAIL_FROM": "Kontor"}, "KONTOR_MAIL_FROM"),
    ({"KONTOR_SMTP_URL": "mail.example"}, "KONTOR_SMTP_URL"),
    ({"KONTOR_SMTP_URL": "smtp://mail.example:25", "KONTOR_SMTP_PLAIN": "true"}, "KONTOR_SMTP_PLAIN"),
])
def test_a_setting_that_cannot_be_meant_stops_the_start_with_its_name(wrong, named, post, tmp_path):
    with pytest.raises(AssertionError, match=f"{named} is not right"):
        Server(tmp_path, **{**post.settings, **wrong}).start()
