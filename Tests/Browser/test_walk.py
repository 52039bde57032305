"""A business says what it wants to know of its customers, moves in with a workbook, works with them, and sees what happened."""

import openpyxl
import pytest
from playwright.sync_api import expect

from crm import PATH, Customers
from history import Line, history
from reading import Reader
from settings import Settings
from test_board import card, moved, stands
from test_roles import colleague

ROWS = [
    ["Client", "E-mail", "Met at", "Staff"], ["Anna", "anna@berg.example", "Fair", 12], ["Björn", "bjorn@dahl.example", "Fair", 4],
    ["Chloé", "chloe@petit.example", "Web", 250], ["Dmitri", "dmitri@orlov.example", "Moon", 3]]
# The fields that the business adds, and its view of those met at the fair.
MET, EMPLOYEES = {"en": "Met at", "ar": "مكان اللقاء"}, {"en": "Employees", "ar": "الموظفون"}
VIEW = "From the fair"
BOARD = f"{PATH}/board"


@pytest.mark.parametrize("reader", [Reader(), Reader(scripts=False), Reader("ar"), Reader("ar", 390, False)], ids=str)
def test_a_business_moves_in_and_works_with_fields_of_its_own(reader, work, visit, database, tmp_path):
    office, owner, visitor = work(reader)
    customers = Customers(office)
    Customers.given(visitor, name="Anna", email="anna@berg.example")
    adds_its_own_fields(Settings(office))
    imports_a_workbook(customers, tmp_path / "clients.xlsx")
    saves_a_view_for_all(customers)
    staff, person = Customers(visit(reader)), colleague(database, owner, "staff")
    staff.sign_in(person).page.wait_for_url("**/home")
    opens_the_view(staff)
    moves_a_card_by_mouse(customers, "Anna", "prospect")
    moves_a_card_by_keyboard(staff, "Björn", "prospect")
    changes_many_and_takes_it_back(customers, "Anna", "Björn")

    said = Sayings(reader.words)
    assert history(customers, "Anna") == [*said.bulk_edit(owner), said.move(owner), said.import_of_anna(owner), said.line("created", owner, "portal")]
    assert history(customers, "Björn") == [*said.bulk_edit(owner), said.move(person), said.line("created", owner, "import")]
    assert history(customers, "Chloé") == [said.line("created", owner, "import")]


def adds_its_own_fields(settings):
    settings.add_field(MET[settings.words.language], "choice", ["Fair", "Web"])
    settings.add_field(EMPLOYEES[settings.words.language], "integer")


def imports_a_workbook(customers, file):
    """Looks first what would happen: one is here already, and one row names a choice there is not."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(file)
    customers.open_list()
    customers.upload(file)
    for header, field in zip(ROWS[0], ["name", "email", MET[customers.words.language], EMPLOYEES[customers.words.language]]):
        customers.choose_column(header, field)
    customers.find_records_by("email")
    customers.check_rows()
    assert customers.figures() == {"new": 2, "changed": 1, "wrong": 1}
    customers.reads("Moon")
    customers.import_rows(3)
    customers.open_list()
    customers.lists("Chloé", "Björn", "Anna")


def saves_a_view_for_all(customers):
    language = customers.words.language
    customers.narrow(MET[language], "Fair")
    customers.lists("Björn", "Anna")
    chooses_the_columns(customers, MET[language], EMPLOYEES[language])
    shows_the_view(customers)
    customers.save_view(VIEW, shared=True)
    shows_the_view(customers)


def chooses_the_columns(customers, *labels):
    columns = customers.page.locator("details:has(> form[data-autosubmit])")
    columns.locator("summary").click()
    customers.look()
    for box in columns.get_by_role("checkbox", disabled=False).all():
        box.set_checked(box.locator("xpath=..").inner_text() in labels)
    if customers.reader.scripts:
        customers.page.keyboard.press("Escape")
    else:
        customers.send("records.columns.apply")


def opens_the_view(staff):
    staff.open_list()
    staff.lists("Chloé", "Björn", "Anna")
    staff.follow_view(VIEW)
    shows_the_view(staff)


def shows_the_view(customers):
    customers.lists("Björn", "Anna")
    words, rows = customers.words, customers.page.locator("[data-rows]")
    expect(rows.locator("thead th")).to_have_text([words("crm.customers.fields.name"), MET[words.language], EMPLOYEES[words.language]])
    expect(rows.locator(f"[data-label={EMPLOYEES[words.language]}]")).to_have_text(["4", "12"])


def moves_a_card_by_mouse(customers, name, segment):
    customers.open(BOARD)
    if customers.reader.scripts:
        card(customers, name).drag_to(customers.page.locator(f"[data-column={segment}]"))
    else:
        moves_a_card_by_its_form(customers, name, segment)
    stands(customers, name, segment)
    customers.reads(moved(customers, name, segment))


def moves_a_card_by_keyboard(customers, name, segment):
    """To the column beside its own."""
    customers.open(BOARD)
    if customers.reader.scripts:
        card(customers, name).get_by_role("link").focus()
        customers.page.keyboard.press(f"Shift+Arrow{'Right' if customers.words.direction == 'ltr' else 'Left'}")
    else:
        moves_a_card_by_its_form(customers, name, segment)
    stands(customers, name, segment)
    customers.reads(moved(customers, name, segment))


def moves_a_card_by_its_form(customers, name, segment):
    card(customers, name).locator("summary").click()
    card(customers, name).get_by_role("combobox").select_option(segment)
    with customers.page.expect_navigation():
        card(customers, name).get_by_role("button").click()


def changes_many_and_takes_it_back(customers, *names):
    customers.open_list()
    customers.follow_view(VIEW)
    page = customers.page
    for name in names:
        page.get_by_role("checkbox", name=f"{customers.words('records.select')} {name}").check()
    with page.expect_navigation():
        page.locator("#bulk").get_by_role("button", name=customers.words("common.edit")).click()
    customers.look()
    for label, value in [(MET[customers.words.language], "Web"), (customers.words("crm.customers.fields.segment"), "former")]:
        page.get_by_label(label, exact=True).select_option(value)
        page.get_by_role("checkbox", name=f"{customers.words('records.bulk.change')}: {label}", exact=True).check()
    customers.send("records.bulk.submit")
    customers.reads(customers.words("platform.bulk.said.changed", count=2))
    expect(page.locator("[data-rows]")).to_have_count(0)
    customers.send("platform.undo")
    customers.reads(customers.words("platform.bulk.said.restored", count=2))
    shows_the_view(customers)


class Sayings:
    """What the history should say, in the words of the language."""

    def __init__(self, words):
        self.words = words

    def line(self, what, who, source, changes={}):
        return Line(self.words(f"platform.history.what.{what}"), who.name, self.words(f"platform.history.sources.{source}"), changes)

    def move(self, who):
        return self.line("changed", who, "portal", self._segment("lead", "prospect"))

    def import_of_anna(self, who):
        language = self.words.language
        return self.line("changed", who, "import", {MET[language]: ("", "Fair"), EMPLOYEES[language]: ("", "12")})

    def bulk_edit(self, who):
        """And taken back: the newest first."""
        met = MET[self.words.language]
        return [self.line("changed", who, "portal", self._segment("former", "prospect") | {met: ("Web", "Fair")}),
                self.line("changed", who, "portal", self._segment("prospect", "former") | {met: ("Fair", "Web")})]

    def _segment(self, *values):
        return {self.words("crm.customers.fields.segment"): tuple(self.words(f"crm.customers.choices.segment.{value}") for value in values)}
