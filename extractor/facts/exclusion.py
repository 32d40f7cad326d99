"""Which words strike a quantity out: damage, crime, background, prices, attendance and the like."""

import re

from extractor.facts.scene import Scene, parted
from extractor.mentions.cues import Cue
from extractor.mentions.model import QuantityMention

_DWELLERS = ("people", "households", "residential_areas")
_PROPERTY = ("houses", "land", "livestock", "works", "goods", "roads", "bridges", "trees")
# kinds of exclusion and the indicators that they can strike; None: all
_STRIKES: dict[str, frozenset[str] | None] = {
    "damage": frozenset((*_DWELLERS, *_PROPERTY, "other", "percent")),
    "crime": None,
    "offence": None,
    "background": frozenset(("money", "percent", "land", "goods", "people", "roads", "households")),
    "price": frozenset(("money",)),
    "attendance": frozenset(("people",)),
    "document": None,
    "ordinal": None,
    "hypothetical": None,
    "removal": frozenset(("houses",)),
    "unbuilt": frozenset(("houses",)),
}
_NOTHING: frozenset[str] = frozenset()
_CRIMES = ("crime", "offence")
_SUPERVISION = re.compile(r"\b(?:giám sát|thanh tra nhân dân|ttnd)\b")
_HELPING = frozenset(("spend", "raise", "build", "repair"))  # classes of verbs of help
_RELIEF = frozenset(("spend", "raise", "repair"))  # of help after a loss
_DOES = re.compile(r"\b(?:làm|khiến)\s(?:cho\s)?(?:hơn\s|gần\s|khoảng\s|trên\s)?$")
_NEAR, _NEAR_HOUSEHOLDS = 3, 10  # words from a verb of help to what is helped: `trao cho 12 hộ sập nhà và 58 hộ`
_RECEIVER = 6  # words from a verb of help to the loss of those who are helped
_RIGHT_BEHIND = 4  # characters from a thing counted to its loss: ` bị `
_EACH_HELPED = re.compile(r"\bmỗi (?:hộ|căn|nhà|gia đình|người|trường hợp)\b")


def struck(scene: Scene, quantity: QuantityMention) -> str | None:
    """Return the kind of the exclusion that governs the quantity, `not done` for what failed; None where none does."""
    for cue in scene.cues("exclude"):
        if _may_strike(cue, quantity) and _governs(scene, cue, quantity):
            return cue.row.value
    undone = any(c.row.value == "not_done" and _governs_behind_it(scene, c, quantity) for c in scene.cues("status"))
    return "not done" if undone else None


def _may_strike(cue: Cue, quantity: QuantityMention) -> bool:
    if cue.row.value == "damage" and quantity.indicator == "money":
        return "thiệt hại" in cue.row.surface or ("mất" in cue.row.surface and cue.row.surface != "mất tích")
    if cue.row.value == "damage" and quantity.indicator == "admin_units":
        return cue.end <= quantity.start  # struck: thiệt hại tại 18 tỉnh; helped: 16 tỉnh bị ảnh hưởng
    strikes = _STRIKES.get(cue.row.value, _NOTHING)
    return strikes is None or quantity.indicator in strikes


