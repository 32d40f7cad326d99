"""Which unit does a bare level word mean? `toàn tỉnh`, `huyện`, `xã`."""

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.facts.territory import Territory
from extractor.facts.wording import AMONG, ANY_OF, BEHIND_PURSE, FREE, OFFICER, PLURAL, PURSE, WHOLE
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.cues import Cue

_NEXT_WORD = 4  # characters from a subject to its verb: ` đã `


def level_word(
    territory: Territory, scene: Scene, since: int, until: int, *, whole: bool = False
) -> tuple[Unit, Evidence] | None:
    """Return the unit that a bare level word means (`toàn tỉnh`, `huyện`, `xã`), the last between two offsets.

    Only `whole` areas (`toàn huyện`) take over from a place named before them.
    """
    for cue, total in reversed(_level_words(territory, scene)):
        if cue.start < since or cue.end > until or (whole and not total):
            continue
        if cue.row.value == "country":
            return None
        if found := _meant(territory, scene, cue, total=total):
            return found
    return None


def _level_words(territory: Territory, scene: Scene) -> list[tuple[Cue, bool]]:
    """Return the sentence's level words that stand for one area, and whether for all of it."""
    if scene.start not in territory.level_words:
        told = [(cue, _is_total(scene, cue)) for cue in scene.cues("area")]
        territory.level_words[scene.start] = [
            (cue, total)
            for cue, total in told
            if _means_an_area(territory, scene, cue, total=total)
            and (total or cue.row.value == "country" or _stands_free(scene, cue.start))
        ]
    return territory.level_words[scene.start]


def _meant(territory: Territory, scene: Scene, cue: Cue, *, total: bool) -> tuple[Unit, Evidence] | None:
    """Return the unit that a level word means; one above the reporting area means the reporting area itself."""
    words, home = cue.row.surface, territory.home
    unit = territory.village_named(scene, cue.start) or territory.of_level(cue.row.value, words)
    if unit is None:
        return None
    if home and not total and unit.code != home.code and territory.atlas.inside(home, unit):
        return home, territory.home_basis or Evidence("locality", "the report's area", cue.start, cue.end)
    return unit, Evidence("locality", f"“{words}” of the report", cue.start, cue.end)


def _is_total(scene: Scene, cue: Cue) -> bool:
    """Tell whether a level word means its whole area: `toàn huyện`."""
    if cue.row.surface.startswith(("toàn", "trên địa bàn", "trong")):
        return True
    return WHOLE.search(scene.left(cue.start, 12)) is not None


def _means_an_area(territory: Territory, scene: Scene, cue: Cue, *, total: bool) -> bool:
    """Tell whether a level word stands for one area: not for many, nor in a name, nor an officer's title."""
    left = scene.left(cue.start, 12)
    if (not total and PLURAL.search(left) and not _acts(scene, cue)) or AMONG.search(left):
        return False
    if any(p.start <= cue.end + 1 and cue.start < p.end for p in territory.atlas.places(scene)):
        return False
    if ANY_OF.search(scene.left(cue.start, 60)) or (not total and _pays(territory, scene, cue)):
        return False
    return not OFFICER.search(scene.left(cue.start, 90))


def _acts(scene: Scene, cue: Cue) -> bool:
    """`ngoài kinh phí của tỉnh, huyện kêu gọi …`: behind the comma the level word is a subject with its own verb."""
    if not BEHIND_PURSE.search(scene.left(cue.start, 20)):
        return False
    return any(0 <= verb.start - cue.end <= _NEXT_WORD for kind in ("action", "status") for verb in scene.cues(kind))


def _pays(territory: Territory, scene: Scene, cue: Cue) -> bool:
    """Tell whether a level word names who paid for what a smaller place got: `của Quỹ huyện`, `…, huyện hỗ trợ …`."""
    if territory.topic is None or territory.topic.unit.level != "commune" or cue.row.value == "commune":
        return False
    helps = any(0 <= c.start - cue.end <= _NEXT_WORD and c.row.value == "spend" for c in scene.cues("action"))
    return PURSE.search(scene.left(cue.start, 90)) is not None or (helps and scene.left(cue.start, 2) == ", ")


def _stands_free(scene: Scene, start: int) -> bool:
    """Tell whether a bare level word is a subject or a body's area, not an object (`lên thành phố`)."""
    left = scene.left(start, 20)
    return start - scene.start < 3 or bool(FREE.search(left)) or left[-6:].strip().isdigit()
