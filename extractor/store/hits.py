"""Which rows of a search index match, how many they are and in which order: FTS5, asked so that it takes no time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from sqlite_utils import Database

from extractor.store.indexing import ARTICLE_OF_SENTENCE, FIRST_SENTENCE, LAST_SENTENCE

RANKED = 20_000
"""Of more rows the order is by tier, then the newest: to weigh them all would take too long."""

_ONE_OF = f"AND +rowid IN (SELECT {ARTICLE_OF_SENTENCE} FROM search_sentences WHERE search_sentences MATCH :facts)"
_HAS_ONE = (
    "AND EXISTS (SELECT 1 FROM search_sentences WHERE search_sentences MATCH :facts "
    f"AND rowid BETWEEN {FIRST_SENTENCE} AND {LAST_SENTENCE})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of FTS5: rows of `table` that match, ranked by the `weights` of its columns unless they are empty.

    `tiers` make up `match`. With `facts`, only articles of which one fact has all of these facets.
    """

    table: str
    match: str
    tiers: tuple[str, ...]
    weights: str = ""
    facts: str = ""


class Hits(NamedTuple):
    """How many rows match, and their numbers, the best first if they are ranked."""

    total: int
    ranked: bool
    numbers: Iterable[int]


def hits(db: Database, ask: Ask, *, most: int = RANKED) -> Hits:
    """Return the rows that match, ranked if they are at most so many; the numbers are read as they are taken."""
    total = _count(db, ask, "")
    if ask.weights and total <= most:
        best = list(_best(db, ask))
        return Hits(len(best), True, best)
    if ask.facts:
        total = _count(db, ask, _ONE_OF)
        if ask.weights and total <= most:
            return Hits(total, True, _best(db, ask))
    return Hits(total, False, chain.from_iterable(_newest(db, ask, tier) for tier in ask.tiers))


def _count(db: Database, ask: Ask, fits: str) -> int:
    [(total,)] = _rows(db, ask, ask.match, f"SELECT count(*) {_from(ask, fits)}")
    return int(total)


def _best(db: Database, ask: Ask) -> Iterator[int]:
    order = f"bm25({ask.table}, {ask.weights}), rowid DESC"
    select = f"SELECT rowid {_from(ask, _ONE_OF if ask.facts else '')} ORDER BY {order}"
    yield from (number for (number,) in _rows(db, ask, ask.match, select))


def _newest(db: Database, ask: Ask, tier: str) -> Iterator[int]:
    """Yield the numbers from the last; facts are looked for article by article, as few are taken."""
    select = f"SELECT rowid {_from(ask, _HAS_ONE if ask.facts else '')} ORDER BY rowid DESC"
    yield from (number for (number,) in _rows(db, ask, tier, select))


def _from(ask: Ask, fits: str) -> str:
    return f"FROM {ask.table} WHERE {ask.table} MATCH :match {fits}"


def _rows(db: Database, ask: Ask, match: str, sql: str) -> Iterator[tuple[int]]:
    yield from db.execute(sql, {"match": match, "facts": ask.facts})
