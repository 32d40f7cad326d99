"""Which article an address is: the same under every host name, spelling, print view and slug."""

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit, urlunsplit

from scrapers.layouts import Layout, layout_of
from scrapers.records import Site
from scrapers.urls import canonical_url

_LETTERS = re.compile(r"(?:%[89A-F][0-9A-F])+")
_PAGE = re.compile(r"page=\d{1,5}", re.IGNORECASE)


def site_url(url: str, site: Site) -> str | None:
    """Return the canonical address on the site's own scheme and host; None where `url` is no page of the site."""
    try:
        parts = urlsplit(canonical_url(url))
    except ValueError:
        return None
    if not site.owns(parts):
        return None
    base = _base(site.base_url)
    return urlunsplit((base.scheme, base.netloc, parts.path, parts.query, ""))


@cache
def _base(url: str) -> SplitResult:
    return urlsplit(canonical_url(url))


def identity(url: str, site: Site) -> str:
    """Return the key of an article: `<slug>:` and what identifies it on its site.

    These are the groups of the site's own `article`, else those of its family's `keys`, else the path and query.
    No host name is in it, so that a site that moves keeps its articles. Raises ValueError off the site.
    """
    address = site_url(url, site)
    if address is None:
        raise ValueError(f"no page of {site.slug}: {url!r}")
    parts, layout = urlsplit(address), layout_of(site.family)
    target = _target(parts.path, parts.query)
    patterns = (site.article, *layout.keys) if site.article else layout.keys
    key = _key(target, patterns, layout) or _bare(target, _article(site))
    return f"{site.slug}:{_lower(key) if layout.caseless else key}"


def is_article(address: str, site: Site) -> bool:
    """Say whether a canonical address is one of the site's articles, by its form alone."""
    parts = urlsplit(address)
    return re.search(_article(site), _target(parts.path, parts.query)) is not None


def _article(site: Site) -> str:
    return site.article or layout_of(site.family).article


def _key(target: str, patterns: Iterable[str], layout: Layout) -> str | None:
    """Join the groups of the first pattern that finds some; a group that took no part says nothing."""
    flags = re.IGNORECASE if layout.caseless else re.NOFLAG
    matches = (re.search(pattern, target, flags) for pattern in patterns)
    keys = ("/".join(group for group in match.groups() if group) for match in matches if match)
    return next((key for key in keys if key), None)


def _bare(target: str, article: str) -> str:
    """Drop the last slash, and the list's page number where an article's address is left without it."""
    path, _, query = target.partition("?")
    unpaged = "&".join(field for field in query.split("&") if not _PAGE.fullmatch(field))
    if not re.search(article, _target(path, unpaged)):
        unpaged = query
    return _target(path.rstrip("/") or "/", unpaged)


def _target(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _lower(key: str) -> str:
    """Put letters in lower case, those behind percent signs as well."""
    return _LETTERS.sub(lambda found: _lower_letters(found[0]), key).lower()


def _lower_letters(escaped: str) -> str:
    text = unquote_to_bytes(escaped).decode("utf-8", "surrogateescape").lower()
    return quote(text.encode("utf-8", "surrogateescape"))
