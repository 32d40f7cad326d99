"""Every line of the invented pages gets its kind; the read document keeps its promises on any text."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.text.document import Document
from extractor.text.reader import read

PAGES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("corpus").joinpath("pages.toml").read_text(encoding="utf-8")
)["page"]


def _labelled(text: str) -> tuple[str, list[tuple[str, str, int]]]:
    """Return the page without its labels, and (kind, line, offset) for each line that has one."""
    page, labels = "", []
    for line in text.strip("\n").split("\n"):
        kind, bar, own = line.partition("| ")
        if bar:
            labels.append((kind, own, len(page) + len(own) - len(own.lstrip())))
            page += own
        page += "\n"
    return page, labels


def _kind(document: Document, start: int, end: int) -> tuple[str, int]:
    """Return the kind of the line at `start` and the number of its paragraph; a date line is one with a date in it."""
    inside = [(number, p) for number, p in enumerate(document.paragraphs) if p.start < end and p.end > start]
    number, paragraph = next(((n, p) for n, p in inside if p.kind == "dateline"), inside[0])
    return paragraph.kind, number


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_each_line_gets_its_kind(page: dict[str, Any]) -> None:
    raw, labels = _labelled(page["text"])
    document = read(raw)
    expected, got, last = [], [], ("", -1)
    for kind, line, start in labels:
        found = _kind(document, start, start + len(line.strip()))
        expected.append((kind, line.strip()))
        got.append(("~" if kind == "~" and found == last else found[0], line.strip()))
        last = found
    assert got == expected
