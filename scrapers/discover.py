"""From a site's seeds to the addresses of its articles."""

import re
from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from scrapers.charset import decode
from scrapers.client import Client
from scrapers.errors import ParseError, Refused, ScrapeError
from scrapers.feeds import Entry, read_entries
from scrapers.layouts import layout_of
from scrapers.records import Link, Seed, Site
from scrapers.urls import canonical_url

MAX_SITEMAPS = 50
"""Parts of a sitemap index that are read; portals list the newest first."""


def discover(
    site: Site,
    client: Client,
    known: Callable[[str], bool],
    *,
    report: Callable[[ScrapeError], None] | None = None,
) -> Iterator[Link]:
    """Yield the site's articles that are not `known`, each address once, in the order of the seeds.

    `known` is asked with canonical addresses; a listing is paged through until a page brings nothing new. A seed that
    fails or holds no article address at all goes to `report`, and the next seed follows; without `report` it raises.
    """
    seen: set[str] = set()
    for seed in site.seeds:
        try:
            for link in _links(seed, site, client, known):
                if link.url not in seen:
                    seen.add(link.url)
                    yield link
        except ScrapeError as error:
            if report is None:
                raise
            report(error)


def _links(seed: Seed, site: Site, client: Client, known: Callable[[str], bool]) -> Iterator[Link]:
    """Yield a seed's unknown articles, page by page."""
    found = False
    for entries in _pages(seed, site, client):
        links = list(article_links(entries, site, seed=seed.url))
        found = found or bool(links)
        fresh = [link for link in links if not known(link.url)]
        yield from fresh
        if seed.kind == "listing" and not fresh:
            break
    if not found:
        cure = f"check kind, selectors.links and article in {site.slug}.toml against the page"
        raise ParseError(seed.url, f"no article address in this {seed.kind}", cure=cure)


def _pages(seed: Seed, site: Site, client: Client) -> Iterator[list[Entry]]:
    if seed.kind == "listing":
        yield from _listing(seed, site, client)
    elif seed.kind == "sitemap":
        yield from _sitemap(seed, site, client)
    else:
        yield read_entries(client.get(seed.url, site=site).body, url=seed.url)


def _sitemap(seed: Seed, site: Site, client: Client) -> Iterator[list[Entry]]:
    waiting, read = [seed.url], set[str]()
    while waiting and len(read) < MAX_SITEMAPS:
        address = waiting.pop(0)
        if address in read:
            continue
        read.add(address)
        entries = read_entries(client.get(address, site=site).body, url=address)
        waiting += [entry.url for entry in entries if entry.kind == "sitemap" and site.allows(entry.url)]
        yield [entry for entry in entries if entry.kind == "page"]


def _listing(seed: Seed, site: Site, client: Client) -> Iterator[list[Entry]]:
    selector = site.selectors.get("links") or layout_of(site.family).links
    addresses = [seed.url, *(seed.next.format(page=number) for number in range(2, seed.pages + 1) if seed.next)]
    for address in addresses:
        try:
            page = client.get(address, site=site)
        except Refused as error:
            if error.status == 404 and address != seed.url:
                return  # past the last page
            raise
        html = decode(page.body, content_type=page.headers.get("content-type"))
        yield read_listing(html, url=page.final_url, selector=selector)


def read_listing(html: str, *, url: str, selector: str) -> list[Entry]:
    """Return the links of a listing page that `selector` points at, with their text as title."""
    anchors = LexborHTMLParser(html).css(selector)
    pairs = ((anchor.attributes.get("href") or "", anchor.text(strip=True)) for anchor in anchors)
    return [Entry(urljoin(url, href.strip()), title=title or None) for href, title in pairs if href]


def article_links(entries: Iterable[Entry], site: Site, *, seed: str) -> Iterator[Link]:
    """Keep the entries that are articles of the site itself, under their canonical addresses."""
    pattern = re.compile(site.article or layout_of(site.family).article)
    for entry in entries:
        try:
            address = canonical_url(entry.url)
        except ValueError:
            continue
        parts = urlsplit(address)
        if site.allows(address) and pattern.search(f"{parts.path}?{parts.query}" if parts.query else parts.path):
            hints = {"title": entry.title, "published": entry.published, "seed": seed}
            yield Link(address, site.slug, MappingProxyType({key: value for key, value in hints.items() if value}))
