"""From a link to its page."""

from scrapers.blocked import why_blocked
from scrapers.client import Client
from scrapers.errors import Blocked
from scrapers.records import Link, NotModified, Page, Site, Validators

CURES = {
    "challenge": "nothing is disguised to get past it: ask the site for access",
    "login": "the page is not public: leave it",
    "missing": "the page is gone: leave it",
}


def fetch(client: Client, link: Link, validators: Validators | None = None, *, site: Site) -> Page | NotModified:
    """Fetch `link`, or learn that it is unchanged since `validators`.

    Raises a FetchError; it is Blocked where the answer is a challenge, a login form or an error page.
    """
    page = client.get(link.url, site=site, validators=validators)
    if page.status == 304:
        return NotModified(link.url, _renewed(page.validators, validators), page.fetched_at)
    if kind := why_blocked(page.body):
        raise Blocked(link.url, f"the answer is a {kind} page", cure=CURES[kind], kind=kind)
    return page


def _renewed(fresh: Validators, kept: Validators | None) -> Validators:
    """A 304 need not repeat the validators."""
    kept = kept or Validators()
    return Validators(etag=fresh.etag or kept.etag, last_modified=fresh.last_modified or kept.last_modified)
