"""One business can never see or touch what another one keeps."""

import json

import pytest

from crm import PATH, Customers
from office import Owner
from reading import Reader
from visitor import added, registered, routes

SECRETS = ["Acme Secret Customer", "Acme Deleted Customer", "Acme Secret Company", "Acme Secret Owner"]


class Everything:
    """All rows of one business in all tables that belong to businesses."""

    def __init__(self, database, owner):
        self.database = database
        self.business = database.value(f"""
            select m.business_id from users u join members m on m.user_id = u.id where u.email = '{owner.email}'""")
        self.tables = [row[0] for row in database.ask("""
            select format('%I.%I', table_schema, table_name) from information_schema.columns join information_schema.tables
             using (table_schema, table_name) where column_name = 'business_id' and table_type = 'BASE TABLE'""")]

    def now(self):
        """But for what the platform writes by itself at any time."""
        return {table: self.database.ask(f"select t::text from {table} t where business_id = '{self.business}' order by 1")
                for table in self.tables if not table.endswith((".sessions", ".audit_seals"))}

    def ids(self):
        """Every id there is in the business, its own among them."""
        found = {self.business}
        for table in self.tables:
            for (row,) in self.database.ask(f"select to_jsonb(t)::text from {table} t where business_id = '{self.business}'"):
                found |= {value for name, value in json.loads(row).items() if name.endswith("id") and value}
        return sorted(found)


@pytest.fixture(scope="module")
def acme(server, database):
    """A business with something of everything, signed in as its owner."""
    owner = Owner(business="Acme", name="Acme Secret Owner")
    visitor = registered(server.url, owner)
    visitor.company = added(visitor, "/crm/companies", name="Acme Secret Company", status="active")
    visitor.customer = added(visitor, PATH, name="Acme Secret Customer", segment="vip", company=visitor.company)
    visitor.deleted = added(visitor, PATH, name="Acme Deleted Customer", segment="vip")
    assert visitor.post(f"{PATH}/{visitor.deleted}/delete").status == 303
    visitor.everything = Everything(database, owner)
    return visitor


@pytest.fixture(scope="module")
def globex(server):
    return registered(server.url, Owner(business="Globex"))


@pytest.fixture(autouse=True)
def nothing_of_acme_changes(acme):
    before = acme.everything.now()
    yield
    assert acme.everything.now() == before


def shows_nothing(answer):
    return not [secret for secret in SECRETS if secret in answer.text]


def test_every_url_answers_that_there_is_nothing_for_another_business_s_ids(server, acme, globex):
    """Whatever the route, whatever kind of thing the id is of."""
    tried = [route for route in routes(server) if route.portal == "customer" and "id}" in route.path]
    assert len(tried) >= 10, "these routes must include at least those of customers and companies"
    ids = acme.everything.ids()
    for route in tried:
        for id in ids:
            answer = globex.ask(route.method, route.filled(id), "name=Mallory&version=1&segment=lead&status=active",
                                Content_Type="application/x-www-form-urlencoded")
            assert answer.status == 404, f"{route} with {id} answers {answer.status}"
            assert shows_nothing(answer)


def test_the_same_urls_do_answer_the_business_itself(acme):
    """Otherwise the test above would prove nothing."""
    for path in [f"{PATH}/{acme.customer}", f"{PATH}/{acme.customer}/edit", f"{PATH}/{acme.customer}/delete", f"/crm/companies/{acme.company}"]:
        answer = acme.get(path)
        assert answer.status == 200 and not shows_nothing(answer), path


def test_no_page_takes_another_business_s_id_in_its_query(server, acme, globex):
    globex_customer = added(globex, PATH, name="Globex Customer", segment="lead")
    for path in [PATH, f"{PATH}/new", f"{PATH}/picker", f"{PATH}/export", "/crm/companies", "/crm/companies/picker", "/crm/companies/export"]:
        for name in ["company", "after", "before", "id", "q", "import"]:
            for id in [acme.customer, acme.company, acme.deleted]:
                answer = globex.get(f"{path}?{name}={id}&deleted=1")
                assert answer.status in (200, 404) and shows_nothing(answer), f"{path}?{name}= shows another business's rows"
    assert globex.post(f"{PATH}/{globex_customer}/delete").status == 303


def test_a_form_refers_to_companies_of_the_own_business_only(acme, globex):
    answer = globex.post(PATH, {"name": "Mallory", "segment": "lead", "company": acme.company})
    assert answer.status == 422 and shows_nothing(answer)
    own = added(globex, PATH, name="Mallory", segment="lead")
    answer = globex.post(f"{PATH}/{own}", {"name": "Mallory", "segment": "lead", "version": "1", "company": acme.company})
    assert answer.status == 422 and shows_nothing(answer)
    assert globex.post(f"{PATH}/{own}/delete").status == 303


@pytest.mark.parametrize("term", ["", "Acme", "Secret", "e"])
def test_a_picker_offers_companies_of_the_own_business_only(acme, globex, term):
    company = added(globex, "/crm/companies", name="Globex Secretariat", status="active")
    answer = globex.get(f"/crm/companies/picker?q={term}")
    assert answer.status == 200 and shows_nothing(answer)
    assert ("Globex Secretariat" in answer.text) == (term != "Acme")
    assert globex.post(f"/crm/companies/{company}/delete").status == 303


def test_deleting_many_deletes_one_s_own_only(acme, globex):
    assert globex.post(f"{PATH}/delete", {"id": [acme.customer, acme.deleted]}).status == 404
    own = added(globex, PATH, name="Mallory", segment="lead")
    assert globex.post(f"{PATH}/delete", {"id": [acme.customer, own]}).status == 303
    assert globex.get(f"{PATH}/{own}").status == 404


def test_nobody_brings_back_what_another_business_deleted(acme, globex):
    assert globex.post(f"{PATH}/restore?id={acme.deleted}").status == 404
    assert globex.post("/crm/companies/restore?id=" + acme.company).status == 404


def test_an_export_holds_one_s_own_only(acme, globex):
    own = added(globex, PATH, name="Mallory", segment="lead")
    answer = globex.get(f"{PATH}/export")
    assert answer.status == 200 and shows_nothing(answer) and "Mallory" in answer.text
    assert globex.post(f"{PATH}/{own}/delete").status == 303


def test_an_id_that_another_business_uses_makes_a_record_of_one_s_own(acme, globex):
    """Ids are chosen by whoever fills in the form, so that one sent twice is kept once."""
    answer = globex.post(PATH, {"id": acme.customer, "name": "Mallory", "segment": "lead"})
    assert answer.status == 303
    page = globex.get(f"{PATH}/{acme.customer}")
    assert page.status == 200 and "Mallory" in page.text and shows_nothing(page)
    assert globex.post(f"{PATH}/{acme.customer}/delete").status == 303
    assert "Acme Secret Customer" in acme.get(f"{PATH}/{acme.customer}").text


@pytest.mark.parametrize("reader", [Reader(), Reader(scripts=False)], ids=str)
def test_no_list_search_or_home_page_shows_another_business(reader, work, acme):
    customers = Customers(work(reader)[0])
    for path in ["/home", "/members", PATH, "/crm/companies"]:
        customers.page.goto(path)
        for secret in SECRETS:
            customers.reads_not(secret)
    customers.open_list()
    customers.start(name="Mallory")
    assert "Acme" not in customers.page.content()


def test_a_session_of_another_business_opens_no_door(server, acme, globex):
    answer = globex.get("/members")
    assert answer.status == 200 and shows_nothing(answer)
    assert acme.get("/members").status == 200
