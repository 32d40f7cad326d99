"""Numerals: the corpus of values and surfaces, what is no number, and properties of the reader."""

import time
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mentions.numerals import Numeral, beginnings, english_style, find_numerals, read_figures, read_words
from extractor.text.normalise import lower
from extractor.text.runs import runs

CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "numerals.toml").read_text(encoding="utf-8"))
WORDS = ["hai", "ba", "năm", "mười", "mươi", "lăm", "trăm", "nghìn", "triệu", "tỷ", "linh", "lẻ", "rưỡi", "chục"]
BLANKS = st.sampled_from([" ", "  ", "\t"])


def surfaces(table: str) -> list[tuple[str, Decimal]]:
    return [(surface, Decimal(value)) for value, row in CORPUS[table].items() for surface in row]


def numbers(text: str, *, english: bool = False) -> list[Numeral]:
    low = lower(text)
    return list(find_numerals(low, beginnings(runs(low)), len(low), english=english))


@pytest.mark.parametrize("before", ["", "hơn "])
@pytest.mark.parametrize(("surface", "value"), surfaces("vietnamese"))
def test_reads_the_whole_surface(surface: str, value: Decimal, before: str) -> None:
    (found,) = numbers(f"{before}{surface} đồng")
    assert (found.value, found.start, found.end) == (value, len(before), len(before) + len(surface))


@pytest.mark.parametrize(("surface", "value"), surfaces("english"))
def test_reads_the_english_style_where_the_page_has_it(surface: str, value: Decimal) -> None:
    (found,) = numbers(surface, english=True)
    assert (found.value, found.end) == (value, len(surface))


@pytest.mark.parametrize(("surface", "value"), surfaces("slips"))
def test_reads_slips_of_grouping_in_whole_things(surface: str, value: Decimal) -> None:
    assert read_figures(surface, whole=True) == value


@pytest.mark.parametrize(("text", "values"), CORPUS["several"].items())
def test_parts_neighbouring_numbers(text: str, values: list[str]) -> None:
    assert [n.value for n in numbers(text)] == [Decimal(v) for v in values]


@pytest.mark.parametrize("text", [text for row in CORPUS["none"].values() for text in row])
def test_finds_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize("case", CORPUS["regression"], ids=lambda case: case["text"])
def test_reads_what_was_once_read_wrong(case: dict[str, Any]) -> None:
    assert [n.value for n in numbers(case["text"])] == [Decimal(v) for v in case["values"]]


class TestScale:
    """What a numeral tells of how it was written: ranges and whole things need it."""

    @pytest.mark.parametrize(
        ("text", "plain", "scale", "rule"),
        [
            ("1.646", "1646", "1", "<figures>"),
            ("76 tỷ", "76", "1000000000", "<figures> <scale>"),
            ("1 tỷ 200 triệu", "1", "1000000000", "<figures> <scale> <figures> <scale>"),
            ("3 triệu rưỡi", "3", "1000000", "<figures> <scale> rưỡi"),
            ("nửa triệu", "0.5", "1000000", "nửa <scale>"),
            ("ba triệu", "3", "1000000", "<number words>"),
            ("hai mươi lăm", "25", "1", "<number words>"),
            ("hai trăm", "200", "1", "<number words>"),
        ],
    )
    def test_is_kept(self, text: str, plain: str, scale: str, rule: str) -> None:
        (found,) = numbers(text)
        assert (found.plain, found.scale, found.rule) == (Decimal(plain), Decimal(scale), rule)

    def test_a_smaller_scale_only_continues_a_larger_one(self) -> None:
        assert [n.value for n in numbers("2 triệu 300 tỷ")] == [2_000_000, 300_000_000_000]


class TestEnglishStyle:
    @pytest.mark.parametrize(
        "text",
        [
            "1,250 suất; 3,400 hộ; 2.5 tỷ đồng",
            "đạt 92.5% với 1,250 người và 4.5 km",
            "2,400 phần quà; 1,150 xe lăn; 3,000,000 đồng",
        ],
    )
    def test_is_told_from_three_numbers(self, text: str) -> None:
        assert english_style(text)

    def test_is_told_from_a_list(self) -> None:
        assert english_style("1,250 suất, 3,400 hộ, 2.5 tỷ đồng")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "1.250 suất, 3.400 hộ, 2,5 tỷ đồng",
            "1,250 suất",  # one slip
            "1,250 suất, 3,400 hộ, 2.5 tỷ đồng, nhưng 1.250.000 đồng, 3.400 người",
            "ĐT: 0237.385.1234, 0237.385.1235, 0237.385.1236",
            "ngày 1.5, 2.9 và 30.4",
            "12,5 tỷ; 7,25 tỷ; 3,5 ha",
        ],
    )
    def test_is_not_taken_from_slips_dates_and_telephones(self, text: str) -> None:
        assert not english_style(text)


@given(st.integers(0, 10**14))
def test_grouped_figures_read_back(number: int) -> None:
    surface = f"{number:,}".replace(",", ".")
    assert read_figures(surface) == number
    assert read_figures(f"{number:,}", english=True) == number


@given(st.integers(1, 9999), st.integers(1, 99))
def test_decimal_comma_reads_back(whole: int, part: int) -> None:
    assert read_figures(f"{whole},{part}") == Decimal(f"{whole}.{part}")


@given(
    st.lists(
        st.sampled_from(
            ["hai", "ba", "năm", "mười", "mươi", "lăm", "trăm", "nghìn", "triệu", "tỷ", "linh", "lẻ", "rưỡi", "chục"]
        ),
        max_size=8,
    )
)
def test_words_never_crash_and_never_give_a_negative(words: list[str]) -> None:
    value = read_words(" ".join(words)) if words and words[0] not in ("nghìn", "triệu", "tỷ") else None
    assert value is None or value >= 0


@given(st.lists(st.sampled_from([s for s, _ in surfaces("vietnamese")]), min_size=1, max_size=5), BLANKS)
def test_each_span_read_alone_gives_its_value_again(parts: list[str], blank: str) -> None:
    text = f",{blank}".join(parts)
    found = numbers(text)
    assert found
    for one in found:
        (again,) = numbers(text[one.start : one.end])
        assert (again.value, again.scale, again.rule) == (one.value, one.scale, one.rule)


@given(st.text("0123456789.,/- tỷriệu hai mươi lăm nửa rưỡi", max_size=60))
def test_spans_are_ordered_and_apart(text: str) -> None:
    found = numbers(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= n.start < n.end <= len(text) and n.value >= 0 for n in found)


def hostile() -> Iterator[tuple[str, str]]:
    yield "digits", "1" * 100_000
    yield "dots", "1." * 50_000
    yield "commas", "123," * 25_000
    yield "words", "hai mươi lăm nghìn " * 5_000
    yield "scales", "1 tỷ 200 triệu " * 6_000
    yield "blanks", "nửa" + " " * 100_000 + "triệu"
    yield "starts", "năm " * 25_000


@pytest.mark.parametrize(("name", "text"), list(hostile()), ids=[name for name, _ in hostile()])
def test_time_stays_short(name: str, text: str) -> None:
    begin = time.perf_counter()
    numbers(text)
    english_style(text)
    assert time.perf_counter() - begin < 2
