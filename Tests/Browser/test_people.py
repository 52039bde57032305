"""People come into a business by mail, go from one to another, and leave; each by what stands on the page and in the mail."""

import re
import shutil
import uuid

import pytest
from playwright.sync_api import expect

from kontor import Server, home_of_its_own, private_database
from office import Office, Owner
from post import PostOffice, link
from reading import SOME_READERS, Watch
from visitor import registered


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    office = PostOffice(tmp_path_factory.mktemp("post")).start()
    yield office
    office.stop()


@pytest.fixture(scope="module")
def mailing(post, tmp_path_factory):
    """A server that sends mail, and its database."""
    home = home_of_its_own()
    server = Server(tmp_path_factory.mktemp("kontor"), home=home, KONTOR_TRUST_PROXY="true", **post.settings).start()
    yield server, private_database(home)
    assert server.stop() == 0, server.said()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def door(mailing, chromium):
    """Opens the portal for somebody, signed in or not."""
    server, _ = mailing
    opened = []

    def open_for(reader, owner=None):
        context = reader.context(chromium, server.url)
        watch = Watch(context, server.url)
        page = context.new_page()
        page.set_default_timeout(15_000)
        opened.append((context, watch))
        office = Office(page, reader)
        if owner:
            office.sign_in(owner).page.wait_for_url("**/home")
        return office

    yield open_for
    wrong = []
    for context, watch in opened:
        wrong += watch.wrong
        context.close()
    assert not wrong, "\n".join(wrong)


def arrived(server, post, owner, language="en"):
    """Registers, and lets the mail come in that asks them to confirm their address."""
    registered(server.url, owner, language)
    message = post.next()
    assert message.envelope[1] == [owner.email]
    return link(message)


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_an_invited_person_registers_joins_switches_and_leaves(reader, mailing, post, door):
    server, database = mailing
    words, owner, guest = reader.words, Owner(), f"bo.{uuid.uuid4().hex[:10]}@harbour.example"
    confirm = arrived(server, post, owner, reader.language)
    inviting = door(reader, owner)
    inviting.open("/home").reads(words("platform.address.reminder", email=owner.email))
    inviting.open("/members/invite").field("platform.people.emails").fill(guest)
    inviting.send("platform.people.invite")
    inviting.look().reads(words("platform.people.unconfirmed"))
    inviting.open(confirm).send("customer.verify.submit")
    inviting.open("/home")
    inviting.unfold_menu()
    inviting.follow("platform.home.members")
    inviting.look().follow("customer.members.invite")
    inviting.look().field("platform.people.emails").fill(f"{guest}, not-an-address")
    inviting.send("platform.people.invite")
    inviting.look().reads("not-an-address")
    inviting.field("platform.people.emails").fill(guest)
    inviting.page.get_by_label(words("platform.home.role")).select_option("staff")
    inviting.send("platform.people.invite")
    inviting.look().reads(guest)

    message = post.next()
    assert message.envelope[1] == [guest] and owner.business in message["subject"]
    joining = door(reader)
    joining.open(link(message)).reads(owner.business)
    joining.fill(platform__fields__name="Bo Ek", platform__fields__password=owner.password)
    joining.send("platform.people.register_and_join")
    joining.page.wait_for_url("**/home")
    joining.look().reads(owner.business)
    joining.open(link(message)).reads(words("platform.people.link_used"))

    joining.open("/businesses").follow("customer.businesses.new")
    second = f"Bo's {uuid.uuid4().hex[:6]}"
    joining.look().fill(platform__fields__business_name=second)
    joining.send("customer.businesses.start")
    joining.page.wait_for_url("**/home")
    joining.look().reads(second)
    joining.unfold_menu()
    joining.page.locator("summary").filter(has_text=second).click()
    joining.look()
    with joining.page.expect_navigation():
        joining.page.get_by_role("button", name=owner.business).locator("visible=true").click()
    expect(joining.page).to_have_title(re.compile(re.escape(owner.business)))

    joining.open("/profile").follow("customer.profile.leave")
    joining.look().send("platform.people.leave")
    joining.look().reads(words("platform.people.said_left", business=owner.business))
    joining.reads_not(words("customer.businesses.none"))
    inviting.open("/members").reads_not(guest)
    assert database.value(f"select count(*) from members m join users u on u.id = m.user_id where u.email = '{guest}' and left_at is null") == "1"


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_members_get_other_roles_are_removed_and_are_handed_the_business(reader, mailing, post, door):
    server, database = mailing
    words, owner = reader.words, Owner()
    arrived(server, post, owner, reader.language)
    people = [colleague(database, owner, role) for role in ("staff", "viewer")]
    office = door(reader, owner)
    office.open("/members").page.get_by_role("link", name=people[0].name, exact=True).click()
    office.page.wait_for_url("**/members/*")
    office.look().page.get_by_label(words("platform.home.role")).select_option("manager")
    office.send("customer.members.changeRole")
    office.look().reads(words("platform.roles.manager"))

    office.page.get_by_role("link", name=people[1].name, exact=True).click()
    office.page.wait_for_url("**/members/*")
    office.follow("customer.members.remove")
    office.look().send("platform.people.remove")
    office.look().reads(words("platform.people.said_removed", name=people[1].name))
    office.reads_not(people[1].email)

    office.open("/profile").follow("customer.profile.leave")
    office.look().send("platform.people.leave")
    office.look().reads(words("platform.people.last_owner"))

    office.open("/members").page.get_by_role("link", name=people[0].name, exact=True).click()
    office.page.wait_for_url("**/members/*")
    office.follow("customer.members.makeOwner")
    office.look()
    office.send("platform.people.make_owner")
    office.look().reads(words("platform.people.said_owner", name=people[0].name, business=owner.business))
    message = post.next()
    assert message.envelope[1] == [people[0].email] and owner.business in message["subject"]


