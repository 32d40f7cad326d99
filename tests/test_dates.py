"""Dates: corpora of sentences and their days, the year where the text is silent, and properties."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mentions.date_parts import Corner
from extractor.mentions.dates import DateFinding, find_dates
from extractor.mentions.model import DateMention, Period
from extractor.text.document import Document, Paragraph, Sentence
from extractor.text.normalise import normalise

CORPUS = Path(__file__).parent / "corpus"
SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s+[\"(]?\w)|$)")


def document(*lines: str | tuple[str, str]) -> Document:
    """Put paragraphs (their text, or kind and text) together."""
    kinds = [line[0] if isinstance(line, tuple) else "body" for line in lines]
    raw = "\n".join(line[1] if isinstance(line, tuple) else line for line in lines)
    copy = normalise(raw)
    paragraphs, sentences, start = [], [], 0
    for kind, line in zip(kinds, copy.text.split("\n"), strict=True):
        if kind != "noise":
            spans = [m.span() for m in SENTENCE.finditer(line)]
            sentences += [Sentence(start + a, start + b, len(paragraphs)) for a, b in spans if b - a > 1 or line[a:b].strip()]
        paragraphs.append(Paragraph(start, start + len(line), kind, "test"))
        start += len(line) + 1
    return Document(raw, copy.text, copy.starts, copy.ends, tuple(paragraphs), tuple(sentences))


def days(word: str) -> Period:
    """Read `2023`, `2023-09`, `2023-09-29`, `2022/2023-06`, `../2019-10-31`."""
    first, _, last = word.partition("/")
    return Period(_end(first, 0), _end(last or first, 1))


def _end(word: str, side: int) -> date | None:
    if word == "..":
        return None
    year, *rest = (int(part) for part in word.split("-"))
    month = rest[0] if rest else (1, 12)[side]
    return Corner(year, month, rest[1] if len(rest) == 2 else (1, 0)[side]).on(year)


def listed(finding: DateFinding) -> list[DateMention]:
    return [m for m in finding.mentions if m.listed]


def periods(finding: DateFinding) -> list[Period]:
    return [m.period for m in listed(finding)]


def cases() -> Iterator[Any]:
    for group in tomllib.loads((CORPUS / "dates.toml").read_text("utf-8"))["group"]:
        for sentence, expected, *covers in group["cases"]:
            yield pytest.param(sentence, group.get("published"), expected, *(covers or [None]), id=f"{group['name']}: {sentence[:40]}")


def none_cases() -> Iterator[Any]:
    for group in tomllib.loads((CORPUS / "dates_none.toml").read_text("utf-8"))["group"]:
        for sentence in group["sentences"]:
            published = date(2023, 10, 20) if group.get("published", True) else None
            yield pytest.param(sentence, published, id=f"{group['name']}: {sentence[:40]}")


@pytest.mark.parametrize(("sentence", "published", "expected", "covers"), cases())
def test_corpus(sentence: str, published: date | None, expected: str, covers: str | None) -> None:
    finding = find_dates(document(sentence), published=published)
    assert periods(finding) == [days(word) for word in expected.split()]
    if covers is not None:
        assert [m.covers for m in listed(finding)] == [days(word) for word in covers.split()]


@pytest.mark.parametrize(("sentence", "published"), none_cases())
def test_no_dates(sentence: str, published: date | None) -> None:
    found = find_dates(document(sentence), published=published)
    assert [(found.mentions, m.rule) for m in listed(found)] == []
