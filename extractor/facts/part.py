"""A part of a total that the article also gives."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from extractor.facts.figure import Figure
from extractor.facts.scene import Scene
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.cues import Cue
from extractor.mentions.model import Period

Inside = Callable[[Unit, Unit | None], bool]

# things of which several kinds are counted side by side: only the same kind can be a share of the other
_KINDS = frozenset(
    ("models", "groups", "works", "people", "activities", "other", "livestock", "awards", "residential_areas")
)
_VOICES = ("kiến", "ý", "đơn", "góp", "phản")  # the first words of kiến nghị, ý kiến, đơn thư …
# hòa giải 120 vụ, hòa giải thành 98 vụ
_SETTLED = re.compile(r"\b(?:thành|xử lý|giải quyết|trả lời|khắc phục)\s(?:dứt điểm\s|xong\s|được\s)?$")
# giám sát 121 công trình, phát hiện 14 công trình
_LOOKED_AT, _FOUND = re.compile(r"\b(?:giám sát|theo dõi|kiểm tra)\s$"), re.compile(r"\bphát hiện\s$")
_AMONG_THEM = re.compile(r"(?:\s[^\W\d_]+){0,3}?\strong số (?:này|đó|ấy)\b")
_TOTAL = re.compile(r"\b(?:nâng tổng số|tổng cộng|tổng số|nâng tổng|cả thảy|tất cả)\b")
_CONTRAST = re.compile(r"\b(?:tuy nhiên|nhưng|dù vậy|song)\b")
_CENTRE = re.compile(r"\btrung ương\b")
_REST = re.compile(r"\bcòn lại\b")
_ABOVE = re.compile(r"(?:\s[^\W\d_]+){0,3}?\s(?:nói trên|kể trên|này|đó|ấy|trên(?=\s?[,:;]|\s(?:có|thì|là|gồm)\s))")
_FOR = re.compile(r"\s(?:của|từ|do|cho)\s(?:[^\W\d_]+\s){0,2}$")
_ONES = ("people", "households", "groups", "admin_units", "residential_areas", "awards", "other")
_OPENING = 11  # characters before a word that opens its sentence
_MONTH = 27  # days from the first to the last of the shortest period that can be a share of a longer one
_SEASON = 31  # days by which the end of a share's period may lie behind the total's
_LAUNCH = re.compile(r"\b(?:lễ|buổi|đêm|ngày|chương trình) (?:phát động|ra quân)\b")
_DRIVE = 70  # days that a drive lasts at the most
_PURSES = frozenset(("raise", "spend", "worth"))
_FEWER = "the same things, fewer of them"


def part_of(figure: Figure, others: Sequence[Figure], inside: Inside) -> tuple[str, Figure] | None:
    """Return the rule by which a total among `others` holds the figure, and the total; None where it stands for itself.

    `others` are figures of the same indicator and status; `inside` tells whether a unit lies in another.
    """
    if figure.indicator == "percent":
        return None
    value = figure.quantity.value
    for total in others:
        if total.quantity.value <= value or total.each:
            continue
        told = _told_in_sentence if total.scene is figure.scene else _told_across
        if rule := told(total, figure, inside) or _share(total, figure, inside):
            return rule, total
    return None


def _told_in_sentence(total: Figure, figure: Figure, inside: Inside) -> str | None:
    """Return the rule by which words of one sentence call the figure a part: `… tỷ đồng, trong đó … tỷ đồng`."""
    scene, start = figure.scene, figure.quantity.start
    if total.quantity.end > start:
        summed = _TOTAL.search(scene.gap(figure.quantity.end, total.quantity.start)) and _same_flow(total, figure)
        return "part, nâng tổng số lên total" if summed else None
    cues = [c for c in scene.cues("part") if total.quantity.end <= c.start and c.end <= start]
    gap = scene.gap(total.quantity.end, start)
    if "(" in gap[:30] and ")" not in gap:
        closed = ")" in scene.text[figure.quantity.end : scene.end]
        return "total (part)" if closed and (not cues or _same_flow(total, figure, told=True)) else None
    if cues:
        beside = _is_beside(total, cues[-1])
        governed = _governed(total, figure, scene.counts_between(cues[-1].end, start), inside, beside=beside)
        return f"total, {cues[-1].row.surface} part" if governed else None
    if _AMONG_THEM.match(scene.low, figure.quantity.end, scene.end):
        return "part trong số này"
    if _is_finer(total, figure):
        return "the same, with a further quality"
    if figure.indicator == "houses" and total.flow == "start" and figure.flow == "build":
        return "begun, of these finished"
    fewer = _is_voice(figure) or _SETTLED.search(scene.low, total.quantity.end, start) or _was_found(total, figure)
    return _FEWER if fewer and related_heads(total, figure) and total.area == figure.area else None


def _was_found(total: Figure, figure: Figure) -> bool:
    """Tell whether the figure was found among what the total says was looked at."""
    scene = figure.scene
    found = _FOUND.search(scene.left(figure.quantity.start, 12))
    return found is not None and _LOOKED_AT.search(scene.left(total.quantity.start, 12)) is not None


def _is_beside(total: Figure, cue: Cue) -> bool:
    """Tell whether a word for a part stands right behind the total, or behind those from or for whom it is."""
    between = [q for q in total.scene.found.quantities if total.quantity.end <= q.start < cue.start]
    if not between:
        return True
    gap = total.scene.gap(total.quantity.end, between[0].start)
    return len(between) == 1 and between[0].indicator in _ONES and _FOR.match(gap) is not None


def _governed(total: Figure, figure: Figure, between: int, inside: Inside, *, beside: bool) -> bool:
    """Tell whether a word for a part governs the figure, with `between` other figures in between.

    Right `beside` the total it tells what was raised and what was spent of it alike.
    """
    nearest = between == 0 or (total.indicator == "money" and _has_no_verb(figure))
    narrower = figure.area is not None and figure.area != total.area and inside(figure.area, total.area)
    alike = narrower or _same_flow(total, figure, told=True) or (beside and {total.flow, figure.flow} <= _PURSES)
    return (nearest or related_heads(total, figure)) and alike


def _told_across(total: Figure, figure: Figure, inside: Inside) -> str | None:
    """Return the rule by which another sentence's words call the figure a part: a list's, or `Trong đó, …`."""
    if not related_heads(total, figure):
        return None
    here, there = figure.scene, total.scene
    if _is_voice(figure) and there.paragraph == here.paragraph and total.quantity.start < figure.quantity.start:
        return _FEWER
    if here.intro is there and any(c.start >= total.quantity.end for c in there.cues("part")):
        return "a line of the total's list"
    if here.intro and here.intro is there.intro and _REST.search(here.low, here.start, figure.quantity.start):
        return "the rest of the list"
    opener = here.intro if here.intro and here.intro is not there else here
    opens = next((c for c in opener.cues("part") if _opens(opener, c)), None)
    other_purse = total.campaign and figure.campaign and total.campaign != figure.campaign
    if opens and not other_purse and 0 <= opener.start - there.end < 700 and _of_total(opens, total, figure, inside):
        return f"total. {opens.row.surface} part"
    return None


def _opens(scene: Scene, cue: Cue) -> bool:
    """Tell whether a word for a part speaks of an earlier sentence: `Trong đó, …`, `Theo …, trong số này …`."""
    start = scene.start if _points_back(scene, cue) else cue.start - _OPENING
    return start <= scene.start and scene.counts_between(scene.start, cue.start) == 0


def _points_back(scene: Scene, cue: Cue) -> bool:
    """Tell whether the words themselves name what was told before: `trong số đó`, `trong tổng số nhà nói trên`."""
    return cue.row.value == "back" or _ABOVE.match(scene.low, cue.end, scene.end) is not None


def _of_total(cue: Cue, total: Figure, figure: Figure, inside: Inside) -> bool:
    """Tell whether verbs allow it; words that point back at the total itself speak of it whatever the verb."""
    return _points_back(figure.scene, cue) or _same_flow(total, figure) or _came_from_elsewhere(total, figure, inside)


def _came_from_elsewhere(total: Figure, figure: Figure, inside: Inside) -> bool:
    """`Tỉnh tiếp nhận 168 tỷ đồng. Trong đó, <another province> hỗ trợ 50 tỷ đồng`: what they gave was raised."""
    if total.flow != "raise" or figure.flow != "spend":
        return False
    if _CENTRE.search(figure.scene.low, figure.scene.clause(figure.quantity.start)[0], figure.quantity.start):
        return True
    here, there = figure.area, total.area
    return here is not None and there is not None and not inside(here, there) and not inside(there, here)


def _share(total: Figure, figure: Figure, inside: Inside) -> str | None:
    """Return the rule by which a place's, a giver's or a year's figure is a share of a wider one."""
    if not _is_comparable(total, figure):
        return None
    same = _same_area(total, figure)
    smaller = figure.area is not None and not same and (total.area is None or inside(figure.area, total.area))
    if (smaller or (same and total.narrow < figure.narrow)) and _covers(total.period, figure.period):
        return "a smaller place's share" if smaller else "a village's or a giver's share"
    if same and _years_share(total.period, figure.period) and _same_deed(total, figure):
        contrast = _CONTRAST.search(figure.scene.low, figure.scene.start, figure.quantity.start)
        return None if contrast else "a shorter time's share"
    if same and figure.indicator == "money" and figure.flow == total.flow == "raise" and _opens_drive(total, figure):
        return "the launch's share of its drive"
    return None


