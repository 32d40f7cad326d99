"""The Vietnamese order of names."""

import random
import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from extractor.store import Store
from extractor.text.collation import compared, vietnamese

ORDERED = [
    ["ba", "bà", "bả", "bã", "bá", "bạ"],
    list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
    ["An Giang", "Ăn", "Âu", "Ba Tri", "Bà Rịa", "Bà Tri", "Bá Thước", "Bắc Giang", "Bắc Ninh", "Bến Tre"],
    ["Dầu Tiếng", "Duy Xuyên", "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Đức Thọ"],
    ["Hà Giang", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hòa Bình", "Hưng Yên"],
    ["Phường 2", "Phường 10", "Phường An Hòa", "Quận 1", "Quận 2", "Quận 10", "Quận Ba Đình"],
    ["Long An", "Lộc An", "Lợi An"],
    ["Tân An", "Tân Ân", "Tấn An"],
    ["Ngà voi", "Ngả", "Ngã"],
    ["Thủ Đức", "Thừa Thiên - Huế", "Thường Tín"],
    ["", "A", "Đ"],
]


@pytest.mark.parametrize("names", ORDERED, ids=[names[0] or "empty" for names in ORDERED])
def test_names_stand_in_the_order_of_dictionaries(names: list[str]) -> None:
    shuffled = random.Random(7).sample(names, len(names))
    assert sorted(shuffled, key=vietnamese) == names
    apart = [unicodedata.normalize("NFD", name) for name in shuffled]
    assert [unicodedata.normalize("NFC", name) for name in sorted(apart, key=vietnamese)] == names


def test_it_is_not_the_order_of_code_points() -> None:
    names = ["Đà Nẵng", "Hà Nội", "Ăn", "Bạc"]
    assert sorted(names) != sorted(names, key=vietnamese)


@pytest.mark.parametrize(("left", "right"), [("Hoà Bình", "Hòa Bình"), ("HÀ NỘI", "Hà Nội"), ("Hà-Nội", "Hà Nội")])
def test_where_a_tone_stands_and_case_decide_last(left: str, right: str) -> None:
    assert vietnamese(left)[0] == vietnamese(right)[0]
    assert compared(left, right) == -compared(right, left) != 0
    assert compared(left, left) == 0


def test_a_tone_decides_before_the_next_syllable() -> None:
    assert compared("Bà Tri", "Bá Đình") < 0


def test_readers_sort_names_so(tmp_path: Path) -> None:
    Store(tmp_path / "a.db").close()
    with Store.reader(tmp_path / "a.db") as store:
        sql = "SELECT column1 FROM (VALUES ('Đà Nẵng'), ('Hà Nội'), ('An Giang'), ('Dak')) ORDER BY column1 COLLATE vi"
        assert [name for (name,) in store.db.execute(sql).fetchall()] == ["An Giang", "Dak", "Đà Nẵng", "Hà Nội"]


def test_no_index_has_it_so_that_other_programs_can_write(tmp_path: Path) -> None:
    Store(tmp_path / "a.db").close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert other.execute("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%COLLATE vi%'").fetchone() == (0,)
