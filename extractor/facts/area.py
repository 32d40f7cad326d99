"""Which area does the figure cover?"""

from collections.abc import Callable, Sequence

from extractor.facts.atlas import Place
from extractor.facts.levels import level_word
from extractor.facts.model import Evidence
from extractor.facts.placing import related, where_giver_went
from extractor.facts.respective import in_turn
from extractor.facts.scene import Scene, parted
from extractor.facts.territory import Territory
from extractor.facts.wording import (
    AMONG,
    BESIDE,
    BESIDE_AT,
    GIVER,
    GIVERS,
    IN_ALL,
    IN_VILLAGE,
    LINK,
    NEIGHBOUR,
    OF,
    ONE_GIVES,
    SHARE,
    VILLAGE_WORDS,
    WHOLE_COUNTRY,
)
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import QuantityMention

_OF_LEVEL = 24  # characters from a figure to the level word that it is of

Answer = tuple[Unit | None, Evidence | None]
Rule = Callable[[Territory, Scene, QuantityMention], Answer | None]


def choose_area(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer:
    """Return the area of a quantity and its evidence: what stands nearest to it, else what the text is about."""
    for rule in _RULES:
        answer = rule(territory, scene, quantity)
        if answer is not None:
            return answer
    return _from_context(territory, scene)


def narrowness(scene: Scene, quantity: QuantityMention, basis: Evidence | None) -> int:
    """Return 2 for one giver's figure, 1 for a village's, 0 for the whole area's; `basis` is the area's evidence."""
    if min(scene.told(_neighbour_told), scene.told(_one_gives)) <= quantity.start:
        return 2
    if scene.intro and scene.intro.told(_lists_givers):
        return 2
    if basis is None:
        return 0
    if basis.basis.startswith("a village"):
        return 1
    words = set(scene.low[basis.start : basis.end].split())
    return int(bool(words & VILLAGE_WORDS) and not words & {"xã", "phường"})


def is_national(territory: Territory, scene: Scene, quantity: QuantityMention) -> bool:
    """Tell whether a figure without an area is the whole country's: sentence or report says so, and no place before."""
    if any(place.end <= quantity.start for place in territory.places(scene)):
        return False
    return territory.national or scene.says("area", "country", until=quantity.start)


def _named_behind(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`… căn nhà cho hộ nghèo huyện A`."""
    places = territory.places(scene)
    if not places:
        return None
    _, clause_end = scene.clause(quantity.start)
    following = [p for p in places if quantity.end <= p.start < clause_end]
    if not following or not _tied(scene, quantity, following[0]):
        return None
    unit, home = following[0].unit, territory.home
    if not related(unit, home, territory.atlas):
        if not BESIDE_AT.search(" " + scene.text[quantity.end : following[0].start]):
            return None
    elif home and unit.code != home.code and territory.atlas.inside(home, unit):
        return None  # the province above the district that reports
    answer = _group(territory, scene, following, "named behind the figure", leading=True)
    return answer if answer[0] else None


def _tied(scene: Scene, quantity: QuantityMention, place: Place) -> bool:
    """Tell whether the words between a figure and the place behind it tie the two."""
    gap = scene.gap(quantity.end, place.start)
    if len(gap) > 110 or not BESIDE.search(" " + gap) or GIVER.search(gap) or SHARE.search(gap):
        return False
    return not parted(gap, ",:") or (len(gap.split()) <= 12 and not scene.counts_between(quantity.end, place.start))


def _named_in_clause(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`Huyện A xây … căn nhà`."""
    before = _before(territory, scene, quantity)
    if not before:
        return None
    clause_start, _ = scene.clause(quantity.start)
    near = [p for p in before if p.start >= clause_start]
    if not near:
        return None
    if later := level_word(territory, scene, near[-1].end, quantity.start, whole=True):
        return later
    if went := where_giver_went(scene, near, territory.atlas):
        return went.unit, went.says("where the giver went")
    return _group(territory, scene, near, "named before the figure")


def _given_at_venue(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`Dịp này, Ủy ban MTTQ tỉnh tặng thôn … đồng`: what a wider body gives at the event is given where it is held."""
    venue, (start, stop) = territory.venue, scene.clause(quantity.start)
    if venue is None or territory.at_venue != scene.paragraph or scene.says("status", "target", until=quantity.start):
        return None
    gave = [c for c in scene.cues("action") if c.row.value == "spend" and start <= c.start and c.end <= quantity.start]
    if not gave:
        return None
    near = [p for p in _before(territory, scene, quantity) if p.start >= start]
    if any(gave[-1].end <= p.start < stop for p in territory.places(scene)):
        return None  # told to whom
    word = level_word(territory, scene, start, gave[-1].start)
    giver = near[-1].unit if near else word[0] if word else None
    if giver is None or not territory.atlas.inside(venue.unit, giver):
        return None
    return venue.unit, venue.says("where the event is held")


def _village_behind(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`hai mươi lăm căn nhà ở bản …`, `47 hộ trong xã`: the commune told of last."""
    match = IN_VILLAGE.match(scene.low, quantity.end, min(scene.end, quantity.end + 60))
    unit = territory.of_level("commune") if match else None
    if match is None or unit is None or quantity.indicator == "residential_areas":
        return None
    return unit, Evidence("locality", "a village of the commune told of", match.start(), match.end())


def _level_word_in_clause(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    return level_word(territory, scene, scene.clause(quantity.start)[0], quantity.start)


def _named_in_sentence(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`Huyện A xây … căn nhà; sửa … căn`: a place of an earlier clause that no figure stands before."""
    before = _before(territory, scene, quantity)
    if not before:
        return None
    if later := level_word(territory, scene, before[-1].end, quantity.start, whole=True):
        return later
    subjects = [p for p in before if not scene.counts_between(scene.clause(p.start)[0], p.start)]
    return _group(territory, scene, subjects, "named before in the sentence") if subjects else None


def _level_word_in_sentence(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    return level_word(territory, scene, scene.start, quantity.start)


def _neighbour(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`hộ ông Nam hiến …`: somebody of the commune told of last."""
    commune = territory.latest.get("commune")
    if commune is None or (territory.home and not territory.atlas.inside(commune, territory.home)):
        return None
    if scene.told(_neighbour_told) > quantity.start:
        return None
    return commune, Evidence("locality", "a neighbour of the place told of", scene.start, quantity.start)


def _lists_givers(scene: Scene) -> bool:
    """`Danh sách đơn vị ủng hộ: …`: each line below is one giver's."""
    return GIVERS.search(scene.low, scene.start, scene.end) is not None


def _neighbour_told(scene: Scene) -> int:
    """Return where the first words for one inhabitant by name end; behind the sentence where there are none."""
    found = NEIGHBOUR.search(scene.text, scene.start, scene.end)
    return found.end() if found else scene.end + 1


def _one_gives(scene: Scene) -> int:
    """Return where the first words for one giver by name end; behind the sentence where there are none."""
    found = ONE_GIVES.search(scene.text, scene.start, scene.end)
    return found.end() if found else scene.end + 1


def _whole_country(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`Cả nước xây … căn nhà`, `… căn nhà trong cả nước`: no unit's."""
    clause_start, clause_end = scene.clause(quantity.start)
    for cue in scene.cues("area"):
        if cue.row.surface not in WHOLE_COUNTRY or not clause_start <= cue.start < clause_end:
            continue
        if AMONG.search(scene.left(cue.start, 12)):
            continue
        places = territory.places(scene)
        before = cue.end <= quantity.start and not any(cue.end <= p.start < quantity.start for p in places)
        behind = 0 <= cue.start - quantity.end < 40 and not parted(scene.gap(quantity.end, cue.start), ",")
        if before or behind:
            return None, None
    return None


def _named_in_turn(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`Huyện A và huyện B lần lượt xây 42 và 37 căn`."""
    own = in_turn(scene, quantity, territory.places(scene))
    return (own.unit, own.says("named in turn")) if own else None


def _level_word_behind(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`xã A là một trong 35 hộ của huyện`."""
    for cue in scene.cues("area"):
        if quantity.end < cue.start <= quantity.end + _OF_LEVEL and OF.fullmatch(scene.low, quantity.end, cue.start):
            return level_word(territory, scene, quantity.end, cue.end)
    return None


def _sum_of_list(territory: Territory, scene: Scene, quantity: QuantityMention) -> Answer | None:
    """`xã A 5 căn, xã B 6 căn, tổng kinh phí …`: the sum is of the unit that holds them all."""
    listed = {p.unit.code: p for p in _before(territory, scene, quantity)}
    if len(listed) < 2 or not IN_ALL.search(scene.left(quantity.start, 40)):
        return None
    last = list(listed.values())[-1]
    for unit in territory.atlas.line(last.unit):
        if all(territory.atlas.inside(p.unit, unit) for p in listed.values()):
            return unit, last.says("the list's sum")
    return None


_RULES: tuple[Rule, ...] = (
    _whole_country,
    _named_in_turn,
    _named_behind,
    _level_word_behind,
    _sum_of_list,
    _given_at_venue,
    _named_in_clause,
    _village_behind,
    _level_word_in_clause,
    _named_in_sentence,
    _level_word_in_sentence,
    _neighbour,
)


def _from_context(territory: Territory, scene: Scene) -> Answer:
    """Return what the row, the list, the event, the paragraph or the whole report is about."""
    if territory.label and scene.is_listed:
        return territory.label.unit, territory.label.says("the row's label")
    if scene.intro and (listed := territory.places(scene.intro)):
        return _group(territory, scene.intro, listed, "named in the line that opens the list")
    venue = territory.venue
    if venue and territory.at_venue == scene.paragraph and territory.atlas.inside(venue.unit, territory.home):
        return venue.unit, venue.says("where the event is held")
    if territory.topic:
        return territory.topic.unit, territory.topic.says("the paragraph's place")
    return territory.home, territory.home_basis


def _before(territory: Territory, scene: Scene, quantity: QuantityMention) -> list[Place]:
    """Return the places before the figure where it can hold."""
    return [p for p in territory.holding(scene) if p.end <= quantity.start]


def _group(territory: Territory, scene: Scene, places: Sequence[Place], basis: str, *, leading: bool = False) -> Answer:
    """Take the nearest place; places in one list (`các xã A, B và C`) give the smallest unit that holds them all.

    The nearest is the last of `places`, the first where they are `leading`; (None, None) where no unit holds the list.
    """
    members = _list_of(scene, places if leading else places[::-1], leading=leading)
    nearest = members[0]
    if len({m.unit.code for m in members}) == 1:
        return nearest.unit, nearest.says(basis)
    if scene.counts_between(min(m.start for m in members), max(m.end for m in members)):
        return nearest.unit, nearest.says(basis)  # `xã A 9.850 m2, xã B 7.300 m2`: each has its own
    for unit in territory.atlas.line(nearest.unit):
        if all(territory.atlas.inside(m.unit, unit) for m in members):
            return unit, nearest.says(basis)
    return None, None


def _list_of(scene: Scene, row: Sequence[Place], *, leading: bool) -> list[Place]:
    """Return the first place of `row` and those joined to it in one list."""
    members = [row[0]]
    for place in row[1:]:
        first, second = (members[-1], place) if leading else (place, members[-1])
        if not LINK.fullmatch(scene.low[first.end : second.start]):
            break
        members.append(place)
    return members