def _opens_drive(total: Figure, figure: Figure) -> bool:
    """Tell whether a sum was raised at the launch of the drive of some weeks that the total covers."""
    day, drive = figure.period, total.period
    if day is None or drive is None or not (day.start and day.end and drive.start and drive.end):
        return False
    launched = _LAUNCH.search(figure.scene.low, figure.scene.start, figure.scene.end)
    return bool(launched) and (drive.end - drive.start).days <= _DRIVE and _covers(drive, day) and drive != day


def _is_comparable(total: Figure, figure: Figure) -> bool:
    """Tell whether the two count the same thing of the same purse, the total no narrower than the figure."""
    if not _same_thing(total, figure) or not _same_flow(total, figure) or total.narrow > figure.narrow:
        return False
    return figure.indicator != "money" or _same_purse(total, figure) or _in_list_below(total, figure)


def _same_area(total: Figure, figure: Figure) -> bool:
    if figure.area is None and total.area is None:
        return figure.scene.paragraph == total.scene.paragraph
    return figure.area is not None and total.area is not None and figure.area.code == total.area.code


def _same_purse(total: Figure, figure: Figure) -> bool:
    """Sums are comparable in one campaign; what is spent without one may be spent on anything."""
    if total.campaign != figure.campaign:
        return figure.campaign is None and total.scene.paragraph == figure.scene.paragraph
    return total.campaign is not None or not {"spend", "worth"} & {total.flow, figure.flow}


