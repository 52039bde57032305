"""A business answers people who ask about themselves, and its members take their own data along, or end their accounts."""

import io
import json
import os
import zipfile

import pytest
from playwright.sync_api import expect

from crm import Customers
from office import Owner
from reading import SOME_READERS
from test_roles import colleague

EMAIL = "nora@example.com"


def shot(page, reader, name):
    """Keeps a picture where somebody wants to look at them."""
    if folder := os.environ.get("KONTOR_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{reader.language}-{reader.width}.png", full_page=True)


def packed(download):
    with zipfile.ZipFile(io.BytesIO(open(download.path(), "rb").read())) as archive:
        return json.loads(archive.read("data.json")), archive.read("index.html").decode()


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_a_person_is_found_handed_out_and_erased_for_good(reader, work, database):
    office, owner, visitor = work(reader)
    words, page = office.words, office.page
    Customers.given(visitor, name="Nora Ephron", email=EMAIL, notes="Writes")
    Customers.given_company(visitor, name="Heartburn", industry=f"ask {EMAIL}")

    office.open("/settings/privacy").reads(words("privacy.requests.none"))
    shot(page, reader, "privacy-empty")
    office.follow("privacy.requests.new")
    office.look()
    office.field("privacy.requests.email").fill(EMAIL.upper())
    office.send("privacy.requests.look")
    office.look().reads("Nora Ephron")
    assert EMAIL not in page.url
    expect(page.locator("input[name=record]")).to_have_count(2)
    shot(page, reader, "privacy-request")

    with page.expect_download() as waiting:
        office.link("privacy.requests.export_do").click()
    known, shown = packed(waiting.value)
    assert known["customers"][0]["email"] == EMAIL and "Nora Ephron" in shown and f'lang="{reader.language}"' in shown

    office.send("privacy.requests.preview")
    office.look().reads(words("privacy.ends.records"))
    shot(page, reader, "privacy-erase")
    page.locator("input[name=sure]").check()
    office.send("privacy.preview.erase")
    office.look().reads(words("privacy.requests.report"))
    office.reads_not(EMAIL)
    shot(page, reader, "privacy-report")
    left = database.value(f"""
        select count(*) from customers c join members m on m.business_id = c.business_id join users u on u.id = m.user_id
         where u.email = '{owner.email}' and (c.email is not null or c.name <> '–' or c.notes <> '')""")
    assert left in (0, "0")
    office.open("/settings/privacy").reads(words("privacy.states.erased"))
    shot(page, reader, "privacy-list")


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_somebody_takes_their_data_along_and_ends_their_account(reader, work, visit, server, database):
    office, owner, _ = work(reader)
    words, page = office.words, office.page
    office.open("/profile/data").reads(words("privacy.own.kept"))
    shot(page, reader, "own-data")
    with page.expect_download() as waiting:
        office.link("privacy.own.download_do").click()
    known, shown = packed(waiting.value)
    assert known["account"][0]["email"] == owner.email and owner.business in shown

    office.follow("privacy.own.delete_do")
    office.look().reads(words("privacy.end.blocked"))
    shot(page, reader, "end-blocked")
    colleague(database, owner, "owner")
    office.open("/profile/data/delete")
    shot(page, reader, "end-account")
    page.locator("input[name=sure]").check()
    office.send("privacy.end.submit")
    page.wait_for_url("**/sign-in")
    office.look()
    assert visit().sign_in(owner).page.url.endswith("/sign-in")


def test_the_page_of_privacy_says_what_is_kept_and_what_was_removed(work, database):
    office, owner, _ = work()
    database.ask(f"""
        insert into purges (business_id, id, days, before, counts)
        select m.business_id, gen_random_uuid(), 30, now() - interval '30 days', '{{"records.customers": 3, "history": 40}}'
          from members m join users u on u.id = m.user_id where u.email = '{owner.email}'""")
    office.open("/settings/privacy").reads("Customers: 3")
    office.reads(office.words("privacy.retention.ages.never"))
    office.open("/settings").follow("privacy.title")
    office.look()
