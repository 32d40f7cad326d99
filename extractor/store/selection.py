"""What may be taken out of the database under one name, and its rows, one in memory at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from extractor.errors import ColumnError
from extractor.store.filters import Filters, conditions

if TYPE_CHECKING:
    from extractor.store.store import Store


@dataclass(frozen=True, slots=True)
class View:
    """A table or view, the columns that give its rows one order, and those that only the stages need."""

    source: str
    order: tuple[str, ...]
    inner: frozenset[str] = frozenset()


_DIGESTS = frozenset(
    (
        *("page", "digest", "extracted_digest", "lexicon_digest", "code_version"),
        *("clustered_digest", "clustered_with", "told_as", "told_cluster"),
    )
)
VIEWS = {
    "facts": View("facts_wide", ("fact",)),
    "claims": View("claims_wide", ("claim",)),
    "totals": View("totals", ("indicator", "unit", "province_code", "province_now_code", "year", "campaign", "status")),
    "articles": View("articles", ("id",), _DIGESTS),
}


class Selection:
    """The rows of a view that the filters leave, in a fixed order; raises FilterError for a filter that it can't meet.

    Filters are those of `Filters.checked`. Of articles they leave those of the site that tell a fact that fits. `only`
    names the columns, by default all; raises ColumnError for one that is not there.
    """

    def __init__(self, store: "Store", name: str, filters: Filters, only: Sequence[str] = ()) -> None:
        view = VIEWS[name]
        known = store.columns(view.source)
        self.source = view.source
        self.name = name
        self.filters = filters
        self.columns = _wanted(only, tuple(column for column in known if column not in view.inner), name)
        self._store = store
        self._order = view.order
        self._where, self._values = _of_articles(store, filters) if name == "articles" else conditions(filters, known)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the cells of each row in the order of `columns`."""
        names = ", ".join(f'"{name}"' for name in self.columns)
        sql = f"SELECT {names} FROM {self.source} WHERE {self._where} ORDER BY {', '.join(self._order)}"
        with self._store.plain_errors():
            for row in self._store.db.execute(sql, self._values):  # noqa: UP028  # it would close the cursor, too late
                yield row

    def count(self) -> int:
        """Return how many rows there are."""
        with self._store.plain_errors():
            sql = f"SELECT count(*) FROM {self.source} WHERE {self._where}"
            [(rows,)] = self._store.db.execute(sql, self._values).fetchall()
        return int(rows)

    def open_ended(self) -> int:
        """Return how many rows more there were if a year held the periods that end in it, whenever they began."""
        if self.filters.year is None or not {"year", "period_end"} <= set(self._store.columns(self.source)):
            return 0
        where, values = conditions(replace(self.filters, year=None), self._store.columns(self.source))
        ends = "year IS NULL AND substr(period_end, 1, 4) = :year"
        sql = f"SELECT count(*) FROM {self.source} WHERE {where} AND {ends}"
        [(rows,)] = self._store.db.execute(sql, {**values, "year": str(self.filters.year)}).fetchall()
        return int(rows)


def select(store: "Store", names: Iterable[str], filters: Filters, only: Sequence[str] = ()) -> list[Selection]:
    """Return the selections of all `names`, which see the database as it is now, whatever is written meanwhile."""
    checked = filters.checked(store)
    with store.plain_errors():
        store.db.execute("BEGIN")
    return [Selection(store, name, checked, only) for name in names]


def _wanted(only: Sequence[str], known: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return the columns that `only` names in any letter case, by default all."""
    named = {column.lower(): column for column in known}
    if unknown := next((column for column in only if column.lower() not in named), None):
        raise ColumnError(name, f"there is no column {unknown!r}", cure=f"there are {', '.join(known)}")
    return tuple(dict.fromkeys(named[column.lower()] for column in only)) or known


def _of_articles(store: "Store", filters: Filters) -> tuple[str, dict[str, Any]]:
    """Ask the site of the article itself, and all else of its facts."""
    where, values = conditions(Filters(site=filters.site), ("site",))
    of_facts = replace(filters, site=None)
    if not of_facts:
        return where, values
    facts, named = conditions(of_facts, store.columns("facts_wide"))
    return f"{where} AND id IN (SELECT article FROM facts_wide WHERE {facts})", {**values, **named}
