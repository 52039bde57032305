"""What operators do in their portal."""

from office import Office


class Operators(Office):
    """An operator's browser."""

    def __init__(self, office):
        super().__init__(office.page, office.reader)

    def sign_in(self, operator):
        self.open("/sign-in")
        self.fill(platform__fields__email=operator.email, platform__fields__password=operator.password)
        self.send("admin.signIn.submit")
        self.page.wait_for_url(lambda url: not url.endswith("/sign-in"))
        self.look()
        return self

    def search(self, text):
        self.page.get_by_role("searchbox").fill(text)
        if self.reader.scripts:
            self.page.wait_for_url("**q=**")
        else:
            self.send("records.apply")
        self.look()

    def find(self, business):
        """Opens the page of one business."""
        self.open("/businesses").search(business)
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=business).click()
        self.look()

    def suspend(self, reason):
        opener = self.page.locator("summary").filter(has_text=self.words("admin.business.suspend"))
        if not self.field("operators.business.reason").is_visible():
            opener.click()
        self.field("operators.business.reason").fill(reason)
        self.send("admin.business.suspend")

    def act(self, key):
        """Presses the button of the only row."""
        self.send(key)

    def act_after_question(self, key):
        """The same, where a script asks first."""
        if self.reader.scripts:
            self.press(key)
        with self.page.expect_navigation():
            self.button(key).last.click()
