"""Everything without a mouse."""

from playwright.sync_api import expect

from crm import Customers
from office import Owner
from reading import Reader
from visitor import registered


def tab_to(page, locator, most=60):
    """Walks with Tab as long as it takes."""
    for _ in range(most):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} times Tab do not lead to {locator}")


def test_one_signs_in_and_keeps_customers_with_the_keyboard_alone(server, visit):
    owner = Owner()
    registered(server.url, owner)
    customers = Customers(visit())
    page, keyboard, words = customers.page, customers.page.keyboard, customers.words

    page.goto("/sign-in")
    expect(customers.field("platform.fields.email")).to_be_focused()
    keyboard.type(owner.email)
    keyboard.press("Tab")
    keyboard.type(owner.password)
    keyboard.press("Enter")
    page.wait_for_url("**/home")

    tab_to(page, page.get_by_role("navigation", name=words("common.menu")).get_by_role("link", name=words("crm.customers.plural")))
    keyboard.press("Enter")
    page.wait_for_url("**/crm/customers")
    for name in ["Anna", "Björn", "Chloé"]:
        if not page.url.endswith("/crm/customers"):
            page.goto("/crm/customers")
        keyboard.press("c")
        page.wait_for_url("**/new")
        expect(customers.field("crm.customers.fields.name")).to_be_focused()
        keyboard.type(name)
        keyboard.press("Enter")
        page.wait_for_url("**/crm/customers/*-*")
        customers.reads(words("platform.said.created", title=name))

    page.goto("/crm/customers")
    keyboard.press("f")
    search = page.get_by_role("main").get_by_role("searchbox")
    expect(search).to_be_focused()
    keyboard.type("björ")
    customers.lists("Björn")
    search.fill("")
    customers.lists("Chloé", "Björn", "Anna")
    keyboard.press("Escape")
    expect(search).not_to_be_focused()

    for key, name in [("j", "Chloé"), ("j", "Björn"), ("j", "Anna"), ("j", "Anna"), ("k", "Björn")]:
        keyboard.press(key)
        expect(page.get_by_role("link", name=name)).to_be_focused()
    keyboard.press("x")
    expect(page.get_by_role("checkbox", name=f"{words('records.select')} Björn")).to_be_checked()
    keyboard.press("x")
    keyboard.press("Enter")
    page.wait_for_url("**/crm/customers/*-*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Björn")
    keyboard.press("e")
    page.wait_for_url("**/edit")
    expect(customers.field("crm.customers.fields.name")).to_be_focused()


def test_the_first_stop_of_each_page_leads_past_the_menu(work):
    office, _, _ = work()
    office.open("/home")
    office.page.keyboard.press("Tab")
    skip = office.page.get_by_role("link", name=office.words("common.skip"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    office.page.keyboard.press("Enter")
    expect(office.page.get_by_role("main")).to_be_focused()


def test_a_question_is_answered_with_the_keyboard(work):
    office, _, visitor = work()
    customers = Customers(office)
    customers.open(f"/crm/customers/{Customers.given(visitor, name='Nora')}")
    page, keyboard = office.page, office.page.keyboard
    delete = page.get_by_role("main").get_by_role("link", name=office.words("common.delete"))
    delete.focus()
    keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    customers.look()
    keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(delete).to_be_focused()
    keyboard.press("Enter")
    tab_to(page, dialog.get_by_role("button", name=office.words("common.delete")))
    keyboard.press("Enter")
    page.wait_for_url("**/crm/customers")
    undo = page.get_by_role("button", name=office.words("platform.undo"))
    tab_to(page, undo)
    keyboard.press("Enter")
    page.wait_for_url("**/crm/customers/*-*")


def test_a_company_is_picked_with_the_keyboard(work):
    office, _, visitor = work()
    customers = Customers(office)
    for name in ["Fjord Data", "Fjord Fish", "Green Acre"]:
        Customers.given_company(visitor, name=name)
    customers.open("/crm/customers/new")
    page, keyboard = office.page, office.page.keyboard
    keyboard.type("Nora")
    picker = customers.field("crm.customers.fields.company")
    tab_to(page, picker)
    keyboard.type("fjord")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    customers.look()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(picker).to_have_value("Fjord Fish")
    keyboard.press("Enter")
    page.wait_for_url("**/crm/customers/*-*")
    customers.reads("Fjord Fish")


def test_every_shortcut_is_listed_under_a_question_mark(work):
    office, _, _ = work(Reader("ar"))
    office.open("/home")
    office.page.keyboard.press("?")
    expect(office.page.get_by_role("dialog", name=office.words("common.keys.title"))).to_be_visible()
    office.look()
    office.page.keyboard.press("Escape")
    expect(office.page.get_by_role("dialog")).to_have_count(0)
    office.open("/profile")
    office.page.keyboard.press("g")
    office.page.keyboard.press("h")
    office.page.wait_for_url("**/home")
