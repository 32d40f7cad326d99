"""Where a figure holds, as claims compare it: the same place before and after the reform, and what holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.claims.reform import REFORM, Area, Heir, Key, heirs

_RANKS = {"province": 1, "district": 2, "commune": 3}


@dataclass(frozen=True, slots=True)
class Place:
    """A place of claims.

    `key` is its identity: that of its unit of today where this is the same area, else its own (code, first day); it is
    empty for the country, and None where the article does not say. `above` are the keys of all that holds it, `name`
    the key by which others name it as a holder. `rank` is 0 for the country, 1 a province, 2 a district, 3 a commune, 4
    unknown. `province` and `province_now` are the codes of its province then and today.
    """

    key: Key | None
    name: Key | None
    above: frozenset[Key]
    rank: int
    province: str | None = None
    province_name: str | None = None
    province_now: str | None = None
    province_now_name: str | None = None


_COUNTRY: Key = ("", "")
COUNTRY = Place(_COUNTRY, _COUNTRY, frozenset(), 0)
UNKNOWN = Place(None, None, frozenset((_COUNTRY,)), 4)


def places(areas: Sequence[Area]) -> Mapping[Key, Place]:
    """Return the place of each unit, by code and first day."""
    return {area.key: place(area, became[area.key]) for became in [heirs(areas)] for area in areas}


def place(area: Area, heir: Heir) -> Place:
    """Return the place of a unit whose area became that of `heir`."""
    same = heir.unit is not None and heir.became == "same"
    key = heir.unit if same and heir.unit else area.key
    above = {_now(area.province_now), heir.unit}
    if not area.is_new:
        above.update({_then(area.parent), _then(area.province)})
    name = key if area.is_new or same else _then(area.code)
    return Place(
        key=key,
        name=name,
        above=frozenset(one for one in above if one and one not in (key, name)),
        rank=_RANKS[area.level],
        province=area.province,
        province_name=area.province_name,
        province_now=area.province_now,
        province_now_name=area.province_now_name,
    )


def _then(code: str | None) -> Key | None:
    """Name a unit from before the reform by its code alone: as the holder of others it keeps it from row to row."""
    return (code, "") if code else None


def _now(code: str | None) -> Key | None:
    return (code, REFORM) if code else None
