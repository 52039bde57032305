"""The documentation of the API: all of it is on the page, and can be tried there."""

import json

import pytest
from playwright.sync_api import expect

from api import CUSTOMERS, program, token
from reading import SOME_READERS, Reader
from visitor import Visitor


def operations(server):
    paths = json.loads(Visitor(server.url).get("/openapi.json").text)["paths"]
    methods = ["get", "post", "put", "patch", "delete"]
    return {operation["operationId"]: (method.upper(), path) for path, item in paths.items() for method, operation in item.items() if method in methods}


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_the_documentation_can_be_read(reader, visit):
    office = visit(reader)
    for path in ["/docs", "/docs/crm/customers", "/docs/auth"]:
        office.open(path)
    office.open("/docs")
    with office.page.expect_navigation():
        office.page.get_by_role("heading", level=3).get_by_role("link", name=reader.words("crm.customers.plural"), exact=True).click()
    office.look()
    expect(office.page.get_by_role("heading", level=1)).to_have_text(reader.words("crm.customers.plural"))
    office.reads(reader.words("crm.customers.fields.segment"))
    tries = office.page.locator("summary", has_text=reader.words("api.docs.page.try"))
    expect(tries.first).to_be_visible(visible=reader.scripts)
    if reader.scripts:
        tries.first.click()
        office.look()


def test_every_operation_of_the_description_is_documented(server):
    front = Visitor(server.url).get("/docs").text
    for name, (method, path) in operations(server).items():
        place = next(part for part in front.split('"') if part.endswith(f"#{name}"))
        page = Visitor(server.url).get(place.split("#")[0]).text
        assert f'id="{name}"' in page and path in page and method in page


def test_there_is_no_page_for_what_there_is_not(server):
    for path in ["/docs/crm", "/docs/crm/nothing", "/docs/%00", "/docs/crm/customers/more"]:
        answer = Visitor(server.url).get(path)
        assert answer.status == 404 and "<!doctype html>" in answer.text


@pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390)], ids=str)
def test_an_operation_is_tried_on_the_page(reader, work, server):
    office, owner, _ = work(reader)
    key = token(server.url, owner)["access_token"]
    page = office.open("/docs/crm/customers").page
    add = page.locator('[id="crm.customers.create"]')
    add.locator("summary", has_text=reader.words("api.docs.page.try")).click()
    add.get_by_label(reader.words("api.docs.page.credential")).fill(key)
    add.get_by_label(reader.words("api.docs.page.body")).fill('{"name": "Tried on the page"}')
    add.get_by_role("button", name=reader.words("api.docs.page.send")).press("Enter")
    answer = add.locator("[data-answer]")
    expect(answer.locator("[data-status]")).to_contain_text("201")
    expect(answer.locator("[data-time]")).to_contain_text("ms")
    expect(answer.locator("[data-headers]")).to_contain_text("etag")
    expect(answer.locator("[data-body]")).to_contain_text('"name": "Tried on the page"')
    office.look()
    assert [record["name"] for record in program(server.url, owner).all(CUSTOMERS)] == ["Tried on the page"]

    page.reload()
    every = page.locator('[id="crm.customers.list"]')
    every.locator("summary", has_text=reader.words("api.docs.page.try")).click()
    expect(every.get_by_label(reader.words("api.docs.page.credential"))).to_have_value(key)
    every.get_by_role("button", name=reader.words("api.docs.page.send")).click()
    expect(every.locator("[data-body]")).to_contain_text("Tried on the page")
    assert key not in page.evaluate("JSON.stringify(localStorage) + document.cookie"), "it is kept in this tab only"
