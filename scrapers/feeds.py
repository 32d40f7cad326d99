"""Feeds and sitemaps: XML that lists addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from scrapers.bodies import unpack
from scrapers.errors import ParseError
from scrapers.urls import joined

MAX_XML = 50_000_000
"""Bytes of an unpacked sitemap, as the sitemap protocol has it."""
_CURE = "correct the seed's address or kind in the site file"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a feed or sitemap: `kind` is page or sitemap (a part of an index); `published` is as written."""

    url: str
    kind: str = "page"
    title: str | None = None
    published: str | None = None


def read_entries(body: bytes, *, url: str) -> list[Entry]:
    """Read RSS, Atom, a sitemap or a sitemap index, gzipped or not; `url` is what its addresses start from.

    Raises ParseError for anything else and for an address with half a character, TooLarge and Unreachable for what does
    not unpack.
    """
    root = _root(_unpacked(body, url))
    if root is None:
        raise ParseError(url, "neither a feed nor a sitemap", cure=_CURE)
    try:
        found = list(_entries(root, url))
    except UnicodeDecodeError as error:
        raise ParseError(url, f"a character that there is not ({error.reason})", cure="tell the site") from error
    return [replace(entry, url=address) for entry in found if (address := joined(url, entry.url))]


def _entries(root: etree._Element, url: str) -> Iterator[Entry]:
    match etree.QName(root).localname:
        case "rss" | "RDF":
            return _rss(root)
        case "feed":
            return _atom(root)
        case "urlset":
            return _sitemap(root, "url", kind="page")
        case "sitemapindex":
            return _sitemap(root, "sitemap", kind="sitemap")
    raise ParseError(url, "neither a feed nor a sitemap", cure=_CURE)


def _root(body: bytes) -> etree._Element | None:
    """Broken XML is common: what can be read is read. No entities, no network."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError:
        return None


def _unpacked(body: bytes, url: str) -> bytes:
    return unpack(body, "gzip", url=url, limit=MAX_XML) if body.startswith(b"\x1f\x8b") else body


def _rss(root: etree._Element) -> Iterator[Entry]:
    for item in root.iterfind(".//{*}item"):
        if address := _text(item, "link") or _permalink(item):
            yield Entry(address, title=_title(item), published=_text(item, "pubDate") or _text(item, "date"))


def _permalink(item: etree._Element) -> str | None:
    """Return the `guid` where it is an address; joined to the feed's, any other would become one."""
    guid = _text(item, "guid") or ""
    return guid if guid.startswith(("http:", "https:")) else None


def _atom(root: etree._Element) -> Iterator[Entry]:
    for entry in root.iterfind(".//{*}entry"):
        links = [link for link in entry.iterfind("{*}link") if link.get("rel", "alternate") == "alternate"]
        if links and (address := links[0].get("href")):
            yield Entry(address, title=_title(entry), published=_text(entry, "published") or _text(entry, "updated"))


def _sitemap(root: etree._Element, tag: str, *, kind: str) -> Iterator[Entry]:
    for item in root.iterfind(f"{{*}}{tag}"):
        if address := _text(item, "loc"):
            yield Entry(address, kind=kind, published=_text(item, "lastmod"))


def _text(item: etree._Element, tag: str) -> str | None:
    """Return the first text in a `tag` of whatever name space: `<atom:link>` beside `<link>` has none."""
    texts = ("".join(str(piece) for piece in found.itertext()).strip() for found in item.iterfind(f"{{*}}{tag}"))
    return next((text for text in texts if text), None)


def _title(item: etree._Element) -> str | None:
    try:
        return _text(item, "title")
    except UnicodeDecodeError:  # half a letter (`&#xD83D;`): the article is worth more than its title
        return None
