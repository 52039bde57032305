"""Customers come in a workbook, and go again when it was the wrong one."""

import openpyxl
import pytest

from crm import Customers
from reading import Reader


@pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390, False)], ids=str)
def test_a_workbook_is_imported_and_undone(reader, work, tmp_path):
    office, _, visitor = work(reader)
    customers = Customers(office)
    Customers.given(visitor, name="Ada", email="ada@example.com")
    book = openpyxl.Workbook()
    for row in [["Name", "Email", "Phone"], ["Ada Lovelace", "ada@example.com", None], ["أنس منصور", "anas@example.com", 491512345678]]:
        book.active.append(row)
    book.save(tmp_path / "customers.xlsx")

    customers.open_list()
    customers.upload(tmp_path / "customers.xlsx")
    customers.check_rows()
    assert customers.figures() == {"new": 1, "changed": 1, "wrong": 0}
    customers.import_rows(2)
    customers.reads(reader.words.count("imports.done.text", 2))
    customers.open_list()
    customers.lists("أنس منصور", "Ada Lovelace")

    customers.follow("records.import")
    customers.look()
    customers.follow_text("customers.xlsx")
    customers.look()
    customers.page.get_by_role("link", name=reader.words("imports.undo.action"), exact=True).click()
    customers.reads(reader.words.count("imports.undo.will.removed", 1))
    customers.undo_import()
    customers.reads(reader.words.count("imports.undo.done", 2))
    customers.open_list()
    customers.lists("Ada")
