"""A list's columns and saved views, and the search over everything."""

import pytest
from playwright.sync_api import expect

from crm import PATH, Customers
from reading import EVERY_READER, SOME_READERS, Reader
from test_roles import colleague

every_reader = pytest.mark.parametrize("reader", EVERY_READER, ids=str)
some_readers = pytest.mark.parametrize("reader", SOME_READERS, ids=str)


def at_the_list(work, reader=Reader()):
    office, owner, visitor = work(reader)
    for name, segment in [("Anna", "vip"), ("Björn", "lead"), ("Chloé", "vip")]:
        Customers.given(visitor, name=name, segment=segment, email=f"{segment}@{name[0].lower()}.example", notes=f"Notes on {name}")
    customers = Customers(office)
    customers.open_list()
    return customers, owner, visitor


def columns(customers):
    return customers.page.locator("[data-rows] thead th").all_text_contents()


@some_readers
def test_columns_are_chosen_and_stay_while_one_searches(reader, work):
    customers, _, _ = at_the_list(work, reader)
    words, page = customers.words, customers.page
    form = page.locator("details:has(> form[data-autosubmit])")
    form.locator("summary").click()
    customers.look()
    for field in ["phone", "segment", "company", "churn_risk", "lifetime_value"]:
        form.get_by_role("checkbox", name=words(f"crm.customers.fields.{field}"), exact=True).uncheck()
    form.get_by_role("checkbox", name=words("crm.customers.fields.notes"), exact=True).check()
    if not reader.scripts:
        customers.send("records.columns.apply")
    wanted = [words(f"crm.customers.fields.{field}") for field in ["name", "email", "notes"]] + [words("platform.list.created")]
    expect(page.locator("[data-rows] thead th")).to_have_text(wanted)
    if reader.scripts:
        expect(form).to_have_attribute("open", "")
        page.keyboard.press("Escape")
    customers.search("ann")
    customers.lists("Anna")
    assert columns(customers) == wanted and "columns=" in page.url
    customers.look()
    form.locator("summary").click()
    customers.follow("records.columns.reset")
    customers.lists("Anna")
    assert words("crm.customers.fields.segment") in columns(customers)


@every_reader
def test_a_view_is_saved_opened_changed_and_deleted(reader, work):
    customers, _, _ = at_the_list(work, reader)
    words, page = customers.words, customers.page
    customers.filter("segment", "vip")
    customers.lists("Chloé", "Anna")
    customers.save_view("كبار VIP")
    customers.reads(words("platform.saved.said_saved", name="كبار VIP"))
    customers.lists("Chloé", "Anna")
    customers.open_list()
    customers.lists("Chloé", "Björn", "Anna")
    customers.follow_view("كبار VIP")
    customers.lists("Chloé", "Anna")
    customers.search("ann")
    customers.lists("Anna")
    customers.open_views()
    customers.look()
    page.locator("#views form button").first.click()
    page.wait_for_load_state()
    customers.reads(words("platform.saved.said_saved", name="كبار VIP"))

    customers.open_views()
    page.locator("#views form button").last.click()
    page.wait_for_load_state()
    customers.open_list()
    customers.lists("Anna")
    customers.follow_view(words("platform.saved.all"))
    customers.lists("Chloé", "Björn", "Anna")

    customers.follow_view("كبار VIP")
    customers.open_views()
    customers.link("records.saved.delete").click()
    customers.reads(words("platform.saved.delete_text"))
    customers.look()
    customers.send("common.delete")
    customers.lists("Chloé", "Björn", "Anna")


def test_a_shared_view_is_everybodys_to_open_and_a_managers_to_change(work, visit, database):
    customers, owner, _ = at_the_list(work)
    words = customers.words
    customers.open_list("?segment=lead")
    customers.save_view("Leads to call", shared=True)
    staff = Customers(visit())
    staff.sign_in(colleague(database, owner, "staff")).page.wait_for_url("**/home")
    staff.open_list()
    staff.follow_view("Leads to call")
    staff.lists("Björn")
    menu = staff.open_views()
    staff.look()
    expect(menu.get_by_role("link", name=words("records.saved.delete"))).to_have_count(0)
    staff.follow("records.saved.new")
    expect(staff.page.get_by_label(words("platform.saved.share"))).to_have_count(0)


@every_reader
def test_everything_is_searched_from_any_page(reader, work):
    customers, _, visitor = at_the_list(work, reader)
    Customers.given_company(visitor, name="Anna's Harbour", website="https://anna.example")
    words, page = customers.words, customers.page
    customers.open("/profile")
    if reader.is_on_phone:
        customers.follow("common.search")
        customers.look()
        page.get_by_role("main").get_by_role("searchbox").fill("anna")
        if not reader.scripts:
            customers.send("customer.search.submit")
    else:
        box = page.get_by_role("searchbox", name=words("common.search"))
        if reader.scripts:
            page.keyboard.press("/")
            expect(box).to_be_focused()
        box.fill("anna")
        with page.expect_navigation():
            box.press("Enter")
    results = page.locator("#results")
    expect(results.get_by_role("heading")).to_have_text([words("crm.customers.plural"), words("crm.companies.plural")])
    expect(results.locator("small").first).to_have_text("vip@a.example")
    customers.look()
    with page.expect_navigation():
        results.get_by_role("link", name=words("customer.search.all", many=words("crm.customers.plural"))).click()
    customers.lists("Anna")


def test_hits_come_while_one_types_and_open_by_keyboard(work):
    customers, _, _ = at_the_list(work)
    page, keyboard = customers.page, customers.page.keyboard
    customers.open("/search")
    box = page.get_by_role("main").get_by_role("searchbox")
    expect(box).to_be_focused()
    keyboard.type("chlo")
    link = page.locator("#results").get_by_role("link", name="Chloé")
    expect(link).to_be_visible()
    for _ in range(6):
        keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    keyboard.press("Enter")
    page.wait_for_url(f"**{PATH}/*-*")
    customers.open("/search?q=nobody+here")
    customers.reads(customers.words("customer.search.nothing", term="nobody here"))
