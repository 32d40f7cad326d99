"""Pages that other crawlers archived: which records are articles, of which site and at which address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapers.blocked import why_blocked
from scrapers.identity import identity, is_article, site_url
from scrapers.records import Site
from scrapers.warc import Record

_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class ForeignPage:
    """An article's page: its site, its canonical address there, and the key under which the site knows it."""

    site: Site
    address: str
    key: str


def article_page(record: Record, sites: Mapping[str, Site]) -> ForeignPage | None:
    """Return the page of an article that `record` holds whole, None for any other record.

    It belongs to the site file that knows its host; a page of another host to a site of that host's name.
    """
    kind = re.split(r"[;,]", record.headers.get("content-type", ""))[0].strip().lower()
    if record.kind != "response" or record.status != 200 or kind not in _HTML or why_blocked(record.body):
        return None
    if "warc-truncated" in record.fields:
        return None
    site = site_of(record.url, sites)
    address = site_url(record.url, site) if site else None
    if site is None or address is None or not is_article(address, site):
        return None
    return ForeignPage(site, address, identity(address, site))


def site_of(url: str, sites: Mapping[str, Site]) -> Site | None:
    """Return the site of an address, one of its host's name where no site file knows the host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    known = (site for site in sites.values() if parts.hostname in site.hosts)
    return next(known, None) or unknown_site(parts.hostname, url)


def unknown_site(slug: str, url: str) -> Site:
    """Return a site that no file describes."""
    parts = urlsplit(url)
    host = parts.hostname or slug
    return Site(slug, host, f"{parts.scheme}://{parts.netloc}/", hosts=(host,))
