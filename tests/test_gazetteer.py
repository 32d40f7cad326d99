"""The gazetteer: its counts, its years, what is mapped to what, and tables that are wrong."""

import shutil
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import TableError
from extractor.lexicon.gazetteer import REFORM, Unit, is_new, load_gazetteer
from extractor.lexicon.spellings import key_of, spellings
from extractor.paths import data_dir
from tests.places import gazetteer

TABLES = data_dir() / "gazetteer"


def standing(day: date) -> list[Unit]:
    return [u for u in gazetteer().units if u.valid_from <= day < (u.valid_to or date.max)]


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [
        (date(2020, 1, 15), 63, 707, 10767),
        (date(2021, 6, 1), 63, 705, 10603),
        (date(2025, 1, 15), 63, 696, 10051),
        (date(2025, 7, 1), 34, 0, 3321),
    ],
)
def test_counts(day: date, provinces: int, districts: int, communes: int) -> None:
    counted = Counter(unit.level for unit in standing(day))
    assert (counted["province"], counted["district"], counted["commune"]) == (provinces, districts, communes)


def test_a_code_means_one_place_at_a_time() -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for unit in gazetteer().units:
        spans.setdefault(unit.code, []).append((unit.valid_from, unit.valid_to or date.max))
    for code, held in spans.items():
        held.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(held)), code


def test_every_parent_is_there() -> None:
    for unit in gazetteer().units:
        above = gazetteer().province(unit)
        assert above is not None, unit
        assert above.level == "province", unit


def test_current_units_are_of_today() -> None:
    today = {unit.code: unit for unit in standing(date(2025, 7, 1))}
    for unit in gazetteer().units:
        assert unit.current, unit
        levels = {today[code].level for code in unit.current}
        assert levels <= ({"province"} if unit.level != "commune" else {"province", "commune"}), unit


def test_most_old_communes_are_mapped_to_communes() -> None:
    old = [unit for unit in standing(date(2025, 6, 30)) if unit.level == "commune"]
    assert sum(len(unit.current[0]) == 5 for unit in old) / len(old) > 0.99


@pytest.mark.parametrize(
    ("code", "name", "day", "current"),
    [
        ("10", "Lào Cai", date(2024, 1, 1), ("15",)),
        ("15", "Yên Bái", date(2024, 1, 1), ("15",)),
        ("15", "Lào Cai", date(2025, 8, 1), ("15",)),
        ("28", "Hà Tây", date(2007, 1, 1), ("01",)),
        ("46", "Thừa Thiên Huế", date(2024, 1, 1), ("46",)),
        ("46", "Huế", date(2025, 2, 1), ("46",)),
        ("204", "Hoành Bồ", date(2019, 1, 1), ("22",)),
        ("763", "9", date(2020, 6, 1), ("79",)),
        ("769", "2", date(2020, 6, 1), ("79",)),
        ("769", "Thủ Đức", date(2021, 6, 1), ("79",)),
        ("00004", "Trúc Bạch", date(2024, 1, 1), ("00004",)),
        ("00004", "Ba Đình", date(2025, 8, 1), ("00004",)),
        ("00007", "Cống Vị", date(2024, 1, 1), ("00008", "00025")),
    ],
)
def test_years_and_successors(code: str, name: str, day: date, current: tuple[str, ...]) -> None:
    (unit,) = [u for u in standing(day) if u.code == code]
    assert (unit.name, unit.current) == (name, current)


def test_parts_of_a_merged_province() -> None:
    assert set(gazetteer().parts("15")) == {"10", "15"}
    assert set(gazetteer().parts("79")) == {"74", "77", "79"}
    assert gazetteer().parts("99") == ()


def test_sides_of_the_reform() -> None:
    for unit in gazetteer().units:
        assert is_new(unit) == (unit.valid_to is None) == (unit.valid_from >= REFORM)


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("Mỹ Quý", "Mỹ Quí"),
        ("Mỹ Quý", "Mĩ Quí"),
        ("Kỳ Anh", "Kì Anh"),
        ("Đắk Hà", "Đăk Hà"),
        ("Đắk Hà", "Dak Hà"),
        ("Cư M'gar", "Cư Mgar"),
        ("Phan Rang - Tháp Chàm", "Phan Rang Tháp Chàm"),
        ("EaBar", "Ea Bar"),
    ],
)
def test_spellings(name: str, spelling: str) -> None:
    assert spelling in spellings(name)


@pytest.mark.parametrize(
    ("name", "other"), [("Thái Bình", "Tháy Bình"), ("Quý Hòa", "Quý Hoa"), ("Tiên Yên", "Tyên Yên")]
)
def test_no_spellings(name: str, other: str) -> None:
    assert other not in spellings(name)


@given(st.sampled_from(sorted({unit.name for unit in gazetteer().units})))
def test_every_name_is_found_by_itself_and_its_key_is_stable(name: str) -> None:
    assert gazetteer().bearers(name)
    assert key_of(key_of(name)) == key_of(name)
    assert name in spellings(name)


def test_entries_are_not_repeated() -> None:
    entries = list(gazetteer().entries())
    assert len(entries) == len(set(entries))
    assert all(gazetteer().names([key]).bearers for _, key, _ in entries)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("provinces.csv", "province,,2004-07-08", "county,,2004-07-08", "level 'county' is unknown"),
        ("districts.csv", "2004-07-08", "8/7/2004", "write days as YYYY-MM-DD"),
        ("communes.csv", "code,name", "id,name", "columns are"),
        ("communes_2025.csv", ",2025-07-01,", ",", "cells"),
        ("aliases.csv", "Kon Tum,province", "Kon Tùm,province", "no province is called 'Kon Tùm'"),
        ("contexts.csv", ",person", ",human", "class 'human' is unknown"),
    ],
)
def test_wrong_tables_name_file_line_and_cure(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    folder = tmp_path / "gazetteer"
    shutil.copytree(TABLES, folder)
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError, match=file) as raised:
        load_gazetteer(folder)
    assert says in str(raised.value)
