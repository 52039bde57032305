"""A business makes a role of its own, gives it to somebody, and they see only what it allows."""

import pytest
from playwright.sync_api import expect

from crm import PATH, Customers
from office import Office
from reading import Reader
from test_access import seat
from test_roles import colleague

ROLES = "/settings/roles"
readers = pytest.mark.parametrize("reader", [Reader(), Reader("en", 390, False), Reader("ar", 390)], ids=str)


class Roles(Office):
    """The roles of a business, in its owner's browser."""

    def __init__(self, office):
        super().__init__(office.page, office.reader)

    def make(self, name, rung="staff"):
        """Makes a role, and looks at what it may do."""
        self.open("/settings").follow("customer.roles.title")
        self.look().follow("customer.roles.new")
        self.look()
        self.field("customer.roles.name").fill(name)
        self.field("customer.roles.rung").select_option(rung)
        self.send("customer.roles.make")
        self.look().reads(self.words("customer.roles.said_made", name=name))
        return self

    def box(self, permission):
        return self.page.locator(f"input[name=may][value='{permission}']")

    def decide(self, **decided):
        """Checks or unchecks what may be done with customers."""
        for doing, allowed in decided.items():
            self.box(f"crm.customers.{doing}").set_checked(allowed)
        self.send("common.save")
        return self.look()

    @property
    def role(self):
        return self.page.url.split("/")[-1]


def give(database, person, role):
    """As the page of the members does it."""
    database.ask(f"""
        update members set role_id = r.id, role = r.rung from roles r
         where r.id = '{role}' and members.id = '{seat(database, person)}'""")


@readers
def test_whoever_has_a_role_sees_only_what_it_allows(reader, work, visit, database):
    office, owner, visitor = work(reader)
    anna = colleague(database, owner, "staff")
    nora = Customers.given(visitor, name="Nora")
    roles = Roles(office).make("Visitors' desk").decide(create=False, export=True)
    expect(roles.box("crm.customers.export")).to_be_checked()
    expect(roles.page.locator(".rights__differs")).to_have_count(2)
    give(database, anna, roles.role)
    desk = Customers(visit(reader))
    desk.sign_in(anna).page.wait_for_url("**/home")
    desk.open_list()
    assert desk.page.get_by_role("link", name=desk.words("platform.list.create"), exact=True).count() == 0
    assert desk.page.locator("[data-exports]").count() == 1
    assert desk.page.request.post(PATH, form={"name": "Otto"}).status == 403
    assert desk.page.request.get(f"{PATH}/{nora}").status == 200
    assert desk.page.request.get(ROLES).status == 403
    # The same role says so of itself, and of whoever has it.
    roles.open(f"{ROLES}/member/{seat(database, anna)}")
    roles.reads(roles.words("customer.roles.explained_title", name=anna.name))
    roles.reads(roles.words("customer.roles.why.decided_may_not", role="Visitors' desk"))
    roles.open(ROLES)
    with roles.page.expect_navigation():
        roles.page.get_by_role("link", name="Visitors' desk", exact=True).click()
    roles.look().link("common.delete").click()
    roles.send("common.delete")
    roles.look().reads(roles.words("customer.roles.own_none"))
    assert desk.page.request.get(f"{PATH}/new").status == 200


@readers
def test_the_matrix_and_the_answers_are_narrowed_by_what_one_types(reader, work, database):
    office, owner, _ = work(reader)
    roles = Roles(office).make("Books")
    books = roles.role
    roles.open(f"{ROLES}/matrix")
    shown = roles.page.locator(".matrix thead th:visible")
    assert roles.page.locator(".rights__group").count() == 2
    expect(shown.filter(has_text="Books")).to_have_count(0 if reader.is_on_phone else 2)
    roles.page.locator("select[name=role]").select_option(books)
    roles.page.get_by_role("searchbox", name=roles.words("customer.roles.filter")).fill("export")
    if not reader.scripts:
        roles.send("customer.roles.show")
    expect(roles.page.locator(".rights__group")).to_have_count(1)
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Books")
    roles.open(f"{ROLES}/member/{seat(database, owner)}?q=export")
    expect(roles.page.locator(".rights__subject")).not_to_have_count(0)
    expect(roles.page.locator(".rights__subject .badge--positive").first).to_be_visible()


def test_a_role_is_made_and_decided_by_keyboard(work):
    office, _, _ = work()
    roles = Roles(office)
    roles.open(ROLES)
    page = roles.page
    page.keyboard.press("c")
    page.wait_for_url(f"**{ROLES}/new")
    page.keyboard.type("Books")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    box = roles.box("crm.customers.delete")
    box.focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(roles.box("crm.customers.delete")).to_be_checked()
    roles.open(f"{ROLES}/matrix")
    page.locator(".matrix").first.focus()
    page.keyboard.press("End")
    expect(page.locator(".matrix").first).to_be_focused()
