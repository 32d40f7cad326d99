"""Which places does a sentence name, and how do they lie in each other?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.facts.wording import LINK
from extractor.lexicon.gazetteer import Unit

Parent = Callable[[Unit], Unit | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that the sentence names, a chain of names folded into its smallest unit.

    `start` and `end` span the whole chain; `name_start` is where the smallest unit's own name begins.
    """

    start: int
    end: int
    unit: Unit
    name_start: int

    def says(self, basis: str) -> Evidence:
        """Return the place as the evidence of a locality."""
        return Evidence("locality", basis, self.start, self.end)


class Atlas:
    """The units' hierarchy and the places of each sentence; `parent` leads to the unit above."""

    def __init__(self, parent: Parent) -> None:
        self.parent = parent
        self._places: dict[int, list[Place]] = {}  # by the sentence's start
        self._lines: dict[tuple[str, date], list[Unit]] = {}

    def line(self, unit: Unit | None) -> list[Unit]:
        """Return the unit and all units above it."""
        if unit is None:
            return []
        key = unit.code, unit.valid_from
        if key not in self._lines:
            self._lines[key] = found = [unit]
            while (above := self.parent(found[-1])) is not None and above not in found:
                found.append(above)
        return self._lines[key]

    def inside(self, unit: Unit, other: Unit | None) -> bool:
        """Tell whether `unit` is `other` or lies in it."""
        return other is not None and any(u.code == other.code for u in self.line(unit))

    def places(self, scene: Scene) -> list[Place]:
        """Return the places of a sentence; `xã A (huyện B, tỉnh C)` is one place, the smallest."""
        if not scene.found.places:
            return []
        if scene.start not in self._places:
            self._places[scene.start] = self._fold(scene)
        return self._places[scene.start]

    def _fold(self, scene: Scene) -> list[Place]:
        folded: list[Place] = []
        for mention in scene.found.places:
            if mention.unit is None:
                continue
            place = Place(mention.start, mention.end, mention.unit, mention.start)
            chain = self._chain(scene, folded[-1], place) if folded else None
            if chain:
                folded[-1] = chain
            else:
                folded.append(place)
        return folded

    def _chain(self, scene: Scene, last: Place, place: Place) -> Place | None:
        """Return the two places as one where they stand joined and one lies in the other."""
        if not LINK.fullmatch(scene.low[last.end : place.start]):
            return None
        if self.inside(last.unit, place.unit):
            return Place(last.start, place.end, last.unit, last.name_start)
        if self.inside(place.unit, last.unit):
            return Place(last.start, place.end, place.unit, place.start)
        return None
