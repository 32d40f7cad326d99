"""Listing pages: the links that a selector points at, each with the date that stands beside it."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.feeds import Entry
from scrapers.stamps import read_stamp
from scrapers.urls import joined

_LEVELS = 4
_ITEM = 1_000
"""Characters from which an element holds more than one item of a list."""
_HEAD = 300
_ERROR = re.compile(
    r"\berror\b|unavailable|bad gateway|gateway time-?out|maintenance|too many requests|\blỗi\b|bảo trì|quá tải",
    re.IGNORECASE,
)
_MISSING = re.compile(r"\b404\b|not found|không tìm thấy|không tồn tại", re.IGNORECASE)
"""What a site says past the last page of a list, whatever the status: no error."""


def read_listing(html: str, *, url: str, selector: str) -> list[Entry]:
    """Return the links of a listing page that `selector` points at, with text as title and the day of their item."""
    tree = LexborHTMLParser(html)
    base = _base(tree, url)
    pairs = ((anchor, _href(anchor)) for anchor in tree.css(selector))
    items = _Items()
    return [
        Entry(address, title=anchor.text(strip=True) or None, published=items.day(anchor))
        for anchor, href in pairs
        if href and not href.startswith(("javascript:", "#")) and (address := joined(base, href))
    ]


def error_title(html: str) -> str | None:
    """Return what a page calls itself by which it is an error page; None for any other, also for a missing page.

    A page without a title is called as its text begins.
    """
    tree = LexborHTMLParser(html)
    named = tree.css_first("title") or tree.body
    name = " ".join(named.text(separator=" ").split())[:_HEAD] if named else ""
    return name if _ERROR.search(name) and not _MISSING.search(name) else None


def _base(tree: LexborHTMLParser, url: str) -> str:
    """Return what the page's links start from: its `<base>`, or its own address."""
    base = tree.css_first("base[href]")
    return (base and joined(url, _href(base))) or url


class _Items:
    """Finds the day of a link; remembers which elements hold several links, since a list may have thousands."""

    def __init__(self) -> None:
        self._several: dict[int, bool] = {}

    def day(self, anchor: LexborNode) -> str | None:
        """Return the date in the smallest element around `anchor` that has one and leads nowhere else."""
        node, title = anchor, anchor.text()
        for _ in range(_LEVELS):
            parent = node.parent
            if parent is None or parent.tag in ("body", "html") or self._leads_to_several(parent):
                return None
            node = parent
            text = node.text(separator=" ").replace(title, " ")
            if len(text) > _ITEM:
                return None
            if stamp := read_stamp(text):
                return stamp.date().isoformat()
        return None

    def _leads_to_several(self, node: LexborNode) -> bool:
        if node.mem_id not in self._several:
            self._several[node.mem_id] = len({_href(other) for other in node.css("a[href]")} - {""}) > 1
        return self._several[node.mem_id]


def _href(anchor: LexborNode) -> str:
    return (anchor.attributes.get("href") or "").strip()
