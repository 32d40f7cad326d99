"""What every column of the database holds, in Vietnamese and English."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from extractor.errors import TableError
from extractor.lexicon.tables import read_table

_COLUMNS = ["table", "column", "type", "unit", "vi", "en"]
TYPES = ("text", "integer", "number", "date", "moment", "boolean", "json")
"""Days and moments are ISO 8601, moments in UTC; SQLite keeps a boolean as 0 or 1, JSON as text."""


class Column(NamedTuple):
    """A column of a table or view; `unit` is empty where it has none or another column says it."""

    name: str
    type: str
    unit: str
    vi: str
    en: str

    @property
    def description(self) -> str:
        """Both languages in one line, Vietnamese first."""
        return f"{self.vi} · {self.en}"


class Columns:
    """Columns by table or view, in the order of `columns.csv`."""

    def __init__(self, columns: Mapping[str, Mapping[str, Column]]) -> None:
        self._columns = columns

    def __call__(self, table: str) -> Mapping[str, Column]:
        """Return the columns of a table or view by name; none of one that is not described."""
        return self._columns.get(table, {})

    def of(self, table: str, names: Iterable[str]) -> tuple[Column, ...]:
        """Return the columns with `names`; one that is not described is text without a word."""
        known = self(table)
        return tuple(known.get(name) or Column(name, "text", "", "", "") for name in names)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables and views that are described."""
        return tuple(self._columns)


def load_columns(data: Path) -> Columns:
    """Load `columns.csv` from the folder of the tables."""
    columns: dict[str, dict[str, Column]] = {}
    for where, row in read_table(data / "columns.csv", _COLUMNS):
        table, name = row["table"], row["column"]
        if row["type"] not in TYPES:
            raise TableError(where, f"{row['type']!r} is no type", cure=f"use one of {', '.join(TYPES)}")
        if name in columns.setdefault(table, {}):
            raise TableError(where, f"{table}.{name} stands twice", cure="keep one of the two rows")
        columns[table][name] = Column(name, row["type"], row["unit"], row["vi"], row["en"])
    return Columns(columns)
