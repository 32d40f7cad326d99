"""What became of each unit in July 2025, written beside it."""

import json

from sqlite_utils import Database

from extractor.claims import Area, heirs

_COLUMNS = "code, valid_from, valid_to, name, level, parent, province, province_name, province_now, province_now_name"


def areas(db: Database) -> list[Area]:
    """Read all units."""
    rows = db.query(f"SELECT {_COLUMNS}, current FROM localities ORDER BY code, valid_from")
    return [Area(**{**row, "current": tuple(json.loads(row["current"]))}) for row in rows]


def settle(db: Database) -> None:
    """Say of each unit of `localities` which unit of today holds its area, and whether it is the same."""
    rows = [
        (heir.unit and heir.unit.code, heir.unit and heir.unit.valid_from, heir.became, *key)
        for key, heir in heirs(areas(db)).items()
    ]
    sql = "UPDATE localities SET now_code = ?, now_valid_from = ?, now_is = ? WHERE code = ? AND valid_from = ?"
    db.conn.executemany(sql, rows)
