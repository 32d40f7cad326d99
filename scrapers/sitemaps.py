"""Feeds and sitemaps as a site has them: several, in parts, some of them dead."""

from collections.abc import AsyncIterator

from scrapers.errors import ENDS, Blocked, FetchError, Gap, ParseError, ScrapeError, Unreachable
from scrapers.feeds import Entry, read_entries
from scrapers.fetch import refuse_blocked
from scrapers.records import Page
from scrapers.urls import joined
from scrapers.visit import Visit

MAX_SITEMAPS = 50
"""Parts of a sitemap index that are read, those changed last first."""
DEAF = 3
"""Parts in a row that do not come at all, after which the others are not asked for."""
_HIDDEN = ("challenge", "login")
"""Answers in whose place the links would be: a list that ends there has not ended."""


async def list_page(address: str, visit: Visit) -> Page:
    """Return a page of links as it is now; raise a FetchError, also for a challenge or a login form in its place."""
    page = await visit.get(address, listing=True)
    refuse_blocked(page, *_HIDDEN)
    return page


async def read_sitemaps(course: list[str], visit: Visit, *, named_by_robots: bool) -> AsyncIterator[list[Entry]]:
    """Yield the pages that feeds and sitemaps name, sitemap by sitemap, and those of the parts of an index.

    What ends a visit is raised at once. The first other FetchError or ParseError is raised after the last part, else a
    Gap where an index has more than MAX_SITEMAPS parts.
    """
    waiting = await _named_by_robots(visit) if named_by_robots else list(course)
    read, failed, deaf = set[str](), list[FetchError | ParseError](), 0
    while waiting and len(read) < MAX_SITEMAPS and deaf < DEAF:
        address = waiting.pop(0)
        read.add(address)
        try:
            entries = await _read(address, visit)
        except ENDS:
            raise
        except (FetchError, ParseError) as error:
            failed.append(error)
            deaf = deaf + 1 if isinstance(error, (Unreachable, Blocked)) else 0
            continue
        deaf = 0
        waiting += [part for part in _parts(entries) if part not in read and part not in waiting]
        yield [entry for entry in entries if entry.kind == "page"]
    if problem := _problem(failed, waiting):
        raise problem


async def _named_by_robots(visit: Visit) -> list[str]:
    sitemaps = (await visit.robots()).sitemaps
    return list(dict.fromkeys(address for each in sitemaps if (address := joined(visit.site.base_url, each))))


async def _read(address: str, visit: Visit) -> list[Entry]:
    page = await list_page(address, visit)
    return read_entries(page.body, url=page.final_url)


def _parts(entries: list[Entry]) -> list[str]:
    """Return the parts of an index, those changed last first; where it does not say when, the last of it first."""
    parts = [entry for entry in reversed(entries) if entry.kind == "sitemap"]
    return list(dict.fromkeys(part.url for part in sorted(parts, key=lambda part: part.published or "", reverse=True)))


def _problem(failed: list[FetchError | ParseError], left: list[str]) -> ScrapeError | None:
    """Return what went wrong first, and say of how many parts; a Gap where nothing did but parts are left."""
    if failed:
        others = len(failed) - 1 + len(left)
        failed[0].what += f" (and {others} other parts were not read)" * bool(others)
        return failed[0]
    if left:
        what = f"this and {len(left) - 1} other parts of the index were not read: {MAX_SITEMAPS} are the most"
        return Gap(left[0], what, cure="name them as seeds of their own in the site file")
    return None
