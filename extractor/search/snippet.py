"""The piece of a text that answers a query, and where in it the answer stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from extractor.search.query import Hit, Query

WIDTH = 180  # characters of a snippet
_BEFORE = 40  # of them before the first hit
_BLANKS = re.compile(r"\s+")
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text to show, blanks made one; `marks` are the spans of it that answer the query."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text in pieces, each with whether it is marked."""
        found, at = [], 0
        for start, end in self.marks:
            found += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return [piece for piece in (*found, (self.text[at:], False)) if piece[0]]

    def with_signs(self, before: str, after: str) -> str:
        """Return the text with signs around what is marked."""
        return "".join(f"{before}{piece}{after}" if marked else piece for piece, marked in self.pieces())


def marked(text: str, query: Query) -> Marked:
    """Return all of `text`, marked."""
    return _cut(text, query.hits(text), 0, len(text))


def snippet(text: str, query: Query, *, title: str = "", width: int = WIDTH) -> Marked:
    """Return the piece of about `width` characters that answers most of the query; the first of equals.

    What stands in the title, which is shown beside it, counts only where nothing else does.
    """
    hits = query.hits(text)
    below = _below(text, title)
    start, end = _best([hit for hit in hits if hit.start >= below] or hits, width)
    start = _back(text, start) if hits else below
    end = _on(text, max(end, start + width))
    return _cut(text, [hit for hit in hits if start <= hit.start and hit.end <= end], start, end)


def _below(text: str, title: str) -> int:
    """Return where the text begins that is not its title."""
    at = text.find(title) if title else -1
    if at < 0:
        return 0
    end = at + len(title)
    return end + len(text[end:]) - len(text[end:].lstrip())


def _best(hits: Sequence[Hit], width: int) -> tuple[int, int]:
    """Return the span that holds most of the phrases, then most hits."""
    best, score = (0, 0), (0, 0)
    for first, hit in enumerate(hits):
        last = hit.start + width - _BEFORE
        inside = list(takewhile(lambda other: other.end <= last, islice(hits, first, None)))  # noqa: B023
        said = (len({phrase for *_, phrase in inside}), len(inside))
        if inside and said > score:
            best, score = (hit.start, max(other.end for other in inside)), said
    return best


def _back(text: str, start: int) -> int:
    """Go back to the beginning of the line, or of a word not far before."""
    from_ = max(0, start - _BEFORE)
    line = text.rfind("\n", from_, start) + 1
    if line or from_ == 0:
        return line
    blank = _BLANKS.search(text, from_, start)
    return blank.end() if blank else start


def _on(text: str, end: int) -> int:
    """Go back to the end of a word."""
    if end >= len(text):
        return len(text)
    blank = max(text.rfind(" ", end - _BEFORE, end + 1), text.rfind("\n", end - _BEFORE, end + 1))
    return blank if blank > 0 else end


def _cut(text: str, hits: Sequence[Hit], start: int, end: int) -> Marked:
    parts = [f"{_MORE} " if start > 0 else ""]
    marks: list[tuple[int, int]] = []
    for first, last in _joined(text, hits):
        parts.append(_BLANKS.sub(" ", text[start:first]))
        at = sum(map(len, parts))
        parts.append(_BLANKS.sub(" ", text[first:last]))
        marks.append((at, at + len(parts[-1])))
        start = last
    parts += [_BLANKS.sub(" ", text[start:end]).rstrip(), f" {_MORE}" if end < len(text.rstrip()) else ""]
    return Marked("".join(parts), tuple(marks))


def _joined(text: str, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Make one span of hits that overlap, or with nothing but blanks between them."""
    spans: list[tuple[int, int]] = []
    for start, end, _ in hits:
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans
