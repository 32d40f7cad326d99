"""Sums for charts and pages: every figure that a page or a chart shows comes from here, and all come from one view."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from sqlite_utils import Database

from extractor.store.filters import Filters, conditions

Key = Literal["indicator", "year", "province", "province_now", "campaign"]

_VIEW = "totals"
_KEYS: dict[Key, tuple[str, str]] = {  # what a group is told by, and how it is called
    "indicator": ("indicator", "NULL"),
    "year": ("year", "year"),
    "province": ("province_code", "province"),
    "province_now": ("province_now_code", "province_now"),
    "campaign": ("campaign", "campaign_name"),
}


class Sum(NamedTuple):
    """The claims of a group, added up; `key` is its id, code or year."""

    key: str
    name: str
    value: float
    claims: int


class Figures:
    """Sums over the consolidated claims: no figure twice, no part, no price of one piece."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def by(self, key: Key, filters: Filters, *, limit: int = -1) -> list[Sum]:
        """Return the sums of `filters` by `key`: years in their order, all others the largest first."""
        group, name = _KEYS[key]
        where, values = self._where(filters)
        order = group if key == "year" else "sum(value) DESC"
        sql = f"""
            SELECT {group} AS key, max({name}) AS name, sum(value) AS value, sum(claims) AS claims
            FROM {_VIEW} WHERE {group} IS NOT NULL AND {where} GROUP BY {group} ORDER BY {order} LIMIT :limit
        """
        rows = self._db.query(sql, {**values, "limit": limit})
        return [Sum(str(row["key"]), str(row["name"] or row["key"]), row["value"], row["claims"]) for row in rows]

    def years_of(self, key: Key, filters: Filters) -> dict[str, dict[int, float]]:
        """Return the sums of each group by year."""
        group, _ = _KEYS[key]
        where, values = self._where(filters)
        sql = f"""
            SELECT {group} AS key, year, sum(value) AS value FROM {_VIEW}
            WHERE {group} IS NOT NULL AND year IS NOT NULL AND {where} GROUP BY {group}, year
        """
        found: dict[str, dict[int, float]] = {}
        for row in self._db.query(sql, values):
            found.setdefault(row["key"], {})[row["year"]] = row["value"]
        return found

    def _where(self, filters: Filters) -> tuple[str, dict[str, Any]]:
        return conditions(filters, self._columns())

    def _columns(self) -> list[str]:
        return [name for _, name, *_ in self._db.execute(f"PRAGMA table_info({_VIEW})").fetchall()]
