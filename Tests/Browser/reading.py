"""Who reads the pages, on which device, and what must be true of every page they see."""

import importlib.resources
import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from words import Words


@dataclass(frozen=True)
class Reader:
    """A person, as far as it matters to a page. Its text is the name of a test."""

    language: str = "en"
    width: int = 1440
    scripts: bool = True

    @property
    def words(self):
        return Words(self.language)

    @property
    def is_on_phone(self):
        return self.width < 768

    def __str__(self):
        device = "on a phone" if self.is_on_phone else "at a desk"
        scripts = "with" if self.scripts else "without"
        return f"{device}, {scripts} JavaScript, in {dict(en='English', ar='Arabic')[self.language]}"

    def context(self, browser, url, **options):
        return browser.new_context(
            base_url=url, locale=self.language, java_script_enabled=self.scripts, reduced_motion="reduce",
            viewport={"width": self.width, "height": 844 if self.is_on_phone else 900}, **options)


EVERY_READER = [Reader(language, width, scripts) for language in ["en", "ar"] for width in [390, 1440] for scripts in [True, False]]
# Each pair of what they differ in is among these, for what does not need all eight.
SOME_READERS = [Reader("en", 1440, True), Reader("en", 390, False), Reader("ar", 390, True), Reader("ar", 1440, False)]


class Watch:
    """Looks over a reader's shoulder: nothing may go wrong in the console, nothing may be asked of another host."""

    def __init__(self, context, url):
        self.wrong = []
        self.origin = urlsplit(url).netloc
        context.on("page", self._page)
        context.on("request", self._request)
        context.on("response", self._response)

    def _page(self, page):
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))

        def said(message):
            # An answer that refuses a page is news to the console, not a mistake of the page.
            if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
                self.wrong.append(f"{page.url}: {message.text}")

        page.on("console", said)

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.origin:
            self.wrong.append(f"asked another host: {request.url}")

    def _response(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
            self.wrong.append(f"{response.url} answers {response.status}")


_AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text()
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_seen = set()


def look(page, reader):
    """Reads the page: in its language and direction, within the screen, and with no barrier in light or in dark."""
    html = page.locator("html")
    assert html.get_attribute("lang") == reader.language
    assert html.get_attribute("dir") == reader.words.direction
    _fits(page)
    kind = (_kind(page), page.evaluate(_PARTS), reader)
    if kind not in _seen:
        _seen.add(kind)
        _no_barriers(page if reader.scripts else _mirror(page, reader), reader)


def _kind(page):
    """The path of a page, whatever it shows: looking once at each is enough."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", urlsplit(page.url).path), urlsplit(page.url).port


# What comes and goes on one page: questions, refusals, rows, menus and lists that are unfolded.
_PARTS = """() => ["dialog[open]", "[role=alert]", "[role=status]", "[data-rows]", ".pager", ".empty", "details[open]", ":popover-open",
    "[role=listbox]:not([hidden])", "[data-refresh]"].map((part) => document.querySelector(part) ? 1 : 0).join("")"""
_mirrors = {}


def _mirror(page, reader):
    """What is shown without scripts, in a browser that has them, because axe is one."""
    html = re.sub("<script[^>]*>.*?</script>|</?noscript>", "", page.content(), flags=re.DOTALL)
    html = html.replace("</head>", "<style>.needs-script { display: none !important }</style></head>")
    key = (reader, page.context.browser)
    if key not in _mirrors:
        _mirrors[key] = replace(reader, scripts=True).context(page.context.browser, page.url).new_page()
    mirror = _mirrors[key]
    mirror.unroute_all()
    mirror.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    mirror.goto(page.url)
    return mirror


def _no_barriers(page, reader):
    _settle(page)
    wrong = _serious(page, {"runOnly": {"type": "tag", "values": _RULES}})
    colours = (_kind(page), reader.width)
    if colours not in _seen:
        # In the dark only colours differ, and they are those of every language.
        _seen.add(colours)
        page.emulate_media(color_scheme="dark")
        _settle(page)
        wrong += _serious(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}, " in the dark")
        page.emulate_media(color_scheme="light")
    assert not wrong, f"{page.url}:\n" + "\n".join(wrong)


def _settle(page):
    """Waits until what moves and fades has come to rest."""
    page.evaluate("""async () => {
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
        for (const change of document.getAnimations()) change.finish()
    }""")


def _serious(page, options, where=""):
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    # The sheets are of this host, so that axe can read them where they are.
    found = page.evaluate("options => axe.run(options)", {**options, "resultTypes": ["violations"], "preload": False})["violations"]
    return [
        f"{violation['id']}{where} ({violation['impact']}): {node['html'][:200]} {node.get('failureSummary', '')}"
        for violation in found if violation["impact"] in ("serious", "critical") for node in violation["nodes"]
    ]


def _fits(page):
    """Nothing reaches beyond the side of the screen."""
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert beyond <= 0, f"{page.url} is {beyond} pixels wider than the screen"
