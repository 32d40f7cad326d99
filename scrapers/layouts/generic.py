"""Any other page: JSON-LD and OpenGraph for the head, well-known containers, else trafilatura, for the body."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborNode

from scrapers.blocks import clean, paragraphs
from scrapers.layouts.dated import time_in_id
from scrapers.layouts.density import find_main
from scrapers.layouts.model import Layout, Tree, first_stamp
from scrapers.stamps import ReadStamp

LEAST = 120
"""Characters below which a body is no article."""

_ARTICLE_TYPES = re.compile(r"(?:Article|NewsArticle|BlogPosting|Report)$")
_CHROME = re.compile(r"header|footer|sidebar|clock|dong-?ho|related|menu|lien-?quan|tin-?khac|weather", re.IGNORECASE)
_CHROME_TAGS = frozenset({"header", "footer", "nav", "aside"})
_STATED = (
    "meta[property='article:published_time']",
    "meta[itemprop=datePublished]",
    "time[itemprop=datePublished]",
    "[itemprop=datePublished]",
    "time.entry-date",
)
_VISIBLE = (
    "article time",
    ".post-date, .article-date, .publish-date, .news-date, .detail-time, .date-info, .ngaydang, .ngay-dang",
    "[id$=_lblDate]",
    "time, .date, .datetime, .meta, .post-meta, .entry-meta, .article-meta",
)
_MAX_JSON = 500_000
_LIST_ITEMS = 4
_MAX_HTML = 2_000_000
_LOOKS = 50


def linked_data(tree: Tree) -> dict[str, Any]:
    """Return the JSON-LD object of the article; empty where there is none that can be read."""
    for node in tree.css("script[type='application/ld+json']"):
        text = node.text()
        if len(text) > _MAX_JSON:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            if _ARTICLE_TYPES.search(str(item.get("@type"))) or "articleBody" in item:
                return item
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            yield from _objects(item.get("@graph", []))


def _published(tree: Tree, stamp: ReadStamp) -> datetime | None:
    """Read what the page states to machines, then what it shows outside header, footer and boxes."""
    stated = linked_data(tree).get("datePublished")
    if found := (stamp(str(stated)) if stated else None) or first_stamp(tree, _STATED, stamp):
        return found
    shown = (node for selector in _VISIBLE for node in tree.css(selector)[:_LOOKS] if not _is_chrome(node))
    stamps = (stamp(node.attributes.get("datetime") or node.text(separator=" ")) for node in shown)
    return next((moment for moment in stamps if moment), None)


def _is_chrome(node: LexborNode) -> bool:
    """Header clocks and boxes bear dates of their own."""
    parent: LexborNode | None = node
    while parent is not None and parent.tag != "body":
        names = f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}"
        if parent.tag in _CHROME_TAGS or _CHROME.search(names):
            return True
        parent = parent.parent
    return False


def _writer(tree: Tree) -> str | None:
    author = linked_data(tree).get("author")
    first = author[0] if isinstance(author, list) and author else author
    name = first.get("name") if isinstance(first, dict) else first
    return clean(name) or None if isinstance(name, str) else None


def _rest(tree: Tree) -> list[str]:
    """Take the element that holds the running text; where other things may stand in it, ask trafilatura."""
    main = find_main(tree.body) if tree.body is not None else None
    if main is None or len(tree.css("article h2 a, article h3 a")) >= _LIST_ITEMS:
        return []
    html = tree.html or ""
    if main.sure or len(html) > _MAX_HTML:
        return paragraphs(main.element)
    from trafilatura import bare_extraction  # half a second, and most pages do without

    body = getattr(bare_extraction(html, include_comments=False, include_tables=True), "body", None)
    return [text for text in map(_block, body) if text] if body is not None else []


def _block(element: Any) -> str:
    """Write an element of trafilatura's tree: lists and tables line by line, anything else as a paragraph."""
    if element.tag == "list":
        lines = [f"- {clean(' '.join(item.itertext()))}" for item in element.iter("item")]
        return "\n".join(lines)
    if element.tag == "table":
        rows = [[clean(" ".join(cell.itertext())) for cell in row.iter("cell")] for row in element.iter("row")]
        return "\n".join("  ".join(cell for cell in row if cell) for row in rows if any(row))
    return clean(" ".join(element.itertext()) if element.tag == "quote" else "".join(element.itertext()))


GENERIC = Layout(
    name="generic",
    mark="html",
    links="a[href]",
    article=r"(?:-|/|=)[a-z]{0,8}\d{3,}(?:\.\w{3,5})?$|-[^/]{30,}\.html?$",
    title=(
        "[itemprop=headline]:not(meta)",
        "h1.entry-title, #news-title",
        "article h1",
        "h1",
        "meta[property='og:title']",
        "title",
        "h2",
    ),
    lead=(".sapo", ".detail-sapo", ".article-detail-desc", ".hometext", "p.lead", "[itemprop=description]:not(meta)"),
    body=(
        "[itemprop=articleBody]",
        ".entry-content",
        ".article-content",
        ".detail-content",
        ".post-content",
        ".news-content",
    ),
    date=(),
    author=("[rel=author]", ".author", "[itemprop=author]:not(meta)"),
    tags="[rel=tag]",
    drop=(
        "header, footer, nav, aside, .related, [class*=lien-quan], .tin-khac, .other-news, .post-navigation,"
        " .breadcrumb, .comments, #comments, .sharedaddy, .rating, ul.actions, .meta, .post-meta, .entry-meta"
    ),
    published=_published,
    writer=_writer,
    rest=_rest,
    least=LEAST,
    dated=time_in_id,
)
