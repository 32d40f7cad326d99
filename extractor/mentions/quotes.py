"""What stands in quotation marks, also where one of a pair is missing or of the wrong shape."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.text.document import Document

_MARK = re.compile("[\"']")
_OPENS_AFTER = " \t\n([{-:,;/>\"'"
_CLOSES_BEFORE = " \t\n)]}.,;:!?-…/\"'"
_RAW_OPENING, _RAW_CLOSING = "“„‟«‘‚‛", "”»’"
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Quote:
    """The words between two marks, without blanks at their edges; half-open span of `Document.text`."""

    start: int
    end: int


def quotes(document: Document) -> list[Quote]:
    """Return what is quoted, in order; of quotes in quotes the inner ones."""
    return [quote for quote in _pairs(document) if quote.start < quote.end]


def _pairs(document: Document) -> Iterator[Quote]:
    text = document.text
    opened = -1
    for mark in _MARK.finditer(text):
        at = mark.start()
        opens, closes = _sides(document, at)
        if opened >= 0 and (at - opened > _LONGEST or "\n\n" in text[opened:at]):
            opened = -1
        if opened >= 0 and closes:
            yield _stripped(text, opened + 1, at)
            opened = -1
        elif opens:
            opened = at


def _sides(document: Document, at: int) -> tuple[bool, bool]:
    """Tell whether the mark at `at` can open, and whether it can close, a quotation."""
    text = document.text
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    opens = before in _OPENS_AFTER and not after.isspace()
    closes = after in _CLOSES_BEFORE and not before.isspace()
    if opens != closes:
        return opens, closes
    start, _ = document.raw_span(at, at + 1)
    raw = document.raw[start]
    if raw in _RAW_OPENING or raw in _RAW_CLOSING:
        return raw in _RAW_OPENING, raw in _RAW_CLOSING
    return text[at] == '"', text[at] == '"'


def _stripped(text: str, start: int, end: int) -> Quote:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quote(start, end)
