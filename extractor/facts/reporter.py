"""Whose report is the article?"""

from collections import Counter
from collections.abc import Sequence

from extractor.facts.atlas import Atlas, Place
from extractor.facts.dating import is_brief
from extractor.facts.model import Evidence
from extractor.facts.placing import locates, of_country, stands_at
from extractor.facts.scene import Scene
from extractor.facts.wording import ACTS, BARE_FRONT, BODY, FOLLOWS, FRONT, HAMLET, SAYS, VENUE
from extractor.lexicon.gazetteer import Unit

_MOST = 0.6  # share of the places named that the reporting area holds, where no body reports
_OTHERS = 2  # other units whose news make a digest
_DAY = 60  # characters at the beginning of a news in which its day and its body stand
_SPEAKER = 120  # characters from a place to the speaker of its Front
_OPENING = 6  # sentences at the top in which the reporting body is looked for
# how surely a place is the reporting body's, the surest first
_FRONT_BODY, _OTHER_BODY, _HEADLINE, _ANY = range(4)
_BELOW_LEAD = 2  # what a claim below the lead loses
_LAST = 2  # the last rank that is believed
_CLAIMS = ("the Front body that reports", "the body that reports", "the headline's place", "a place named")


def reporting_area(scenes: Sequence[Scene], atlas: Atlas, home: Unit | None) -> tuple[Unit | None, Evidence | None]:
    """Return the area of the body whose report the article is: told in lead or headline, else the site's own `home`.

    The Front body that acts in the lead comes first, then any body, then the place that the headline begins with. Where
    no body reports, it is the smallest unit that holds most of the places named; None where the whole country reports.
    """
    opening = _opening(scenes)
    if _is_digest(scenes, atlas):
        return _holder_of_most(scenes, atlas) or (home, None)
    if claimed := _claimed(opening, atlas):
        return claimed
    if any(of_country(s) for s in opening):
        return home, None
    headline = [p for s in opening if s.kind == "title" for p in atlas.places(s)]
    if len(headline) == 1:
        return headline[0].unit, headline[0].says(_CLAIMS[_HEADLINE])
    return _holder_of_most(scenes, atlas) or (home, None)


def country_reports(scenes: Sequence[Scene]) -> bool:
    """Tell whether the opening sentences speak of the whole country."""
    return any(of_country(s) for s in _opening(scenes))


def _opening(scenes: Sequence[Scene]) -> list[Scene]:
    return [s for s in scenes if s.kind not in ("caption", "dateline")][:_OPENING]


def _claimed(opening: Sequence[Scene], atlas: Atlas) -> tuple[Unit, Evidence] | None:
    """Return the area of the body that the opening sentences tell of, title and lead before the others."""
    named = [(s, p) for s in opening for p in atlas.places(s) if locates(s, p)]
    ranked = [
        (claim + _BELOW_LEAD * (scene.kind not in ("title", "lead")), place.start, claim, scene, place)
        for scene, place in named
        for claim in [_claim(scene, place)]
    ]
    best = min(ranked, key=lambda r: r[:2], default=None)
    if best is None or best[0] > _LAST:
        return None
    rank, _, claim, scene, place = best
    above = atlas.parent(place.unit)
    if rank == _LAST and stands_at(scene, place) and above and above.level == "district":
        return above, place.says("the body that acts at a place of its own")
    return place.unit, place.says(_CLAIMS[claim])


def _claim(scene: Scene, place: Place) -> int:
    """Rank how surely the place is the reporting body's."""
    left = HAMLET.sub("", _without_campaigns(scene, max(scene.start, place.name_start - 120), place.name_start))
    if FOLLOWS.search(left):
        return _ANY
    if FRONT.search(left):
        return _FRONT_BODY if scene.kind != "title" else _OTHER_BODY
    if BODY.search(left) and not VENUE.search(left):
        return _OTHER_BODY
    if scene.kind == "lead" and _front_speaks(scene, place):
        return _OTHER_BODY
    if scene.kind == "lead" and ACTS.match(scene.low, place.end):
        return _HEADLINE
    if scene.kind == "title" and place.start == scene.start and scene.text[place.end : place.end + 1] in (":", ","):
        return _HEADLINE
    return _ANY


def _front_speaks(scene: Scene, place: Place) -> bool:
    """`… ở huyện A, ông B, Chủ tịch Ủy ban MTTQ huyện, cho biết`: the Front of the place's own level speaks."""
    return any(
        match[1] == place.unit.kind and SAYS.match(scene.low, match.end())
        for match in BARE_FRONT.finditer(scene.low, place.end, min(scene.end, place.end + _SPEAKER))
    )


def _is_digest(scenes: Sequence[Scene], atlas: Atlas) -> bool:
    """Tell whether the article strings together short news: paragraphs that open with the day and Front of other units.

    Where the first of them holds the others it is its own report.
    """
    acting = [
        place.unit for scene in scenes if scene.opens and scene.kind != "title" for place in _acting(scene, atlas)
    ]
    others = {unit.code: unit for unit in acting[1:] if not atlas.inside(unit, acting[0])}
    return len(others) >= _OTHERS


def _acting(scene: Scene, atlas: Atlas) -> Sequence[Place]:
    """Return the place of the Front body that a paragraph opens with, behind the day of its deed."""
    first = atlas.places(scene)[:1]
    day = any(is_brief(d) and d.start - scene.start < _DAY for d in scene.found.dates)
    return first if day and first and FRONT.search(scene.left(first[0].name_start, _DAY)) else ()


def _without_campaigns(scene: Scene, start: int, end: int) -> str:
    """Return the text between two offsets, campaigns' names left out: their commas part nothing."""
    text = scene.low[start:end]
    for campaign in reversed(scene.found.campaigns):
        if start <= campaign.start and campaign.end <= end:
            text = text[: campaign.start - start] + text[campaign.end - start :]
    return text


def _holder_of_most(scenes: Sequence[Scene], atlas: Atlas) -> tuple[Unit, Evidence] | None:
    """Return the smallest unit that holds most of the places, with the first of them as evidence."""
    named = [p for s in scenes for p in atlas.places(s) if locates(s, p)]
    lines = [unit for place in named for unit in atlas.line(place.unit)]
    holders = Counter(unit.code for unit in lines)
    units = {unit.code: unit for unit in lines}
    held = [units[code] for code, count in holders.items() if count >= _MOST * len(named)]
    if not held:
        return None
    unit = max(held, key=lambda u: (len(atlas.line(u)), holders[u.code]))
    first = next(p for p in named if atlas.inside(p.unit, unit))
    return unit, first.says("the place that holds most of those named")
