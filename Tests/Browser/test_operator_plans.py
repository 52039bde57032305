"""What operators sell, whom a change affects, and what one business has beyond its plan."""

import uuid

import pytest

from operators import Operators
from reading import Reader


@pytest.mark.parametrize("reader", [Reader(), Reader("ar", 390, False)], ids=str)
def test_a_plan_is_made_given_changed_and_overridden(reader, visit, work, server, operator):
    member, owner, _ = work(reader)
    olive = Operators(visit(reader, server.admin_url)).sign_in(operator)
    code = f"p{uuid.uuid4().hex[:8]}"
    olive.open("/plans")
    olive.page.get_by_role("link", name=reader.words("operators.plans.new")).click()
    olive.look()
    write(olive, {"name": f"Plan {code}", "code": code, "monthly": "19", "limit.members.most": "3"})
    olive.send("common.save")
    olive.look().reads(reader.words("operators.plans.said.created", plan=f"Plan {code}"))

    business = find(olive, owner)
    olive.open(f"{business}/plan")
    unfold(olive, "operators.standing.give_title")
    olive.page.locator('[name="give.plan"]').select_option(code)
    olive.page.locator('[name="give.reason"]').fill("A partner")
    olive.send("operators.standing.give_submit")
    olive.look().reads("A partner")
    member.open("/settings/plan").reads(f"Plan {code}")

    olive.open("/plans")
    olive.page.locator("section", has_text=code).get_by_role("link", name=reader.words("common.edit"), exact=True).click()
    write(olive, {"limit.members.most": "2"})
    olive.page.locator('input[type=checkbox][name="feature.crm"]').uncheck()
    olive.send("common.save")
    olive.look().reads(owner.business)
    olive.send("operators.plans.change")
    olive.reads(reader.words("operators.plans.said.changed", plan=f"Plan {code}"))
    assert member.page.goto("/crm/customers").status == 403

    olive.open(f"{business}/plan")
    unfold(olive, "operators.standing.limit_title")
    olive.page.locator('[name="limit.limit"]').select_option("members")
    olive.page.locator('[name="limit.most"]').fill("50")
    olive.page.locator('[name="limit.reason"]').fill("They grow")
    olive.send("operators.standing.limit_submit")
    olive.look().reads("They grow")
    member.open("/settings/plan").reads(reader.words("customer.plan.used_of", used=1, most=50))
    olive.open("/plans/compare").reads(f"Plan {code}")
    olive.open("/")


def write(olive, answers):
    for name, answer in answers.items():
        olive.page.locator(f'[name="{name}"]').fill(answer)


def unfold(olive, title):
    olive.page.locator("summary").filter(has_text=olive.words(title)).click()


def find(olive, owner):
    olive.find(owner.business)
    return olive.page.url.removesuffix("/").split("//")[1].partition("/")[2].join(["/", ""])
