"""From a link to its page."""

from scrapers.blocked import why_blocked
from scrapers.errors import Blocked
from scrapers.records import Link, Page, Unchanged, Validators
from scrapers.visit import Visit

CURES = {
    "challenge": "nothing is disguised to get past it: ask the site for access",
    "login": "the page is not public: leave it",
    "missing": "the page is gone: leave it",
    "file": "it is no web page: leave it",
}


async def fetch(visit: Visit, link: Link, validators: Validators | None = None) -> Page | Unchanged:
    """Fetch `link`, or learn that it is as it was when `validators` were taken.

    Raises a FetchError; it is Blocked where the answer is a challenge, a login form or an error page.
    """
    page = await visit.get(link.url, validators)
    if page.status == 304:
        return Unchanged(link.url)
    if page.place is not None and page.place.revisit:
        return Unchanged(link.url, page)
    if kind := why_blocked(page.body):
        raise Blocked(link.url, f"the answer is a {kind} page", cure=CURES[kind], kind=kind)
    return page
