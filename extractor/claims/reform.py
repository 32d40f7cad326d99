"""What became of each unit on 1 July 2025: the unit of today that holds its area, where one does."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

REFORM = "2025-07-01"

Became = Literal["same", "merged", "split"]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Area:
    """A row of `localities`; days are ISO 8601 text, `current` the codes of the units of today that hold the area."""

    code: str
    valid_from: str
    valid_to: str | None
    name: str
    level: str
    parent: str | None
    province: str | None
    province_name: str | None
    province_now: str | None
    province_now_name: str | None
    current: tuple[str, ...]

    @property
    def key(self) -> Key:
        """Code and first day: codes are used again."""
        return self.code, self.valid_from

    @property
    def is_new(self) -> bool:
        """Tell whether the unit is one of the time from the reform on."""
        return self.valid_from >= REFORM


class Heir(NamedTuple):
    """The unit of today, None where the area was split between several or the tables do not say."""

    unit: Key | None
    became: Became | None


def heirs(areas: Sequence[Area]) -> dict[Key, Heir]:
    """Return what became of each unit, by code and first day.

    `same`: the unit of today holds this area and no other; `merged`: others too; `split`: several units share the area,
    as they do that of nearly every district.
    """
    today = {area.code: area for area in areas if area.is_new}
    inside = _children(area for area in areas if not area.is_new)
    found = {area.key: _holders(area, today, inside) for area in areas}
    sources: dict[Key, set[str]] = defaultdict(set)
    parents: dict[Key, set[str | None]] = defaultdict(set)
    for area in areas:
        if area.valid_to == REFORM and area.level != "district":
            for holder in found[area.key]:
                sources[holder.key].add(area.code)
                parents[holder.key].add(area.parent)
    return {area.key: _heir(area, found[area.key], sources, parents) for area in areas}


def _children(areas: Iterable[Area]) -> Mapping[str, list[Area]]:
    inside: dict[str, list[Area]] = defaultdict(list)
    for area in areas:
        if area.level == "commune" and area.parent:
            inside[area.parent].append(area)
    return inside


def _holders(area: Area, today: Mapping[str, Area], inside: Mapping[str, list[Area]]) -> tuple[Area, ...]:
    """Return the units of today that hold the area: of a district the communes that hold its communes."""
    if area.is_new:
        return (area,)
    if area.level != "district":
        named = (today[code] for code in area.current if code in today)
        return tuple(holder for holder in named if holder.level == area.level)
    communes = (child for child in inside.get(area.code, ()) if _meet(area, child))
    found = {holder.key: holder for child in communes for holder in _holders(child, today, inside)}
    return tuple(found.values()) or _island(area, today)


def _island(area: Area, today: Mapping[str, Area]) -> tuple[Area, ...]:
    """Return the unit of today that bears the name of a district without communes."""
    named = (unit for unit in today.values() if unit.level == "commune" and unit.name == area.name)
    return tuple(unit for unit in named if unit.province == area.province_now and area.valid_to == REFORM)


def _meet(area: Area, child: Area) -> bool:
    """Tell whether there was a day on which both were units."""
    return area.valid_from < (child.valid_to or "9") and child.valid_from < (area.valid_to or "9")


def _heir(
    area: Area, holders: Sequence[Area], sources: Mapping[Key, set[str]], parents: Mapping[Key, set[str | None]]
) -> Heir:
    if area.is_new:
        return Heir(area.key, "same")
    if len(holders) != 1:
        return Heir(None, "split" if holders else None)
    lasted = area.valid_to == REFORM
    [holder] = holders
    if area.level == "district":  # of earlier ones only some communes are known
        alone = parents[holder.key] <= {area.code}
        return Heir(holder.key, "same" if alone else "merged") if lasted else Heir(None, None)
    alone = sources[holder.key] == {area.code}
    return Heir(holder.key, "same" if alone and (lasted or area.level == "province") else "merged")
