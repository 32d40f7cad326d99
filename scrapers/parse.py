"""From bytes to an article."""

from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from scrapers.blocked import why_blocked
from scrapers.charset import decode
from scrapers.errors import NoArticle
from scrapers.layouts import GENERIC, detect, layout_of
from scrapers.records import Article, Site
from scrapers.stamps import read_stamp, stamp_reader


def parse(url: str, body: bytes, headers: Mapping[str, str], site: Site | None = None) -> Article:
    """Read the article of a page by its site's family, or by detection without a site; raise NoArticle.

    `headers` have lower-case names; only `content-type` is read. A site whose family no longer fits its pages gets no
    help from detection, so that a layout that moved is seen.
    """
    _refuse_blocked(url, body)
    tree = LexborHTMLParser(decode(body, content_type=headers.get("content-type")))
    layout = detect(tree) if site is None or site.family == GENERIC.name else layout_of(site.family)
    stamp = stamp_reader(zone=site.timezone, form=site.date_format) if site else read_stamp
    return layout.adapted(site.selectors if site else {}).read(tree, url=url, stamp=stamp)


def parse_html(html: str | bytes, *, url: str | None = None) -> Article:
    """Read the article of a loose file; raise NoArticle where there is none."""
    _refuse_blocked(url, html.encode("utf-8", "replace") if isinstance(html, str) else html)
    tree = LexborHTMLParser(html if isinstance(html, str) else decode(html))
    return detect(tree).read(tree, url=url)


def _refuse_blocked(url: str | None, body: bytes) -> None:
    if not body.strip():
        raise NoArticle(url or "the page", "empty", cure="fetch it again")
    if kind := why_blocked(body):
        raise NoArticle(url or "the page", f"a {kind} page", cure="give the page of an article")
