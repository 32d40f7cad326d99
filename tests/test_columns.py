"""`columns.csv` describes the database: every column of it, and nothing that is not there."""

import json
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from extractor.columns import TYPES, Column, load_columns
from extractor.errors import TableError
from extractor.paths import data_dir
from extractor.store import Store
from tests.exported import database

COLUMNS = load_columns(data_dir())
DESCRIBED = [(table, column) for table in COLUMNS.tables for column in COLUMNS(table).values()]
STORED = {  # how a type is declared; a view's expressions have no declared type
    "text": {"TEXT", ""},
    "integer": {"INTEGER", "INT", ""},
    "number": {"REAL", ""},
    "date": {"TEXT", ""},
    "moment": {"TEXT"},
    "boolean": {"INTEGER", ""},
    "json": {"TEXT"},
}
HOLDS: dict[str, Callable[[object], bool]] = {
    "text": lambda cell: isinstance(cell, str),
    "integer": lambda cell: isinstance(cell, int),
    "number": lambda cell: isinstance(cell, float),
    "date": lambda cell: bool(date.fromisoformat(str(cell))) and len(str(cell)) == 10,
    "moment": lambda cell: datetime.fromisoformat(str(cell)).utcoffset() is not None,
    "boolean": lambda cell: cell in (0, 1),
    "json": lambda cell: isinstance(json.loads(str(cell)), list | dict),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a database with articles, facts and claims."""
    return Store.reader(database(tmp_path_factory.mktemp("columns") / "x.db"))


def public(store: Store) -> list[str]:
    """Return the tables and views, without those that SQLite and the indexes of search keep for themselves."""
    names = store.db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    return [name for (name,) in names if not name.startswith(("sqlite_", "search_", "_"))]


class TestTheSchema:
    def test_every_table_and_view(self, store: Store) -> None:
        assert sorted(COLUMNS.tables) == sorted(public(store))

    @pytest.mark.parametrize("table", COLUMNS.tables)
    def test_every_column_in_its_order(self, table: str, store: Store) -> None:
        assert tuple(COLUMNS(table)) == store.columns(table)

    @pytest.mark.parametrize("table", COLUMNS.tables)
    def test_types_are_those_of_the_schema(self, table: str, store: Store) -> None:
        info = store.db.execute(f"SELECT name, type FROM pragma_table_info('{table}')").fetchall()
        wrong = [name for name, declared in info if declared not in STORED[COLUMNS(table)[name].type]]
        assert wrong == []

    @pytest.mark.parametrize("table", COLUMNS.tables)
    def test_types_are_those_of_the_cells(self, table: str, store: Store) -> None:
        kinds = [column.type for column in COLUMNS(table).values()]
        for row in store.db.execute(f"SELECT * FROM {table}").fetchall():
            assert [
                cell for kind, cell in zip(kinds, row, strict=True) if cell is not None and not HOLDS[kind](cell)
            ] == []

    def test_the_cells_are_not_all_empty(self, store: Store) -> None:
        assert [store.count(view) for view in ("facts_wide", "claims_wide", "totals")] == [6, 2, 2]


class TestTheWords:
    @pytest.mark.parametrize(("table", "column"), DESCRIBED, ids=[f"{t}.{c.name}" for t, c in DESCRIBED])
    def test_a_sentence_in_each_language(self, table: str, column: Column) -> None:
        for said in (column.vi, column.en):
            assert said.endswith((".", " …"))
            assert said[0].isupper()
            assert said.strip() == said == unicodedata.normalize("NFC", said)
            assert ". " not in said
        assert column.vi != column.en
        assert column.description == f"{column.vi} · {column.en}"


class TestLoading:
    def test_what_is_not_described_is_text(self) -> None:
        assert COLUMNS("nowhere") == {}
        assert COLUMNS.of("facts_wide", ["fact", "new"]) == (
            COLUMNS("facts_wide")["fact"],
            Column("new", "text", "", "", ""),
        )

    @pytest.mark.parametrize(
        ("rows", "what"),
        [
            ("t,a,text,,A.,A.\nt,a,text,,A.,A.", "t.a stands twice"),
            ("t,a,string,,A.,A.", "'string' is no type; use one of " + ", ".join(TYPES)),
        ],
    )
    def test_a_wrong_table_is_refused(self, rows: str, what: str, tmp_path: Path) -> None:
        (tmp_path / "columns.csv").write_text(f"table,column,type,unit,vi,en\n{rows}\n", encoding="utf-8")
        with pytest.raises(TableError, match=what):
            load_columns(tmp_path)