@pytest.mark.parametrize("reader", SOME_READERS, ids=str)
def test_an_address_is_confirmed_and_changed_by_mail(reader, mailing, post, door):
    server, _ = mailing
    words, owner, other = reader.words, Owner(), f"new.{uuid.uuid4().hex[:10]}@harbour.example"
    confirm = arrived(server, post, owner, reader.language)
    office = door(reader, owner)
    office.open(confirm).send("customer.verify.submit")
    office.look().reads(words("platform.address.said_verified"))
    office.open("/profile").follow("customer.profile.address")
    office.look().fill(platform__address__new=other)
    office.send("platform.address.send")
    office.look().reads(words("platform.address.said_sent", email=other))
    message = post.next()
    assert message.envelope[1] == [other]
    office.open(link(message)).send("customer.verify.submit")
    office.reads(words("platform.address.said_changed"))
    assert post.next().envelope[1] == [owner.email]
    office.open(confirm).reads(words("platform.address.link_used"))


def test_where_no_mail_is_sent_the_links_are_handed_over(server, work):
    office, owner, _ = work()
    office.open("/members/invite").field("platform.people.emails").fill("bo@harbour.example")
    office.send("platform.people.make_links")
    shown = office.look().page.locator("input[readonly]").input_value()
    path = re.search(r"/join\?link=\S+", shown).group(0)
    office.open("/home").reads_not("Confirm that")
    office.open("/profile").reads_not("Change e-mail address")
    guest = Office(office.page.context.browser.new_page(base_url=server.url), office.reader)
    guest.open(path).reads(owner.business)
    guest.page.close()


def colleague(database, owner, role):
    """Another member of the business."""
    person = Owner(business=owner.business, name=f"The {role} {uuid.uuid4().hex[:4]}")
    database.ask(f"""
        with person as (
            insert into users (id, email, name, password_hash) values (gen_random_uuid(), '{person.email}', '{person.name}', 'x') returning id)
        insert into members (business_id, id, user_id, role)
        select m.business_id, gen_random_uuid(), person.id, '{role}' from person, users u join members m on m.user_id = u.id
         where u.email = '{owner.email}'""")
    return person
