"""What scripts do when the server answers something else than they asked for."""

import pytest
from playwright.sync_api import expect

from crm import Customers
from reading import Reader


def test_a_picker_shows_nothing_of_a_page_that_is_no_list(work):
    office, _, visitor = work()
    customers = Customers(office)
    Customers.given_company(visitor, name="Fjord Data")
    customers.open("/crm/customers/new")
    page = office.page
    picker = page.get_by_role("combobox", name=office.words("crm.customers.fields.company"))
    picker.press_sequentially("fjord")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    page.context.clear_cookies()
    with page.expect_response("**/sign-in?*"):
        picker.press_sequentially(" da")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(picker).to_have_value("fjord da")
    assert page.locator("form form").count() == 0


@pytest.fixture
def refreshing(chromium, server):
    """A page that asks for itself again every moment, and all it asked; `then` is what it is answered."""
    with Reader().context(chromium, server.url) as context:
        page, asked = context.new_page(), []

        def open_page(then):
            def answer(route):
                if not asked and route.request.is_navigation_request():
                    whole = route.fetch()
                    body = whole.text().replace("</main>", '<p id="progress" data-refresh="20ms">…</p></main>')
                    return route.fulfill(response=whole, body=body)
                asked.append(route.request)
                route.fulfill(status=then, body="<h1>Something else</h1>", content_type="text/html")

            page.route("**/sign-in", answer)
            page.goto("/sign-in")
            return page, asked

        yield open_page


def test_a_page_that_is_gone_meanwhile_is_shown_as_gone(refreshing):
    page, asked = refreshing(then=404)
    expect(page.get_by_role("heading", name="Something else")).to_be_visible()
    page.wait_for_timeout(200)
    assert len(asked) == 2 and asked[1].is_navigation_request()


def test_a_server_in_trouble_is_asked_ever_more_seldom(refreshing):
    page, asked = refreshing(then=503)
    page.wait_for_timeout(900)
    assert 3 <= len(asked) <= 6
    expect(page.locator("#progress")).to_be_visible()
