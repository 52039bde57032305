"""An owner decides what staff see: then nothing shows them more, and their own nothing less."""

import json
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from api import CUSTOMERS, ROOT, Program, program
from crm import PATH, Customers
from office import Owner
from reading import Reader
from settings import Settings
from test_roles import colleague
from visitor import Visitor

PHONES = {"Nora": "+45 3312 0001", "Otto": "+45 3312 0002", "Pia": "+45 3312 0003"}
readers = pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390, False)], ids=str)


@dataclass
class Business:
    """An owner, a manager and staff, each with a customer of their own: Nora, Pia and Otto."""

    owner: Owner
    settings: Settings
    visitor: Visitor
    manager: Owner
    person: Owner
    staff: Customers
    api: Program
    ids: dict


@pytest.fixture
def business(work, visit, database, server):
    def with_staff(reader):
        office, owner, visitor = work(reader)
        manager, person = colleague(database, owner, "manager"), colleague(database, owner, "staff")
        ids = {name: Customers.given(visitor, name=name, phone=PHONES[name], owner=seat(database, who))
               for name, who in [("Nora", owner), ("Otto", person), ("Pia", manager)]}
        staff = Customers(visit(reader))
        staff.sign_in(person).page.wait_for_url("**/home")
        return Business(owner, Settings(office), visitor, manager, person, staff, program(server.url, person), ids)

    return with_staff


def seat(database, person):
    return database.value(f"select m.id from members m join users u on u.id = m.user_id where u.email = '{person.email}'")


@readers
def test_staff_see_their_own_customers_and_nobody_elses(reader, business):
    it = business(reader)
    staff, others = it.staff, ["Nora", "Pia"]
    staff.open_list()
    staff.lists("Pia", "Otto", "Nora")
    it.settings.decide("staff", "own")
    staff.open_list()
    staff.lists("Otto")
    staff.reads(staff.words.count("crm.customers.count", 1))
    staff.open("/search?q=3312")
    expect(staff.page.locator("#results").get_by_role("link", name="Otto")).to_have_count(1)
    staff.open(f"{PATH}/board")
    expect(staff.page.locator(".board__card")).to_have_count(1)
    expect(staff.page.locator("[data-column=lead] .board__count")).to_have_text("1")
    for path in ["/search?q=3312", f"{PATH}/board", *(f"{PATH}/{it.ids['Nora']}{rest}" for rest in ["", "/edit", "/history"])]:
        staff.open(path)
        assert not [name for name in others if name in staff.page.content()], path

    assert [customer["name"] for customer in it.api.all(CUSTOMERS)] == ["Otto"]
    assert it.api.get(f"{CUSTOMERS}/{it.ids['Nora']}").status == 404
    assert found(it.api) == ["Otto"]
    assert "Nora" in it.visitor.get(PATH).text


@readers
def test_staff_see_what_is_their_teams_until_there_is_none(reader, business):
    it = business(reader)
    it.settings.add_team("North", it.owner, it.person)
    it.settings.decide("staff", "team")
    it.staff.open_list()
    it.staff.lists("Otto", "Nora")
    assert sorted(found(it.api)) == ["Nora", "Otto"]
    it.settings.remove_team("North")
    it.staff.open_list()
    it.staff.lists("Otto")
    assert found(it.api) == ["Otto"]


@readers
def test_a_hidden_field_is_nowhere_and_nothing_is_found_by_it(reader, business):
    it = business(reader)
    it.settings.decide("staff", phone="hidden", segment="read_only")
    staff, otto, label = it.staff, f"{PATH}/{it.ids['Otto']}", reader.words("crm.customers.fields.phone")
    for path in [PATH, f"{PATH}?columns=name,phone", f"{PATH}?q=3312", f"{PATH}/board", f"{PATH}/new", otto, f"{otto}/edit", f"{otto}/history",
                 "/search?q=3312"]:
        staff.open(path)
        html = staff.page.locator("main").inner_html()
        assert PHONES["Otto"] not in html and label not in html, path
    assert PHONES["Otto"] in it.visitor.get(f"{PATH}?q=3312").text
    staff.open(f"{PATH}?q=3312").reads(reader.words("records.noMatch.title"))
    staff.open(f"{otto}/edit")
    expect(staff.page.get_by_label(reader.words("crm.customers.fields.segment"), exact=True)).to_have_count(0)
    staff.open(otto).reads(reader.words("crm.customers.choices.segment.lead"))

    customer = json.loads(it.api.get(CUSTOMERS + f"/{it.ids['Otto']}").text)
    assert "phone" not in customer and customer["segment"] == "lead"
    assert found(it.api) == []


def found(api):
    """The titles of all hits for a part of everybody's phone number."""
    groups = json.loads(api.get(f"{ROOT}/search?q=3312").text)["data"]
    return [hit["title"] for group in groups for hit in group["hits"]]
