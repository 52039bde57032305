"""Acceptance walks 2 and 3 as the business sees them: it chooses a plan as it registers, and another one later."""

import pytest
from playwright.sync_api import expect

from crm import Customers
from office import Owner
from reading import EVERY_READER


def subscription(database, owner):
    return database.ask(f"""
        select p.code, s.status from subscriptions s join plans p on p.id = s.plan_id join members m on m.business_id = s.business_id
          join users u on u.id = m.user_id where u.email = '{owner.email}'""")


@pytest.mark.parametrize("reader", EVERY_READER, ids=str)
def test_an_owner_goes_up_and_down_and_the_meters_follow(reader, visit, server, database):
    owner, words = Owner(), reader.words
    office = visit(reader).register(owner)
    assert subscription(database, owner) == [["free", "active"]]

    office.open("/settings/plan")
    members = office.page.locator(".meters li").first
    expect(members.locator("progress")).to_have_attribute("value", "20")
    office.page.locator("a[href='/settings/plan/basic']").click()
    office.look()
    office.page.locator("main .dialog__actions button").click()
    office.page.wait_for_url("**/settings/plan")
    office.look().reads(words("customer.plan.status_trialing"))
    expect(members.locator("progress")).to_have_attribute("value", "4")
    assert subscription(database, owner) == [["basic", "trialing"]]

    office.page.locator("a[href='/settings/plan/free']").click()
    office.look()
    office.page.locator("main .dialog__actions button").click()
    office.page.wait_for_url("**/settings/plan")
    office.look().reads(words("customer.plan.follows"))
    assert subscription(database, owner) == [["basic", "trialing"]]


def test_a_plan_is_chosen_while_registering(visit, database):
    owner, office = Owner(), visit()
    office.open("/sign-up?plan=pro")
    expect(office.field("platform.fields.plan")).to_have_value("pro")
    office.fill(
        platform__fields__business_name=owner.business, platform__fields__name=owner.name,
        platform__fields__email=owner.email, platform__fields__password=owner.password)
    office.send("customer.register.submit")
    office.page.wait_for_url("**/home")
    assert subscription(database, owner) == [["pro", "trialing"]]
    office.open("/settings/plan").reads(office.words("customer.plan.trial_until"))


def test_a_full_plan_says_so_and_keeps_what_was_typed(visit, work, database):
    office, owner, visitor = work()
    database.ask(f"""
        insert into overrides (business_id, id, kind, name, value, reason)
        select m.business_id, gen_random_uuid(), 'limit', 'crm.customers', '{{"most": 1}}', 'A test'
          from members m join users u on u.id = m.user_id where u.email = '{owner.email}'""")
    Customers.given(visitor, name="Nora")
    office.open("/crm/customers/new")
    office.page.get_by_label(office.words.starting("crm.customers.fields.name")).fill("Grace")
    office.page.locator(".form__actions button[type=submit]").first.click()
    office.look().reads("your plan allows 1")
    expect(office.page.get_by_label(office.words.starting("crm.customers.fields.name"))).to_have_value("Grace")
