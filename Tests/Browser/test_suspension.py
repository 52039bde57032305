"""The operator suspends a business, and its members see why."""

import pytest
from playwright.sync_api import expect

from operators import Operators
from reading import SOME_READERS, Reader

REASON = "The invoice of March is still open: فاتورة مارس."


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_a_suspended_business_sees_the_reason_until_it_is_reactivated(reader, visit, work, server, operator):
    member, owner, visitor = work(reader)
    member.open("/home")
    olive = Operators(visit(reader, server.admin_url)).sign_in(operator)
    olive.find(owner.business)
    olive.reads(owner.email)

    olive.suspend("  ")
    olive.reads(reader.words("operators.business.reason_missing"))
    olive.suspend(REASON)
    olive.reads(reader.words("operators.business.suspended", name=owner.business))
    olive.look().reads(REASON)

    member.open("/crm/customers").reads(REASON)
    member.reads(reader.words("customer.suspended.title"))
    assert visitor.post("/crm/customers", {"name": "Nora", "segment": "lead"}).status == 403
    assert visitor.get("/crm/customers/export").status == 403

    olive.send("admin.business.reactivate")
    olive.reads(reader.words("operators.business.reactivated", name=owner.business))
    member.open("/crm/customers").reads_not(REASON)
    assert "Nora" not in visitor.get("/crm/customers").text, "what was refused while suspended must not appear later"


def test_a_suspended_member_can_sign_out(visit, work, server, operator):
    member, owner, _ = work()
    olive = Operators(visit(url=server.admin_url)).sign_in(operator)
    olive.find(owner.business)
    olive.suspend(REASON)
    member.open("/home")
    member.send("common.signOut")
    member.page.wait_for_url("**/sign-in")


@pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390, False)], ids=str)
def test_a_deactivated_person_is_out_at_once(reader, visit, work, server, operator):
    member, owner, _ = work(reader)
    member.open("/home")
    olive = Operators(visit(reader, server.admin_url)).sign_in(operator)
    olive.open("/people").search(owner.email)
    olive.act_after_question("operators.people.deactivate")
    olive.reads(reader.words("operators.people.deactivated", name=owner.name))
    member.page.goto("/home")
    member.page.wait_for_url("**/sign-in**")
    member.sign_in(owner).reads(reader.words("platform.accounts.deactivated"))

    olive.open("/people").search(owner.email)
    olive.act("operators.people.activate")
    member.sign_in(owner)
    member.page.wait_for_url("**/home")


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_the_operator_sees_every_business_person_and_module(reader, visit, work, server, operator):
    _, owner, _ = work(reader)
    olive = Operators(visit(reader, server.admin_url)).sign_in(operator)
    olive.open("/businesses").search(owner.business)
    olive.reads(owner.business)
    olive.open("/people").search(owner.email)
    olive.reads(owner.email)
    olive.open("/modules").reads(reader.words("crm.name"))
    olive.sign_out()
    olive.page.goto("/businesses")
    expect(olive.page).to_have_url(f"{server.admin_url}/sign-in?next=%2Fbusinesses")


def test_the_operators_portal_is_closed_to_members(visit, work, server):
    member, owner, _ = work()
    olive = Operators(visit(url=server.admin_url))
    olive.page.context.add_cookies(
        [{"name": name, "value": cookie["value"], "url": server.admin_url}
         for cookie in member.page.context.cookies() for name in [cookie["name"], "kontor_operator"]])
    olive.page.goto("/businesses")
    olive.fill(platform__fields__email=owner.email, platform__fields__password=owner.password)
    olive.send("admin.signIn.submit")
    olive.reads(olive.words("platform.accounts.wrong_password"))
