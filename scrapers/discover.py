"""From a site's seeds to the addresses of its articles, the newest first."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Set
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from scrapers.charset import decode
from scrapers.errors import Gap, NoLinks, Refused
from scrapers.feeds import Entry, read_entries
from scrapers.fetch import refuse_blocked
from scrapers.identity import identity, site_url
from scrapers.layouts import layout_of
from scrapers.listings import read_listing
from scrapers.records import Link, Page, Seed, Site
from scrapers.stamps import read_stamp
from scrapers.visit import Visit

MAX_SITEMAPS = 50
"""Parts of a sitemap index that are read, those changed last first."""

_HIDDEN = ("challenge", "login")
"""Answers in whose place the links would be: a list that ends there has not ended."""


async def walk(
    seed: Seed,
    visit: Visit,
    *,
    known: Callable[[str], bool],
    today: date,
    since: date | None = None,
    again: bool = False,
) -> AsyncIterator[list[Link]]:
    """Yield the articles of a seed that are not `known`, page by page, until a page shows nothing new.

    `known` is asked with identities. What is dated before `since` is yielded but not walked after. Raises a FetchError
    or ParseError where a page does not come, NoLinks where the seed holds no article's address, and with `again` (it
    was walked before) Gap where it led to nothing known: after the last links were yielded.
    """
    site, seen, found, met = visit.site, set[str](), False, False
    for course in courses(seed, today):
        before = set[str]()
        async for entries in _pages(seed.kind, course, visit):
            links = list(article_links(entries, site, seed=seed.url))
            keys, unseen = {link.key for link in links}, _unseen(links, seen)
            fresh = [link for link in unseen if not known(link.key)]
            seen |= keys
            found, met = found or bool(links), met or len(fresh) < len(unseen)
            yield fresh
            if seed.kind != "listing":
                continue
            if not keys or keys == before:  # past the last page: some sites show it again
                break
            if unseen and all(_is_old(link, since) for link in fresh):
                return
            before = keys
    if not found:
        cure = f"check kind, selectors.links and article in {site.slug}.toml against the page"
        raise NoLinks(seed.url, f"no article's address in this {seed.kind}", cure=cure)
    if again and not met and seed.kind in ("listing", "feed"):
        cure = f"raise pages or days in {site.slug}.toml, or run more often"
        raise Gap(seed.url, f"all of its {len(seen):,} articles are new: older ones may be missing", cure=cure)


def _unseen(links: Iterable[Link], seen: Set[str]) -> list[Link]:
    """Return each article once, by the link that says most of it: a picture's says less than a headline's."""
    found: dict[str, Link] = {}
    for link in links:
        if link.key not in seen and (link.key not in found or len(link.hints) > len(found[link.key].hints)):
            found[link.key] = link
    return list(found.values())


def courses(seed: Seed, today: date) -> Iterator[list[str]]:
    """Yield the addresses of a seed in the order in which they are asked for; a course ends with its first empty page.

    A listing that is filtered by day has one course for the list itself and one for each of its days.
    """
    if seed.next is None:
        yield [seed.url]
    elif "{day}" in seed.next:
        yield [seed.url]
        for back in range(seed.days):
            day = (today - timedelta(days=back)).strftime("%d-%m-%Y")
            yield [_numbered(seed.next, number, seed.step, day) for number in range(1, seed.pages + 1)]
    else:
        further = (_numbered(seed.next, number, seed.step) for number in range(2, seed.pages + 1))
        yield [seed.url, *further]


def _numbered(template: str, number: int, step: int, day: str = "") -> str:
    values = {"{page}": str(number), "{offset}": str((number - 1) * step), "{day}": day}
    for mark, value in values.items():
        template = template.replace(mark, value)
    return template


def _pages(kind: str, course: list[str], visit: Visit) -> AsyncIterator[list[Entry]]:
    if kind == "listing":
        return _listing(course, visit)
    return _sitemaps(course, visit, named_by_robots=kind == "robots")


async def _listing(course: list[str], visit: Visit) -> AsyncIterator[list[Entry]]:
    selector = visit.site.selectors.get("links") or layout_of(visit.site.family).links
    for address in course:
        try:
            page = await visit.get(address, listing=True)
        except Refused as error:
            if error.status == 404 and address != course[0]:
                return  # past the last page
            raise
        refuse_blocked(page, *_HIDDEN)
        yield read_listing(_html(page), url=page.final_url, selector=selector)


def _html(page: Page) -> str:
    return decode(page.body, content_type=page.headers.get("content-type"))


async def _sitemaps(course: list[str], visit: Visit, *, named_by_robots: bool) -> AsyncIterator[list[Entry]]:
    """Read feeds and sitemaps, and the parts of an index."""
    waiting = list((await visit.robots()).sitemaps) if named_by_robots else list(course)
    read = set[str]()
    while waiting and len(read) < MAX_SITEMAPS:
        address = waiting.pop(0)
        if address in read or not visit.site.allows(address):
            continue
        read.add(address)
        page = await visit.get(address, listing=True)
        refuse_blocked(page, *_HIDDEN)
        entries = read_entries(page.body, url=address)
        parts = [entry for entry in entries if entry.kind == "sitemap"]
        waiting += [part.url for part in sorted(parts, key=lambda part: part.published or "", reverse=True)]
        yield [entry for entry in entries if entry.kind == "page"]


def article_links(entries: Iterable[Entry], site: Site, *, seed: str) -> Iterator[Link]:
    """Keep the entries that are articles of the site itself, under their canonical addresses."""
    for entry in entries:
        address = site_url(entry.url, site)
        if address is not None and is_article(address, site):
            day = read_day(entry.published) if entry.published else None
            hints = {"title": entry.title, "published": day and day.isoformat(), "seed": seed}
            kept = MappingProxyType({key: value for key, value in hints.items() if value})
            yield Link(address, site.slug, identity(address, site), kept)


def is_article(address: str, site: Site) -> bool:
    """Say whether a canonical address is one of the site's articles, by its form alone."""
    parts = urlsplit(address)
    pattern = site.article or layout_of(site.family).article
    return re.search(pattern, f"{parts.path}?{parts.query}" if parts.query else parts.path) is not None


def read_day(text: str) -> date | None:
    """Read the day that a feed, sitemap or list gives an article."""
    if stamp := read_stamp(text):
        return stamp.date()
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return None


def _is_old(link: Link, since: date | None) -> bool:
    day = link.hints.get("published")
    return since is not None and day is not None and datetime.fromisoformat(day).date() < since
