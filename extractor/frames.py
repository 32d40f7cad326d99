"""Tables of the database as pandas data frames: the only door to pandas, which is an extra."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.columns import Column, load_columns
from extractor.extras import extra
from extractor.paths import data_dir
from extractor.store import Store
from extractor.store.filters import Filters
from extractor.store.selection import Selection

if TYPE_CHECKING:
    import pandas

_TYPES = {
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}  # by the types of `columns.csv`; all others are text
_NAMES = frozenset(  # text that repeats
    (
        *("indicator", "indicator_vi", "indicator_en", "unit", "modifier", "status", "aggregation", "site"),
        *("place_kind", "place_level", "place_now_is", "province_code", "province", "province_now_code"),
        *("province_now", "campaign", "campaign_name", "relation", "why_not"),
    )
)
_BATCH = 20_000  # rows read at once: text of pandas takes a fraction of the room of Python's


def read_facts(db: Path | str, **filters: str | int | None) -> "pandas.DataFrame":
    """Return the facts, one a row, with the columns of `facts_wide`.

    Values stand in `unit`; days are datetime64, open ends of a period NaT; codes are text (`"01"`); `year` is missing
    where the period does not lie within one; names that repeat are categories. `document` (address or path), `quote`
    and `sentence` say where a fact comes from.

    `filters` are `indicator`, `province` (of then or of now, by code or by name, with or without its marks), `year`,
    `campaign`, `status`, `aggregation` and `site`. Raises StoreError for a file that is no database of this version,
    FilterError, with the allowed values or the nearest names, for a filter that can't be met, TypeError for a filter
    of another name, MissingLibrary without pandas.
    """
    return _read(Path(db), "facts", filters)


def read_claims(db: Path | str, **filters: str | int | None) -> "pandas.DataFrame":
    """Return the claims, one a row: what several articles say of one figure, once; the columns of `claims_wide`.

    `witnesses`, `articles` and `publishers` count who says so. Rows with `counted` may be added up; `why_not` says why
    the others may not. Types, filters and errors are those of `read_facts`; a claim has no `site`.
    """
    return _read(Path(db), "claims", filters)


def read_totals(db: Path | str, **filters: str | int | None) -> "pandas.DataFrame":
    """Return sums of claims by indicator, province, year, campaign and status: the columns of `totals`.

    `value` stands in `unit` and counts no part, price, copy or running total twice. Types, filters and errors are
    those of `read_facts`; a total has neither `aggregation` nor `site`.
    """
    return _read(Path(db), "totals", filters)


def _read(db: Path, name: str, filters: Mapping[str, str | int | None]) -> "pandas.DataFrame":
    with extra("frames"):
        import pandas
    wanted = Filters(**filters)  # type: ignore[arg-type]  # checked below; another name is a TypeError
    with Store.reader(db) as store:
        rows = Selection(store, name, wanted.checked(store))
        columns = load_columns(data_dir()).of(rows.source, rows.columns)
        parts = [
            pandas.DataFrame.from_records(batch, columns=rows.columns).astype(_types(columns))
            for batch in _batches(rows.rows())
        ]
    return pandas.concat(parts, ignore_index=True).astype({c.name: "category" for c in columns if c.name in _NAMES})


def _types(columns: tuple[Column, ...]) -> dict[str, str]:
    return {column.name: _TYPES.get(column.type, "str") for column in columns}


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows in lists, at least one, which may be empty."""
    yield list(islice(rows, _BATCH))
    while batch := list(islice(rows, _BATCH)):
        yield batch
