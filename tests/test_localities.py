"""Place names: a corpus of sentences and their units, a negative one, every unit by its full name, and properties."""

import time
import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon.gazetteer import Unit, is_new
from tests.places import codes, document, gazetteer, places

CORPUS = Path(__file__).parent / "corpus"


def load(name: str) -> list[Any]:
    groups = tomllib.loads((CORPUS / name).read_text(encoding="utf-8"))["group"]
    return [pytest.param(*case, id=f"{group['name']}: {case[1][:40]}") for group in groups for case in group["cases"]]


def day(cell: str) -> date | None:
    return None if cell == "-" else date.fromisoformat(cell)


@pytest.mark.parametrize(("when", "text", "expected"), load("localities.toml"))
def test_places(when: str, text: str, expected: str) -> None:
    assert codes(text, when=day(when)) == expected.split()


@pytest.mark.parametrize(("when", "text"), load("localities_none.toml"))
def test_no_places(when: str, text: str) -> None:
    assert codes(text, when=day(when)) == []


def title(unit: Unit) -> str:
    return f"{unit.kind} {unit.name}"


def last_day(unit: Unit) -> date:
    return unit.valid_to - timedelta(days=1) if unit.valid_to else unit.valid_from


PROVINCES = [unit for unit in gazetteer().units if unit.level == "province"]


@pytest.mark.parametrize("unit", PROVINCES, ids=lambda u: f"{u.code} {u.name} {u.valid_from}")
def test_every_province(unit: Unit) -> None:
    when = last_day(unit)
    assert codes(f"Ủy ban MTTQ Việt Nam {title(unit)} họp.", when=when) == [unit.code]
    assert codes(f"UBND {title(unit).upper()} HỌP", when=when) == [unit.code]
    if unit.name != "Hồ Chí Minh":  # bare, a person
        assert codes(f"Từ {unit.name}, đoàn đi tiếp.", when=when) == [unit.code]
        assert codes(f"{unit.name}: Trao 20 suất quà", when=when) == [unit.code]
        assert codes(f"Ông Nguyễn {unit.name} dự họp.", when=when) == []


def test_every_district_and_many_communes_under_their_parents() -> None:
    wrong = []
    units = [u for u in gazetteer().units if u.level == "district" or (u.level == "commune" and int(u.code) % 11 == 0)]
    for unit in units:
        chain, when = [unit], last_day(unit)
        while chain[-1].parent:
            above = gazetteer().unit(chain[-1].parent, new=is_new(unit))
            assert above
            chain.append(above)
        if all(u.valid_from <= when < (u.valid_to or date.max) for u in chain):
            found = codes(f"Mặt trận {', '.join(map(title, chain))} họp.", when=when)
            wrong += [] if found == [u.code for u in chain] else [(unit, found)]
    assert wrong == []


def test_home_province_decides_between_homonyms() -> None:
    assert codes("Xã Phước Hiệp trao quà.", when=date(2020, 1, 1)) == []
    assert codes("Xã Phước Hiệp trao quà.", when=date(2020, 1, 1), home="83") == ["28942"]
    assert codes("Huyện Châu Thành trao quà.", when=date(2020, 1, 1), home="82") == ["821"]


def test_home_of_the_other_side_of_the_reform() -> None:
    assert codes("Huyện Bảo Yên và xã Bảo Hà.", when=date(2022, 1, 1), home="15") == ["087", "02989"]
    assert codes("Xã Bảo Hà tiếp nhận hàng.", when=date(2025, 10, 1), home="10") == ["02989"]


def test_a_place_named_in_the_text_is_stronger_than_home() -> None:
    text = "Huyện Châu Thành, tỉnh Bến Tre trao quà."
    assert codes(text, when=date(2020, 1, 1), home="82") == ["831", "83"]


def test_the_basis_is_named() -> None:
    text = "Huyện Hàm Yên (Tuyên Quang): xã Hùng Đức hiến đất. Hàm Yên có 17 xã, thị trấn."
    assert [(m.name, m.basis) for m in places(text, when=date(2020, 1, 1))] == [
        ("Hàm Yên", "parent named"),
        ("Tuyên Quang", "province name"),
        ("Hùng Đức", "parent in the sentence"),
        ("Hàm Yên", "named before"),
    ]


def test_what_cant_be_told_stays_a_mention_without_unit() -> None:
    (mention,) = places("Xã Tân Lập trao quà.", when=date(2020, 1, 1))
    assert mention.unit is None
    assert mention.basis is None
    assert len(mention.candidates) > 10


def test_noise_and_signatures_name_nothing() -> None:
    text = "Mặt trận tỉnh Hòa Bình họp.\nSơn La trao quà\nThanh Hà"
    assert codes(document(text, line1="noise", line2="signature"), when=date(2020, 1, 1)) == ["17"]


def test_spans_hold_the_type_word_and_the_name() -> None:
    read = document("Tại các tỉnh: Hà Giang, TP. Hà Nội và Q.1, TP.HCM, xã Tân Xã, huyện Thạch Thất.")
    assert [read.text[m.start : m.end] for m in places(read, when=date(2020, 1, 1))] == [
        *("Hà Giang", "TP. Hà Nội", "Q.1", "TP.HCM", "xã Tân Xã", "huyện Thạch Thất"),
    ]


WORDS = [
    "xã",
    "huyện",
    "tỉnh",
    "các",
    "TP.",
    "Q.",
    "Hà Nội",
    "Tân Lập",
    "Châu Thành",
    "1",
    ",",
    "(",
    ")",
    '"',
    ":",
    "\n",
]


@given(st.lists(st.sampled_from([*WORDS, "và", "ông", "Nguyễn", "đường", "cũ", "5 căn", "-", "."]), max_size=25))
def test_mentions_stand_in_order_and_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    for when in (None, date(2020, 1, 1), date(2025, 10, 1)):
        found = places(text, when=when)
        assert all(0 <= m.start < m.end <= len(text) for m in found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        assert all(m.unit is None or m.unit in m.candidates for m in found)


@pytest.mark.parametrize("piece", ["xã Tân Lập, ", "các huyện: A, Hà Nội 5 căn, ", "quận 1, 2, 3, ", '"Hà Nội" '])
def test_cost_grows_with_the_text(piece: str) -> None:
    def seconds(text: str) -> float:
        began = time.perf_counter()
        places(text, when=date(2020, 1, 1))
        return time.perf_counter() - began

    seconds(piece)
    assert seconds(piece * 2000) < 8 * seconds(piece * 500) + 0.5
