"""Feeds and sitemaps: XML that lists addresses."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from scrapers.bodies import unpack
from scrapers.errors import ParseError

MAX_XML = 50_000_000
"""Bytes of an unpacked sitemap, as the sitemap protocol has it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a feed or sitemap: `kind` is page or sitemap (a part of an index); `published` is as written."""

    url: str
    kind: str = "page"
    title: str | None = None
    published: str | None = None


def read_entries(body: bytes, *, url: str) -> list[Entry]:
    """Read RSS, Atom, a sitemap or a sitemap index, gzipped or not.

    Raises ParseError for anything else, TooLarge and Unreachable for what does not unpack.
    """
    root = _root(_unpacked(body, url))
    kind = etree.QName(root).localname if root is not None else None
    match kind:
        case "rss" | "RDF":
            return list(_rss(root))
        case "feed":
            return list(_atom(root))
        case "urlset":
            return list(_sitemap(root, "url", kind="page"))
        case "sitemapindex":
            return list(_sitemap(root, "sitemap", kind="sitemap"))
    raise ParseError(url, "neither a feed nor a sitemap", cure="correct the seed's address or kind in the site file")


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
        if address := _text(item, "link") or _text(item, "guid"):
            yield Entry(address, title=_text(item, "title"), published=_text(item, "pubDate") or _text(item, "date"))


def _atom(root: etree._Element) -> Iterator[Entry]:
    for entry in root.iterfind(".//{*}entry"):
        links = [link for link in entry.iterfind("{*}link") if link.get("rel", "alternate") == "alternate"]
        if links and (address := links[0].get("href")):
            yield Entry(
                address, title=_text(entry, "title"), published=_text(entry, "published") or _text(entry, "updated")
            )


def _sitemap(root: etree._Element, tag: str, *, kind: str) -> Iterator[Entry]:
    for item in root.iterfind(f"{{*}}{tag}"):
        if address := _text(item, "loc"):
            yield Entry(address, kind=kind, published=_text(item, "lastmod"))


def _text(item: etree._Element, tag: str) -> str | None:
    found = item.find(f"{{*}}{tag}")
    text = "".join(str(piece) for piece in found.itertext()).strip() if found is not None else ""
    return text or None
