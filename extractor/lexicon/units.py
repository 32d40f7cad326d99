"""Units and counted things: the words that may stand behind a number, and the indicator each belongs to."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import regex

from extractor.errors import TableError
from extractor.lexicon.tables import read_table
from extractor.text.normalise import lower

_ROLES = ("measure", "noun", "exclude", "foreign")
_COLUMNS = ["head", "indicator", "factor", "role", "needs", "unless"]


@dataclass(frozen=True, slots=True)
class Head:
    """One row of `units.csv`.

    `factor` turns the number into the indicator's unit; `role` is measure (`ha`), noun (a thing that is counted),
    exclude (counted, but never a fact) or foreign (foreign currency). `needs`: one of these words must stand near
    (`m` is a length of road only beside road words); `unless`: none of these may follow (`xã hội`) or stand close
    before.
    """

    surface: str
    indicator: str
    factor: Decimal
    role: str
    needs: regex.Pattern[str] | None = None
    unless: regex.Pattern[str] | None = None

    def fits(self, before: str, after: str) -> bool:
        """Tell whether the head keeps its reading between the words `before` the number and `after` the head."""
        if self.needs and not (self.needs.search(before) or self.needs.search(after)):
            return False
        return not (self.unless and (self.unless.match(after) or self.unless.search(before[-25:])))


def _words(cell: str) -> regex.Pattern[str] | None:
    if not cell:
        return None
    return regex.compile(rf"\s{{0,2}}\b(?:{'|'.join(map(regex.escape, cell.split('|')))})\b", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of `indicators.csv`: the unit that `value` stands in, the labels, whether figures of it are added up."""

    id: str
    unit: str
    label_vi: str
    label_en: str
    core: bool
    summed: bool


class Units:
    """The heads by surface, and one pattern that reads the longest of them at a position."""

    def __init__(self, heads: dict[str, Head], indicators: dict[str, Indicator]) -> None:
        self.heads = heads
        self.indicators = indicators
        # a blank of the table is any run of blanks; longest first, so that the alternation reads greedily
        surfaces = sorted(heads, key=len, reverse=True)
        alternatives = "|".join(r"\s{1,3}".join(map(regex.escape, s.split(" "))) for s in surfaces)
        self._pattern = regex.compile(rf"(?:{alternatives})(?![\p{{L}}\p{{N}}])|%|m²", regex.IGNORECASE)

    def read(self, text: str, position: int) -> tuple[Head, int] | None:
        """Return the longest head at `position` of normalised `text` and where it ends."""
        match = self._pattern.match(text, position)
        if match is None:
            return None
        return self.heads[" ".join(lower(match.group()).split())], match.end()


def load_indicators(path: Path) -> dict[str, Indicator]:
    """Load `indicators.csv`."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: Indicator(
                row["id"], row["unit"], row["label_vi"], row["label_en"], row["core"] == "yes", row["summed"] == "yes"
            )
            for row in csv.DictReader(file)
        }


def load_units(units: Path, indicators: Path) -> Units:
    """Load `units.csv` against `indicators.csv`; a bad row is a TableError that names file, line and cure."""
    known = load_indicators(indicators)
    heads: dict[str, Head] = {}
    for where, row in read_table(units, _COLUMNS):
        if row["role"] not in _ROLES:
            raise TableError(where, f"role {row['role']!r} is unknown", cure=f"use one of {', '.join(_ROLES)}")
        if row["role"] in ("measure", "noun") and row["indicator"] not in known:
            raise TableError(where, f"indicator {row['indicator']!r} is unknown", cure="add it to indicators.csv")
        if any("" in row[c].split("|") for c in ("needs", "unless") if row[c]):
            raise TableError(where, "an empty word in needs or unless", cure="remove the stray |")
        if row["head"] in heads:
            raise TableError(where, f"head {row['head']!r} stands twice", cure="keep one of the two rows")
        needs, unless = _words(row["needs"]), _words(row["unless"])
        heads[row["head"]] = Head(row["head"], row["indicator"], Decimal(row["factor"]), row["role"], needs, unless)
    return Units(heads, known)
