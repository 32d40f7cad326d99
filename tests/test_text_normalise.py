"""The normalised copy: its rules with positives and negatives, its offsets, and its indifference to strange input."""

import tomllib
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.text.normalise import Normalised, lower, normalise

CORPUS = Path(__file__).with_name("corpus") / "normalise.toml"
GROUPS = tomllib.loads(CORPUS.read_text(encoding="utf-8"))["group"]
PAIRS = [(group["rule"], given_, wanted) for group in GROUPS for given_, wanted in group["pairs"]]
SAME = [(group["rule"], text) for group in GROUPS for text in group["same"]]

LETTERS = "aeouyqgitmnhAOUYQTBVNĐđàáảãạằềệờợùỳÝỶÀ"
ODD = "\u0300\u0301\u0323\u0302\u200b\u00a0\ufeff\u00ad“”’«»–Ð\ud800\0\r\n\t .,:/@0123２"
TEXTS = st.text(alphabet=st.sampled_from(LETTERS + ODD) | st.characters(), max_size=60)


@pytest.mark.parametrize(("rule", "text", "wanted"), PAIRS, ids=repr)
def test_rule_rewrites(rule: str, text: str, wanted: str) -> None:
    assert normalise(text).text == wanted, rule


@pytest.mark.parametrize(("rule", "text"), SAME, ids=repr)
def test_rule_leaves_alone(rule: str, text: str) -> None:
    assert normalise(text).text == text, rule


@pytest.mark.parametrize(("rule", "text", "wanted"), PAIRS, ids=repr)
def test_decomposed_text_gives_the_same_copy(rule: str, text: str, wanted: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)).text == normalise(unicodedata.normalize("NFC", text)).text


def _spans(copy: Normalised) -> list[tuple[int, int]]:
    starts, ends = copy.starts, copy.ends
    if starts is None or ends is None:
        return [(index, index + 1) for index in range(len(copy.text))]
    return list(zip(starts, ends, strict=True))


@given(TEXTS)
@example("MTT QViệt Nam")
@example("aMTT Q")
@example("hoàNam")
@example("trậnTổ@a.vn")
def test_copy_is_stable_and_offsets_tile(raw: str) -> None:
    copy = normalise(raw)
    assert normalise(copy.text).text == copy.text
    spans = _spans(copy)
    assert len(spans) == len(copy.text)
    assert all(start <= end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert not spans or 0 <= spans[0][0] <= spans[-1][1] <= len(raw)
    if copy.starts is None:
        assert len(raw) == len(copy.text)


@given(st.text(alphabet=LETTERS + "0123 .,", max_size=60))
def test_offsets_lead_back_to_what_was_read(text: str) -> None:
    raw = unicodedata.normalize("NFD", text).replace(" ", "\u00a0\u200b")
    copy = normalise(raw)
    for (start, end), char in zip(_spans(copy), copy.text, strict=True):
        if start < end and not char.isspace():
            assert raw[start:end].strip("\u200b")[0].lower() in unicodedata.normalize("NFD", char).lower() + "aeouy"


def test_offsets_of_composed_and_removed_characters() -> None:
    raw = "Vie\u0323\u0302t\u200b Nam"
    copy = normalise(raw)
    assert copy.text == "Việt Nam"
    assert copy.starts is not None
    assert copy.ends is not None
    assert raw[copy.starts[2] : copy.ends[2]] == "e\u0323\u0302"
    assert raw[copy.starts[5] : copy.ends[7]] == "Nam"


def test_plain_text_needs_no_map() -> None:
    assert normalise("Ủy ban “Mặt trận” hoà") == Normalised('Ủy ban "Mặt trận" hòa', None, None)


@given(st.text(max_size=40))
def test_lower_keeps_the_length(text: str) -> None:
    assert len(lower(text)) == len(text)
