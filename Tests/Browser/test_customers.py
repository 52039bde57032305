"""Acceptance walk 4: a business keeps its customers."""

import csv

import pytest
from playwright.sync_api import expect

from crm import Customers
from reading import EVERY_READER, SOME_READERS, Reader

every_reader = pytest.mark.parametrize("reader", EVERY_READER, ids=str)
some_readers = pytest.mark.parametrize("reader", SOME_READERS, ids=str)


@every_reader
def test_customers_are_added_listed_and_edited(reader, work):
    words = reader.words
    customers = Customers(work(reader)[0])
    customers.open_list()
    customers.reads(words("platform.list.empty", many=words("crm.customers.plural")))

    customers.add(name="ليلى حسن", email="layla@horizon.example", segment="vip")
    customers.reads(words("platform.said.created", title="ليلى حسن"))
    customers.add(name="Søren Åkerlund", email="soren@fjord.example", phone="+45 3312 0000", notes="Prefers <b>mail</b> & calls")
    customers.reads("Prefers <b>mail</b> & calls")

    customers.open_list()
    customers.lists("Søren Åkerlund", "ليلى حسن")
    customers.reads(words.count("crm.customers.count", 2))

    customers.show("ليلى حسن")
    customers.edit(name="ليلى الحسن", segment="regular")
    customers.reads(words("platform.said.saved", title="ليلى الحسن"))
    customers.reads(words("crm.customers.choices.segment.regular"))
    customers.open_list()
    customers.lists("Søren Åkerlund", "ليلى الحسن")


@some_readers
def test_a_customer_typed_wrongly_is_not_kept_and_nothing_typed_is_lost(reader, work):
    customers = Customers(work(reader)[0])
    customers.add(name="", email="no address", notes="still here")
    customers.look()
    customers.reads(reader.words("platform.problems.required"))
    customers.reads(reader.words("platform.problems.email"))
    expect(customers.field("crm.customers.fields.notes")).to_have_value("still here")
    expect(customers.field("crm.customers.fields.name")).to_be_focused()
    customers.open_list()
    customers.reads(reader.words("platform.list.empty", many=reader.words("crm.customers.plural")))


@every_reader
def test_customers_are_searched_filtered_and_sorted(reader, work):
    office, _, visitor = work(reader)
    customers = Customers(office)
    for name, segment in [("Zoë Okafor", "lead"), ("Anna Müller", "vip"), ("أنس منصور", "vip")]:
        customers.given(visitor, name=name, segment=segment)
    customers.open_list()
    customers.search("müll")
    customers.lists("Anna Müller")
    customers.search("nobody of that name")
    customers.reads(reader.words("records.noMatch.title"))
    customers.follow("records.noMatch.clear")

    customers.filter("segment", "vip")
    customers.lists("أنس منصور", "Anna Müller")
    customers.search("أنس")
    customers.lists("أنس منصور")
    customers.follow("records.clear")
    customers.lists("أنس منصور", "Anna Müller", "Zoë Okafor")

    customers.sort("name")
    customers.lists("Anna Müller", "Zoë Okafor", "أنس منصور")
    customers.sort("name")
    customers.lists("أنس منصور", "Zoë Okafor", "Anna Müller")


@every_reader
def test_a_deleted_customer_can_be_brought_back(reader, work):
    office, _, visitor = work(reader)
    customers = Customers(office)
    for name in ["Chloé", "Dmitri", "Nora"]:
        customers.given(visitor, name=name)
    customers.open_list()
    customers.show("Dmitri")
    customers.delete()
    customers.lists("Nora", "Chloé")
    customers.send("platform.undo")
    customers.reads(reader.words("platform.said.restored", what=reader.words.count("crm.customers.count", 1)))
    customers.open_list()
    customers.lists("Nora", "Dmitri", "Chloé")

    customers.delete_chosen("Nora", "Chloé")
    customers.lists("Dmitri")
    customers.send("platform.undo")
    customers.open_list()
    customers.lists("Nora", "Dmitri", "Chloé")


@some_readers
def test_customers_leave_as_a_file_without_spreadsheet_formulas(reader, work, tmp_path):
    office, _, visitor = work(reader)
    customers = Customers(office)
    for name in ["Zoë, \"the\" Okafor", "=cmd|' /C calc'!A0", "أنس منصور"]:
        customers.given(visitor, name=name)
    customers.open_list()
    file = customers.exported(tmp_path)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    names = [row["name"] for row in rows]
    assert names == ["Zoë, \"the\" Okafor", "'=cmd|' /C calc'!A0", "أنس منصور"]
    customers.search("منصور")
    customers.lists("أنس منصور")
    names = [row["name"] for row in csv.DictReader(customers.exported(tmp_path).read_text(encoding="utf-8-sig").splitlines())]
    assert names == ["أنس منصور"], "an export holds what the list shows"


@pytest.mark.parametrize("reader", [Reader(), Reader(scripts=False), Reader("ar", 390)], ids=str)
def test_a_customer_belongs_to_a_company_chosen_from_many(reader, work):
    office, _, visitor = work(reader)
    customers = Customers(office)
    for number in range(3):
        customers.given_company(visitor, name=f"Company {number}")
    customers.given_company(visitor, name="Fjord Data")
    customers.start(name="Nora")
    customers.choose_company("Fjord Data")
    customers.send("platform.form.create")
    customers.look()
    customers.follow_text("Fjord Data")
    customers.page.wait_for_url("**/crm/companies/*")
    customers.look()


@pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390, False)], ids=str)
def test_a_long_list_is_paged_both_ways(reader, work, database):
    office, owner, _ = work(reader)
    customers = Customers(office)
    customers.given_many(database, owner, 120)
    customers.open_list("?sort=name")
    pages = [customers.names()]
    for _ in range(2):
        customers.follow("records.next")
        customers.page.wait_for_url("**after=**")
        pages.append(customers.look().names())
    everyone = [name for page in pages for name in page]
    assert everyone == [f"Customer {number:03}" for number in range(120)]
    customers.follow("records.previous")
    assert customers.names() == pages[1]
