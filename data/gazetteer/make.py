"""Make the gazetteer's CSV tables from the wheels of two packages: `python data/gazetteer/make.py WHEELS_DIR`.

WHEELS_DIR holds vietnam_provinces 0.2, 0.3.0, 0.6.0 and 2025.10.1 and vietnamadminunits 1.0.4.
The three old releases are snapshots of the units of 2020, 2021 and January 2025; what differs between two of them
changed in the reform between them. The hand-made tables beside this file (acts, earlier) hold what no release knows.
"""

import contextlib
import csv
import difflib
import json
import re
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
FIRST = "2004-07-08"  # the day of the decision that gave the units their codes
CUT = "2025-07-01"
WAVES = {"0.2": FIRST, "0.3.0": "2020-03-01", "0.6.0": "2025-01-01"}  # snapshot -> when the reform before it took force
LATE = "2025-02-01"  # the last reform before the cut, known to vietnamadminunits alone
COLUMNS = ("code", "name", "kind", "level", "parent", "valid_from", "valid_to", "current")
KINDS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "phường", "xã", "đặc khu")
TONES = "\u0300\u0301\u0303\u0309\u0323"


class Row(NamedTuple):
    code: str
    name: str
    kind: str
    level: str
    parent: str
    valid_from: str
    valid_to: str
    current: str


class Named(NamedTuple):
    """What a code means in one snapshot."""

    name: str
    kind: str
    parent: str


def one_spelling(name: str) -> str:
    """Return `name` in NFC, the tone on the first vowel of open oa, oe, uy (`Hòa`, `Thủy`), plain blanks and quotes."""
    text = unicodedata.normalize("NFD", " ".join(name.replace("’", "'").replace("–", "-").split()))
    text = re.sub(rf"(?<![qQ])([oO][aeAE]|[uU][yY])([{TONES}])(?![\w\u0300-\u036f])", shift, text)
    text = re.sub(r"\s*'\s*", "'", text)
    return unicodedata.normalize("NFC", re.sub(r"\s*-\s*", " - ", text))


def shift(match: re.Match[str]) -> str:
    return match[1][0] + match[2] + match[1][1]


def split_kind(title: str) -> tuple[str, str]:
    """Cut `Thị xã Sơn Tây` into (`Sơn Tây`, `thị xã`); a title without a type word is a province's."""
    title = re.sub(r"(?<= )(?:NT|N\.T)(?= )", "Nông trường", one_spelling(title))
    for kind in KINDS:
        if title.lower().startswith(kind + " "):
            name = title[len(kind) + 1 :]
            return (name.lstrip("0") if name.isdigit() else name[0].upper() + name[1:]), kind
    return title, "tỉnh"


def fold(text: str) -> str:
    """Return `text` without case, marks, blanks and punctuation: equal for two spellings of one name."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", plain).replace("y", "i")


def alike(one: str, other: str) -> bool:
    """Tell whether two names are most likely one that is misspelt."""
    return difflib.SequenceMatcher(None, fold(one), fold(other)).ratio() >= 0.65


def snapshot(folder: Path) -> dict[str, dict[str, Named]]:
    """Read one old release: level -> code -> what it meant."""
    data = json.loads((folder / "vietnam_provinces/data/nested-divisions.json").read_text("utf-8"))
    found: dict[str, dict[str, Named]] = {"province": {}, "district": {}, "commune": {}}
    for province in data:
        above = f"{province['code']:02}"
        found["province"][above] = Named(*split_kind(province["name"]), "")
        for district in province["districts"]:
            middle = f"{district['code']:03}"
            found["district"][middle] = Named(*split_kind(district["name"]), above)
            for ward in district["wards"]:
                found["commune"][f"{ward['code']:05}"] = Named(*split_kind(ward["name"]), middle)
    return found


def versions(
    snapshots: dict[str, dict[str, Named]], acts: dict[tuple[str, str], str]
) -> Iterator[tuple[str, Named, str, str]]:
    """Yield (code, meaning, valid_from, valid_to) for every meaning that a code has had until the cut."""
    releases = list(snapshots)
    for code in sorted(set().union(*snapshots.values())):
        current, since = None, FIRST
        for release in releases:
            held = snapshots[release].get(code)
            if held == current or (held and current and same_name(held, current)):
                current = held  # the later spelling
                continue
            day = acts.get((code, release), WAVES[release])
            if current:
                yield code, current, since, day
            current, since = held, day
        if current:
            yield code, current, since, CUT


def same_name(one: Named, other: Named) -> bool:
    """Tell whether two meanings differ in spelling alone."""
    return (one.kind, one.parent, fold(one.name)) == (other.kind, other.parent, fold(other.name))


def new_units(folder: Path) -> tuple[list[Row], list[Row]]:
    """Read the provinces and communes of today."""
    data = json.loads((folder / "vietnam_provinces/data/nested-divisions.json").read_text("utf-8"))
    provinces, communes = [], []
    for province in data:
        code = f"{province['code']:02}"
        provinces.append(Row(code, *split_kind(province["name"]), "province", "", CUT, "", code))
        for ward in province["wards"]:
            own = f"{ward['code']:05}"
            communes.append(Row(own, *split_kind(ward["name"]), "commune", code, CUT, "", own))
    return provinces, communes


def key(title: str) -> str:
    """Return the key under which vietnamadminunits files a unit's full title."""
    plain = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", plain)


def accented(title: str) -> str:
    """Return the other key, for the wards of a district that differ in nothing but their marks."""
    return re.sub(r"[\W_]", "", title.lower())


