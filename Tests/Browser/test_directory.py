"""A company's identity provider tells who works there: by the checks of scim2-tester, and by what people then see."""

import uuid

import pytest
from httpx2 import Client
from playwright.sync_api import expect
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

from office import Owner
from reading import SOME_READERS
from test_roles import colleague
from visitor import signed_in

PATCH = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}
USER = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]}


def token_of(office):
    """Makes a directory token on the page, and copies it from there."""
    words = office.words
    office.open("/settings/directory").reads(words("scim.page.empty"))
    office.follow("scim.page.new")
    office.look().field("platform.keys.name").fill("Entra ID")
    office.send("scim.page.make")
    office.look()
    token = office.page.get_by_label(words("scim.page.token"), exact=True).input_value()
    assert token.startswith("kontor_dir_")
    return token


def directory(server, token):
    return Client(base_url=f"{server.url}/scim/v2", headers={"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"})


def confirmed(database, owner):
    """Lets the business have shown that a domain is its own."""
    name = f"{uuid.uuid4().hex[:10]}.example"
    database.ask(f"""
        insert into domains (business_id, id, name, token, confirmed_at)
        select m.business_id, gen_random_uuid(), '{name}', repeat('x', 43), now()
          from members m join users u on u.id = m.user_id where u.email = '{owner.email}'""")
    return name


def test_every_check_of_scim2_tester_passes(server, work):
    office, _, _ = work()
    with directory(server, token_of(office)) as client:
        results = check_server(SyncSCIMClient(client))
    wrong = [f"{result.title} ({result.resource_type}): {result.reason}" for result in results if result.status not in (Status.SUCCESS, Status.SKIPPED)]
    assert not wrong, "\n".join(wrong)
    skipped = [f"{result.title}: {result.reason}" for result in results if result.status == Status.SKIPPED]
    assert not skipped, "\n".join(skipped)
    assert len(results) > 50


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_who_the_directory_adds_is_a_member_and_who_it_deactivates_is_out_at_once(reader, server, database, work):
    office, owner, _ = work(reader)
    words, domain = reader.words, confirmed(database, owner)
    with directory(server, token_of(office)) as client:
        person = Owner(business=owner.business, name="Nora Quist", email=f"nora@{domain}", password=owner.password)
        made = client.post("/Users", json={**USER, "userName": person.email, "displayName": person.name})
        assert made.status_code == 201, made.text
        foreign = client.post("/Users", json={**USER, "userName": "bo@elsewhere.example", "displayName": "Bo Ek"})
        assert foreign.status_code == 201, foreign.text
        office.open("/members").reads(person.name)
        office.reads_not("bo@elsewhere.example")
        office.open("/settings/directory").reads("Bo Ek")
        office.reads(words("scim.page.reasons.domain"))
        office.send("scim.page.retry")
        office.look().reads("Bo Ek")

        database.ask(f"update users set password_hash = (select password_hash from users where email = '{owner.email}') where email = '{person.email}'")
        nora = signed_in(server.url, person)
        assert nora.get("/home").status == 200
        path = f"/Users/{made.json()['id']}"
        gone = client.patch(path, json={**PATCH, "Operations": [{"op": "Replace", "path": "active", "value": "False"}]})
        assert gone.status_code == 200, gone.text
        server.wait(lambda: nora.get("/home").status == 303, "to hear who is out")
        office.open("/members").reads_not(person.email)

        office.open("/settings/directory")
        office.page.get_by_role("link", name=words("scim.page.revoke"), exact=True).locator("visible=true").first.click()
        office.page.wait_for_url("**/revoke")
        office.look().send("scim.page.revoke")
        office.look().reads(words("scim.page.said_revoked", name="Entra ID"))
        assert client.get("/Users").status_code == 401


def test_only_who_may_manage_the_directory_is_shown_it(server, database, work):
    _, owner, _ = work()
    for role, status in (("staff", 403), ("manager", 403), ("admin", 200)):
        person = signed_in(server.url, colleague(database, owner, role))
        assert person.get("/settings/directory").status == status, role
        assert (b"/settings/directory" in person.get("/settings").bytes) == (status == 200), role