def _governs(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    if cue.end <= quantity.start:
        return cue.row.direction != "backward" and _governs_behind_it(scene, cue, quantity)
    if cue.start >= quantity.end:
        return cue.row.direction != "forward" and _governs_before_it(scene, cue, quantity)
    return cue.row.value == "damage" and cue.start >= quantity.head[0]


def _governs_behind_it(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    """Tell whether a cue governs the number that follows it within its reach."""
    if cue.end > quantity.start or cue.start < scene.clause(quantity.start)[0]:
        return False
    if scene.words_between(cue.end, quantity.start) > cue.row.reach:
        return False
    if cue.row.scope == "number":
        return cue.row.value != "ordinal" or quantity.indicator != "money"
    if cue.row.value == "damage" and (
        parted(scene.gap(cue.end, quantity.start), ",;") or _given_to_losers(scene, cue, quantity)
    ):
        return False
    if cue.row.value in _CRIMES:
        return cue.row.value == "crime" or not scene.told(_is_supervision)
    if cue.row.value == "unbuilt":
        between = (q for q in scene.found.quantities if cue.end <= q.start < quantity.start)
        planned = scene.says("status", "target", until=quantity.start)  # what is to be built is no less a fact
        return all(q.indicator == "money" for q in between) and not planned
    verbs = (c for c in scene.cues("action") if cue.end <= c.start and c.end <= quantity.start)
    return not any(c.row.value in _HELPING for c in verbs)


def _governs_before_it(scene: Scene, cue: Cue, quantity: QuantityMention) -> bool:
    """Tell whether a cue governs the number before it: damage does, unless help is what the clause reports."""
    _, clause_end = scene.clause(quantity.start)
    if cue.start > clause_end or scene.words_between(quantity.end, cue.start) > cue.row.reach // 2:
        return False
    if scene.counts_between(quantity.end, cue.start) and not _ends_bare_list(scene, quantity, cue):
        return False
    if cue.row.value == "unbuilt":
        return not parted(scene.gap(quantity.end, cue.start), ",;:")
    if cue.row.value == "offence" and scene.told(_is_supervision):
        return False
    return cue.row.value in ("attendance", *_CRIMES) or not _helped(scene, quantity, cue, clause_end)


def _ends_bare_list(scene: Scene, quantity: QuantityMention, cue: Cue) -> bool:
    """`51.000 ha lúa, 3.000 ha hoa màu thiệt hại`: a list without verbs up to the loss."""
    verbs = (c for c in scene.cues("action") if quantity.end <= c.start and c.end <= cue.start)
    return cue.row.value == "damage" and next(verbs, None) is None


def _helped(scene: Scene, quantity: QuantityMention, loss: Cue, clause_end: int) -> bool:
    """Tell whether help stands right before the number, or behind its loss; `làm` before a loss is none."""
    if _done_by_storm(scene, quantity, loss):
        return False
    if _EACH_HELPED.search(scene.low, loss.end, clause_end):
        return True
    for verb in scene.cues("action"):
        if verb.row.value not in _HELPING or _inside_exclusion(scene, verb):
            continue
        if verb.end <= quantity.start and verb.row.surface != "làm":
            near = _NEAR_HOUSEHOLDS if quantity.indicator == "households" else _NEAR
            if scene.words_between(verb.end, quantity.start) <= near:
                return True
        elif verb.row.value in _RELIEF and loss.end <= verb.start < clause_end:
            property_lost = quantity.indicator == "houses" and scene.counts_between(loss.end, verb.start) > 0
            return not property_lost  # the help is for what is counted next
    return False


def _given_to_losers(scene: Scene, loss: Cue, quantity: QuantityMention) -> bool:
    """`ủng hộ đồng bào bị lũ lụt 2 tỷ đồng và 35 tấn hàng`: goods behind those who lost something were given them."""
    if quantity.indicator not in ("goods", "other"):
        return False
    gave = (c for c in scene.cues("action") if c.row.value in ("raise", "spend") and c.end <= loss.start)
    return any(scene.words_between(c.end, loss.start) <= _RECEIVER for c in gave)


def _is_supervision(scene: Scene) -> bool:
    """Tell whether the people's bodies supervise: offences that they find are what they did."""
    return _SUPERVISION.search(scene.low, scene.start, scene.end) is not None


def _done_by_storm(scene: Scene, quantity: QuantityMention, loss: Cue) -> bool:
    """`lốc xoáy làm 73 ngôi nhà tốc mái`: what a force did, whoever helped afterwards."""
    return _DOES.search(scene.left(quantity.start, 20)) is not None and loss.start - quantity.head[1] <= _RIGHT_BEHIND


def _inside_exclusion(scene: Scene, verb: Cue) -> bool:
    """The verb of `làm chết` is no deed."""
    return any(c.start <= verb.start and verb.end <= c.end for c in scene.cues("exclude"))
