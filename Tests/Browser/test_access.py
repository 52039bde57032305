"""An owner decides what staff see: then nothing shows them more, and their own nothing less."""

import json

import pytest
from playwright.sync_api import expect

from api import CUSTOMERS, ROOT, program
from crm import PATH, Customers
from reading import Reader
from settings import Settings
from test_roles import colleague

PHONES = {"Nora": "+45 3312 0001", "Otto": "+45 3312 0002"}


@pytest.fixture
def at_work(work, visit, database, server):
    """A decision of the owner about staff, who have a customer of their own, as the owner has one."""

    def decide(reader, rows="all", **fields):
        office, owner, visitor = work(reader)
        staff = colleague(database, owner, "staff")
        seat = database.value(f"select m.id from members m join users u on u.id = m.user_id where u.email = '{staff.email}'")
        ids = {"Nora": Customers.given(visitor, name="Nora", phone=PHONES["Nora"]),
               "Otto": Customers.given(visitor, name="Otto", phone=PHONES["Otto"], owner=seat)}
        Settings(office).decide("staff", rows, **fields)
        seen = Customers(visit(reader))
        seen.sign_in(staff).page.wait_for_url("**/home")
        return seen, program(server.url, staff), ids, visitor

    return decide


readers = pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390, False)], ids=str)


@readers
def test_staff_see_their_own_customers_and_nobody_elses(reader, at_work):
    staff, api, ids, owner = at_work(reader, "own")
    staff.open_list()
    staff.lists("Otto")
    staff.reads(staff.words.count("crm.customers.count", 1))
    staff.open("/search?q=3312")
    expect(staff.page.locator("#results").get_by_role("link", name="Otto")).to_have_count(1)
    staff.reads_not("Nora")
    staff.open(f"{PATH}/board")
    expect(staff.page.locator(".board__card")).to_have_count(1)
    expect(staff.page.locator("[data-column=lead] .board__count")).to_have_text("1")
    for rest in ["", "/history", "/edit"]:
        staff.open(f"{PATH}/{ids['Nora']}{rest}").reads_not("Nora")

    assert [customer["name"] for customer in api.all(CUSTOMERS)] == ["Otto"]
    assert api.get(f"{CUSTOMERS}/{ids['Nora']}").status == 404
    found = json.loads(api.get(f"{ROOT}/search?q=3312").text)["data"]
    assert [hit["title"] for group in found for hit in group["hits"]] == ["Otto"]
    assert "Nora" in owner.get(PATH).text


@readers
def test_a_hidden_field_is_nowhere_and_nothing_is_found_by_it(reader, at_work):
    staff, api, ids, owner = at_work(reader, phone="hidden", segment="read_only")
    label, number = staff.words("crm.customers.fields.phone"), PHONES["Otto"]
    for path in [PATH, f"{PATH}?columns=name,phone", f"{PATH}?q=3312", f"{PATH}/board", f"{PATH}/{ids['Otto']}", f"{PATH}/{ids['Otto']}/edit",
                 f"{PATH}/{ids['Otto']}/history", f"{PATH}/new", "/search?q=3312"]:
        staff.open(path)
        html = staff.page.locator("main").inner_html()
        assert number not in html and label not in html, path
    assert number in owner.get(f"{PATH}?q=3312").text
    staff.open(f"{PATH}?q=3312").reads(staff.words("records.noMatch.title"))
    staff.open(f"{PATH}/{ids['Otto']}/edit")
    expect(staff.page.get_by_label(staff.words("crm.customers.fields.segment"), exact=True)).to_have_count(0)
    staff.open(f"{PATH}/{ids['Otto']}").reads(staff.words("crm.customers.choices.segment.lead"))

    customer = json.loads(api.get(f"{CUSTOMERS}/{ids['Otto']}").text)
    assert "phone" not in customer and customer["segment"] == "lead"
    assert json.loads(api.get(f"{ROOT}/search?q=3312").text)["data"] == []
