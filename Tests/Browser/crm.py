"""What people do with their customers."""

from playwright.sync_api import expect

from imports import Imports
from visitor import added

PATH = "/crm/customers"


class Customers(Imports):
    """The customers of a business, in a browser."""

    def __init__(self, office):
        super().__init__(office.page, office.reader)

    @staticmethod
    def given(visitor, **fields):
        """A customer who is there already. Returns the id."""
        return added(visitor, PATH, **{"segment": "lead", **fields})

    @staticmethod
    def given_company(visitor, **fields):
        return added(visitor, "/crm/companies", **{"status": "active", **fields})

    @staticmethod
    def given_many(database, owner, count):
        database.ask(f"""
            insert into customers (business_id, id, name)
            select m.business_id, gen_random_uuid(), 'Customer ' || lpad(n::text, 3, '0')
              from users u join members m on m.user_id = u.id, generate_series(0, {count - 1}) n where u.email = '{owner.email}'""")

    def open_list(self, rest=""):
        return self.open(PATH + rest)

    def start(self, **fields):
        """Opens the form and fills it, without sending it."""
        if not self.page.url.endswith(PATH):
            self.open_list()
        self.follow("platform.list.create")
        self.look()
        self.type(**fields)

    def type(self, **fields):
        for name, value in fields.items():
            field = self.field(f"crm.customers.fields.{name}")
            field.select_option(value) if name == "segment" else field.fill(value)

    def add(self, **fields):
        self.start(**fields)
        self.send("platform.form.create")

    def edit(self, **fields):
        self.follow("common.edit")
        self.look()
        self.type(**fields)
        self.send("platform.form.save")
        self.look()

    def show(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).click()
        return self.look()

    def names(self):
        """The titles of the rows, from the first."""
        return self.page.locator("[data-rows] .table__title a").all_inner_texts()

    def lists(self, *names):
        """Waits until the list shows these, in this order."""
        expect(self.page.locator("[data-rows] .table__title a")).to_have_text(list(names))

    def _apply(self):
        if not self.reader.scripts:
            self.send("records.apply")
            self.look()

    def search(self, text):
        self.page.get_by_role("main").get_by_role("searchbox").fill(text)
        self._apply()

    def filter(self, field, value):
        self.narrow(self.words(f"crm.customers.fields.{field}"), value)

    def narrow(self, label, value):
        """By a field of the business's own."""
        self.page.get_by_role("combobox", name=label, exact=True).select_option(value)
        self._apply()

    def sort(self, field):
        """A phone shows no heads of columns: there the address says it."""
        if self.reader.is_on_phone:
            self.open_list("?sort=-name" if "sort=name" in self.page.url else "?sort=name")
        else:
            with self.page.expect_navigation():
                self.page.get_by_role("columnheader").get_by_role("link", name=self.words(f"crm.customers.fields.{field}")).click()
            self.look()

    def delete(self):
        """From its page: asks first, in a dialog or on a page of its own."""
        self.link("common.delete").click()
        self.reads(self.words("platform.delete.text"))
        self.send("common.delete")
        self.look()

    def delete_chosen(self, *names):
        """From the list, where only a script can ask first."""
        for name in names:
            self.page.get_by_role("checkbox", name=f"{self.words('records.select')} {name}").check()
        if self.reader.scripts:
            self.press("common.delete")
            question = self.words("platform.list.delete_chosen", many=self.words("crm.customers.plural"))
            expect(self.page.get_by_role("dialog")).to_contain_text(question)
        with self.page.expect_navigation():
            self.button("common.delete").last.click()

    def exported(self, folder):
        self.page.locator("[data-exports] > summary").click()
        with self.page.expect_download() as download:
            self.export_links("platform.columns.all_fields").get_by_role("link", name="CSV", exact=True).click()
        file = folder / download.value.suggested_filename
        download.value.save_as(file)
        return file

    def export_links(self, what):
        return self.page.get_by_role("group", name=f"{self.words('records.export')}: {self.words(what)}", exact=True)

    def open_views(self):
        """Unfolds the saved views of the list."""
        self.page.locator("[data-views] > summary").click()
        return self.page.locator("#views")

    def save_view(self, name, shared=False):
        self.open_views()
        self.follow("records.saved.new")
        self.look()
        self.field("platform.saved.name").fill(name)
        if shared:
            self.field("platform.saved.share").check()
        self.send("platform.saved.submit")
        self.look()

    def follow_view(self, name):
        views = self.open_views()
        with self.page.expect_navigation():
            views.get_by_role("link", name=name, exact=True).click()
        self.look()

    def choose_company(self, name):
        field = self.field("crm.customers.fields.company")
        if self.reader.scripts:
            field.press_sequentially(name[:4])
            self.page.get_by_role("option", name=name).click()
        else:
            field.select_option(label=name)

    def follow_text(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("link", name=name).click()

    def choose(self, version, field):
        """Between two versions of a field: "mine" or "theirs"."""
        group = self.page.get_by_role("group", name=self.words(f"crm.customers.fields.{field}"), exact=True)
        group.get_by_role("radio", name=self.words(f"records.conflict.{version}")).check()
