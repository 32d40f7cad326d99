"""What became of each unit in July 2025, written beside it, and the places that claims make of units."""

import json
from typing import Any

from sqlite_utils import Database

from extractor.claims import Area, Heir, Place, heirs, place

_COLUMNS = (
    "code, valid_from, valid_to, name, level, parent, province, province_name, province_now, province_now_name, current"
)
Row = dict[str, Any]


def settle(db: Database) -> None:
    """Say of each unit of `localities` which unit of today holds its area, and whether it is the same."""
    areas = [_area(row) for row in db.query(f"SELECT {_COLUMNS} FROM localities ORDER BY code, valid_from")]
    rows = [(*(heir.unit or (None, None)), heir.became, *key) for key, heir in heirs(areas).items()]
    sql = "UPDATE localities SET now_code = ?, now_valid_from = ?, now_is = ? WHERE code = ? AND valid_from = ?"
    db.conn.executemany(sql, rows)


class Places(dict[tuple[str, str], Place]):
    """The places of units by code and first day, read when they are first asked for."""

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db

    def __missing__(self, key: tuple[str, str]) -> Place:
        columns = f"{_COLUMNS}, now_code, now_valid_from, now_is"
        [row] = self._db.query(f"SELECT {columns} FROM localities WHERE code = ? AND valid_from = ?", key)
        code, valid_from, became = (row.pop(name) for name in ("now_code", "now_valid_from", "now_is"))
        self[key] = place(_area(row), Heir((code, valid_from) if code else None, became))
        return self[key]


def _area(row: Row) -> Area:
    return Area(**{**row, "current": tuple(json.loads(row["current"]))})
