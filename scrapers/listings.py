"""Listing pages: the links that a selector points at, each with the date that stands beside it."""

from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.feeds import Entry
from scrapers.stamps import read_stamp

_LEVELS = 4
_ITEM = 1_000
"""Characters from which an element holds more than one item of a list."""


def read_listing(html: str, *, url: str, selector: str) -> list[Entry]:
    """Return the links of a listing page that `selector` points at, with text as title and the day of their item."""
    anchors = LexborHTMLParser(html).css(selector)
    pairs = ((anchor, _href(anchor)) for anchor in anchors)
    items = _Items()
    return [
        Entry(urljoin(url, href), title=anchor.text(strip=True) or None, published=items.day(anchor))
        for anchor, href in pairs
        if href and not href.startswith(("javascript:", "#"))
    ]


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
