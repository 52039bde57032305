"""Every page there is, for every reader: `look` says what must be true of it."""

import pytest
from playwright.sync_api import expect

from crm import PATH, Customers
from operators import Operators
from reading import SOME_READERS
from visitor import routes

some_readers = pytest.mark.parametrize("reader", SOME_READERS, ids=str)
ENDLESS = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


def pages(server, visitor, portal, **ids):
    """The paths of a portal that answer with a page, ids filled in by the kind of record they are of."""
    found = []
    for route in routes(server):
        kind = next((kind for kind in ids if f"/{kind}/{{id}}" in route.path), None)
        path = route.filled(ids[kind]) if kind else route.path
        if route.method == "GET" and route.portal in portal and "{" not in path:
            answer = visitor.get(path)
            if answer.status == 200 and answer.bytes.startswith(b"<!doctype html>"):
                found.append(path)
    return found


@some_readers
def test_every_page_of_a_business_can_be_read(reader, work, server):
    office, _, visitor = work(reader)
    company = Customers.given_company(visitor, name=ENDLESS, website="https://example.com", contact_person="ليلى حسن")
    customer = Customers.given(
        visitor, name=f"{ENDLESS} 美咲", email=f"{'long' * 15}@example.com", phone="+45 3312 0000", company=company, notes=ENDLESS * 3)
    found = pages(server, visitor, ["customer", "site"], customers=customer, companies=company)
    assert {"/home", "/members", "/settings", "/profile", PATH, f"{PATH}/{customer}", f"{PATH}/{customer}/edit"} <= set(found)
    for path in found:
        office.open(path)


@some_readers
def test_every_page_of_the_operators_can_be_read(reader, work, visit, server, operator, database):
    _, owner, _ = work(reader)
    olive = Operators(visit(reader, server.admin_url)).sign_in(operator)
    business = database.value(f"select id from businesses where name = '{owner.business}'")
    visitor = olive.visitor(server.admin_url)
    found = pages(server, visitor, ["admin"], businesses=business)
    assert {"/businesses", f"/businesses/{business}", "/people", "/modules", "/mail"} <= set(found)
    for path in found:
        olive.open(path)


@some_readers
def test_pages_that_cannot_be_shown_say_so_readably(reader, work, visit, server, operator):
    member, _, _ = work(reader)
    olive = Operators(visit(reader, server.admin_url)).sign_in(operator)
    for office, path in [(visit(reader), "/nowhere"), (member, "/nowhere"), (member, f"{PATH}/nowhere"), (olive, "/businesses/nowhere")]:
        office.open(path)
        expect(office.page.get_by_role("link", name=reader.words("common.home"))).to_be_visible()


@pytest.mark.parametrize("language, name", [("en", "English"), ("es", "Español"), ("ar", "العربية")])
def test_a_visitor_chooses_a_language_on_the_page(language, name, visit):
    office = visit()
    for path in ["/", "/sign-in", "/sign-up"]:
        office.page.goto(path)
        with office.page.expect_navigation():
            office.page.get_by_role("link", name=name, exact=True).click()
        expect(office.page.locator("html")).to_have_attribute("lang", language)
        assert office.page.url.endswith(path)


def test_the_colours_one_chooses_stay_on_the_device(work):
    office, _, _ = work()
    office.page.emulate_media(color_scheme="light")
    background = lambda: office.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    office.page.goto("/home")
    light = background()
    office.page.locator("summary").last.click()
    office.page.get_by_text(office.words("common.theme.dark"), exact=True).check(force=True)
    assert background() != light
    office.page.goto(PATH)
    assert background() != light, "the next page must begin in the chosen colours"
