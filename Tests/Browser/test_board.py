"""Cards on a board, moved by mouse, by keyboard and without JavaScript; and many records changed at once."""

import pytest
from playwright.sync_api import expect

from crm import Customers
from reading import EVERY_READER, SOME_READERS, Reader

WITHOUT_SCRIPTS = [reader for reader in EVERY_READER if not reader.scripts]


def at_the_board(work, reader=Reader()):
    office, _, visitor = work(reader)
    for name in ["Anna", "Björn"]:
        Customers.given(visitor, name=name)
    customers = Customers(office)
    customers.open("/crm/customers/board")
    return customers


def card(customers, name):
    return customers.page.locator(".board__card").filter(has_text=name)


def stands(customers, name, segment):
    """Waits until the card is in that column, and nowhere else."""
    expect(customers.page.locator(f"[data-column={segment}]").get_by_role("link", name=name)).to_have_count(1)
    expect(card(customers, name)).to_have_count(1)


def moved(customers, name, segment):
    return customers.words("platform.said.moved", title=name, column=customers.words(f"crm.customers.choices.segment.{segment}"))


def test_a_card_is_dragged_to_another_column(work):
    customers = at_the_board(work)
    page = customers.page
    card(customers, "Anna").drag_to(page.locator("[data-column=regular]"))
    stands(customers, "Anna", "regular")
    expect(page.locator("[data-column=regular] .board__count")).to_have_text("1")
    expect(page.locator("[data-column=lead] .board__count")).to_have_text("1")
    customers.reads(moved(customers, "Anna", "regular"))
    customers.open("/crm/customers/board")
    stands(customers, "Anna", "regular")
    stands(customers, "Björn", "lead")


@pytest.mark.parametrize("reader", [Reader("en"), Reader("ar")], ids=str)
def test_a_card_is_moved_by_the_keyboard_and_keeps_the_focus(work, reader):
    customers = at_the_board(work, reader)
    page, (back, forwards) = customers.page, ("ArrowLeft", "ArrowRight") if reader.words.direction == "ltr" else ("ArrowRight", "ArrowLeft")
    page.keyboard.press("Tab")
    card(customers, "Anna").get_by_role("link").focus()
    for key, segment in [(forwards, "prospect"), (forwards, "subscriber"), (back, "prospect")]:
        page.keyboard.press(f"Shift+{key}")
        stands(customers, "Anna", segment)
        expect(page.locator("[data-board-said]")).to_contain_text(customers.words(f"crm.customers.choices.segment.{segment}"))
        expect(card(customers, "Anna").get_by_role("link")).to_be_focused()
    customers.look()
    customers.send("platform.undo")
    stands(customers, "Anna", "subscriber")


@pytest.mark.parametrize("reader", WITHOUT_SCRIPTS, ids=str)
def test_a_card_is_moved_without_javascript_and_back_again(work, reader):
    customers = at_the_board(work, reader)
    customers.search("Ann")
    assert customers.page.locator(".board__card").count() == 1
    here = card(customers, "Anna")
    here.locator("summary").click()
    customers.look()
    here.get_by_role("combobox").select_option("vip")
    with customers.page.expect_navigation():
        here.get_by_role("button").click()
    stands(customers, "Anna", "vip")
    assert customers.page.locator(".board__card").count() == 1
    customers.reads(moved(customers, "Anna", "vip"))
    customers.look()
    customers.send("platform.undo")
    stands(customers, "Anna", "lead")


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_many_customers_are_changed_at_once_and_back_again(work, reader):
    customers = at_the_board(work, reader)
    page = customers.page
    customers.open_list()
    for name in ["Anna", "Björn"]:
        page.get_by_role("checkbox", name=f"{customers.words('records.select')} {name}").check()
    with page.expect_navigation():
        page.locator("#bulk").get_by_role("button", name=customers.words("common.edit")).click()
    customers.look()
    page.locator("#field-segment").select_option("former")
    box = page.locator("input[name=change][value=segment]")
    expect(box).to_be_checked() if reader.scripts else box.check()
    customers.send("records.bulk.submit")
    customers.look()
    customers.reads(customers.words("platform.bulk.said.changed", count=2))
    assert page.locator("[data-rows] .badge--negative").count() == 2
    customers.send("platform.undo")
    customers.reads(customers.words("platform.bulk.said.restored", count=2))
    assert page.locator("[data-rows] .badge--negative").count() == 0
