"""Two people change one customer at the same time."""

import pytest
from playwright.sync_api import expect

from crm import Customers
from reading import Reader


@pytest.fixture(params=[Reader(), Reader("ar", 390, False)], ids=str)
def race(request, work, visit):
    """Both have the form open; the other one has saved, and now this one sends theirs."""
    reader = request.param
    office, owner, visitor = work(reader)
    mine = Customers(office)
    path = f"/crm/customers/{Customers.given(visitor, name='Nora Novák', email='nora@example.org', notes='as it was')}"
    theirs = Customers(visit(reader))
    theirs.page.context.add_cookies(office.page.context.cookies())
    for one in [mine, theirs]:
        one.page.goto(f"{path}/edit")
    theirs.type(email="nora@new.example", notes="from them")
    theirs.send("platform.form.save")
    theirs.reads(reader.words("platform.said.saved", title="Nora Novák"))
    mine.type(name="Nora Novak-Kowalski", notes="from me")
    mine.send("platform.form.save")
    mine.look()
    return mine, path, visitor


def kept(visitor, path):
    text = visitor.get(path).text
    return [word for word in ["Nora Novák", "Nora Novak-Kowalski", "nora@example.org", "nora@new.example", "from me", "from them"] if word in text]


def test_the_slower_one_sees_both_versions_and_nothing_is_lost(race):
    mine, path, visitor = race
    mine.reads(mine.words("records.conflict.title"))
    for text in ["from me", "from them"]:
        mine.reads(text)
    for field, value in {"notes": "from me", "name": "Nora Novak-Kowalski", "email": "nora@new.example"}.items():
        expect(mine.field(f"crm.customers.fields.{field}")).to_have_value(value)
    assert kept(visitor, path) == ["Nora Novák", "nora@new.example", "from them"]


def test_the_slower_one_can_keep_their_version(race):
    mine, path, visitor = race
    mine.choose("mine", "notes")
    mine.send("records.conflict.save")
    mine.reads(mine.words("platform.said.saved", title="Nora Novak-Kowalski"))
    mine.look()
    assert kept(visitor, path) == ["Nora Novak-Kowalski", "nora@new.example", "from me"]


def test_the_slower_one_can_choose_the_other_version_of_a_field(race):
    mine, path, visitor = race
    mine.choose("theirs", "notes")
    mine.send("records.conflict.save")
    mine.reads(mine.words("platform.said.saved", title="Nora Novak-Kowalski"))
    assert kept(visitor, path) == ["Nora Novak-Kowalski", "nora@new.example", "from them"]


def test_the_slower_one_can_take_the_other_version_whole(race):
    mine, path, visitor = race
    mine.page.on("dialog", lambda dialog: dialog.accept())
    mine.follow("records.conflict.takeAll")
    mine.page.wait_for_url("**/edit")
    expect(mine.field("crm.customers.fields.notes")).to_have_value("from them")
    mine.send("platform.form.save")
    mine.reads(mine.words("platform.said.saved", title="Nora Novák"))
    assert kept(visitor, path) == ["Nora Novák", "nora@new.example", "from them"]


@pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390, False)], ids=str)
def test_nobody_is_asked_about_what_only_one_of_them_changed(reader, work):
    office, _, visitor = work(reader)
    mine = Customers(office)
    customer = {"name": "Nora Novák", "email": "nora@example.org", "notes": "two\r\nlines"}
    path = f"/crm/customers/{Customers.given(visitor, **customer)}"
    mine.page.goto(f"{path}/edit")
    assert visitor.post(path, {**customer, "email": "nora@new.example", "version": "1"}).status == 303
    visitor.get(path)  # says that it was saved, under the name of then
    mine.type(name="Nora Novak-Kowalski")
    mine.send("platform.form.save")
    mine.reads(mine.words("platform.said.saved", title="Nora Novak-Kowalski"))
    assert kept(visitor, path) == ["Nora Novak-Kowalski", "nora@new.example"]


@pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390, False)], ids=str)
def test_a_customer_deleted_meanwhile_is_brought_back_only_on_request(reader, work):
    office, _, visitor = work(reader)
    mine = Customers(office)
    path = f"/crm/customers/{Customers.given(visitor, name='Nora')}"
    mine.page.goto(f"{path}/edit")
    assert visitor.post(f"{path}/delete").status == 303
    mine.type(name="Nora Novák")
    mine.send("platform.form.save")
    mine.reads(mine.words("platform.form.deleted_restore"))
    mine.look()
    assert "Nora" not in visitor.get("/crm/customers").text
    mine.send("platform.form.restore_save")
    mine.reads(mine.words("platform.said.saved", title="Nora Novák"))
    assert "Nora Novák" in visitor.get("/crm/customers").text
