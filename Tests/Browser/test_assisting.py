"""Support works in a member's place: with a reason, for a while, in sight of the member, and not where money or security are."""

import re
import uuid

import pytest

from office import Owner
from operators import Operators
from reading import Reader
from words import plain

REASON = "Ticket 4711: a customer has the wrong name"


@pytest.fixture(scope="session")
def supporter(server):
    """An operator who may read and assist."""
    suri = Owner(name="Suri Support", email=f"suri.{uuid.uuid4().hex[:8]}@kontor.example")
    server.run("operator", "add", "--email", suri.email, "--name", suri.name, "--role", "support", typed=f"{suri.password}\n")
    return suri


@pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390), Reader("en", 390, False)], ids=str)
def test_support_assists_in_sight_of_the_member_who_ends_it(reader, visit, work, server, supporter):
    member, owner, visitor = work(reader)
    answer = visitor.post("/crm/customers", {"name": "Ada Lovelance", "segment": "lead"})
    customer = answer.headers["location"]
    suri = Operators(visit(reader, server.admin_url)).sign_in(supporter)
    suri.find(owner.business)
    suri.follow("assists.ask.offer")
    suri.look()
    ask(suri, "short", supporter.password)
    suri.look().reads(reader.words("assists.ask.reason_wrong", least=10, most=500))
    ask(suri, REASON, supporter.password)
    suri.look()
    address = suri.page.get_by_role("link", name=reader.words("assists.ask.open")).get_attribute("href")

    assisting = visit(reader)
    assisting.open(re.sub(r"^https?://[^/]+", "", address)).reads(REASON)
    assisting.send("assists.begin.submit")
    assisting.page.wait_for_url("**/home")
    assisting.look().reads(REASON)
    assisting.open(f"{customer}/edit")
    assisting.page.locator('[name="name"]').fill("Ada Lovelace")
    with assisting.page.expect_navigation():
        assisting.page.get_by_role("main").locator("form.form button[type=submit], main form button.button--primary").first.click()
    assisting.look()
    for path in ["/settings", "/settings/plan", "/profile/password", "/members", "/crm/customers/export"]:
        assert assisting.page.goto(path).status == 403, path
        assisting.reads(reader.words("platform.refused.assist"))

    member.open(customer).reads(REASON)
    member.reads("Suri Support")
    member.send("assists.banner.other_end")
    member.look().reads(reader.words("assists.said.ended"))
    assisting.page.goto("/home")
    assisting.page.wait_for_url("**/sign-in**")
    member.open(f"{customer}/history").reads(reader.words("platform.history.assisting", operator="Suri Support", member=owner.name))
    member.open("/settings/assists").reads(REASON)
    member.page.get_by_role("link", name="Suri Support").click()
    member.look()
    assert member.page.locator(f'a[href="{customer}/history"]').count() == 1
    member.open("/settings/security").reads(reader.words("assists.setting.title"))
    member.send("assists.setting.forbid")
    suri.open(suri.page.url.split(server.admin_url)[1]).reads(plain(owner.business))
    assert suri.page.get_by_role("alert").count() == 1


def ask(suri, reason, password):
    suri.page.locator('[name="reason"]').fill(reason)
    suri.page.locator('[name="minutes"]').select_option("30")
    suri.page.locator('[name="password"]').fill(password)
    suri.send("assists.ask.submit")
