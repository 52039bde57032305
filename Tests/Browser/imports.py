"""What people do with the files they bring."""

from playwright.sync_api import expect

from office import Office


class Imports(Office):
    """The steps of an import, from the list of what is imported."""

    def upload(self, file):
        self.follow("records.import")
        self.look()
        self.field("records.upload.label").set_input_files(file)
        self.send("records.upload.submit")
        self.look()

    def choose_column(self, header, field):
        self.page.get_by_role("combobox", name=f"{self.words('records.mapping.field')}: {header}", exact=True).select_option(field)

    def find_records_by(self, field):
        self.field("records.mapping.key").select_option(field)

    def check_rows(self):
        self.send("records.mapping.submit")
        self._wait_for_report()

    def import_rows(self, count):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.words.count("imports.checked.start", count), exact=True).click()
        self._wait_for_report()

    def undo_import(self):
        """Says yes to the question."""
        with self.page.expect_navigation():
            self.button("records.report.undo").click()
        self._wait_for_report()

    def _wait_for_report(self):
        """A script asks again by itself; without one there is a link."""
        progress = self.page.locator("[data-refresh]")
        while not self.reader.scripts and progress.count():
            self.follow("records.progress.again")
        expect(progress).to_have_count(0, timeout=30_000)
        self.page.wait_for_load_state()
        self.look()

    def figures(self):
        """What a check found, by its label."""
        shown = dict(zip(self.page.locator(".figures dt").all_inner_texts(), self.page.locator(".figures dd").all_inner_texts()))
        return {name: int(shown.get(self.words(f"imports.figures.{name}"), 0)) for name in ["new", "changed", "wrong"]}
