"""Sums for charts and pages: every figure that they show is added up here, over claims, which count no figure twice."""

from dataclasses import replace
from typing import Literal

from sqlite_utils import Database

from extractor.store.filters import Filters, conditions
from extractor.sums import Sum, Yearly

Key = Literal["year", "province", "campaign"]
Side = Literal["then", "now"]
"""Before the reform of 1 July 2025, or since."""

_SOURCES: dict[Side, str] = {
    "now": """(
        SELECT indicator, status, year, campaign, province AS province_code, province_now AS province_now_code, value,
            claims
        FROM claim_totals
    )""",
    "then": """(
        SELECT indicator, status, year, campaign, province AS province_code, value, 1 AS claims FROM claims
        WHERE why_not IS NULL AND locality_valid_from < '2025-07-01' AND indicator IN (SELECT id FROM indicators)
    )""",  # a code of then may be that of a larger province now: only places of then tell which is meant
}
_COLUMNS: dict[Side, tuple[str, ...]] = {
    "now": ("indicator", "status", "year", "campaign", "province_code", "province_now_code"),
    "then": ("indicator", "status", "year", "campaign", "province_code"),
}
_HELD: dict[Side, str] = {"now": "province_now_code", "then": "province_code"}


class Figures:
    """Sums over claims: by the provinces of now everything, by those of `then` what was told of places of then.

    `province` and `campaign` leave one, by its code or id. Claims of no province are of the whole country or of no
    known place: sums of provinces leave them out, as they would count twice.
    """

    def __init__(
        self, db: Database, side: Side = "now", *, province: str | None = None, campaign: str | None = None
    ) -> None:
        self.db = db
        self.side = side
        self._source, self._held = _SOURCES[side], _HELD[side]
        asked = {"held": (self._held, province), "named": ("campaign", campaign)}
        self._values = {name: value for name, (_, value) in asked.items() if value is not None}
        terms = [f"{column} = :{name}" for name, (column, value) in asked.items() if value is not None]
        self._scope = " AND ".join(terms) or "1"

    def by(self, key: Key, filters: Filters, *, limit: int = -1) -> list[Sum]:
        """Return the sums of `filters` by `key`: years in their order, all others the largest first."""
        group = self._held if key == "province" else key
        where, values = conditions(filters, _COLUMNS[self.side])
        sql = f"""
            SELECT {group} AS key, sum(value) AS value, sum(claims) AS claims FROM {self._source}
            WHERE {group} IS NOT NULL AND {self._held} IS NOT NULL AND {self._scope} AND {where}
            GROUP BY {group} ORDER BY {"1" if key == "year" else "2 DESC"} LIMIT :limit
        """
        rows = list(self.db.query(sql, {**values, **self._values, "limit": limit}))
        names = self._names(key)
        return [Sum(str(r["key"]), names.get(r["key"], str(r["key"])), r["value"], r["claims"]) for r in rows]

    def yearly(self, filters: Filters) -> list[Yearly]:
        """Return the sums of `filters` of each indicator by year, those of no province apart."""
        where, values = conditions(filters, _COLUMNS[self.side])
        sql = f"""
            SELECT indicator, year, {self._held} IS NOT NULL AS placed, sum(value) AS value, sum(claims) AS claims
            FROM {self._source} WHERE {self._scope} AND {where} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """
        rows = self.db.query(sql, {**values, **self._values})
        return [Yearly(**{**row, "placed": bool(row["placed"])}) for row in rows]

    def yearless(self, filters: Filters) -> int:
        """Return how many figures no single year holds, of those that `filters` leave but for the year."""
        where, values = conditions(replace(filters, year=None), _COLUMNS[self.side])
        sql = f"""
            SELECT coalesce(sum(claims), 0) FROM {self._source}
            WHERE year IS NULL AND {self._held} IS NOT NULL AND {self._scope} AND {where}
        """
        [(figures,)] = self.db.execute(sql, {**values, **self._values}).fetchall()
        return int(figures)

    def _names(self, key: Key) -> dict[str, str]:
        if key == "province":
            return province_names(self.db, self.side)
        if key == "campaign":
            return {row["id"]: row["name"] for row in self.db.query("SELECT id, name FROM campaigns")}
        return {}


def province_names(db: Database, side: Side) -> dict[str, str]:
    """Return the names of the provinces of one side by code; of a code that had several, the last."""
    when = "valid_from < '2025-07-01' AND valid_to = '2025-07-01'" if side == "then" else "valid_to IS NULL"
    sql = f"SELECT code, name FROM localities WHERE level = 'province' AND {when}"
    return {row["code"]: row["name"] for row in db.query(sql)}
