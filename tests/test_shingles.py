"""Copies and reports on one pattern: words, shingles, figures, signatures, and which two articles are one."""

import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.copies.shingles import BANDS, SIZE, bands, figures, shingles, signature, similarity, words
from extractor.copies.verdict import Sketch, are_copies, sketch
from extractor.text.reader import body
from tests.reprints import CHANGED, COPIES, OTHERS, PATTERNS, PORTAL
from tests.texts import gold

ROOT = Path(__file__).parent.parent
SENTENCE = "Toàn huyện vận động hơn 31 tỷ đồng, dựng 412 căn nhà"
SIGNATURE = [3523460897, 3669438395, 1924034248]  # the first values of its MinHash
HASHES = [-387804988308644362, 5455755599936783036]  # of the bands of 0, 1, … 7


def read(text: str) -> Sketch:
    return sketch(body(text))


class TestWords:
    @pytest.mark.parametrize(
        ("left", "right"),
        [
            ("hoà thuận", "hòa thuận"),
            ("HÒA THUẬN", "hòa thuận"),
            ("ho\u0300a thua\u0323\u0302n", "hòa thuận"),
            ("31 tỉ, kĩ sư", "31 tỷ; kỹ sư"),
            ("48 m²", "48 m2"),
            ("Ðảng", "Đảng"),
            ("UB MTTQ TP.HCM", "UB Mặt trận Tổ quốc thành phố Hồ Chí Minh"),
            ("“Vì người nghèo”", "Vì người nghèo"),
            ("Đắk Lắk", "Đăk Lăk"),
        ],
    )
    def test_ways_of_writing_are_folded(self, left: str, right: str) -> None:
        assert words(left) == words(right)

    @pytest.mark.parametrize(("left", "right"), [("Tân Phú", "Tân Phong"), ("xã Vĩnh Sơn", "xã Vĩnh Tú")])
    def test_places_are_not(self, left: str, right: str) -> None:
        assert words(left) != words(right)


class TestShingles:
    def test_they_are_runs_of_words_with_figures_masked(self) -> None:
        assert "dong hon 0 ti dong" in shingles(words(SENTENCE))
        assert all(len(shingle.split()) == SIZE for shingle in shingles(words(SENTENCE)))

    def test_figures_do_not_matter(self) -> None:
        assert shingles(words(SENTENCE)) == shingles(words(SENTENCE.replace("31", "1.032,5")))

    @pytest.mark.parametrize("text", ["", "…", "một hai ba bốn"])
    def test_a_text_of_fewer_words_has_none(self, text: str) -> None:
        assert shingles(words(text)) == frozenset()

    @pytest.mark.parametrize(
        ("left", "right", "expected"), [("abc", "abc", 1), ("abc", "bcd", 0.5), ("abc", "def", 0), ("", "", 0)]
    )
    def test_similarity_is_jaccards(self, left: str, right: str, expected: float) -> None:
        assert similarity(frozenset(left), frozenset(right)) == expected


class TestFigures:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1.000 hộ", ("1000",)),
            ("1000 hộ", ("1000",)),
            ("05 căn", ("5",)),
            ("3,50 tỷ", ("3.5",)),
            ("3.5 tỷ", ("3.5",)),
            ("1.250,5 triệu", ("1250.5",)),
            ("2.304.000 đồng", ("2304000",)),
            ("ngày 26-10 và 26/10/2020", ("26/10", "26/10/2020")),
            ("24.11.2019", ("24/11/2019",)),
            ("8.557/8.557 căn", ("8557/8557",)),
            ("0 hộ", ("0",)),
            ("87,6ha đất, dài 2 km", ("2", "87.6")),
            ("năm căn, hai năm", ()),
        ],
    )
    def test_they_are_normalised(self, text: str, expected: tuple[str, ...]) -> None:
        assert figures(words(text)) == expected

    def test_each_counts_as_often_as_it_stands_there(self) -> None:
        assert figures(words("5 căn và 5 hộ")) == ("5", "5")

    def test_two_that_differ_differ(self) -> None:
        assert figures(words("31 tỷ")) != figures(words("32 tỷ"))


