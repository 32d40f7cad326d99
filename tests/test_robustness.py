"""The whole extraction on texts that no editor would write: it never fails, and every span stays true."""

import json
import os
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.contract import as_record
from extractor.pipeline import Extractor
from tests.texts import adversarial, gold

Record = dict[str, Any]
CORPUS = Path(__file__).parent / "corpus"
GOLD = gold()
PLACED = {"start", "end", "text", "quote", "sentence"}  # what tells where, not what

patient = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def records(extractor: Extractor) -> dict[str, Record]:
    return {name: as_record(extractor(text), name) for name, text in GOLD.items()}


def read(extractor: Extractor, raw: str, *, published: date | None = None, home: str | None = None) -> Record:
    """Extract, and hold the output against the contract."""
    record = as_record(extractor(raw, published=published, home=home), "a.txt")
    json.dumps(record, allow_nan=False)
    for mention in record["mentions"]:
        assert 0 <= mention["start"] < mention["end"] <= len(raw)
        assert raw[mention["start"] : mention["end"]] == mention["text"]
        assert mention["rule"]
    for fact in record["facts"]:
        assert 0 <= fact["start"] < fact["end"] <= len(raw)
        assert raw[fact["start"] : fact["end"]] == fact["quote"]
        assert fact["quote"] in fact["sentence"]
        assert fact["sentence"] in raw
        assert 0 <= fact["confidence"] <= 1
        assert fact["value_upper"] is None or fact["value"] <= fact["value_upper"]
        assert fact["rules"]
        if fact["period_start"] and fact["period_end"]:
            assert fact["period_start"] <= fact["period_end"]
    return record


def essence(record: Record) -> tuple[list[Record], list[Record]]:
    """What a record says, without where."""
    mentions, facts = (
        [{key: value for key, value in found.items() if key not in PLACED} for found in record[kind]]
        for kind in ("mentions", "facts")
    )
    return mentions, facts


# Any text at all

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
ODD = "\u0300\u0301\u0323\u200b\u200d\ufeff\xa0\xad\u2028\u0130\u1e9e\ufb01\x00\x1b\ud800\U0001f3e0ÐđĐ½²０１，．％"
text = st.text(
    alphabet=LETTERS + LETTERS.upper() + "0123456789" * 4 + " " * 30 + "\n\t.,;:-–/()[]“”\"'%+*•&" + ODD, max_size=300
)

PIECES = (
    *(CORPUS / "patchwork.txt").read_text(encoding="utf-8").splitlines(),
    *("\n", "\n\n", "\n- ", "\n+ ", "\n1. "),
)
patchwork = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", " ", " ", "", "\xa0"))), max_size=60).map(
    lambda parts: "".join(piece + joint for piece, joint in parts)
)


@patient
@given(raw=text)
def test_any_text_is_read(extractor: Extractor, raw: str) -> None:
    read(extractor, raw)


@patient
@given(raw=patchwork, published=st.none() | st.dates(), home=st.none() | st.sampled_from(("01", "38", "79", "00")))
def test_any_patchwork_of_our_words_is_read(
    extractor: Extractor, raw: str, published: date | None, home: str | None
) -> None:
    read(extractor, raw, published=published, home=home)


@patient
@given(name=st.sampled_from(sorted(GOLD)), cuts=st.tuples(st.floats(0, 1), st.floats(0, 1)), patch=patchwork)
def test_articles_broken_anywhere_are_read(
    extractor: Extractor, name: str, cuts: tuple[float, float], patch: str
) -> None:
    raw = GOLD[name]
    first, last = sorted(round(cut * len(raw)) for cut in cuts)
    read(extractor, raw[:first] + patch + raw[last:])


@pytest.mark.parametrize(
    "raw", ["", " ", "\n\n\n", "\x00", "\ufeff", "\u0301", "\ud800", "1", "%", "“", "tỷ", "/", "🏠" * 9]
)
def test_next_to_nothing_yields_nothing(extractor: Extractor, raw: str) -> None:
    assert read(extractor, raw)["facts"] == []


@pytest.mark.parametrize("name", adversarial())
def test_adversarial_texts_are_read(extractor: Extractor, name: str) -> None:
    read(extractor, adversarial()[name](6_000))


@pytest.mark.parametrize("published", [date.min, date.max, date(2024, 2, 29)])
def test_dates_at_the_ends_of_the_calendar(extractor: Extractor, published: date) -> None:
    said = (
        "Hôm qua, 5 năm qua, 10 năm tới, tuần sau, ngày mai và từ đầu năm đến nay, xã xây 5 nhà đại đoàn kết ngày 29/2."
    )
    read(extractor, said, published=published)


# The same article, written otherwise


def _every(n: int, mark: str) -> Callable[[str], str]:
    return lambda raw: mark.join(raw[i : i + n] for i in range(0, len(raw), n))


VARIANTS: dict[str, Callable[[str], str]] = {
    "decomposed": lambda raw: unicodedata.normalize("NFD", raw),
    "no-break": lambda raw: raw.replace(" ", "\xa0"),
    "zero-width between words": lambda raw: raw.replace(" ", " \u200b"),
    "zero-width inside words": _every(7, "\u200b"),
    "byte order mark": lambda raw: "\ufeff" + raw,
    "carriage returns": lambda raw: raw.replace("\n", "\r\n"),
    "blanks at the end": lambda raw: raw + " \n\n ",
    "U+00D0": lambda raw: raw.replace("Đ", "Ð"),
    "soft hyphens": _every(11, "\xad"),
    "decomposed, no-break and zero-width": lambda raw: unicodedata.normalize("NFD", raw).replace(" ", "\xa0\u200b"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_an_article_says_the_same_however_its_characters_are_coded(
    extractor: Extractor, records: dict[str, Record], variant: str
) -> None:
    for name, raw in [*GOLD.items()][::4]:
        assert essence(read(extractor, VARIANTS[variant](raw))) == essence(records[name]), name


@pytest.mark.parametrize("name", GOLD)
def test_the_gold_articles_keep_the_contract(extractor: Extractor, name: str) -> None:
    read(extractor, GOLD[name])


def test_reading_leaves_no_trace(extractor: Extractor, records: dict[str, Record]) -> None:
    """The second reading, after others and in another order, says what the first said."""
    for name in reversed(GOLD):
        assert as_record(extractor(GOLD[name]), name) == records[name]


def test_another_process_reads_the_same(records: dict[str, Record]) -> None:
    """No order of a set or of hashes shows in the output."""
    script = (
        "import json, sys; from tests.test_robustness import *; extractor = Extractor();"
        "json.dump({n: as_record(extractor(t), n) for n, t in [*GOLD.items()][::2]}, sys.stdout)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment)
    assert json.loads(done.stdout) == json.loads(json.dumps({name: records[name] for name in [*GOLD][::2]}))


# Pages without an article

NOISE = tomllib.loads((CORPUS / "noise_pages.toml").read_text(encoding="utf-8"))["page"]


@pytest.mark.parametrize("page", NOISE, ids=lambda page: page["name"])
def test_pages_without_an_article_yield_no_fact(extractor: Extractor, page: dict[str, str]) -> None:
    assert read(extractor, page["text"])["facts"] == []
