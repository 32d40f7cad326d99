"""From a link to its page."""

from scrapers.blocked import why_blocked
from scrapers.errors import Blocked
from scrapers.records import Link, Page, Unchanged, Validators
from scrapers.visit import Visit

WHAT = {"challenge": "a challenge", "login": "a login form", "missing": "an error page", "file": "a file and no page"}
CURES = {
    "challenge": "nothing is disguised to get past it: ask the site for access",
    "login": "the page is not public: leave it",
    "missing": "the page is gone: leave it",
    "file": "it is no web page: leave it",
}


async def fetch(visit: Visit, link: Link, validators: Validators | None = None) -> Page | Unchanged:
    """Fetch `link`, or learn that it is as it was when `validators` were taken.

    Raises a FetchError; it is Blocked where the answer is a challenge, a login form, an error page or no text.
    """
    page = await visit.get(link.url, validators)
    if page.status == 304:
        return Unchanged(link.url)
    if page.place is not None and page.place.revisit:
        return Unchanged(link.url, page)
    refuse_blocked(page, *CURES)
    return page


def refuse_blocked(page: Page, *kinds: str) -> None:
    """Raise Blocked where `page` is no page, for one of the `kinds` of reasons."""
    kind = why_blocked(page.body)
    if kind in kinds:
        raise Blocked(page.url, f"the answer is {WHAT[kind]}", cure=CURES[kind], kind=kind)
