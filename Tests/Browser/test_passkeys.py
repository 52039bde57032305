"""Passkeys, with Chromium's own virtual authenticator in the place of a fingerprint reader."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from kontor import Server, home_of_its_own
from office import Office, Owner
from reading import SOME_READERS, Reader, Watch
from visitor import Visitor, registered


@pytest.fixture(scope="module")
def near(tmp_path_factory):
    """A server that people reach by a name: there are no passkeys for a number."""
    home = home_of_its_own()
    server = Server(tmp_path_factory.mktemp("kontor"), home=home, KONTOR_TRUST_PROXY="true")
    server.url = f"http://localhost:{server.port}"
    server.environment["KONTOR_URL"] = server.url
    server.start()
    yield server
    assert server.stop() == 0, server.said()
    shutil.rmtree(home, ignore_errors=True)


class Authenticator:
    """Of a browser's context; knows its owner as long as it is told so."""

    def __init__(self, page, **options):
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        self.id = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True, **options}})["authenticatorId"]

    @property
    def credentials(self):
        return self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def take(self, credentials):
        for credential in credentials:
            self.session.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": credential})

    def knows_its_owner(self, does):
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": does})


@pytest.fixture
def browser(near, chromium):
    """Opens a browser with an authenticator."""
    opened = []

    def open_for(reader=Reader(), owner=None, offers=False, **options):
        context = reader.context(chromium, near.url)
        if not offers:  # the authenticator would take the browser's own offer at once
            context.add_init_script("window.PublicKeyCredential && (PublicKeyCredential.isConditionalMediationAvailable = async () => false)")
        opened.append((context, Watch(context, near.url)))
        office = Office(context.new_page(), reader)
        office.page.set_default_timeout(8_000)
        authenticator = Authenticator(office.page, **options)
        if owner:
            cookies = registered(near.url, owner, reader.language).cookies
            context.add_cookies([{"name": name, "value": value, "url": near.url} for name, value in cookies.items()])
        return office, authenticator

    yield open_for
    wrong = []
    for context, watch in opened:
        wrong += watch.wrong
        context.close()
    assert not wrong, "\n".join(wrong)


def out(office):
    office.open("/home")
    office.sign_out()


def enter(office, url="**/home"):
    with office.page.expect_navigation(url=url):
        office.button("security.passkeys.enter").click()


def added(office, name="My key"):
    office.open("/profile/passkeys")
    office.field("security.passkeys.name").last.fill(name)
    office.send("security.passkeys.add")
    office.look().reads(office.words("security.passkeys.added"))


@pytest.mark.parametrize("reader", [reader for reader in SOME_READERS if reader.scripts], ids=str)
def test_a_passkey_is_made_named_used_and_removed(reader, browser):
    owner = Owner()
    office, authenticator = browser(reader, owner)
    added(office)
    assert len(authenticator.credentials) == 1 and authenticator.credentials[0]["isResidentCredential"]
    out(office)
    office.look()
    enter(office)
    office.open("/profile/sessions")
    office.reads(office.words("security.sessions.ways.passkey"))
    office.open("/profile/passkeys")
    office.page.locator("summary", has_text=office.words("security.passkeys.rename")).click()
    office.page.locator("details[open] input[name=name]").fill("The blue one")
    office.send("common.save")
    expect(office.page.get_by_role("heading", name="The blue one")).to_be_visible()
    office.page.get_by_role("link", name=re.compile("The blue one")).click()
    office.look().send("security.passkeys.off_submit")
    office.look().reads(office.words("security.passkeys.removed"))


def test_a_passkey_counts_as_both_steps_and_as_a_proof(browser, near, tmp_path):
    from test_signing_in import set_up

    owner = Owner()
    office, authenticator = browser(owner=owner)
    set_up(office, tmp_path)
    added(office)
    out(office)
    enter(office)
    office.open("/confirm?next=%2Fprofile%2Fpasskeys")
    with office.page.expect_navigation(url="**/profile/passkeys"):
        office.button("security.passkeys.confirm").click()


def test_passkeys_are_offered_where_the_address_is_typed(browser):
    owner = Owner()
    office, authenticator = browser(owner=owner, offers=True)
    added(office)
    office.page.goto("/home")
    field = []
    office.page.on("response", lambda response: field.append(response.text()) if response.url.endswith("/sign-in") and response.status == 200 else None)
    office.page.locator("summary").filter(visible=True).last.click()
    office.button("common.signOut").click()
    office.page.wait_for_url("**/home")  # chosen there and then
    assert 'autocomplete="username webauthn"' in field[0]
    office.open("/profile/sessions")
    office.reads(office.words("security.sessions.ways.passkey"))


def test_who_is_not_known_to_the_authenticator_does_not_come_in(browser):
    owner = Owner()
    office, authenticator = browser(owner=owner)
    added(office)
    out(office)
    authenticator.knows_its_owner(False)
    office.press("security.passkeys.enter")
    expect(office.page.locator("[data-wrong]:visible")).to_be_visible()
    assert office.page.url.endswith("/sign-in")


def test_what_was_signed_once_is_good_for_nothing_again(browser, near):
    """Attack: a replayed WebAuthn challenge."""
    owner = Owner()
    office, authenticator = browser(owner=owner)
    added(office)
    out(office)
    sent = []
    office.page.on("request", lambda request: sent.append(request.post_data) if request.url.endswith("/sign-in/passkey") else None)
    enter(office)
    assert len(sent) == 1
    again = Visitor(near.url).ask("POST", "/sign-in/passkey", sent[0], Content_Type="application/x-www-form-urlencoded")
    assert again.status == 410 and not any("kontor_session=" in cookie for cookie in again.cookies())


def test_a_copied_key_whose_counter_goes_back_is_refused_and_noted(browser):
    owner = Owner()
    office, authenticator = browser(owner=owner)
    added(office)
    copy = authenticator.credentials
    for _ in range(2):
        out(office)
        enter(office)
    other, stolen = browser()
    stolen.take(copy)
    other.open("/sign-in")
    enter(other, "**/sign-in/passkey")
    other.reads(other.words("security.passkeys.refused"))
    office.open("/profile/sessions")
    office.reads(office.words("security.sessions.outcomes.refused"))


def test_without_scripts_nothing_is_promised(browser):
    reader = Reader(scripts=False)
    owner = Owner()
    office, _ = browser(reader, owner)
    office.open("/profile/passkeys")
    office.reads(office.words("security.passkeys.script"))
    expect(office.page.locator("form[data-passkey]")).to_be_hidden()
    office.open("/sign-in")
    expect(office.page.locator("form[data-passkey]")).to_be_hidden()