class Mapping:
    """Old unit -> units of today, by district and title, by vietnamadminunits (whose ward codes are not all right)."""

    def __init__(self, folder: Path, provinces: list[Row], communes: list[Row]) -> None:
        data: dict[str, Any] = json.loads((folder / "vietnamadminunits/data/converter_2025.json").read_text("utf-8"))
        by_key = {key(f"{p.kind} {p.name}"): p.code for p in provinces}
        wards = {(c.parent, form(f"{c.kind} {c.name}")): c.code for form in (accented, key) for c in communes}
        self.province = {old: by_key[new] for new, olds in data["DICT_PROVINCE"].items() for old in olds}
        parts: dict[str, list[str]] = defaultdict(list)
        for province, table in data["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for ward, olds in table.items():
                for old in olds:
                    parts[old].append(wards[by_key[province], ward])
        for province, table in data["DICT_PROVINCE_WARD_DIVIDED"].items():
            for old, news in table.items():
                news = sorted(news, key=lambda new: not new["isDefaultNewWard"])
                parts[old].extend(wards[by_key[province], new["newWardKey"]] for new in news)
        self._exact: dict[tuple[str, str], list[str]] = {}
        self._folded: dict[tuple[str, str], list[str]] = {}
        self._by_code: dict[tuple[str, str], tuple[str, list[str]]] = {}
        for code, title, district, path in legacy(folder):
            name, kind = split_kind(title)
            self._by_code[district, code] = name, parts[path]
            self._exact[district, f"{kind} {name}".lower()] = parts[path]
            self._folded.setdefault((district, fold(kind + name)), parts[path])

    def commune(self, code: str, unit: Named) -> list[str]:
        title = f"{unit.kind} {unit.name}"
        found = self._exact.get((unit.parent, title.lower())) or self._folded.get((unit.parent, fold(title)))
        if found:
            return found
        name, by_code = self._by_code.get((unit.parent, code), ("", []))
        return by_code if alike(name, unit.name) else []


def legacy(folder: Path) -> list[tuple[str, str, str, str]]:
    """Read the old communes of vietnamadminunits: code, title, district code, and the path under which it maps them."""
    query = """select wardCode, ward, districtCode, provinceKey || '_' || districtKey || '_' || wardKey
               from admin_units_legacy where wardCode is not null order by wardCode"""
    with contextlib.closing(sqlite3.connect(folder / "vietnamadminunits/data/dataset.db")) as database:
        return database.execute(query).fetchall()


def late_communes(folder: Path, known: dict[str, Named]) -> Iterator[tuple[str, Named]]:
    """Yield the communes that only vietnamadminunits has: those made in the spring of 2025."""
    names = {(unit.parent, fold(unit.name)) for unit in known.values()}
    for code, title, district, _path in legacy(folder):
        name, kind = split_kind(title)
        held = known.get(code)
        misspelt = held is not None and held.kind == kind and alike(held.name, name)
        if (district, fold(name)) not in names and not misspelt:
            yield code, Named(name, kind, district)


def spellings(folder: Path, known: dict[str, Named]) -> Iterator[tuple[str, str]]:
    """Yield (name in the table, other spelling) where the two sources write one commune differently."""
    for code, title, _district, _path in legacy(folder):
        name, held = split_kind(title)[0], known.get(code)
        if held and held.name.lower() != name.lower() and (alike(held.name, name) or fold(held.name) == fold(name)):
            yield held.name, name


def write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        unique: list[Row] = sorted(set(rows), key=order)
        writer.writerows(unique)


def order(row: Row) -> tuple[bool, str, str]:
    return row.valid_from == CUT, row.code, row.valid_from


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def old_rows(old: dict[str, dict[str, dict[str, Named]]], mapping: Mapping, late: Path) -> Iterator[Row]:
    """Yield every unit from before the cut, with the units of today that hold its area."""
    acts = {(row["code"], row["release"]): row["date"] for row in read(HERE / "acts.csv")}
    today: dict[str, str] = {}
    for level in ("province", "district", "commune"):
        held = {release: table[level] for release, table in old.items()}
        found = list(versions(held, acts))
        if level == "commune":
            later = dict(late_communes(late, held["0.6.0"]))
            found = [
                (c, unit, since, LATE if until == CUT and c in later else until) for c, unit, since, until in found
            ]
            found += [(code, unit, LATE, CUT) for code, unit in later.items()]
        for code, unit, since, until in reversed(found):  # the last meaning of a code is the one that is mapped
            if level == "province":
                today.setdefault(code, mapping.province.get(key(f"{unit.kind} {unit.name}"), ""))
            elif level == "district":
                today[code] = today[unit.parent]
            current = " ".join(mapping.commune(code, unit)) if level == "commune" else ""
            yield Row(
                code, unit.name, unit.kind, level, unit.parent, since, until, current or today[unit.parent or code]
            )


def main(wheels: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folders = {}
        for wheel in sorted(wheels.rglob("*.whl")):
            package, version = wheel.name.split("-")[:2]
            folders[package, version] = Path(temporary, f"{package}-{version}")
            zipfile.ZipFile(wheel).extractall(folders[package, version])
        old = {release: snapshot(folders["vietnam_provinces", release]) for release in WAVES}
        provinces, communes = new_units(folders["vietnam_provinces", "2025.10.1"])
        other = folders["vietnamadminunits", "1.0.4"]
        mapping = Mapping(other, provinces, communes)
        rows = [*old_rows(old, mapping, other), *(Row(**row) for row in read(HERE / "earlier.csv"))]
        for name, level in (("provinces", "province"), ("districts", "district"), ("communes", "commune")):
            extra = provinces if level == "province" else []
            write(HERE / f"{name}.csv", [*(row for row in rows if row.level == level), *extra])
        write(HERE / "communes_2025.csv", communes)
        with (HERE / "spellings.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("name", "spelling"))
            writer.writerows(sorted(set(spellings(other, old["0.6.0"]["commune"]))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
