"""Units and counted things: the words that may stand behind a number, and the indicator each belongs to."""

import csv
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from extractor.errors import TableError
from extractor.lexicon.tables import read_table

_ROLES = ("measure", "noun", "exclude", "foreign")
_COLUMNS = ["head", "indicator", "factor", "role", "needs", "unless"]
_ANOTHER = re.compile(r"[:;](?=[^:;]*\d\s[^\W\d_])")  # behind the mark another thing is counted: what is before is its
_WORD = re.compile(r"(\s{0,3})([^\W_²]+²?|\S)")


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
    needs: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    def fits(self, before: str, after: str) -> bool:
        """Tell whether the head keeps its reading between the words `before` the number and `after` it (lower case)."""
        if self.needs and not (self.needs.search(before) or self.needs.search(after)):
            return False
        return not (self.unless and (self.unless.match(after) or self.unless.search(_ANOTHER.split(before[-25:])[-1])))


def _words(cell: str) -> re.Pattern[str] | None:
    if not cell:
        return None
    return re.compile(rf"\s{{0,2}}\b(?:{'|'.join(map(re.escape, cell.lower().split('|')))})\b")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of `indicators.csv`: the unit that `value` stands in, the labels, whether figures of it are added up."""

    id: str
    unit: str
    label_vi: str
    label_en: str
    core: bool
    summed: bool


@dataclass(slots=True)
class _Node:
    """What the words so far may be: a head, the beginning of longer ones."""

    head: Head | None = None
    below: "dict[str, _Node]" = field(default_factory=dict)


class Units:
    """The heads by surface, and a trie of their words that reads the longest of them at a position."""

    def __init__(self, heads: dict[str, Head], indicators: dict[str, Indicator]) -> None:
        self.heads = heads
        self.indicators = indicators
        self._root = _Node()
        for surface, head in heads.items():
            node = self._root
            for blank, word in _WORD.findall(surface):
                node = node.below.setdefault(" " + word if blank else word, _Node())
            node.head = head

    def read(self, low: str, position: int) -> tuple[Head, int] | None:
        """Return the longest head at `position` of normalised lower-case text and where it ends.

        A blank of the table is one to three of the text.
        """
        node, at, found = self._root, position, None
        while node.below and (word := _WORD.match(low, at)):
            below = node.below.get(" " + word[2] if word[1] else word[2])
            if below is None:
                break
            node, at = below, word.end()
            if node.head:
                found = node.head, at
        return found


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
