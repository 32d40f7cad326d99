"""From a part of a page to its paragraphs."""

import re
import unicodedata
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

# fmt: off
SILENT = frozenset({
    "script", "style", "noscript", "template", "iframe", "svg", "audio", "video", "object", "embed", "canvas", "nav",
    "button", "select", "option", "textarea", "input", "map", "dialog", "head",
})
"""Elements that hold no words of the article."""

BLOCKS = frozenset({
    "body", "p", "div", "section", "article", "aside", "header", "footer", "main", "h1", "h2", "h3", "h4", "h5", "h6",
    "ul", "ol", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot",
    "tr", "td", "th", "form", "fieldset", "pre", "hr", "center", "address", "details", "summary",
})
"""Elements that begin and end a paragraph."""
# fmt: on

CAPTIONS = frozenset({"figcaption", "caption"})

_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u3000]+")
_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_LINE_BREAKS = re.compile(r" *\n *")
_FILE_NAME = re.compile(r"\S{1,120}\.(?:jpe?g|png|gif|webp|bmp)", re.IGNORECASE)
_IMAGE_LINK = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)(?:\?|$)", re.IGNORECASE)
_SEE_ALSO = re.compile(
    r"\A\s{0,3}(?:>{1,3}|»|→)?\s{0,3}(?:xem thêm|đọc thêm|xem tiếp|mời xem|(?:tin|bài)(?: viết)? liên quan)\s{0,3}:?",
    re.IGNORECASE,
)
"""What portals put before the headline of another article inside a text."""
_LONG_CELL = 300
_DEEP = 20
"""Tables inside tables beyond which no table is looked into: each look reads all that is below."""
_MOSTLY = 0.9


def clean(text: str) -> str:
    """Return `text` in NFC on one line: runs of blanks as one, no zero-width characters."""
    return _BLANKS.sub(" ", _ZERO_WIDTH.sub("", unicodedata.normalize("NFC", text))).strip()


def paragraphs(*nodes: LexborNode) -> list[str]:
    """Return the paragraphs of the nodes in their order.

    `<br>` is a line break, two in a row end the paragraph; items of a list are lines that begin with `- `, rows of a
    table lines whose cells stand two blanks apart. Left out: links that fill a whole paragraph (headlines of other
    articles), file names of pictures, and a paragraph that repeats the one before it or, as caption, any before it.
    """
    writer = _Writer()
    for node in nodes:
        writer.walk(node)
    return list(_without_repeats(writer.done))


def one_line(node: LexborNode) -> str:
    """Return the whole text of a node as one line."""
    return _flat(node)


def _without_repeats(found: list[tuple[str, bool]]) -> Iterator[str]:
    seen: dict[str, bool] = {}
    last = None
    for text, is_caption in found:
        repeated = text == last or (text in seen and (is_caption or seen[text]))
        if not repeated and not _FILE_NAME.fullmatch(text):
            yield text
        seen[text] = seen.get(text, False) or is_caption
        last = text


class _Writer:
    """Walks a tree without recursion (pages nest deeper than Python does) and collects paragraphs."""

    def __init__(self) -> None:
        self.done: list[tuple[str, bool]] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._in_link = 0
        self._in_caption = 0
        self._in_table = 0

    def walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
            elif node.is_text_node:
                self._text(node.text_content or "")
            elif node.is_element_node and node.tag not in SILENT and self._enter(node):
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        """Say whether the children are to be walked."""
        tag = node.tag
        if tag in ("ul", "ol"):
            return self._whole(list(_items(node)), node)
        if tag == "table" and self._in_table < _DEEP and not _is_layout(node):
            return self._whole(list(_rows(node)), node)
        if tag == "br":
            self._pieces.append("\n")
        elif tag in BLOCKS:
            self._flush()
        self._in_link += _is_link(node)
        self._in_caption += tag in CAPTIONS
        self._in_table += tag == "table"
        return True

    def _leave(self, node: LexborNode) -> None:
        if node.tag in BLOCKS:
            self._flush()
        self._in_link -= _is_link(node)
        self._in_caption -= node.tag in CAPTIONS
        self._in_table -= node.tag == "table"

    def _whole(self, lines: list[str], node: LexborNode) -> bool:
        """Take a list or a table as one paragraph, unless it is a menu of links."""
        self._flush()
        if lines and not _is_menu(node):
            self.done.append(("\n".join(lines), _is_picture(node)))
        return False

    def _text(self, text: str) -> None:
        flat = _BLANKS.sub(" ", _ZERO_WIDTH.sub("", text))
        self._pieces.append(flat)
        if self._in_link:
            self._linked += _solid(flat)

    def _flush(self) -> None:
        text = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", "".join(self._pieces)))
        linked, self._pieces, self._linked = self._linked, [], 0
        if linked and linked >= _MOSTLY * _solid(_SEE_ALSO.sub("", text, count=1)):
            return
        for part in re.split(r"\n{2,}", text):
            if kept := re.sub(r" {2,}", " ", part).strip():
                self.done.append((kept, bool(self._in_caption)))


def _solid(text: str) -> int:
    """Count characters without blanks: those between links are neither in nor outside them."""
    return len("".join(text.split()))


def _is_link(node: LexborNode) -> bool:
    href = node.attributes.get("href") if node.tag == "a" else None
    return bool(href) and not _IMAGE_LINK.search(href or "")


def _is_menu(node: LexborNode) -> bool:
    text = len(clean(node.text()))
    linked = sum(len(clean(anchor.text())) for anchor in node.css("a[href]") if _is_link(anchor))
    return bool(linked) and linked >= 0.8 * text


def _is_picture(node: LexborNode) -> bool:
    """Say whether a table is the frame of pictures: its words are their captions."""
    return node.tag == "table" and node.css_first("img") is not None


def _items(node: LexborNode) -> Iterator[str]:
    """Yield the lines of a list; inner lists follow their item."""
    for item in node.css("li"):
        if own := _flat(item, without=("ul", "ol")):
            yield own if own.startswith(("-", "+", "*", "•")) else f"- {own}"


def _rows(node: LexborNode) -> Iterator[str]:
    for row in node.css("tr"):
        cells = [_flat(cell) for cell in row.css("td, th")]
        if line := "  ".join(cell for cell in cells if cell and not _FILE_NAME.fullmatch(cell)):
            yield line


def _flat(root: LexborNode, *, without: tuple[str, ...] = ()) -> str:
    """Return the text below `root` on one line; blocks and line breaks count as blanks, `without` is left out."""
    pieces: list[str] = []
    stack: list[LexborNode | str] = _children(root)
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif node.is_text_node:
            pieces.append(node.text_content or "")
        elif node.is_element_node and node.tag not in SILENT and node.tag not in without:
            edge = [" "] if node.tag in BLOCKS or node.tag == "br" else []
            stack += [*edge, *_children(node), *edge]
    return clean("".join(pieces))


def _children(node: LexborNode) -> list[LexborNode | str]:
    return list(reversed(list(node.iter(include_text=True))))


def _is_layout(node: LexborNode) -> bool:
    """Old portals lay whole articles out in tables."""
    if any(inner.mem_id != node.mem_id for inner in node.css("table")) or node.css_first("ul, ol") is not None:
        return True
    return any(len(cell.css("p, br")) > 2 and len(cell.text()) > _LONG_CELL for cell in node.css("td"))