def _in_list_below(total: Figure, figure: Figure) -> bool:
    """`… tỷ đồng cho 19 tỉnh. Mức của từng nơi: A (x), B (y), C (z)`: a list of places right below the total."""
    places = {p.unit.code for p in figure.scene.found.places if p.unit}
    return len(places) > 2 and 0 <= figure.scene.start - total.scene.end < 200


def _same_deed(total: Figure, figure: Figure) -> bool:
    """Raised for one fund: other sums of a shorter time may be anything, and so may other areas that did something."""
    if figure.indicator in ("admin_units", "residential_areas"):
        return _predicate(total)[:2] == _predicate(figure)[:2]
    return figure.indicator != "money" or figure.flow == total.flow == "raise"


def _has_no_verb(figure: Figure) -> bool:
    """`trong đó … do Trung ương chuyển, cấp tỉnh 2,6 tỷ đồng`: from its comma to the figure stands no verb."""
    scene, stop = figure.scene, figure.quantity.start
    before = [q.end for q in scene.found.quantities if q.end <= stop]
    comma = scene.text.rfind(",", before[-1] if before else scene.start, stop)
    return comma > 0 and not any(comma <= c.start and c.end <= stop for c in scene.cues("action"))


def _is_finer(total: Figure, figure: Figure) -> bool:
    """`13/15 xã đạt chuẩn nông thôn mới, 4 xã đạt chuẩn nông thôn mới nâng cao`: the second are among the first."""
    if figure.indicator not in ("admin_units", "residential_areas", "households", "models"):
        return False
    wide, narrow = (_predicate(f) for f in (total, figure))
    return len(wide) >= 3 and len(narrow) > len(wide) and narrow[: len(wide)] == wide


def _predicate(figure: Figure) -> list[str]:
    end = figure.quantity.end
    return figure.scene.low[end : figure.scene.segment(end + 1)[1]].split()


def _same_flow(total: Figure, figure: Figure, *, told: bool = False) -> bool:
    """Sums raised and spent, houses built and repaired differ; a part `told` as one may be given by its worth."""
    flows = {total.flow, figure.flow}
    if (told and "worth" in flows) or figure.status == "pledged":
        return True
    return None in flows or len(flows) == 1 or figure.indicator == "land" or flows == {"build", "start"}


def _is_voice(figure: Figure) -> bool:
    """Of petitions and opinions received some are answered, without a word that says so."""
    return figure.head[:1] != [] and figure.head[0] in _VOICES


def related_heads(total: Figure, figure: Figure) -> bool:
    """The nouns are the same, or one (`12 cuộc`) leaves out what the other says (`486 cuộc giám sát`)."""
    return figure.indicator not in _KINDS or _agree(total.head, figure.head)


def _same_thing(total: Figure, figure: Figure) -> bool:
    return figure.indicator not in _KINDS or _agree(total.thing.split()[:3], figure.thing.split()[:3])


def _agree(one: list[str], other: list[str]) -> bool:
    """Tell whether the shorter of two lists of words begins the longer."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _covers(total: Period | None, figure: Period | None) -> bool:
    """Tell whether a period lies in the total's; where one is unknown, it may."""
    if total is None or figure is None:
        return True
    if total.start is None and figure.start is None and total.end and figure.end:
        return abs((figure.end - total.end).days) <= _SEASON  # two standings of about the same day
    early = total.start is None or (figure.start is not None and figure.start >= total.start)
    if total.end is None or figure.end is None:
        return early and total.end is None
    season = timedelta(days=_SEASON if total.start else 0)  # reports of one season end weeks apart
    return early and figure.end <= total.end + season


def _years_share(total: Period | None, figure: Period | None) -> bool:
    """A year within the term, a month within the year; a single day is an event, not a share."""
    if total is None or figure is None or total == figure or not _covers(total, figure):
        return False
    return bool(figure.start and figure.end and (figure.end - figure.start).days >= _MONTH)
