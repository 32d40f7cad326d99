"""Folding: what is alike for searches and comparisons, and where it stands in the text as given."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.folding import fold, folded, folded_words
from tests.texts import gold


@pytest.mark.parametrize(
    ("plain", "ways"),
    [
        ("dai doan ket", ("Đại đoàn kết", "ĐẠI ĐOÀN KẾT", "đại\u00a0đoàn  kết", "Ðại đoàn kết", "đại-đoàn-kết")),
        ("dak lak", ("Đắk Lắk", "Đăk Lăk", "ĐẮK LẮK", "Dak Lak")),
        ("hoa giai", ("hoà giải", "hòa giải", "HOÀ GIẢI")),
        ("ki su", ("kỹ sư", "kĩ sư", "Kỹ Sư")),
        ("thuy", ("Thủy", "Thuỷ", "Thúy")),
        ("mi qui li", ("Mỹ Quý Lý", "Mĩ Quí Lí")),
        ("i te", ("y tế", "Y TẾ")),
        ("m2", ("m²", "m2", "M2")),
        ("9 8 ti", ("9,8 tỷ", "9.8 tỉ")),
        ("h mong", ("H'Mông", "H’Mông", "H\u00b4Mông")),
        ("76 ti", ("7\u200b6 tỷ", "76\ufeff tỷ", "76 t\u00adỷ")),
    ],
)
def test_ways_of_writing_are_alike(plain: str, ways: tuple[str, ...]) -> None:
    for way in ways:
        for form in ("NFC", "NFD"):
            assert " ".join(folded_words(unicodedata.normalize(form, way))) == plain, way


@pytest.mark.parametrize(
    ("left", "right"),
    [
        *(("Tân Phú", "Tân Phong"), ("Sơn La", "Sơn Lâm"), ("đồng", "động viên")),
        *(("giấy", "giải"), ("dạy", "đại"), ("tay", "tai"), ("ngày", "ngài"), ("Thủy", "thúi"), ("cây", "cài")),
    ],
)
def test_words_of_other_letters_are_not(left: str, right: str) -> None:
    assert folded_words(left) != folded_words(right)


@pytest.mark.parametrize("text", [*gold().values(), "½ giờ… ﬁ ™ \u0301x", "\u0301", "", "e\u0323\u0302 e"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_each_word_is_found_again_in_the_text_as_given(text: str, form: str) -> None:
    raw = unicodedata.normalize(form, text)
    plain = folded(raw)
    at = 0
    for word in folded_words(raw):
        at = plain.text.index(word, at)
        start, end = plain.given(at, at + len(word))
        assert word in folded_words(raw[start:end])  # of `½` it is one of two
        at += len(word)


def test_the_marks_of_a_letter_belong_to_it() -> None:
    raw = unicodedata.normalize("NFD", "kết nối")
    assert raw[slice(*folded(raw).given(0, 3))] == unicodedata.normalize("NFD", "kết")


def test_a_text_of_one_character_for_one_needs_no_way_back() -> None:
    assert folded("Đại đoàn kết… 48 m²").origins is None
    assert folded("½ giờ").origins is not None


@given(st.text())
def test_no_text_is_refused_and_spans_lie_inside(text: str) -> None:
    plain = folded(text)
    assert plain.text == fold(text)
    spans = [plain.given(at, at + 1) for at in range(len(plain.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


def test_every_letter_of_vietnamese_becomes_one_of_latin() -> None:
    letters = [
        chr(code) for code in range(sys.maxunicode) if "LATIN" in unicodedata.name(chr(code), "") and code < 0x1F00
    ]
    marked = [c for c in letters if unicodedata.normalize("NFD", c)[0].isascii() and c.isalpha()]
    assert {c for c in marked if not (fold(c).isascii() and len(fold(c)) == 1)} == set()
