"""What the running text has told of places so far: the topic, the latest names, the villages, the venue."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.facts.atlas import Atlas, Place
from extractor.facts.model import Evidence
from extractor.facts.placing import (
    comes_from_afar,
    hosts,
    locates,
    meets,
    of_country,
    stands_at,
    where_giver_went,
)
from extractor.facts.scene import Scene
from extractor.facts.wording import FRONT_OF_ALL_LEVELS, PLURAL, PURSE, SHARE, VILLAGE, VILLAGE_WORDS
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.cues import Cue

_KINDS = ("thành phố", "quận", "huyện", "thị xã", "phường", "thị trấn", "đặc khu", "xã")
_LEVELS = {
    "province": ("province",),
    "district": ("district",),
    "city": ("province", "district"),
    "commune": ("commune",),
}
_OPENING = 120  # characters of a sentence in which a place may become the topic


@dataclass(slots=True)
class Territory:
    """Whose report the article is, and what the running text has named so far.

    `home` is the area of the body that reports, None where the whole country reports; `national` tells whether the
    opening speaks of the country; `topic` the place that the paragraph is about at the moment; `label` the row of a
    table that stands open; `latest` the last unit of each level and each kind; `villages` the commune of each village
    by name; `venue` where the event is held, `at_venue` the paragraph that tells of it; `level_words` what `levels` has
    read of a sentence.
    """

    atlas: Atlas
    home: Unit | None = None
    home_basis: Evidence | None = None
    national: bool = False
    topic: Place | None = None
    label: Place | None = None
    paragraph: int = -1
    latest: dict[str, Unit] = field(default_factory=dict)
    villages: dict[str, Unit] = field(default_factory=dict)
    venue: Place | None = None
    at_venue: int = -1
    level_words: dict[int, list[tuple[Cue, bool]]] = field(default_factory=dict)  # by the sentence's start
    _located: dict[int, list[Place]] = field(default_factory=dict)
    _holding: dict[int, list[Place]] = field(default_factory=dict)

    def places(self, scene: Scene) -> list[Place]:
        """Return the places of a sentence, officers' own areas left out."""
        if not scene.found.places:
            return []
        if scene.start not in self._located:
            self._located[scene.start] = [p for p in self.atlas.places(scene) if locates(scene, p)]
        return self._located[scene.start]

    def holding(self, scene: Scene) -> list[Place]:
        """Return the places of a sentence where figures can hold."""
        if not scene.found.places:
            return []
        if scene.start not in self._holding:
            self._holding[scene.start] = [p for p in self.places(scene) if self._may_hold(scene, p)]
        return self._holding[scene.start]

    def _may_hold(self, scene: Scene, place: Place) -> bool:
        """Tell whether figures can hold at a place: it is no far giver's, nor where the whole country's body met."""
        if self.home is None and stands_at(scene, place) and of_country(scene):
            return False
        if self._pays(scene, place):
            return False
        near = self.home is None or self.atlas.inside(place.unit, self.home)
        return near or not comes_from_afar(scene, place)

    def _pays(self, scene: Scene, place: Place) -> bool:
        """Tell whether a wider place only names the purse of what the place told of got: `trích từ Quỹ tỉnh …`."""
        told = self.topic is not None and self._strictly_inside(self.topic.unit, place.unit)
        return told and PURSE.search(scene.left(place.name_start, 90)) is not None

    def of_level(self, level: str, words: str = "") -> Unit | None:
        """Return the unit of `level` that the report is about; a type word that ends `words` must be the unit's own."""
        kind = next((k for k in _KINDS if words.endswith(k)), None)
        above = self.atlas.line(self.topic.unit) if self.topic else []
        for unit in [*self.atlas.line(self.home), *above]:
            if unit.level in _LEVELS[level] and kind in (None, unit.kind):
                return unit
        return self.latest.get(kind or _LEVELS[level][0])

    def village_named(self, scene: Scene, start: int) -> Unit | None:
        """Return the commune of the village whose type word begins at `start`, None for an unknown one."""
        match = VILLAGE.match(scene.text, start, scene.end)
        return self.villages.get(match[1].strip(" ,(")) if match else None

    def advance(self, scene: Scene) -> None:
        """Remember the places of the sentence and what it makes the topic."""
        if scene.paragraph != self.paragraph and self.home is not None:
            self.topic = None
        self.paragraph = scene.paragraph
        places = self.places(scene)
        for place in places:
            for unit in self.atlas.line(place.unit):
                self.latest[unit.level] = self.latest[unit.kind] = unit
            self._note_village(scene, place)
        self.label = self._row_label(scene, places) if scene.is_listed else None
        self._note_venue(scene, places)
        self._turn(scene, self.holding(scene))

    def _turn(self, scene: Scene, places: Sequence[Place]) -> None:
        """Take the sentence's opening place, or its bare village, for the topic; a wider word closes the topic."""
        openers = [p for p in places if p.start < scene.first_figure and p.start - scene.start <= _OPENING]
        example = not scene.opens and SHARE.search(scene.low, scene.start, scene.start + 14)
        if openers and not _lists(scene, places) and not example:
            reports = self.home is not None and any(p.unit.code == self.home.code for p in places)
            went = where_giver_went(scene, openers, self.atlas)
            self.topic = went or (None if reports else self._labelled(scene, openers))
        elif _widens(scene):
            self.topic = None
        elif village := self._village(scene):
            self.topic = village

    def _labelled(self, scene: Scene, openers: Sequence[Place]) -> Place:
        """Return the first place, in a short news (`TX. A: Hội Nông dân phường B …`) what its label leads to."""
        label, inner = openers[0], openers[1:2]
        leads = label.start - scene.start < 4 and scene.text.startswith(":", label.end)
        return inner[0] if leads and inner and self._strictly_inside(inner[0].unit, label.unit) else label

    def _row_label(self, scene: Scene, places: Sequence[Place]) -> Place | None:
        """In a table with one cell a line the place stands alone, its figures on the lines below."""
        if scene.found.quantities:
            return self.label
        alone = len(places) == 1 and places[0].end - places[0].start >= (scene.end - scene.start) * 0.5
        return places[0] if alone else None

    def _note_village(self, scene: Scene, place: Place) -> None:
        """Remember which commune a village lies in (`bản A, xã B`)."""
        left = scene.text[max(scene.start, place.name_start - 45) : place.name_start]
        if place.unit.level == "commune" and (names := VILLAGE.findall(left)):
            self.villages[names[-1].strip(" ,(")] = place.unit

    def _note_venue(self, scene: Scene, places: Sequence[Place]) -> None:
        """What is given at the event (`Tại chương trình, …`) is given where it is held, if it is no meeting."""
        dates = scene.found.dates
        if places and any(d.grain == "day" for d in dates) and not scene.told(meets):
            held = [p for p in places if p.unit.level != "province" and (stands_at(scene, p) or hosts(scene, p))]
            self.venue = held[0] if held else self.venue
        if dates and any(d.listed and d.grain != "day" for d in dates):
            self.at_venue = -1
        elif scene.says("time", "event", until=scene.start + 30):
            self.at_venue = scene.paragraph

    def _village(self, scene: Scene) -> Place | None:
        """A village has no code of its own: what is told of it belongs to the commune told of last."""
        commune = self.latest.get("commune")
        if commune is None or (self.home and not self._strictly_inside(commune, self.home)):
            return None
        for cue in scene.cues("area"):
            bare = cue.row.surface in VILLAGE_WORDS and cue.start < scene.first_figure
            if bare and not PLURAL.search(scene.left(cue.start, 12)):
                return Place(cue.start, cue.end, self.village_named(scene, cue.start) or commune, cue.start)
        return None

    def _strictly_inside(self, unit: Unit, other: Unit) -> bool:
        return unit.code != other.code and self.atlas.inside(unit, other)


def _lists(scene: Scene, places: Sequence[Place]) -> bool:
    """Tell whether the sentence gives several places their own figures, or ranks two."""
    units = {p.unit.code for p in places}
    least = 1 if scene.says("part", "rank") else 2
    return len(units) > least and scene.counts_between(places[0].end, places[-1].start) >= least


def _widens(scene: Scene) -> bool:
    """Tell whether a wider area (`huyện`, `cả nước`, the Front of every level) stands before the first figure."""
    first = scene.first_figure
    for cue in scene.cues("area"):
        if cue.start < first and cue.row.value != "commune" and not PLURAL.search(scene.left(cue.start, 12)):
            return True
    return scene.has("các cấp", first) and FRONT_OF_ALL_LEVELS.search(scene.low[scene.start : first]) is not None
