"""What is asked first to spare a search: that it never hides what the search would have found."""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon.datewords import DateWords, load_date_words
from extractor.lexicon.gazetteer import Gazetteer, load_gazetteer
from extractor.mentions import date_grammar, date_join, numerals, placelists, quantity_numbers
from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Expression
from extractor.text import vietnamese
from extractor.text.normalise import lower
from extractor.text.runs import runs
from tests.texts import adversarial, gold, mixed

DATA = Path(__file__).parent.parent / "data"
TEXTS = {**gold(), **{f"mixed {n}": text for n, text in enumerate(mixed(60))}}
TEXTS |= {name: make(1_500) for name, make in adversarial().items()}
TEXTS |= {path.name: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "corpus").glob("*.toml")}
PIECES = [
    "ngày ",
    "từ ",
    "5",
    "2023",
    "/",
    "-",
    ".",
    " ",
    "tháng ",
    "năm ",
    "đầu ",
    "quý ",
    "hai ",
    "mười ",
    "(",
    "tỷ ",
]
ROLES = [date_join._FROM_NOW, date_join._COMPARED, *(pattern for pattern, _, _ in date_join._ROLES)]
LEADING = sorted({word for role in ROLES for word in re.findall(r"[^\W\d_]{2,}", role.pattern.replace("\\s", " "))})


@cache
def words() -> DateWords:
    return load_date_words(DATA / "date_words.csv")


@cache
def gazetteer() -> Gazetteer:
    return load_gazetteer(DATA / "gazetteer")


def searched(text: Reading) -> list[Expression]:
    """Return the candidates that a search with each rule finds."""
    return [
        expression
        for rule in date_grammar.RULES
        for match in rule.pattern.finditer(text.low)
        for expression in rule.make(text, match, rule.name)
    ]


def scanned(text: Reading) -> list[Expression]:
    """Return those of the rules that the words of the text call for."""
    return date_grammar.scan(text, date_grammar.beginnings(runs(text.low)), 0, len(text.low))


@pytest.mark.parametrize("name", TEXTS)
def test_rules_of_dates_begin_with_their_first_words(name: str) -> None:
    text = Reading(lower(TEXTS[name]), words())
    assert scanned(text) == searched(text)


BEHIND = (
    *("tháng cuối năm 2023", "tháng 6/2023", "tháng 6, 7/2023", "quý ii/2023", "năm 2023", "2023", "năm học 2023"),
    *("6/2023", "hôm nay", "nay", "giờ chiều nay", "sáng nay", "mai", "qua", "năm qua", "tuần gần đây", "dài đến nay"),
    *("đến nay", "bây giờ", "3 năm", "nhiệm kỳ qua", "nhiệm kỳ này đến nay", "kỳ qua", "quý đầu năm 2023", "đầu năm"),
    *("tháng năm 2023", "năm 2021, 2022"),
)
NUMBERS = "5 - 6 - 2023; 2023-05-06; (2021, 2022); t6/2023; 3 tháng năm 2023; 2 năm 2021 và 2022; đến hết năm 2023"


def test_every_word_of_a_rule_may_begin_it() -> None:
    in_rules = {word for rule in date_grammar.RULES for word in re.findall(r"[^\W\d_]+", rule.pattern.pattern)}
    made = (f"{word} {behind}" for word in sorted(in_rules) for behind in BEHIND)
    text = Reading(". ".join([NUMBERS, *made]), words())
    assert scanned(text) == searched(text)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_rules_of_dates_begin_with_their_first_words_whatever_follows(low: str) -> None:
    text = Reading(low, words())
    assert scanned(text) == searched(text)


@given(st.lists(st.sampled_from([*LEADING, "17", "17h", "17h30,", "17g", "17:", "30,"]), max_size=6).map(" ".join))
def test_words_that_give_a_role_end_as_the_quick_question_asks(leading: str) -> None:
    for before in (leading + " ", leading + "  "):
        if any(role.search(before) for role in ROLES):
            assert date_join.is_led(before)


@pytest.mark.parametrize("name", TEXTS)
def test_numbers_begin_where_they_are_looked_for(name: str) -> None:
    low = lower(TEXTS[name])
    everywhere = numerals.find_numerals(low, range(len(low)), len(low))
    assert list(numerals.find_numerals(low, numerals.beginnings(runs(low)), len(low))) == list(everywhere)


@pytest.mark.parametrize("blank", ["", " ", ": ", " : ", ":\n", "   :   "])
def test_type_words_end_as_the_quick_question_asks(blank: str) -> None:
    table = gazetteer().words
    for surface in table.kinds:
        window = f"các {surface}{blank}"
        if table.kind_before.search(window):
            assert window.lower().rstrip(": \n").endswith(table.kind_ends), window


class TestRuns:
    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            ("", []),
            (" \n", []),
            ("hộ nghèo", ["hộ", "nghèo"]),
            ("76,5 tỷ", ["76", ",", "5", "tỷ"]),
            ("100m²", ["100", "m", "²"]),
            ("a_b", ["a", "_", "b"]),
        ],
    )
    def test_are_letters_or_digits_or_one_mark(self, text: str, pieces: list[str]) -> None:
        assert runs(text).texts == pieces

    @given(st.text())
    def test_hold_all_but_the_blanks(self, text: str) -> None:
        found = runs(text)
        assert "".join(found.texts) == re.sub(r"\s", "", text)
        assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == found.texts


@pytest.mark.parametrize("blank", ["", " ", "  "])
@pytest.mark.parametrize("before", ["", " ", "  "])
def test_ranges_and_changes_end_as_the_quick_question_asks(before: str, blank: str) -> None:
    patterns = quantity_numbers._RANGE, quantity_numbers._CHANGE
    for words in {word for pattern in patterns for word in re.findall(r"[^\W\d_]+(?: [^\W\d_]+)*|-", pattern.pattern)}:
        text = f"5{before}{words}{blank}7"
        end = len(text) - 1
        if any(pattern.fullmatch(text, 1, end) for pattern in patterns):
            seven = numerals.Numeral(end, end + 1, Decimal(7), Decimal(1), Decimal(7), "7", "<figures>")
            assert quantity_numbers.joined(quantity_numbers.Sentence(text, 0, len(text), text), seven), text


RUNS = ["a" * 20, "ạ" * 39, "a", ".", " ", "  ", "\t", "\n", "\xa0"]


@given(st.lists(st.sampled_from(RUNS), max_size=16).map("".join))
def test_jumps_from_blank_to_blank_find_every_long_run(text: str) -> None:
    assert vietnamese._has_long_run(text) == (vietnamese._LONG_RUN.search(text) is not None)


PLURALS = ["Các", "một số", "nhiều", "những", "123", "1234", "a", " ", "  "]


@given(st.lists(st.sampled_from(PLURALS), max_size=8).map("".join))
def test_plurals_are_seen_in_the_last_characters(text: str) -> None:
    found = placelists._PLURAL.search(text)
    assert bool(placelists._PLURAL.search(text[-placelists._PLURAL_WIDTH :])) == bool(found)
