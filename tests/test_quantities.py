"""Quantities: the corpus of sentences, every head and modifier of the tables, and what keeps a reading back."""

import csv
import re
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon.cues import load_cues
from extractor.lexicon.units import Head, Units, load_units
from extractor.mentions.model import QuantityMention
from extractor.mentions.quantities import Quantities
from extractor.text.document import Document, Paragraph, Sentence
from extractor.text.normalise import normalise

DATA = Path(__file__).parent.parent / "data"
CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "quantities.toml").read_text(encoding="utf-8"))
REGRESSIONS: list[dict[str, Any]] = CORPUS.pop("regression")
CASES = [(table, text, want) for table, cases in CORPUS.items() for text, want in cases.items()]
SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s+\w)|$)", re.MULTILINE)


@cache
def units() -> Units:
    return load_units(DATA / "units.csv", DATA / "indicators.csv")


@cache
def finder() -> Quantities:
    return Quantities(units(), load_cues(DATA / "cues.csv"))


def find(raw: str) -> list[QuantityMention]:
    copy = normalise(raw)
    sentences = tuple(Sentence(*m.span(), 0) for m in SENTENCE.finditer(copy.text))
    paragraph = Paragraph(0, len(copy.text), "body", "test")
    return finder().find(Document(raw, copy.text, copy.starts, copy.ends, (paragraph,), sentences))


def shown(mention: QuantityMention) -> str:
    """Write a mention the way the corpus does."""
    value = _number(mention.value)
    if mention.value_upper is not None:
        value += ".." + _number(mention.value_upper)
    return " ".join(filter(None, [mention.indicator or "-", value, mention.modifier, "ratio" if mention.ratio else ""]))


def _number(value: float) -> str:
    return f"{value:_.0f}" if value == int(value) else f"{value:_}"


@pytest.mark.parametrize(("table", "text", "want"), CASES, ids=[f"{table}: {text}" for table, text, _ in CASES])
def test_finds_the_quantities_of_a_sentence(table: str, text: str, want: list[str]) -> None:
    assert [shown(m) for m in find(text)] == want


@pytest.mark.parametrize("case", REGRESSIONS, ids=lambda case: case["text"])
def test_finds_what_was_once_found_wrong(case: dict[str, Any]) -> None:
    assert [shown(m) for m in find(case["text"])] == case["want"]


def test_the_corpus_holds_every_indicator_several_times() -> None:
    seen = {name: {text.split()[-1] for text in cases} for name, cases in CORPUS.items()}
    assert {name for name in units().indicators if len(seen.get(name, ())) < 2} == set()


@pytest.mark.parametrize(("table", "text", "want"), CASES, ids=[f"{table}: {text}" for table, text, _ in CASES])
def test_spans_and_units(table: str, text: str, want: list[str]) -> None:
    text = normalise(text).text
    for mention in find(text):
        number, head = slice(*mention.number), slice(*mention.head)
        assert mention.start <= mention.number[0] < mention.number[1] <= mention.head[0] <= mention.head[1]
        assert re.search(r"\d|[a-zà-ỹ]", text[number].lower())
        assert mention.unit == (
            units().indicators[mention.indicator].unit if mention.indicator else " ".join(text[head].lower().split())
        )


class TestTables:
    def test_every_head_is_read_behind_a_number(self) -> None:
        missed = [head.surface for head in units().heads.values() if _reading(head) != (head.indicator or None)]
        assert missed == []

    def test_every_modifier_is_read_at_its_side(self) -> None:
        missed = []
        for row in load_cues(DATA / "cues.csv").rows.values():
            if row.kind == "modifier":
                before, after = (row.surface + " ", "") if row.direction == "forward" else ("", " " + row.surface)
                (mention,) = find(f"Đã trao {before}120 suất quà{after}.")
                text = f"{before}120 suất quà{after}"
                if (mention.modifier, mention.end - mention.start) != (row.value, len(text)):
                    missed.append(row.surface)
        assert missed == []

    @pytest.mark.parametrize("capital", [str.upper, str.capitalize])
    def test_case_says_nothing(self, capital: Any) -> None:
        assert [shown(m) for m in find(capital("trao 120 căn nhà, 5 tỷ đồng"))] == ["houses 120", "money 5_000_000_000"]

    def test_a_word_that_a_head_needs_may_stand_on_either_side(self) -> None:
        assert [shown(m) for m in find("Làm đường dài 300 m.")] == ["roads 300"]
        assert [shown(m) for m in find("Làm 300 m đường.")] == ["roads 300"]
        assert [shown(m) for m in find("Đi xa 300 m.")] == ["- 300"]

    def test_a_word_that_takes_a_reading_away_stands_right_behind(self) -> None:
        rows = [h for h in units().heads.values() if h.unless and h.role == "noun" and h.indicator]
        assert rows
        for head in rows:
            for word in _column("units.csv", "unless")[head.surface].split("|"):
                assert head.fits("", f" {word} này") is False, (head.surface, word)


def _column(table: str, column: str) -> dict[str, str]:
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        return {row["head"]: row[column] for row in csv.DictReader(file)}


def _reading(head: Head) -> str | None:
    near = _column_of_needs().get(head.surface, "").split("|")[0]
    found = find(f"Đã làm {near} 12 {head.surface}.")
    text = f"Đã làm {near} 12 {head.surface}."
    mentions = [m for m in found if text[slice(*m.head)] == head.surface]
    return mentions[0].indicator if len(mentions) == 1 else "nothing"


@cache
def _column_of_needs() -> dict[str, str]:
    return _column("units.csv", "needs")


@given(st.lists(st.sampled_from([text for _, text, _ in CASES]), min_size=1, max_size=4))
def test_sentences_are_read_apart_from_each_other(texts: list[str]) -> None:
    lines = [t for t in texts if t not in CORPUS["english_page"]]
    together = [shown(m) for m in find("\n".join(lines))]
    assert together == [shown(m) for line in lines for m in find(line)]


@pytest.mark.parametrize(
    "unit", ["1", "1 tỷ 200 triệu đồng, ", "1 - 2 ", "1/1 ", "hơn 5 ", "5 (năm ", "12 căn; ", "% "]
)
def test_time_grows_with_the_text_only(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    begin = time.perf_counter()
    find(text)
    assert time.perf_counter() - begin < 3
