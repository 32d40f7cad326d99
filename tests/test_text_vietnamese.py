"""Sentences, words and tags as offsets; nothing the library chokes on reaches it."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.text.vietnamese import sentences, tags, words

CORPUS = tomllib.loads(Path(__file__).with_name("corpus").joinpath("sentences.toml").read_text(encoding="utf-8"))
TEXTS = st.text(alphabet="aàbBĐ12 .,;:!?…\"'()-/\n\ud800", max_size=80)


@pytest.mark.parametrize("marked", CORPUS["cut"])
def test_sentences_end_where_marked(marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in sentences(text)] == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize("text", CORPUS["whole"])
def test_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [(0, len(text))]


@given(TEXTS)
def test_sentences_hold_every_letter_once(text: str) -> None:
    spans = sentences(text)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    covered = {index for start, end in spans for index in range(start, end)}
    assert all(index in covered for index, char in enumerate(text) if not char.isspace())
    assert not any("\n" in text[start:end] for start, end in spans)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_words_are_ordered_spans_of_the_text(text: str) -> None:
    spans = words(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_words_keep_the_spelling_of_the_text() -> None:
    text = "Uỷ ban  xã Hoà An trao 12 suất quà"
    assert "".join(text[start:end] for start, end in words(text)).replace(" ", "") == text.replace(" ", "")


def test_tags_name_verbs_and_numbers() -> None:
    text = "xã trao 12 căn nhà"
    assert {(text[start:end], tag) for start, end, tag in tags(text)} >= {("trao", "V"), ("12", "M")}


def test_tags_of_nothing() -> None:
    assert tags("  ") == []


@pytest.mark.parametrize("unit", ["1.1", "1-1-", "a.", "tp.", "từ ", "1", "\ud800", "Aa. ", '"', "…"])
def test_long_runs_come_through(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    assert sentences(text)[-1][1] == len(text.rstrip())
    assert words(text)[-1][1] <= len(text)
