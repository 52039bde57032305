"""What a role may not do is neither offered nor taken."""

import uuid

import pytest

from crm import PATH, Customers
from office import Owner
from visitor import routes, signed_in

ROLES = ["viewer", "staff", "manager", "admin", "owner"]
ACCOUNT = {
    "account.home.read": "viewer", "account.profile.edit": "viewer", "account.members.read": "viewer", "account.members.manage": "admin", "account.members.transfer": "owner",
    "account.search.read": "viewer", "account.views.share": "manager", "account.settings.edit": "admin",
    "account.keys.manage": "admin", "account.directory.manage": "admin", "account.fields.manage": "admin", "account.access.manage": "admin", "account.roles.manage": "admin", "account.modules.manage": "admin", "account.modules.leave": "owner", "account.privacy.manage": "admin",
    "account.plan.read": "admin", "account.plan.change": "owner",
    "account.files.read": "viewer", "account.files.create": "staff",
}


def colleague(database, owner, role):
    """A second member of the business, who signs in with the owner's password."""
    person = Owner(business=owner.business, name=f"The {role}", password=owner.password)
    database.ask(f"""
        with person as (
            insert into users (id, email, name, password_hash)
            select gen_random_uuid(), '{person.email}', '{person.name}', password_hash from users where email = '{owner.email}' returning id)
        insert into members (business_id, id, user_id, role)
        select m.business_id, gen_random_uuid(), person.id, '{role}' from person, users u join members m on m.user_id = u.id
         where u.email = '{owner.email}'""")
    return person


@pytest.fixture(scope="module")
def permissions(server):
    """The lowest role that has each permission, as the program lists them."""
    lines = [line.split() for line in server.run("modules").splitlines() if line.startswith("    ")]
    return {**ACCOUNT, **{words[0]: words[-1] for words in lines}}


@pytest.mark.parametrize("role", ROLES)
def test_each_route_is_refused_to_exactly_the_roles_below_it(role, server, database, work, permissions):
    _, owner, visitor = work()
    person = signed_in(server.url, colleague(database, owner, role))
    before = database.value(f"select count(*) from customers")
    # What leads out comes last.
    ends = ("/assist/end", "/profile/data/delete")
    for route in sorted(routes(server), key=lambda route: route.method == "POST" and route.path in ends):
        if route.portal != "customer" or route.access.startswith("public"):
            continue
        answer = person.ask(route.method, route.filled(str(uuid.uuid4())))
        may = ROLES.index(role) >= ROLES.index(permissions[route.access])
        assert (answer.status != 403) == may, f"{route} answers {answer.status} to a {role}"
    assert database.value(f"select count(*) from customers") == before


@pytest.mark.parametrize("role, offered", [
    ("viewer", set()), ("staff", {"create", "import", "edit"}), ("manager", {"create", "import", "edit", "export", "delete"}),
    ("admin", {"create", "import", "edit", "export", "delete", "settings"})])
def test_a_role_is_offered_what_it_may_do_and_nothing_else(role, offered, server, database, work, visit):
    office, owner, visitor = work()
    Customers.given(visitor, name="Nora")
    colleagues = Customers(visit())
    colleagues.sign_in(colleague(database, owner, role)).page.wait_for_url("**/home")
    words, page = colleagues.words, colleagues.page

    colleagues.open_list()
    names = {"create": words("platform.list.create"), "import": words("records.import")}
    seen = {what for what, name in names.items() if page.get_by_role("link", name=name, exact=True).count()}
    seen |= {"export"} if page.locator("[data-exports]").count() else set()
    seen |= {"settings"} if page.get_by_role("link", name=words("platform.home.settings")).count() else set()
    assert bool(page.get_by_role("checkbox").count()) == bool({"edit", "delete"} & offered)
    colleagues.show("Nora")
    names = {"edit": words("common.edit"), "delete": words("common.delete")}
    seen |= {what for what, name in names.items() if page.get_by_role("link", name=name, exact=True).count()}
    assert seen == offered


def test_a_refusal_says_which_link_of_the_chain_refused(server, database, work):
    _, owner, visitor = work()
    customer = Customers.given(visitor, name="Nora")
    viewer = signed_in(server.url, colleague(database, owner, "viewer"))
    for answer in [viewer.get(f"{PATH}/new"), viewer.post(f"{PATH}/{customer}", {"name": "x"}), viewer.post(f"{PATH}/{customer}/delete")]:
        assert answer.status == 403 and "Your role does not allow this" in answer.text
    assert "Nora" in visitor.get(f"{PATH}/{customer}").text


def test_a_support_operator_reads_but_does_not_suspend(server, visit, work):
    from operators import Operators

    _, owner, _ = work()
    support = Owner(name="Sam Support")
    server.run("operator", "add", "--email", support.email, "--name", support.name, typed=f"{support.password}\n")
    sam = Operators(visit(url=server.admin_url)).sign_in(support)
    sam.find(owner.business)
    assert sam.page.get_by_text(sam.words("admin.business.suspend")).count() == 0
    refused = sam.page.request.post(f"{sam.page.url}/suspend", form={"reason": "because"})
    assert refused.status == 403
