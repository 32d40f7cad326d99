"""One quantity with its slots filled from its sentence and from the running report."""

import re
from dataclasses import dataclass
from datetime import date

from extractor.facts.area import choose_area, is_national, narrowness
from extractor.facts.campaign import Named, choose_campaign
from extractor.facts.columns import Columns
from extractor.facts.each import in_packet, one_of_many
from extractor.facts.figure import Figure, head_words
from extractor.facts.model import Evidence
from extractor.facts.period import Timeline, dated
from extractor.facts.scene import Scene
from extractor.facts.status import Course, choose_status
from extractor.facts.territory import Territory
from extractor.mentions.cues import Cue
from extractor.mentions.model import Period, QuantityMention

# where the words that belong to a thing counted end: `căn nhà đại đoàn kết | cho`
_ITEM_STOP = re.compile(
    r"[,;.:()\"\n]|\s(?:cho|để|được|tại|ở|do|từ|trong|với|và|là|đạt|bằng|theo|trên|đã|có|tham gia|tổ chức|của|hoặc|nhằm"
    r"|thuộc|đi|về|gồm|trị giá|bị|sẽ|còn|vào|mà|bao gồm|hỗ trợ|giúp|nhân dịp|thông qua|nhận|xây dựng|phòng, chống|\d)",
)
_ITEM_REACH, _ITEM_WORDS = 60, 6  # characters and words behind the head that may name the thing
_AND = re.compile(r"\s?(?:,|và|hoặc|hay|/|-)\s?(?:[^\W\d_]+\s){0,2}")
_PURSES = ("raise", "spend", "worth")  # classes of verbs that tell sums apart


@dataclass(frozen=True, slots=True)
class Report:
    """What the running text has said so far: its periods, places, campaigns and statuses."""

    timeline: Timeline
    territory: Territory
    named: Named
    course: Course
    columns: Columns

    def enter(self, scene: Scene) -> None:
        """Take over what a sentence opens, before its quantities are read."""
        self.named.enter(scene)
        if scene.kind != "title":
            self.timeline.advance(scene)
            self.territory.advance(scene)
        self.course.enter(scene)
        self.columns.enter(scene)


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact before the search for totals; `action` is the cue of its verb, `evidence` goes by slot."""

    figure: Figure
    each: Evidence | None
    action: Cue | None
    evidence: dict[str, Evidence | None]


def draft(scene: Scene, quantity: QuantityMention, report: Report) -> Draft | None:
    """Return the quantity with its slots; None for what is only the content of a packet."""
    each = one_of_many(scene, quantity)
    if each and in_packet(scene, quantity, each):
        return None
    period, period_basis, status, status_basis = _when(scene, quantity, report)
    area, area_basis = choose_area(report.territory, scene, quantity)
    campaign, campaign_basis = choose_campaign(scene, quantity, report.named)
    action = _action(scene, quantity)
    figure = Figure(
        scene=scene,
        quantity=quantity,
        status=status,
        each=each is not None,
        period=period,
        area=area,
        campaign=campaign,
        flow=_deed(scene, action, _flow(scene, quantity, action)),
        thing=_thing(scene, quantity),
        head=head_words(scene, quantity),
        narrow=narrowness(scene, quantity, area_basis),
        national=area is None and is_national(report.territory, scene, quantity),
    )
    evidence = {"status": status_basis, "period": period_basis, "locality": area_basis, "campaign": campaign_basis}
    return Draft(figure, each, action, evidence)


def _deed(scene: Scene, action: Cue | None, flow: str | None) -> str | None:
    """Return the class of the verb, None where two stand together: `xây dựng, sửa chữa 10.364 căn nhà`."""
    if action is None or flow != "repair":
        return flow
    before = (c for c in scene.cues("action") if c.end <= action.start and c.row.value == "build")
    return None if any(_AND.fullmatch(scene.low, c.end, action.start) for c in before) else "repair"


def _when(
    scene: Scene, quantity: QuantityMention, report: Report
) -> tuple[Period | None, Evidence | None, str, Evidence | None]:
    """Return period and status, each with its evidence: the one helps to tell the other."""
    timeline = report.timeline
    if column := report.columns.of(scene, quantity):
        period, basis = dated(column.time, "the column's head")
        return period, basis, column.status, Evidence("status", "the column's head", column.time.start, column.time.end)
    period, basis, dated_here = timeline.choose(scene, quantity)
    at_event = period is not None and period == timeline.event[0] and not dated_here
    status, status_basis = choose_status(
        scene,
        quantity,
        period=period,
        dated_here=dated_here,
        anchor=timeline.anchor,
        inherited=None if at_event else report.course.inherited,
    )
    if status == "target" and not dated_here and _is_past(period, timeline.anchor):
        return None, None, status, status_basis
    return period, basis, status, status_basis


def _is_past(period: Period | None, anchor: date | None) -> bool:
    """A target cannot lie in a period that is over."""
    return bool(period and period.end and anchor and period.end <= anchor)


def _action(scene: Scene, quantity: QuantityMention) -> Cue | None:
    """Return the nearest verb of doing before the number in its clause, else the last of the list's opening line."""
    clause, _ = scene.clause(quantity.start)
    for verb in reversed(scene.cues("action")):
        if verb.start >= clause and verb.end <= quantity.number[0] and not _is_of_another(scene, verb, quantity):
            return verb
    listed = scene.intro.cues("action") if scene.intro else ()
    return listed[-1] if listed else None


def _is_of_another(scene: Scene, verb: Cue, quantity: QuantityMention) -> bool:
    """`519 tỷ đồng chuyển qua …, 198 tỷ đồng`: a verb right behind a figure, a comma away from the next, is its own."""
    gap = scene.text[verb.end : quantity.start]
    if "," not in gap and " và " not in gap:
        return False
    return any(q.end < verb.start and not scene.gap(q.end, verb.start).strip() for q in scene.found.quantities)


def _flow(scene: Scene, quantity: QuantityMention, action: Cue | None) -> str | None:
    """Return the class of the verb, as far as it can tell two figures of the indicator apart: of sums, what they do."""
    if action is None or (action.row.value == "reach" and quantity.indicator != "money"):
        return None
    if quantity.indicator != "money" or action.row.value in (*_PURSES, "recover"):
        return action.row.value
    clause, _ = scene.clause(quantity.start)
    between = [c for c in scene.cues("action") if clause <= c.start and c.end <= action.start]
    near = [c for c in between if not scene.counts_between(c.end, quantity.start)]
    return next((c.row.value for c in reversed(near) if c.row.value in _PURSES), None)


def _thing(scene: Scene, quantity: QuantityMention) -> str:
    """Return the thing counted as the text names it: the head and the words that belong to it."""
    start, end = quantity.head
    reach = min(scene.end, end + _ITEM_REACH)
    stop = _ITEM_STOP.search(scene.low, end, reach)
    tail = scene.text[end : stop.start() if stop else reach]
    return " ".join([*scene.low[start:end].split(), *tail.split()[:_ITEM_WORDS]])
