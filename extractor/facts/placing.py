"""Which of a sentence's places can be where its figures hold?"""

from collections.abc import Sequence

from extractor.facts.atlas import Atlas, Place
from extractor.facts.scene import Scene
from extractor.facts.wording import ACTS, AT, BODY, FROM, GIVER, HAMLET, MEETS, OFFICER, SAYS
from extractor.lexicon.gazetteer import Unit

_NEXT = 5  # characters from a verb to its receiver: ` cho `


def locates(scene: Scene, place: Place) -> bool:
    """Tell whether a place is more than an officer's own area, which says nothing of the figure."""
    officer = OFFICER.search(scene.left(place.name_start, 90))
    if officer and BODY.search(officer.group()):
        return bool(SAYS.match(scene.low, place.end))  # who speaks of figures speaks of his own area
    return True


def stands_at(scene: Scene, place: Place) -> bool:
    """Tell whether `tại` or `ở` stands right before the place."""
    return AT.search(scene.left(place.start, 8)) is not None


def hosts(scene: Scene, place: Place) -> bool:
    """Tell whether a village of the commune holds the event: `xóm …, xã A tưng bừng tổ chức Ngày hội`."""
    village = place.unit.level == "commune" and HAMLET.search(scene.left(place.name_start, 60))
    return bool(village) and ACTS.match(scene.low, place.end) is not None


def meets(scene: Scene) -> bool:
    """Tell whether the sentence is about a meeting: its figures do not hold where it meets."""
    return MEETS.search(scene.low, scene.start, scene.end) is not None


def of_country(scene: Scene) -> bool:
    """Tell whether a word for the whole country (`cả nước`) stands before the first figure."""
    return scene.says("area", "country", until=scene.first_figure)


def comes_from_afar(scene: Scene, place: Place) -> bool:
    """Tell whether a giver is named with the place (`nhóm thiện nguyện ở …`, `do công ty … tài trợ`)."""
    left = scene.left(place.name_start, 50)
    if any(0 <= place.start - c.end <= _NEXT and c.row.value in ("raise", "spend") for c in scene.cues("action")):
        return False  # `Tập đoàn A ủng hộ tỉnh B`: the receiver
    return bool(GIVER.search(left) or FROM.search(left))


def where_giver_went(scene: Scene, places: Sequence[Place], atlas: Atlas) -> Place | None:
    """Return the smaller place of `Tại xã A, Ủy ban MTTQ tỉnh trao …`, if it is no meeting; the giver stands last."""
    if len(places) < 2 or scene.told(meets) or not scene.says("action", "spend"):
        return None
    giver = places[-1].unit
    for place in places[:-1]:
        smaller = atlas.inside(place.unit, giver) and place.unit.code != giver.code
        if smaller and stands_at(scene, place):
            return place
    return None


def related(unit: Unit, home: Unit | None, atlas: Atlas) -> bool:
    """Tell whether a unit lies in the reporting area or around it; every unit does in the whole country's report."""
    return home is None or atlas.inside(unit, home) or atlas.inside(home, unit)
