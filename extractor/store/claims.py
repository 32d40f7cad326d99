"""Claims in the database: which facts are new or changed, and the claims of all that they may be compared with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlite_utils import Database

from extractor.claims import Figure, Place, consolidate, tellings, totals, totals_of_parts, voices
from extractor.store.claim_rows import claim_row, total_row
from extractor.store.digest import claims_version
from extractor.store.reform import Places
from extractor.store.sql import insert

Row = dict[str, Any]

_BATCH = 500  # texts that are told in one transaction
_STATE = """
    coalesce(cluster, '') || '|' || coalesce(published, '') || '|' || coalesce(site, '') || '|' || :version
"""
_FIGURES = """
    SELECT
        id, start, sentence_start, indicator, status, value, value_upper, aggregation, total_start,
        locality, locality_valid_from
    FROM facts WHERE article = ? ORDER BY start, id
"""
_TOLD = """
    SELECT
        told.voice, told.total, facts.id AS fact, facts.indicator, facts.value, facts.value_upper, facts.unit,
        facts.modifier, facts.aggregation, facts.item, facts.flow, facts.scope, facts.period_start, facts.period_end,
        facts.locality, facts.locality_valid_from, facts.campaign, facts.confidence, facts.start, facts.sentence_start,
        facts.article, articles.document, articles.site, articles.published,
        coalesce(articles.cluster, articles.id) AS family,
        whole.locality AS total_locality, whole.locality_valid_from AS total_locality_valid_from,
        whole.scope AS total_scope, whole.period_start AS total_period_start, whole.period_end AS total_period_end
    FROM claim_facts AS told
    JOIN facts ON facts.id = told.fact
    JOIN articles ON articles.id = facts.article
    LEFT JOIN facts AS whole ON whole.id = told.total
    WHERE told.pool = ? ORDER BY told.voice, told.fact
"""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A pool that was consolidated anew: so many facts make so many claims."""

    pool: str
    facts: int
    claims: int


class Claims:
    """The tables `claims`, `claim_facts` and `claim_totals`.

    A pool holds the facts of one indicator, one status and one province of today; no others can be the same figure or
    be held by it. Only pools whose facts are new or changed are consolidated, each in a transaction of its own: a run
    that is killed is taken up by the next. Which facts came first makes no difference.
    """

    def __init__(self, db: Database, *, version: str | None = None) -> None:
        self._db = db
        self._given_version = version

    @cached_property
    def _version(self) -> str:
        return self._given_version or claims_version()

    def renew(self) -> Iterator[Renewed]:
        """Consolidate what is new or changed."""
        there = Places(self._db)
        self._tell(there)
        summed = dict(self._db.execute("SELECT id, summed FROM indicators").fetchall())
        for (pool,) in self._db.execute("SELECT pool FROM stale_pools ORDER BY pool").fetchall():
            yield self._consolidate(pool, there, summed)

    def _tell(self, there: Places) -> None:
        """Say of each fact of the stale articles, and of their copies, which pool it is in and what it repeats."""
        sql = f"SELECT coalesce(cluster, id), coalesce(told_cluster, id) FROM articles WHERE told_as IS NOT {_STATE}"
        stale = self._db.execute(sql, {"version": self._version}).fetchall()
        families = sorted({family for row in stale for family in row})
        for start in range(0, len(families), _BATCH):
            with self._db.atomic():
                for family in families[start : start + _BATCH]:
                    self._tell_family(family, there)

    def _tell_family(self, family: int, there: Places) -> None:
        sql = "SELECT id FROM articles WHERE cluster = :family OR (id = :family AND cluster IS NULL)"
        order = "ORDER BY id <> :family, published_at IS NULL, published_at, document"
        keys = [key for (key,) in self._db.execute(f"{sql} {order}", {"family": family}).fetchall()]
        figures: list[list[Figure]] = []
        pools: dict[int, str] = {}
        for key in keys:
            found = self._db.execute(_FIGURES, [key]).fetchall()
            figures.append([Figure(*row[:9]) for row in found])
            pools.update({row[0]: _pool(row[3], row[4], there[row[9], row[10]] if row[9] else None) for row in found})
        parts = {part: total for article in figures for part, total in totals_of_parts(article).items()}
        rows = [
            {"fact": fact, "pool": pools[voice], "voice": voice, "total": parts.get(fact)}
            for fact, voice in voices(figures).items()
        ]
        self._put_told(keys, rows)

    def _put_told(self, keys: Sequence[int], rows: Sequence[Row]) -> None:
        """Write what articles tell; the pools that they leave and those that they enter are stale."""
        for key in keys:
            left = "SELECT pool FROM claim_facts JOIN facts ON facts.id = claim_facts.fact WHERE facts.article = ?"
            self._db.execute(f"INSERT OR IGNORE INTO stale_pools {left}", [key])
            state = f"UPDATE articles SET told_as = {_STATE}, told_cluster = cluster WHERE id = :key"
            self._db.execute(state, {"version": self._version, "key": key})
        entered = sorted({(row["pool"],) for row in rows})
        self._db.conn.executemany("INSERT OR IGNORE INTO stale_pools VALUES (?)", entered)
        self._insert("claim_facts", rows, verb="INSERT OR REPLACE")

    def _consolidate(self, pool: str, there: Places, summed: Mapping[str, int]) -> Renewed:
        indicator, status, _ = pool.split("/")
        told = tellings(self._db.query(_TOLD, [pool]), there)
        claims = consolidate(told, indicator=indicator, summed=bool(summed[indicator]))
        shared = {"pool": pool, "indicator": indicator, "status": status}
        witnesses = [(claim.best.witness.fact, witness.fact) for claim in claims for witness in claim.witnesses]
        with self._db.atomic():
            for table in ("claims", "claim_totals", "stale_pools"):
                self._db.execute(f"DELETE FROM {table} WHERE pool = ?", [pool])
            self._insert("claims", [{**shared, **claim_row(claim)} for claim in claims])
            self._insert("claim_totals", [{**shared, **total_row(total)} for total in totals(claims)])
            self._db.conn.executemany("UPDATE claim_facts SET claim = ? WHERE fact = ?", witnesses)
        return Renewed(pool, len(witnesses), len(claims))

    def _insert(self, table: str, rows: Sequence[Row], *, verb: str = "INSERT") -> None:
        if rows:
            self._db.conn.executemany(insert(table, rows[0], verb=verb), rows)


def _pool(indicator: str, status: str, place: Place | None) -> str:
    return f"{indicator}/{status}/{(place and place.province_now) or ''}"
