"""A company shows its domain, sets up its provider, and its people come in by it, each with the role of their group."""

import shutil
import uuid

import pytest

from company import NameServer, provider
from kontor import Server, home_of_its_own, private_database
from office import Office, Owner
from reading import SOME_READERS, Watch


@pytest.fixture(scope="module")
def names():
    server = NameServer()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def house(names, tmp_path_factory):
    """A server that asks the company's own name server, and may call its provider on this machine."""
    home = home_of_its_own()
    server = Server(tmp_path_factory.mktemp("kontor"), home=home, KONTOR_TRUST_PROXY="true", KONTOR_DNS=names.address, KONTOR_OUTBOUND_PRIVATE="true")
    server.environment["KONTOR_URL"] = server.url # where the provider sends browsers back
    server.start()
    yield server, private_database(home)
    assert server.stop() == 0, server.said()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def browser(house, chromium):
    """A browser of somebody's own; only who goes to the provider leaves the portal."""
    server, _ = house
    opened = []

    def open_for(reader, leaves=False):
        context = reader.context(chromium, server.url)
        watch = None if leaves else Watch(context, server.url)
        page = context.new_page()
        page.set_default_timeout(15_000)
        opened.append((context, watch))
        return Office(page, reader)

    yield open_for
    wrong = []
    for context, watch in opened:
        wrong += watch.wrong if watch else []
        context.close()
    assert not wrong, "\n".join(wrong)


def confirm(office, names, domain):
    """Shows that a domain is the business's own."""
    words = office.words
    office.open("/settings/domains").reads(words("directory.domains.empty"))
    office.fill(directory__domains__name="g\u043eogle.example")
    office.send("directory.domains.add")
    office.look().reads("xn--gogle-jye.example")
    office.fill(directory__domains__name=domain.upper())
    office.send("directory.domains.add")
    office.look().reads(words("directory.domains.unconfirmed"))
    office.send("directory.domains.check")
    office.look().reads(words("directory.problems.no_record", name=domain))
    names.records[domain] = ["v=spf1 -all", office.field("directory.domains.record").input_value()]
    office.send("directory.domains.check")
    office.look().reads(words("directory.domains.confirmed"))


def set_up(office, issuer):
    """Tells Kontor of the provider, wrongly at first."""
    words = office.words
    office.open("/settings/sign-in-provider")
    office.fill(directory__provider__issuer=f"{issuer}/nowhere", directory__provider__client="kontor", directory__provider__secret="s3cret")
    office.send("common.save")
    office.look().reads(words("directory.refused.no_metadata"))
    office.fill(directory__provider__issuer=issuer, directory__provider__secret="s3cret")
    office.send("common.save")
    office.look().reads(words("directory.provider.said_saved"))


def map_group(office, group, role):
    office.open("/settings/directory-roles").reads(office.words("directory.roles.empty"))
    office.fill(directory__roles__group=group)
    office.field("platform.home.role").select_option(label=office.words(f"platform.roles.{role}"))
    office.send("directory.roles.add")
    office.look().reads(group)


def come_in(office, address, person):
    """By the company: from the sign-in page to the provider, and back."""
    office.open("/sign-in").follow("directory.enter.offer")
    office.look().fill(platform__fields__email=address)
    office.send("directory.enter.submit")
    office.look().link("directory.enter.go").click()
    office.page.get_by_role("button", name=person).click()


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_a_company_lets_its_people_in_by_its_provider(reader, house, names, browser):
    server, database = house
    domain = f"harbour-{uuid.uuid4().hex[:8]}.example"
    people = {
        "nora-1": {"email": f"nora@{domain}", "email_verified": True, "name": "Nora Nord", "groups": ["Crew", "Sales"]},
        "eve-2": {"email": "eve@elsewhere.example", "email_verified": True, "name": "Eve"},
    }
    with provider(people) as (issuer, guard):
        owner, office = Owner(), browser(reader)
        office.register(owner)
        database.ask("update plans set limits = limits - 'members' where is_default")
        confirm(office, names, domain)
        map_group(office, "Sales", "manager")
        set_up(office, issuer)

        nora = browser(reader, leaves=True)
        come_in(nora, f"nora@{domain}", "nora-1")
        nora.page.wait_for_url("**/home")
        nora.look()
        role, way = database.ask(f"""
            select m.role, (select s.way from sessions s where s.user_id = u.id) from members m join users u on u.id = m.user_id
             where u.email = 'nora@{domain}'""")[0]
        assert (role, way, guard.proven) == ("manager", "sso", 1)
        nora.open("/profile/passkeys").reads(nora.words("directory.account.own"))

        eve = browser(reader, leaves=True)
        come_in(eve, f"eve@{domain}", "eve-2")
        eve.page.wait_for_url("**/sign-in/company/answer/**")
        eve.look().reads(eve.words("directory.refused.foreign_address", email="eve@elsewhere.example"))
        eve.page.reload()
        eve.look().reads(eve.words("directory.refused.over"))
        assert database.value("select count(*) from users where email = 'eve@elsewhere.example'") == "0"
