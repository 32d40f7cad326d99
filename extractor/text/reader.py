"""From a raw text to a `Document`: normalised copy, paragraphs with their kinds, sentences."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from extractor.paths import data_dir
from extractor.text.boilerplate import label
from extractor.text.document import Document, Paragraph, Sentence
from extractor.text.lines import lines
from extractor.text.normalise import normalise
from extractor.text.page import Page
from extractor.text.phrasebook import Phrasebook
from extractor.text.vietnamese import sentences

_SAID = {"lead", "body", "item", "row"}


def read(raw: str, *, book: Phrasebook | None = None) -> Document:
    """Read a text as a page of the web gave it; `book` replaces the installed table of page phrases."""
    document = laid_out(raw, book=book)
    return replace(document, sentences=tuple(_sentences(document.text, document.paragraphs)))


def laid_out(raw: str, *, book: Phrasebook | None = None) -> Document:
    """Read a text as `read` does, but for its sentences: that takes no model."""
    copy = normalise(raw)
    page = label(lines(copy.text), book or _installed())
    return Document(
        raw=raw, text=copy.text, starts=copy.starts, ends=copy.ends, paragraphs=tuple(_paragraphs(page)), sentences=()
    )


def body(raw: str, *, book: Phrasebook | None = None) -> str:
    """Return what the article itself says, normalised, a line each: no title, captions or signature, and no noise."""
    page = label(lines(normalise(raw).text), book or _installed())
    said = (line.text for line, mark in zip(page.lines, page.marks, strict=True) if mark is None or mark[0] in _SAID)
    return "\n".join(said)


@cache
def _installed() -> Phrasebook:
    return Phrasebook.load(data_dir() / "boilerplate.csv")


def _paragraphs(page: Page) -> Iterator[Paragraph]:
    for index, line in enumerate(page.lines):
        kind, rule = page.marks[index] or ("body", "paragraph")
        if kind == "dateline" and index in page.dates:
            yield from _around_date(page, index, rule)
        else:
            yield Paragraph(line.start, line.end, kind, rule)


def _around_date(page: Page, index: int, rule: str) -> Iterator[Paragraph]:
    """Part a date line into its date and the noise around it: counters, labels, the author."""
    line, found = page.lines[index], page.dates[index]
    start, end = line.start + found.start, line.start + found.end
    if line.text[: found.start].strip():
        yield Paragraph(line.start, start, "noise", "beside the date")
    yield Paragraph(start, end, "dateline", rule)
    if line.text[found.end :].strip():
        yield Paragraph(end, line.end, "noise", "beside the date")


def _sentences(text: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[Sentence]:
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind == "noise":
            continue
        if paragraph.kind in {"title", "dateline", "signature"}:
            yield Sentence(paragraph.start, paragraph.end, number)
            continue
        own = text[paragraph.start : paragraph.end].replace("\n", " ")
        for start, end in sentences(own):
            yield Sentence(paragraph.start + start, paragraph.start + end, number)
