"""Administrative units of Viet Nam, then and now: the table and its look-ups."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from extractor.errors import TableError
from extractor.lexicon.placewords import PlaceWords, load_place_words
from extractor.lexicon.spellings import key_of, spellings

TABLE = "locality"
REFORM = date(2025, 7, 1)  # 63 provinces with districts until the day before, 34 without from this day
_FILES = ("provinces", "districts", "communes", "communes_2025")
_COLUMNS = ["code", "name", "kind", "level", "parent", "valid_from", "valid_to", "current"]
_LEVELS = ("province", "district", "commune")


_ROMAN = re.compile("[ivx]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit over the years in which its code meant this place.

    `level` is province, district or commune; `kind` the type word in full and lower case (`thành phố`, `thị trấn`);
    `name` the bare name (`Thanh Hóa`); `current` the codes of the units that hold its area today: for a commune the
    communes (several where it was split), for a district its province.
    """

    code: str
    name: str
    kind: str
    level: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    current: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """What a key stands for: its bearers over all years, and whether it counts without a type word."""

    bearers: tuple[Unit, ...]
    bare: bool


@dataclass(frozen=True, slots=True)
class Alias:
    """One row of `aliases.csv`: another way to write the units called `name` on one level; `bare` as in `Name`."""

    name: str
    level: str
    alias: str
    bare: bool


class Gazetteer:
    """All units by name and code, and the words that stand around their names.

    `plain` are the keys of names that count only after a type word; `other` further spellings by key.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        aliases: Sequence[Alias],
        plain: frozenset[str],
        other: dict[str, list[str]],
        words: PlaceWords,
    ) -> None:
        self.units = tuple(units)
        self.words = words
        self._aliases = aliases
        self._other = other
        self._by_name: dict[str, list[Unit]] = {}
        self._by_code: dict[tuple[str, bool], Unit] = {}
        self._parts: dict[str, list[str]] = {}
        for unit in units:
            self._by_name.setdefault(key_of(unit.name), []).append(unit)
            self._by_code[unit.code, is_new(unit)] = unit  # of several meanings before the reform, the last
        for unit in units:
            if unit.level == "province" and not is_new(unit):
                self._parts.setdefault(unit.current[0], []).append(unit.code)
        self._names = {
            key: Name(tuple(bearers), key not in plain and not _ROMAN.fullmatch(key))
            for key, bearers in self._by_name.items()
        }
        for alias in aliases:
            bearers = tuple(u for u in self._by_name[key_of(alias.name)] if u.level == alias.level)
            self._names[_alias_key(alias)] = Name(bearers, alias.bare)

    def names(self, keys: Sequence[str]) -> Name:
        """Return what the keys of the phrase entries of one span stand for together."""
        if len(keys) == 1:
            return self._names[keys[0]]
        names = [self._names[key] for key in keys]
        bearers = dict.fromkeys(unit for name in names for unit in name.bearers)
        return Name(tuple(bearers), any(name.bare for name in names))

    def bearers(self, name: str) -> tuple[Unit, ...]:
        """Return every unit of any time called `name`, or nothing."""
        found = self._names.get(key_of(name))
        return found.bearers if found else ()

    def unit(self, code: str, *, new: bool) -> Unit | None:
        """Return the unit with `code` in the table from the reform on (`new`) or in its last meaning before it."""
        return self._by_code.get((code, new))

    def province(self, unit: Unit) -> Unit | None:
        """Return the province of `unit` (itself, if it is one), of the same side of the reform."""
        above: Unit | None = unit
        while above is not None and above.level != "province":
            above = self._by_code.get((above.parent or "", is_new(above)))
        return above

    def parts(self, province: str) -> tuple[str, ...]:
        """Return the codes of the old provinces whose area today's `province` holds."""
        return tuple(self._parts.get(province, ()))

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """Yield (table, key, surface) for the phrase matcher; numbers (`Quận 1`) are left to the finder."""
        for key, bearers in self._by_name.items():
            if key.isdigit():
                continue
            written = {u.name for u in bearers}
            for name in tuple(written):
                others = [other for other in self._other.get(key, ()) if key_of(other) not in self._by_name]
                written.update(other for n in (name, *others) for other in spellings(n))
            for surface in sorted({key_of(w): w for w in written}.values()):
                yield TABLE, key, surface
        for alias in self._aliases:
            yield TABLE, _alias_key(alias), alias.alias


def _alias_key(alias: Alias) -> str:
    return f"={alias.alias}|{alias.level}"


def is_new(unit: Unit) -> bool:
    """Tell whether `unit` belongs to the table from 1 July 2025 on."""
    return unit.valid_from >= REFORM


def load_gazetteer(folder: Path) -> Gazetteer:
    """Load the tables of `data/gazetteer`; a bad row is a TableError that names file, line and cure."""
    units = [
        _unit(folder / f"{name}.csv", line, row)
        for name in _FILES
        for line, row in _rows(folder / f"{name}.csv", _COLUMNS)
    ]
    known = {key_of(unit.name) for unit in units}
    aliases = []
    for line, row in _rows(folder / "aliases.csv", ["name", "level", "alias", "bare"]):
        if key_of(row["name"]) not in known or row["level"] not in _LEVELS:
            where = f"{folder / 'aliases.csv'}:{line}"
            raise TableError(
                where, f"no {row['level']} is called {row['name']!r}", cure="use a name and level of the tables"
            )
        aliases.append(Alias(row["name"], row["level"], row["alias"], row["bare"] == "yes"))
    plain = frozenset(key_of(row["name"]) for _, row in _rows(folder / "plain.csv", ["name", "why"]))
    other: dict[str, list[str]] = {}
    for _, row in _rows(folder / "spellings.csv", ["name", "spelling"]):
        other.setdefault(key_of(row["name"]), []).append(row["spelling"])
    words = load_place_words(folder / "kinds.csv", folder / "contexts.csv")
    return Gazetteer(units, aliases=aliases, plain=plain, other=other, words=words)


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        head = next(reader, [])
        if head != columns:
            raise TableError(f"{path}:1", f"columns are {head}", cure=f"use {columns}")
        for row in reader:
            if len(row) != len(columns):
                raise TableError(f"{path}:{reader.line_num}", f"{len(row)} cells", cure=f"give all of {columns}")
            yield reader.line_num, dict(zip(columns, row, strict=True))


def _unit(path: Path, line: int, row: dict[str, str]) -> Unit:
    if row["level"] not in _LEVELS:
        raise TableError(
            f"{path}:{line}", f"level {row['level']!r} is unknown", cure=f"use one of {', '.join(_LEVELS)}"
        )
    try:
        since, until = _day(row["valid_from"]), _day(row["valid_to"]) if row["valid_to"] else None
    except ValueError as error:
        raise TableError(f"{path}:{line}", str(error), cure="write days as YYYY-MM-DD") from error
    return Unit(
        row["code"],
        row["name"],
        row["kind"],
        row["level"],
        row["parent"] or None,
        since,
        until,
        tuple(row["current"].split()),
    )


@lru_cache(maxsize=64)
def _day(text: str) -> date:
    return date.fromisoformat(text)
