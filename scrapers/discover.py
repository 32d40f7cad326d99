"""From a site's seeds to the addresses of its articles, the newest first."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Set
from datetime import date, datetime, timedelta
from types import MappingProxyType

from scrapers.charset import decode
from scrapers.errors import Gap, NoLinks, ParseError, Refused
from scrapers.feeds import Entry
from scrapers.identity import identity, is_article, site_url
from scrapers.layouts import layout_of
from scrapers.listings import error_title, read_listing
from scrapers.records import Link, Page, Seed, Site
from scrapers.sitemaps import list_page, read_sitemaps
from scrapers.stamps import read_mail_date, read_stamp
from scrapers.visit import Visit

LONGEST_TITLE = 500
"""Characters of what a list calls a title; some put the whole article there."""


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
    was walked before) Gap where it led to nothing known: after the last links were yielded. A part of a sitemap index
    that does not come leaves the others and is raised after them; parts that are too many are a Gap.
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
    return read_sitemaps(course, visit, named_by_robots=kind == "robots")


async def _listing(course: list[str], visit: Visit) -> AsyncIterator[list[Entry]]:
    selector = visit.site.selectors.get("links") or layout_of(visit.site.family).links
    for address in course:
        try:
            page = await list_page(address, visit)
        except Refused as error:
            if error.status == 404 and address != course[0]:
                return  # past the last page
            raise
        html = _html(page)
        entries = read_listing(html, url=page.final_url, selector=selector)
        if not any(article_links(entries, visit.site, seed=address)) and (title := error_title(html)):
            raise ParseError(address, f"an error page (“{title}”) where a list should be", cure="run again later")
        yield entries


def _html(page: Page) -> str:
    return decode(page.body, content_type=page.headers.get("content-type"))


def article_links(entries: Iterable[Entry], site: Site, *, seed: str) -> Iterator[Link]:
    """Keep the entries that are articles of the site itself, under their canonical addresses."""
    for entry in entries:
        address = site_url(entry.url, site)
        if address is not None and is_article(address, site):
            day = read_day(entry.published) if entry.published else None
            hints = {"title": (entry.title or "")[:LONGEST_TITLE], "published": day and day.isoformat(), "seed": seed}
            kept = MappingProxyType({key: value for key, value in hints.items() if value})
            yield Link(address, site.slug, identity(address, site), kept)


def read_day(text: str) -> date | None:
    """Read the day that a feed, sitemap or list gives an article."""
    moment = read_stamp(text) or read_mail_date(text)
    return moment.date() if moment else None


def _is_old(link: Link, since: date | None) -> bool:
    day = link.hints.get("published")
    return since is not None and day is not None and datetime.fromisoformat(day).date() < since
