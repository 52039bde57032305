"""Acceptance walk 4, its import: customers move in from the files of other programs."""

import csv

import pytest
from playwright.sync_api import expect

from crm import PATH, Customers
from reading import EVERY_READER, Reader

# The columns that Google Contacts writes, those a contact seldom fills left out.
GOOGLE = ["First Name", "Middle Name", "Last Name", "Organization Name", "Notes", "Labels", "E-mail 1 - Label", "E-mail 1 - Value",
          "Phone 1 - Label", "Phone 1 - Value"]


def google(file, count):
    given, family = ["Anna", "Søren", "ليلى", "美咲", "अनिता"], ["O'Brien", "Müller", "حسن", "佐藤"]
    with open(file, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(GOOGLE)
        for number in range(count):
            rows.writerow([given[number % 5], "", family[number % 4], "Åkerlund & Söner AB", "Line one\nline two", "* myContacts",
                           "* Work", f"person{number}@example.com", "Mobile", f"+81 220 {9000000 + number}"])
    return file


@pytest.mark.parametrize("reader", EVERY_READER, ids=str)
def test_a_file_of_another_program_is_imported_as_it_is(reader, work, tmp_path):
    office, _, visitor = work(reader)
    customers = Customers(office)
    Customers.given(visitor, name="Somebody else", email="person3@example.com")
    customers.open_list()
    customers.upload(google(tmp_path / "contacts.csv", 30))
    customers.reads("contacts.csv")
    customers.choose_column("E-mail 1 - Value", "email")
    customers.find_records_by("email")
    customers.check_rows()
    customers.reads(reader.words.count("imports.checked.text", 30))
    assert customers.figures() == {"new": 29, "changed": 1, "wrong": 0}
    assert visitor.get(f"{PATH}?q=Anna").text.count("<tr>") <= 1, "a check changes nothing"

    customers.import_rows(30)
    customers.reads(reader.words.count("imports.done.text", 30))
    customers.follow("records.report.list")
    customers.look().reads(reader.words.count("crm.customers.count", 30))
    customers.search("person7@example.com")
    customers.lists("ليلى 佐藤")


@pytest.mark.parametrize("reader", [Reader(), Reader(scripts=False), Reader("ar", 390), Reader("ar", 390, False)], ids=str)
def test_every_wrong_row_is_listed_and_the_right_ones_are_imported(reader, work, tmp_path):
    customers = Customers(work(reader)[0])
    file = tmp_path / "wrong.csv"
    file.write_bytes("Name,Email,Segment\r\nGood One,good1@example.com,vip\r\n,noname@example.com,\r\nBad Mail,not-an-address,\r\n"
                     "Bad Segment,s@example.com,emperor\r\nGood Two,good2@example.com,regular\r\n".encode())
    customers.open_list()
    customers.upload(file)
    customers.check_rows()
    wrong = customers.page.get_by_role("row").filter(has=customers.page.get_by_role("rowheader"))
    expect(wrong).to_have_count(3)
    for row, texts in zip(wrong.all(), [["3", "Name"], ["4", "Email", "not-an-address"], ["5", "Segment", "emperor"]]):
        for text in texts:
            expect(row).to_contain_text(text)
    customers.import_rows(2)
    customers.follow("records.report.list")
    customers.lists("Good Two", "Good One")


@pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390, False)], ids=str)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(reader, work, tmp_path):
    customers = Customers(work(reader)[0])
    for name, content, key in [("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, None), ("empty.csv", b"", "imports.refused.empty"),
                               ("header.csv", b"Name,Email\r\n", "imports.refused.only_header")]:
        file = tmp_path / name
        file.write_bytes(content)
        customers.open_list()
        customers.upload(file)
        alert = customers.page.get_by_role("alert")
        expect(alert).to_contain_text(reader.words(key) if key else reader.words("imports.kinds.image"))


def test_nobody_sees_or_goes_on_with_another_business_s_import(work, visit, tmp_path):
    office, _, visitor = work()
    customers = Customers(office)
    customers.open_list()
    customers.upload(google(tmp_path / "contacts.csv", 3))
    path = customers.page.url.removeprefix(f"http://{visitor.host}")
    _, _, stranger = work()
    for method, rest in [("GET", ""), ("GET", "/mapping"), ("POST", "/mapping"), ("POST", "/start"), ("GET", "/problems")]:
        assert stranger.ask(method, path + rest, "key=").status == 404
    assert visitor.get(path).status == 200
