"""What an owner decides about the business."""

from office import Office


class Settings(Office):
    """The settings of a business, in a browser."""

    def __init__(self, office):
        super().__init__(office.page, office.reader)

    def add_field(self, label, kind, choices=()):
        """Adds a field of the business's own to its customers."""
        self._open("custom")
        with self.page.expect_navigation():
            self._customers().get_by_role("link", name=self.words("customer.fields.new"), exact=True).click()
        self.look()
        self.field("platform.custom.label").fill(label)
        self.field("platform.custom.kind").select_option(kind)
        self.field("platform.custom.choices").fill("\n".join(choices))
        self.send("platform.custom.save")
        self.look()

    def decide(self, role, rows="all", **fields):
        """Which customers a role sees, and what it may do with which of their fields."""
        self._open("access")
        with self.page.expect_navigation():
            self._customers().get_by_role("link", name=self.words(f"platform.roles.{role}"), exact=True).click()
        self.look()
        self.page.get_by_label(self.words("crm.customers.plural"), exact=True).select_option(rows)
        for name, access in fields.items():
            self.page.get_by_label(self.words(f"crm.customers.fields.{name}"), exact=True).select_option(access)
        self.send("common.save")
        self.look()

    def add_team(self, name, *members):
        self._open("access")
        self.follow("customer.access.newTeam")
        self.look()
        self.field("platform.teams.name").fill(name)
        for member in members:
            self.page.get_by_role("checkbox", name=member.name, exact=True).check()
        self.send("common.save")
        self.look()

    def remove_team(self, name):
        """Says yes to the question."""
        self._open("access")
        with self.page.expect_navigation():
            self.page.get_by_role("row", name=name).get_by_role("link", name=self.words("platform.custom.remove"), exact=True).click()
        self.look()
        self.send("common.delete")
        self.look()

    def _open(self, part):
        self.open("/settings")
        self.follow(f"platform.{part}.title")
        self.look()

    def _customers(self):
        """What is said of them, among all kinds of records."""
        heading = self.page.get_by_role("heading", name=self.words("crm.customers.plural"), exact=True)
        return self.page.locator("section").filter(has=heading)
