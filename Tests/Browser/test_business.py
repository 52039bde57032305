"""Acceptance walk 1: a business registers, and its owner works in it."""

import pytest
from playwright.sync_api import expect

from office import Owner
from reading import EVERY_READER, SOME_READERS
from visitor import Visitor


@pytest.mark.parametrize("reader", EVERY_READER, ids=str)
def test_a_business_registers_and_its_owner_signs_in_to_it(reader, visit, server, database):
    owner, words = Owner(), reader.words
    office = visit(reader).register(owner)
    office.reads(owner.business)

    assert database.ask(f"""
        select b.name, m.role from users u join members m on m.user_id = u.id join businesses b on b.id = m.business_id
         where u.email = '{owner.email}'""") == [[owner.business, "owner"]]
    office.unfold_menu()
    office.follow("platform.home.members")
    office.look().reads(owner.email)
    office.reads(words("platform.roles.owner"))

    cookies = {cookie["name"]: cookie["value"] for cookie in office.page.context.cookies()}
    office.sign_out()
    left_behind = Visitor(server.url)
    left_behind.cookies = {"kontor_session": cookies["kontor_session"]}
    assert left_behind.get("/home").headers["location"].startswith("/sign-in"), "a session must end with signing out"

    office.sign_in(owner)
    office.page.wait_for_url("**/home")
    office.look().reads(owner.business)
    expect(office.page.get_by_role("heading", level=1)).to_contain_text(owner.name.split()[0])


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_a_form_filled_in_wrongly_comes_back_with_what_was_typed(reader, visit):
    owner, words = Owner(email="ada at harbour"), reader.words
    office = visit(reader).open("/sign-up")
    office.fill(platform__fields__name=owner.name, platform__fields__email=owner.email, platform__fields__password="short")
    office.send("customer.register.submit")
    office.look()
    office.reads(words.count("platform.form.problems", 3))
    office.reads(words("platform.problems.required"))
    office.reads(words("platform.problems.email"))
    expect(office.field("platform.fields.name")).to_have_value(owner.name)
    expect(office.field("platform.fields.email")).to_have_value(owner.email)
    expect(office.field("platform.fields.password")).to_have_value("")
    expect(office.field("platform.fields.business_name")).to_be_focused()


def test_an_address_is_taken_once(visit, work):
    _, owner, _ = work()
    office = visit().open("/sign-up")
    office.fill(
        platform__fields__business_name="Another", platform__fields__name=owner.name,
        platform__fields__email=owner.email.upper(), platform__fields__password=owner.password)
    office.send("customer.register.submit")
    office.reads(office.words("platform.accounts.address_taken"))


def test_a_page_one_had_to_sign_in_for_is_shown_right_after(work, visit):
    _, owner, _ = work()
    office = visit()
    office.page.goto("/crm/customers?sort=name")
    office.fill(platform__fields__email=owner.email, platform__fields__password=owner.password)
    office.send("customer.signIn.submit")
    office.page.wait_for_url("**/crm/customers?sort=name")


def test_a_new_password_signs_the_other_devices_out(work, server):
    office, owner, elsewhere = work()
    office.page.context.clear_cookies()
    office.sign_in(owner)
    office.page.wait_for_url("**/home")
    office.open("/profile/password")
    office.fill(platform__fields__current_password="not this one", platform__fields__new_password="an even longer secret")
    office.send("common.changePassword")
    office.look().reads(office.words("platform.accounts.wrong_current"))
    office.fill(platform__fields__current_password=owner.password, platform__fields__new_password="an even longer secret")
    office.send("common.changePassword")
    office.reads(office.words("platform.said.password"))
    office.open("/home")
    assert elsewhere.get("/home").status == 303


@pytest.mark.parametrize("reader", SOME_READERS[-2:], ids=str)
def test_the_settings_of_a_business_reach_every_page_of_it(reader, work):
    office, owner, _ = work(reader)
    words = reader.words
    office.open("/settings")
    office.fill(platform__fields__business_name="Nordwind")
    office.page.get_by_label(words("platform.hues.forest")).check(force=True)
    office.send("common.save")
    office.look().reads(words("platform.said.settings"))
    office.open("/home").reads("Nordwind")
    assert office.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--hue')").strip() == "150"


def test_a_member_chooses_their_own_language(work):
    office, _, _ = work()
    office.open("/profile")
    office.field("platform.fields.language").select_option("ar")
    office.send("common.save")
    expect(office.page.locator("html")).to_have_attribute("dir", "rtl")