class TestSignatures:
    def test_they_are_those_of_every_process_and_version(self) -> None:
        code = (
            "from extractor.copies.shingles import *\n"
            f"print(signature(shingles(words({SENTENCE!r})))[:3], bands(range(8))[:2])"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        own = signature(shingles(words(SENTENCE)))
        assert done.stdout.strip() == f"{own[:3]} {bands(range(8))[:2]}"
        assert own[:3] == SIGNATURE
        assert bands(range(8)) == HASHES

    def test_bands_are_signed_and_as_many_as_told(self) -> None:
        found = bands(signature(shingles(words(PORTAL))))
        assert len(found) == BANDS
        assert all(-(2**63) <= band < 2**63 for band in found)

    @given(st.integers(0, 600), st.integers(0, 600), st.integers(1, 600))
    def test_they_tell_the_similarity(self, left: int, right: int, both: int) -> None:
        a = frozenset(f"l{i} x" for i in range(left)) | (shared := frozenset(f"s{i} x" for i in range(both)))
        b = frozenset(f"r{i} x" for i in range(right)) | shared
        same = sum(x == y for x, y in zip(signature(a), signature(b), strict=True))
        assert abs(same / len(signature(a)) - similarity(a, b)) < 0.25


class TestCopies:
    @pytest.mark.parametrize("name", COPIES)
    def test_reprints_with_the_same_figures(self, name: str) -> None:
        first, copy = read(PORTAL), read(COPIES[name])
        assert are_copies(first, copy)
        assert are_copies(copy, first)
        assert copy.figures == first.figures

    @pytest.mark.parametrize("name", CHANGED)
    def test_reprints_with_other_figures(self, name: str) -> None:
        first, copy = read(PORTAL), read(CHANGED[name])
        assert are_copies(first, copy)
        assert are_copies(copy, first)
        assert copy.figures != first.figures

    def test_the_only_figure_of_a_text_may_be_another(self) -> None:
        told = re.sub(r"\d+(?:[./]\d+)*", "nhiều", PORTAL)
        left, right = (read(told.replace("nhiều tỷ", f"{figure} tỷ")) for figure in (31, 32))
        assert (left.figures, right.figures) == (("31",), ("32",))
        assert are_copies(left, right)

    @pytest.mark.parametrize("name", OTHERS)
    def test_what_shares_a_part_is_no_copy(self, name: str) -> None:
        assert not are_copies(read(PORTAL), read(OTHERS[name]))

    @pytest.mark.parametrize("name", PATTERNS)
    def test_reports_on_one_pattern_are_no_copies_of_each_other(self, name: str) -> None:
        for left, right in combinations(map(read, PATTERNS[name]), 2):
            assert similarity(left.shingles, right.shingles) > 0.75, "a hard case"
            assert not are_copies(left, right)
            assert not are_copies(right, left)

    @pytest.mark.parametrize("name", PATTERNS)
    def test_each_of_them_is_a_copy_of_its_own_reprint(self, name: str) -> None:
        for text in PATTERNS[name]:
            assert are_copies(read(text), read("(Mặt trận) - " + text.upper()))

    def test_articles_of_the_gold_set_are_all_different(self) -> None:
        found = list(map(read, gold().values()))
        assert all(map(are_copies, found, found))
        assert not any(are_copies(left, right) for left, right in combinations(found, 2))

    @pytest.mark.parametrize("text", ["", "\n", "Video: Ngày hội Đại đoàn kết", "Trang đang được cập nhật. " * 40])
    def test_an_empty_or_tiny_text_is_no_copy_even_of_itself(self, text: str) -> None:
        assert not are_copies(read(text), read(text))


def test_the_time_grows_with_the_length() -> None:
    paragraphs = "\n\n".join(gold().values())

    def seconds(size: int) -> float:
        text = (paragraphs * (size // len(paragraphs) + 1))[:size]
        start = process_time()
        found = sketch(text)
        assert are_copies(found, found)
        return process_time() - start

    seconds(10_000)
    assert seconds(2_000_000) < 16 * seconds(250_000)
