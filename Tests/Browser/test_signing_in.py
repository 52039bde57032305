"""Signing in as people do it: two steps with an app's codes, a link by mail, and the page of one's sessions."""

import base64
import hashlib
import hmac
import re
import shutil
import struct
import time

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from kontor import Server, home_of_its_own, private_database
from office import Office, Owner
from reading import SOME_READERS, Reader
from visitor import Visitor, registered


def code(secret, at=None):
    """RFC 6238, written once more."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def read(element, tmp_path):
    """What a phone's camera reads of the picture."""
    place = tmp_path / "code.png"
    element.screenshot(path=place)
    return zxingcpp.read_barcode(Image.open(place)).text


def set_up(office, tmp_path):
    """Takes the second factor over into an app. Returns its secret, and the recovery codes."""
    office.open("/profile/code")
    office.follow("security.code.setUp")
    address = read(office.page.locator("svg.qr"), tmp_path)
    secret = re.search(r"secret=([A-Z2-7]+)", address).group(1)
    assert secret == office.page.locator("code.secret").inner_text().replace(" ", "") and "issuer=Kontor" in address
    office.look().fill(security__second__code=code(secret, time.time() - 30))
    office.send("security.code.switchOn")
    office.look()
    return secret, office.page.locator(".secrets code").all_inner_texts()


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_a_second_factor_is_set_up_used_and_given_up(reader, work, visit, tmp_path, server):
    office, owner, _ = work(reader)
    secret, codes = set_up(office, tmp_path)
    assert len(set(codes)) == 10
    with office.page.expect_download() as download:
        office.button("security.code.download").click()
    assert open(download.value.path()).read().split() == codes
    office.follow("security.code.kept")
    office.look()
    other = visit(reader)
    other.sign_in(owner).page.wait_for_url("**/sign-in/code")
    other.look().fill(security__second__code="123456" if code(secret) != "123456" else "654321")
    other.send("security.second.submit")
    other.look().reads(other.words("security.errors.wrong_code"))
    other.fill(security__second__code=code(secret))
    other.send("security.second.submit")
    other.page.wait_for_url("**/home")
    third = visit(Reader())
    third.sign_in(owner).page.wait_for_url("**/sign-in/code")
    third.fill(security__second__code=codes[3].upper())
    third.send("security.second.submit")
    third.page.wait_for_url("**/home")
    office.open("/profile/code")
    office.follow("security.code.switchOff")
    office.look().send("security.code.off_submit")
    office.look().reads(office.words("security.code.is_off"))
    visit(Reader(scripts=False)).sign_in(owner).page.wait_for_url("**/home")


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_somebody_sees_where_they_are_signed_in_and_signs_out_there(reader, work, visit):
    office, owner, _ = work(reader)
    other = visit(Reader())
    other.sign_in(owner).page.wait_for_url("**/home")
    office.open("/profile")
    office.page.get_by_role("link", name=office.words("security.sessions.title")).click()
    office.page.wait_for_url("**/profile/sessions")
    office.look()
    rows = office.page.locator("table").first.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(office.words("security.sessions.this"))
    rows.nth(1).get_by_role("button").click()
    if reader.scripts:
        office.page.locator("dialog[open] [data-yes]").click()
    expect(rows).to_have_count(1)
    office.look()
    other.page.goto("/home")
    other.page.wait_for_url("**/sign-in?**")


def test_what_could_do_harm_asks_again_who_it_is_and_loses_nothing_silently(work, database):
    office, owner, _ = work()
    office.open("/settings/keys/new")
    office.fill(platform__keys__name="Web shop")
    database.ask(f"""
        update sessions set confirmed_at = now() - interval '1 hour'
         where user_id = (select id from users where email = '{owner.email}')""")
    office.page.get_by_role("checkbox").first.check()
    office.send("customer.keys.make")
    office.look().reads("What you sent was not done yet")
    office.fill(platform__fields__password="not this one")
    office.send("security.confirm.byPassword")
    office.look().fill(platform__fields__password=owner.password)
    office.send("security.confirm.byPassword")
    office.page.wait_for_url("**/settings/keys/new")
    office.reads("please send it once more")
    assert database.value(f"select count(*) from api_keys k join members m on m.id = k.member_id join users u on u.id = m.user_id where u.email = '{owner.email}'") == "0"


def test_a_link_by_mail_signs_in_once_and_a_new_device_is_told_of(tmp_path, chromium):
    home = home_of_its_own()
    server = Server(tmp_path, home=home, KONTOR_OUTBOX="true").start()
    try:
        owner = Owner(name="Ida", email="ida@harbour.example")
        registered(server.url, owner)
        private_database(home).ask("update users set email_verified_at = now()")
        for number, reader in enumerate(SOME_READERS):
            context = reader.context(chromium, server.url)
            office = Office(context.new_page(), reader)
            office.open("/sign-in")
            office.follow("security.enter.offer")
            office.look().fill(platform__fields__email=owner.email)
            office.send("security.enter.ask.submit")
            office.look()
            office.page.goto("/outbox")
            mail = office.page.get_by_role("article").filter(has_text=owner.email).first
            path = re.search(r"/enter\?link=\S+", mail.inner_text()).group(0)
            office.open(path)
            office.send("security.enter.use.submit")
            office.page.wait_for_url("**/home")
            assert office.page.goto(path).status == 410
            office.page.goto("/outbox")
            assert office.page.get_by_role("article").filter(has_text="/profile/sessions").count() == number + 1
            context.close()
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def test_who_guesses_slows_themselves_down_and_not_the_owner(server, work, database):
    """Attack: locking somebody out of their own account."""
    office, owner, visitor = work()
    stranger = Visitor(server.url, X_Forwarded_For="203.0.113.7")
    answers = [stranger.post("/sign-in", {"email": owner.email, "password": "wrong"}).status for _ in range(5)]
    assert answers == [422] * 5
    database.ask("update sign_in_failures set failures = 12 where failures = 5 and subject like 'account:%'")
    assert stranger.post("/sign-in", {"email": owner.email, "password": "wrong"}).status == 429
    at_home = Visitor(server.url)
    at_home.cookies["kontor_device"] = visitor.cookies["kontor_device"]
    assert at_home.post("/sign-in", {"email": owner.email, "password": owner.password}).status == 303
