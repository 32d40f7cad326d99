"""The lines of a page: cut, stripped, and put together again where a line break stands inside a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor.text.alphabet import LOWER, UPPER
from extractor.text.phrasebook import fold

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(
    rf"(?:[-+*•●▪■◦○♦➢✓✔·](?=\s|[{UPPER}0-9\"])"
    rf"|\(?(?:\d{{1,2}}|[a-zđ])[.)](?=\s|[{UPPER}\"])|[IVX]{{1,4}}[.)])\s*(?=\S)"
)
_STAMP = re.compile(r"date \d{4}-\d{2}(?:-\d{2})?(?=\s)")  # what some archives print before a text
_NULL = re.compile(r"null\s+(?=\S)")  # what portals print for a field without value
_CLOSERS = "\"')] "
_STOPS = frozenset(".!?…")
_STARTS_SMALL = re.compile(rf"[{LOWER}]+[0-9²]?(?:[\s,;.)\"%]|\Z)(?!\S{{3,4}}\Z)")  # a word, no file name
_HANGING = re.compile(
    r"(?:^|\s)(?:và|của|các|những|được|là|với|gần|hơn|trên|dưới|cho|tại|đến|từ|khoảng|về|ở|bằng|có|để|theo|do|vào"
    r"|mỗi|như|vì|nhằm|cùng|thuộc|gồm|bởi|giữa|trong|hoặc|số|nên|mà|rằng)$"
)
_BEFORE_NAME = re.compile(r"(?:^|\s)(?:tỉnh|huyện|xã|phường|quận|thị trấn|thị xã|thành phố|ông|bà|đồng chí)$")
_DATED = re.compile(r"(?:thứ|chủ nhật|ngày|cập nhật|đăng|\d{1,2}[/.:-]\d)")
_WRAP_FROM = 30  # a shorter line is a line of its own, whatever follows
_WIDEST = 130  # characters in a line that was broken to fit


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page without the blanks around it.

    `gap` tells of an empty line above, `folded` is the text in lower case with single blanks, as tables are written;
    `closed` whether it ends as a sentence does; `bullet` is the bullet or number that it begins with, or empty.
    """

    start: int
    end: int
    text: str
    folded: str
    gap: bool
    words: int
    closed: bool
    bullet: str

    @property
    def leads_on(self) -> bool:
        """Whether it announces what follows."""
        return self.text.endswith(":")


def lines(text: str) -> list[Line]:
    """Return the lines of `text` that are not blank, in order."""
    cut = list(_cut(text))
    return [
        block[0] if len(block) == 1 else _line(text, block[0].start, block[-1].end, block[0].gap)
        for block in _blocks(cut)
    ]


def _cut(text: str) -> Iterator[Line]:
    last = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if stamp := _STAMP.match(text, start, end):
            yield _line(text, start, stamp.end(), True)
            start = stamp.end() + 1
        if empty := _NULL.match(text, start, end):
            start = empty.end()
        if start < end:
            yield _line(text, start, end, text.count("\n", last, start) > 1)
            last = end


def _line(text: str, start: int, end: int, gap: bool) -> Line:
    own = text[start:end]
    folded = fold(own)
    closed = own.rstrip(_CLOSERS)[-1:] in _STOPS
    bullet = _BULLET.match(own)
    return Line(start, end, own, folded, gap, folded.count(" ") + 1, closed, bullet[0].strip() if bullet else "")


def _blocks(cut: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines that belong together: one, or those of a paragraph that was broken to fit a width."""
    width = _wrap_width(cut)
    block: list[Line] = []
    for line in cut:
        if block and not _continues(block[-1], line, width, is_first=block[-1] is cut[0]):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _continues(line: Line, following: Line, width: int, *, is_first: bool) -> bool:
    """Tell whether the break between the two stands inside a sentence."""
    if len(line.text) < _WRAP_FROM or line.closed or line.text[-1] in ":;|":
        return False
    if following.bullet or "|" in following.text or (_DATED.match(following.folded) and following.words < 8):
        return False
    small = _STARTS_SMALL.match(following.text) is not None
    hangs = line.text[-1] == "," or _HANGING.search(line.folded[-30:]) is not None
    if following.gap:
        return small and (hangs or len(line.text) > 2 * _WRAP_FROM)
    if small or len(line.text) > _WIDEST:
        return small
    names = not is_first and _BEFORE_NAME.search(line.folded[-30:]) is not None and not _DATED.match(following.folded)
    return hangs or names or len(line.text) + 1 + len(following.text.partition(" ")[0]) > width


def _wrap_width(cut: list[Line]) -> int:
    """Return the width at which the page breaks its lines, or more than any line has where it does not."""
    runs = [(line, after) for line, after in pairwise(cut) if not after.gap and len(line.text) >= _WRAP_FROM]
    broken = [len(line.text) for line, after in runs if not line.closed and _STARTS_SMALL.match(after.text)]
    if len(broken) < 3 or 4 * len(broken) < len(runs) or max(broken) > _WIDEST:
        return 1 << 30
    return max(broken)
