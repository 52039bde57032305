"""Pictures and documents of customers, and what people note about them."""

import base64

import pytest
from playwright.sync_api import expect

from crm import PATH, Customers
from reading import SOME_READERS

some_readers = pytest.mark.parametrize("reader", SOME_READERS, ids=str)

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def image(name="me.png"):
    return {"name": name, "mimeType": "image/png", "buffer": PIXEL}


def document(name, text):
    return {"name": name, "mimeType": "application/pdf", "buffer": text}


def section(office, name):
    return office.page.locator(f"#{name}")


@some_readers
def test_a_picture_is_added_kept_through_a_mistake_and_removed(reader, work):
    words = reader.words
    customers = Customers(work(reader)[0])
    customers.start(name="", email="no address")
    customers.field("crm.customers.fields.photo").set_input_files(image("صورة \"x\" 😀.png"))
    customers.send("platform.form.create")
    customers.look()
    customers.reads(words("platform.problems.email"))
    customers.reads("صورة \"x\" 😀.png")
    customers.type(name="Ada", email="ada@example.com")
    customers.send("platform.form.create")
    customers.look()
    portrait = customers.page.locator(".page__title img")
    expect(portrait).to_have_js_property("naturalWidth", 1)
    answer = customers.page.request.get(portrait.get_attribute("src"))
    assert answer.body() == PIXEL and answer.headers["content-disposition"].startswith("inline; ")

    customers.follow("common.edit")
    customers.look()
    customers.page.get_by_role("checkbox", name=words("fields.remove")).check()
    customers.send("platform.form.save")
    customers.look()
    expect(portrait).to_have_count(0)
    customers.page.goto(customers.page.url + "/history")
    customers.look()
    customers.reads("صورة \"x\" 😀.png")


@some_readers
def test_files_are_added_got_and_removed(reader, work):
    words = reader.words
    office, _, visitor = work(reader)
    customers = Customers(office)
    customers.open(f"{PATH}/{customers.given(visitor, name='Ada')}")
    files = section(customers, "files")
    expect(files).to_contain_text(words("records.files.none"))
    files.get_by_label(words("records.files.new")).set_input_files([document("عقد.pdf", b"%PDF one"), document("page.html", b"<script>1</script>")])
    with customers.page.expect_navigation():
        files.get_by_role("button", name=words("records.files.add")).click()
    customers.look()
    customers.reads(words.count("platform.files.attached", 2))
    with customers.page.expect_download() as download:
        files.get_by_role("link", name="page.html", exact=True).click()
    assert download.value.suggested_filename == "page.html"
    path = files.get_by_role("link", name="عقد.pdf", exact=True).get_attribute("href")
    assert customers.page.request.get(path).body() == b"%PDF one"

    files.get_by_role("link", name=f"{words('records.files.remove')} page.html").click()
    customers.reads(words("platform.files.remove_text"))
    customers.send("common.delete")
    customers.look()
    expect(files.get_by_role("listitem")).to_have_count(1)
    assert customers.page.request.get(path).status == 200


@some_readers
def test_notes_are_added_changed_and_deleted(reader, work):
    words = reader.words
    office, _, visitor = work(reader)
    customers = Customers(office)
    customers.open(f"{PATH}/{customers.given(visitor, name='Ada')}")
    notes = section(customers, "notes")
    for text in ["Prefers <b>mail</b>", "اتصل بها غدًا"]:
        notes.get_by_label(words("records.notes.new")).fill(text)
        with customers.page.expect_navigation():
            notes.get_by_role("button", name=words("records.notes.add")).click()
        customers.look()
    expect(notes.locator(".note__body")).to_have_text(["اتصل بها غدًا", "Prefers <b>mail</b>"])

    with customers.page.expect_navigation():
        notes.get_by_role("link", name=words("common.edit")).first.click()
    customers.look()
    customers.field("platform.notes.title").fill("")
    customers.send("platform.notes.save")
    customers.look()
    customers.reads(words("platform.problems.required"))
    customers.field("platform.notes.title").fill("Called")
    customers.send("platform.notes.save")
    customers.look()
    expect(notes.locator(".note__body")).to_have_text(["Called", "Prefers <b>mail</b>"])
    expect(notes).to_contain_text(words("records.notes.edited"))

    notes.get_by_role("link", name=words("common.delete")).last.click()
    customers.reads(words("platform.notes.remove"))
    customers.send("common.delete")
    customers.look()
    expect(notes.locator(".note__body")).to_have_text(["Called"])
