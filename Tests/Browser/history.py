"""What a record's history says."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from words import plain


@dataclass(frozen=True)
class Line:
    """One thing that happened to a record."""

    what: str
    who: str
    source: str
    #: By the field's label, its value before and after; empty where there was none.
    changes: dict


def history(customers, name):
    """What happened to a customer of the list, the newest first: a page without barriers, of today."""
    customers.open_list()
    with customers.page.expect_navigation():
        customers.page.get_by_role("link", name=name, exact=True).click()
    customers.follow("platform.show.all_changes")
    customers.look()
    return [_line(entry) for entry in customers.page.locator(".history__entry").all()]


def _line(entry):
    when = datetime.fromisoformat(entry.locator("time").get_attribute("datetime"))
    assert timedelta(0) <= datetime.now(timezone.utc) - when < timedelta(hours=1)
    head = entry.locator(".history__line")
    return Line(
        head.locator(".badge").inner_text(), head.locator(".history__who").inner_text(),
        head.locator(".muted").inner_text().split(" · ")[0],
        {change.locator("dt").inner_text(): tuple(plain("".join(change.locator(f"{side} bdi").all_inner_texts())) for side in ["del", "ins"])
         for change in entry.locator(".facts > div").all()})
