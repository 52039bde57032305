"""What people do with Kontor, step by step, by the names that stand on the page."""

import re
import uuid
from dataclasses import dataclass, field

from playwright.sync_api import expect

from reading import Reader, look
from visitor import Visitor
from words import plain

PASSWORD = "a long enough secret"


@dataclass
class Owner:
    """A person and their business, about to register."""

    business: str = field(default_factory=lambda: f"Harbour Cycles {uuid.uuid4().hex[:6]}")
    name: str = "Ada Marín"
    email: str = field(default_factory=lambda: f"ada.{uuid.uuid4().hex[:10]}@harbour.example")
    password: str = PASSWORD


class Office:
    """A reader's browser in one portal."""

    def __init__(self, page, reader: Reader):
        self.page, self.reader, self.words = page, reader, reader.words

    def open(self, path):
        self.page.goto(path)
        return self.look()

    def look(self):
        look(self.page, self.reader)
        return self

    def field(self, key):
        return self.page.get_by_label(self.words.starting(key)).locator("visible=true")

    def fill(self, **fields):
        """Fills fields by the keys of their labels, with `__` for the dots."""
        for key, value in fields.items():
            self.field(key.replace("__", ".")).fill(value)

    def button(self, key, **named):
        return self.page.get_by_role("button", name=self.words(key, **named), exact=True).locator("visible=true")

    def link(self, key, **named):
        return self.page.get_by_role("link", name=self.words(key, **named), exact=True).locator("visible=true").first

    def press(self, key):
        """Presses a button that stays on the page."""
        self.button(key).click()

    def send(self, key):
        """Presses a button, and waits for the page that answers."""
        with self.page.expect_navigation():
            self.button(key).click()

    def follow(self, key, **named):
        """Follows a link, and waits for its page."""
        with self.page.expect_navigation():
            self.link(key, **named).click()

    def reads(self, text):
        """Waits until the page says so."""
        expect(self.page.locator("body")).to_contain_text(self._pattern(text))

    def reads_not(self, text):
        expect(self.page.locator("main")).not_to_contain_text(self._pattern(text))

    def _pattern(self, text):
        # Anywhere there may be marks that keep scripts apart.
        return re.compile("[\u2066-\u2069]*".join(r"\s+" if letter == " " else re.escape(letter) for letter in plain(text)))

    def unfold_menu(self):
        """On a phone the menu is behind a button, with or without JavaScript."""
        if self.reader.is_on_phone:
            self.press("common.menu")

    def visitor(self, url):
        """The same person, without the browser."""
        visitor = Visitor(url)
        visitor.cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies(url)}
        return visitor

    def register(self, owner):
        self.open("/")
        self.page.get_by_role("main").get_by_role("link", name=self.words("site.hero.start")).first.click()
        self.look()
        self.fill(
            platform__fields__business_name=owner.business, platform__fields__name=owner.name,
            platform__fields__email=owner.email, platform__fields__password=owner.password)
        self.send("customer.register.submit")
        self.page.wait_for_url("**/home")
        return self.look()

    def sign_in(self, owner):
        self.open("/sign-in")
        self.fill(platform__fields__email=owner.email, platform__fields__password=owner.password)
        self.send("customer.signIn.submit")
        return self

    def sign_out(self):
        self.unfold_menu()
        self.page.locator("summary").filter(visible=True).last.click()
        self.send("common.signOut")
        self.page.wait_for_url("**/sign-in")
        return self.look()
