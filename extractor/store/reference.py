"""The tables that facts point at: localities, campaigns, indicators."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from extractor.lexicon.campaigns import Campaign, load_campaigns
from extractor.lexicon.change import Snapshot, snapshot
from extractor.lexicon.gazetteer import Gazetteer, Unit, load_gazetteer
from extractor.lexicon.units import load_indicators
from extractor.store.digest import tables
from extractor.store.lexicons import put_tables
from extractor.store.reform import settle
from extractor.store.sql import upsert

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """The rows of the data tables as the store keeps them; `said` tells a later version what has changed."""

    localities: Sequence[Row]
    campaigns: Sequence[Row]
    indicators: Sequence[Row]
    said: Snapshot = field(default_factory=dict)


def put_reference(db: Database, reference: Reference, *, digest: str, now: str) -> None:
    """Write the tables of lexicon `digest`. Rows of earlier tables stay: facts may point at them."""
    with db.atomic():
        _upsert(db, "lexicons", [{"digest": digest, "loaded_at": now}], key=("digest",))
        put_tables(db, digest, reference.said)
        _upsert(db, "localities", reference.localities, key=("code", "valid_from"))
        settle(db)
        _upsert(db, "campaigns", reference.campaigns, key=("id",))
        _upsert(db, "indicators", reference.indicators, key=("id",))


def _upsert(db: Database, table: str, rows: Sequence[Row], *, key: tuple[str, ...]) -> None:
    if rows:
        db.conn.executemany(upsert(table, rows[0], key=key), rows)


def read_reference(data: Path) -> Reference:
    """Read the tables in folder `data`."""
    return Reference(
        localities=locality_rows(load_gazetteer(data / "gazetteer")),
        campaigns=[_campaign(campaign) for campaign in load_campaigns(data / "campaigns.csv").rows.values()],
        indicators=[asdict(indicator) for indicator in load_indicators(data / "indicators.csv").values()],
        said=snapshot(tables(data)),
    )


def _campaign(campaign: Campaign) -> Row:
    return {"id": campaign.id, "name": campaign.name, "type": campaign.type, "listed": True}


def locality_rows(gazetteer: Gazetteer) -> list[Row]:
    """Return a row a unit, with its province then and today."""
    return [_locality(unit, gazetteer) for unit in gazetteer.units]


def _locality(unit: Unit, gazetteer: Gazetteer) -> Row:
    then = gazetteer.province(unit)
    today = _province_today(unit, gazetteer)
    return {
        "code": unit.code,
        "valid_from": unit.valid_from.isoformat(),
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "name": unit.name,
        "kind": unit.kind,
        "level": unit.level,
        "parent": unit.parent,
        "province": then.code if then else None,
        "province_name": then.name if then else None,
        "current": json.dumps(unit.current),
        "province_now": today.code if today else None,
        "province_now_name": today.name if today else None,
    }


def _province_today(unit: Unit, gazetteer: Gazetteer) -> Unit | None:
    """Return the province of today that holds the unit's area; None where several share it."""
    heirs = (heir for code in unit.current if (heir := gazetteer.unit(code, new=True)))
    provinces = {province for heir in heirs if (province := gazetteer.province(heir))}
    return provinces.pop() if len(provinces) == 1 else None
