"""Whole, part of a total that the article also gives, or the worth and amount of one item."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import Period, QuantityMention

_PER = regex.compile(r"\s?/\s?(?!\d)\p{L}|\s(?:cho\s)?(?:mỗi|một|1|01)\s(?:căn|suất|phần|túi|hộ|người|nhà|con|em|ngôi|xã|thôn|suất quà|đơn vị|cháu|chiếc|cái)\b", regex.IGNORECASE)
_TIMES = regex.compile(r"(?:mỗi|bình quân|trung bình|từng)\s(?:một\s)?(?:năm|tháng|ngày|tuần|quý|khi|lần|dịp|đợt|nhiệm kỳ|ngày hội|độ)\b", regex.IGNORECASE)
_CONTENTS = regex.compile(r"\b(?:gồm|bao gồm|kèm|kèm theo|cùng|trong đó có)\b", regex.IGNORECASE)
_STRONG_EACH = ("money", "models", "groups", "activities", "houses", "residential_areas", "people", "households", "works", "roads", "livestock", "percent", "admin_units", "trees")


def one_of_many(scene: Scene, quantity: QuantityMention) -> Evidence | None:
    """Return the evidence that the number is the worth or amount of one item; None where it is not."""
    if quantity.indicator == "money" and (match := _PER.match(scene.text, quantity.end)):
        return Evidence("aggregation", "<sum>/<item>", quantity.end, match.end())
    clause_start, _ = scene.clause(quantity.start)
    for cue in scene.cues("each"):
        if not clause_start <= cue.start or cue.end > quantity.start or _TIMES.match(scene.text, cue.start):
            continue
        gap = scene.gap(cue.end, quantity.start)
        holds = bool(_CONTENTS.search(gap))
        if len(gap.split()) > (24 if holds else cue.row.reach) or regex.search(r"[;.](?!\d)", gap):
            continue
        if scene.counts_between(cue.end, quantity.start) and not holds:
            continue
        if gap.count(",") and not holds and not _listed_noun(gap):
            continue
        return Evidence("aggregation", "mỗi <item> <quantity>", cue.start, cue.end)
    before = [q for q in scene.found.quantities if clause_start <= q.start and q.end <= quantity.start]
    if before and before[-1].unit == "%" and before[-1].value == 100 and quantity.indicator == "models":
        gap = scene.gap(before[-1].end, quantity.start)
        if not regex.search(r"[,;](?!\d)", gap):
            return Evidence("aggregation", "100% <item> <verb> <quantity>", before[-1].start, before[-1].end)
    return None


def in_packet(scene: Scene, quantity: QuantityMention, each: Evidence) -> bool:
    """Tell whether the number is only what one packet holds (`mỗi phần gồm 10 kg gạo`), which is no fact."""
    gap = scene.gap(each.end, quantity.start)
    if _CONTENTS.search(gap) and not regex.search(r"\b(?:trị giá|tổng giá trị|giá trị)\s\S*\s?$", gap, regex.IGNORECASE):
        return True
    return quantity.indicator not in _STRONG_EACH


def _listed_noun(gap: str) -> bool:
    """`mỗi xã, thị trấn có ít nhất …`: the comma stands inside the list of items."""
    return bool(regex.match(r"\s(?:\p{L}+\s?){1,3},\s(?:\p{L}+\s?){1,8}$", gap))


@dataclass(frozen=True, slots=True)
class Figure:
    """What the search for totals needs of a fact; `flow` is the class of its verb, `thing` its counted noun."""

    scene: Scene
    quantity: QuantityMention
    status: str
    each: bool
    period: Period | None
    area: Unit | None
    campaign: str | None
    flow: str | None
    thing: str


def part_of(figure: Figure, others: Sequence[Figure], inside: Callable[[Unit, Unit | None], bool]) -> str | None:
    """Return the name of the rule by which a total among `others` holds the figure; None where it stands for itself."""
    for total in others:
        if total is figure or total.each or total.status != figure.status:
            continue
        if total.quantity.indicator != figure.quantity.indicator or total.quantity.value <= figure.quantity.value:
            continue
        if rule := _holds(total, figure, inside):
            return rule
    return None


def _holds(total: Figure, figure: Figure, inside: Callable[[Unit, Unit | None], bool]) -> str | None:
    told = _told_as_part(total, figure)
    same = _same_thing(total, figure)
    if told and same:
        return told
    if not same or not _same_flow(total, figure):
        return None
    narrower = (
        figure.area is not None
        and total.area is not None
        and figure.area.code != total.area.code
        and inside(figure.area, total.area)
    )
    if narrower and _covers(total.period, figure.period):
        return "a smaller place's share"
    if figure.area == total.area and figure.area and _years_share(total.period, figure.period) and total.campaign == figure.campaign:
        return "a shorter time's share"
    return None


def _told_as_part(total: Figure, figure: Figure) -> str | None:
    """`… tỷ đồng, trong đó … tỷ đồng`: a part word between the total and the figure, in one sentence or the list below."""
    if total.scene is figure.scene:
        if total.quantity.end > figure.quantity.start:
            return None
        for cue in figure.scene.cues("part"):
            if total.quantity.end <= cue.start < figure.quantity.start and _same_area_or_named(total, figure):
                return f"total, {cue.row.surface} part"
        if total.quantity.indicator == "houses" and total.flow == "start" and figure.flow == "build":
            return "begun, of these finished"
        return None
    if figure.scene.intro is total.scene and any(c.start >= total.quantity.end for c in total.scene.cues("part")):
        return "a line of the total's list"
    opens = [c for c in figure.scene.cues("part") if c.row.value == "explicit" and c.start - figure.scene.start < 12]
    if opens and figure.scene.paragraph == total.scene.paragraph and figure.scene.start - total.scene.end < 4:
        return f"total. {opens[0].row.surface} part"
    return None


def _same_area_or_named(total: Figure, figure: Figure) -> bool:
    return _same_flow(total, figure) or total.area == figure.area


def _same_flow(total: Figure, figure: Figure) -> bool:
    """Sums raised and spent, houses built and repaired are different things."""
    if total.flow is None or figure.flow is None or total.flow == figure.flow:
        return True
    return {total.flow, figure.flow} <= {"build", "start"}


def _same_thing(total: Figure, figure: Figure) -> bool:
    """The counted noun is the same, or the shorter one (`12 cuộc`) leaves out what the longer says (`486 cuộc giám sát`)."""
    if total.quantity.indicator in ("money", "land", "goods", "labour_days"):
        return True
    a, b = total.thing.split(), figure.thing.split()
    shared = min(len(a), len(b))
    return a[:shared] == b[:shared]


def _covers(total: Period | None, figure: Period | None) -> bool:
    if total is None or figure is None:
        return True
    early = total.start is None or (figure.start is not None and figure.start >= total.start)
    late = total.end is None or (figure.end is not None and figure.end <= total.end)
    return (early and late) or total == figure


def _years_share(total: Period | None, figure: Period | None) -> bool:
    """A year within the term, a month within the year; a single day is an event, not a share."""
    if total is None or figure is None or total == figure or not _covers(total, figure):
        return False
    return bool(figure.start and figure.end and (figure.end - figure.start).days >= 27)
