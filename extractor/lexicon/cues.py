"""Cue words: what in the neighbourhood of a number changes what it says (the ConText model)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import TableError
from extractor.lexicon.tables import read_table

TABLE = "cue"
_COLUMNS = ["surface", "kind", "value", "direction", "scope", "reach"]
_ALLOWED = {
    "kind": {"modifier", "status", "part", "each", "exclude", "time", "area", "action"},
    "direction": {"forward", "backward", "both"},
    "scope": {"number", "clause", "sentence"},
}


@dataclass(frozen=True, slots=True)
class CueRow:
    """One row of `cues.csv`.

    `value` is what the cue says (`target`, `less_than`, `damage`; empty: a pseudo cue that only hides the shorter ones
    inside it); `direction` where the numbers stand that it governs; `scope` how far at the most: right beside the
    number, within the clause (to the next semicolon) or within the sentence; `reach` how many words in between.
    """

    surface: str
    kind: str
    value: str
    direction: str
    scope: str
    reach: int


class Cues:
    """The rows by key (`kind:surface`)."""

    def __init__(self, rows: dict[str, CueRow]) -> None:
        self.rows = rows

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """Yield (table, key, surface) for the phrase matcher."""
        for key, row in self.rows.items():
            yield TABLE, key, row.surface

    def surfaces(self, kind: str, direction: str) -> dict[str, str]:
        """Return surface → value of one kind of cue."""
        return {r.surface: r.value for r in self.rows.values() if r.kind == kind and r.direction == direction}


def load_cues(path: Path) -> Cues:
    """Load `cues.csv`; a bad row is a TableError that names file, line and cure."""
    rows: dict[str, CueRow] = {}
    for where, raw in read_table(path, _COLUMNS):
        for column, allowed in _ALLOWED.items():
            if raw[column] not in allowed:
                cure = f"use one of {', '.join(sorted(allowed))}"
                raise TableError(where, f"{column} {raw[column]!r} is unknown", cure=cure)
        key = f"{raw['kind']}:{raw['surface']}"
        if key in rows and rows[key].direction == raw["direction"]:
            raise TableError(where, f"cue {key!r} stands twice", cure="keep one of the two rows")
        if key in rows:
            key += ":" + raw["direction"]
        rows[key] = CueRow(raw["surface"], raw["kind"], raw["value"], raw["direction"], raw["scope"], int(raw["reach"]))
    return Cues(rows)
