"""Joins the mentions of an article into facts: the only place that does."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import regex

from extractor.facts.aggregation import Figure, in_packet, one_of_many, part_of
from extractor.facts.area import Territory, reporting_area
from extractor.facts.campaign import choose_campaign, taken_up
from extractor.facts.confidence import confidence
from extractor.facts.model import Evidence, Fact
from extractor.facts.period import Timeline
from extractor.facts.repeats import without_repeats
from extractor.facts.scene import Found, Scene, scenes
from extractor.facts.selection import ASIDE, like_before, promote, reject
from extractor.facts.status import choose_status, heading_status, tells_a_plan
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.cues import Cue
from extractor.mentions.model import CampaignMention, Period, QuantityMention
from extractor.text.document import Document
from extractor.text.normalise import lower

Tagger = Callable[[str], list[tuple[int, int, str]]]
_CONTINUES = regex.compile(r"^\W*(?:trong đó|riêng|cụ thể|ngoài ra|cùng với đó|bên cạnh đó|đồng thời)\b", regex.IGNORECASE)
_PART_OF = regex.compile(r"^\W*(?:trong đó|trong số đó|trong số này|riêng)\b", regex.IGNORECASE)
_REACH = 200  # figures to each side among which a total is looked for
_DOUBTFUL = "line without full stop"  # a caption or another article's headline: its figures are left out
_ITEM_STOP = regex.compile(
    r"[,;.:()\"\n]|\s(?:cho|để|được|tại|ở|do|từ|trong|với|và|là|đạt|bằng|theo|trên|đã|có|tham gia|tổ chức|của|hoặc|nhằm|thuộc|đi|về|gồm|trị giá"
    r"|bị|sẽ|còn|vào|mà|bao gồm|hỗ trợ|giúp|nhân dịp|thông qua|nhận|xây dựng|phòng, chống|\d)",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A fact before the search for totals."""

    figure: Figure
    each: Evidence | None
    action: tuple[str, str] | None
    evidence: dict[str, Evidence | None]
    known_noun: bool


def link(
    document: Document,
    found: Found,
    *,
    parent: Callable[[Unit], Unit | None],
    home: Unit | None,
    anchor: date | None,
    units: dict[str, str],
    tags: Tagger,
) -> list[Fact]:
    """Return the facts of an article in text order.

    `parent` leads to the unit above, `home` is the site's own province, `anchor` the article's day; `units` gives each
    indicator's unit; `tags` is the part-of-speech tagger.
    """
    staged = list(scenes(document, _settled(found)))
    if _is_list_of_headlines(document):
        return []
    territory = Territory(parent)
    territory.home, territory.home_basis = reporting_area(staged, territory, home)
    timeline = Timeline(anchor)
    drafts = _drafts(document, staged, territory, timeline, tags)
    figures = [d.figure for d in drafts]
    facts = []
    for index, draft in enumerate(drafts):
        near = figures[max(0, index - _REACH) : index + _REACH]
        facts.append((_fact(draft, near, territory, units), draft.figure.scene.kind))
    return _with_headline(without_repeats(facts), facts)


def _with_headline(kept: list[Fact], facts: list[tuple[Fact, str]]) -> list[Fact]:
    """Let figures of the headline alone cover the period of the text's first figure."""
    headline = [f for f, kind in facts if kind == "title" and f.period is None]
    first = next((f for f, kind in facts if kind not in ("title", "caption")), None)
    if first is None or first.period is None or not headline:
        return kept
    return [_dated(f, first) if any(f is h for h in headline) and f.status == first.status else f for f in kept]


def _dated(fact: Fact, first: Fact) -> Fact:
    basis = "the text's first period"
    return replace(fact, period=first.period, period_basis=basis, rules=(*fact.rules, f"period: {basis}"))


def _is_list_of_headlines(document: Document) -> bool:
    """A page with a headline and nothing but noise below it is a list of other articles."""
    noise = sum(p.kind == "noise" for p in document.paragraphs)
    told = [p for p in document.paragraphs if p.kind not in ("title", "noise", "dateline")]
    return noise > 1 and all(p.end - p.start < 20 for p in told)


def _settled(found: Found) -> Found:
    """Leave out quantities that are dates (`29/9`, `6 tháng`), and cues inside a name or the thing counted."""
    spans = [(d.start, d.end) for d in found.dates]
    quantities = [q for q in found.quantities if not _overlaps(q.number, spans)]
    heads = [q.head for q in quantities]
    names = [(c.start, c.end) for c in found.campaigns]
    places = [(p.start, p.end) for p in found.places if p.unit]
    cues = [
        c
        for c in found.cues
        if not (c.row.kind in ("status", "area", "action") and _overlaps((c.start, c.end), heads))
        and not any(a <= c.start and c.end <= b for a, b in names)
        and not (c.row.kind == "exclude" and _overlaps((c.start, c.end), places))
    ]
    return replace(found, quantities=quantities, cues=cues)


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    i = bisect_left(others, (span[1], 0))
    return any(a < span[1] and span[0] < b for a, b in others[max(0, i - 3) : i])


def _drafts(
    document: Document, staged: list[Scene], territory: Territory, timeline: Timeline, tags: Tagger
) -> list[_Draft]:
    drafts: list[_Draft] = []
    named: list[CampaignMention] = []
    earlier: list[CampaignMention] = []
    paragraph, previous_status, section_status = -1, None, None
    for scene in staged:
        if scene.paragraph != paragraph and not (scene.intro and scene.intro.paragraph >= paragraph - 30):
            paragraph, earlier, named = scene.paragraph, [*earlier, *named][-8:], []
        before, told, background = timeline.period_now(), len(drafts), False
        if scene.kind != "title":
            timeline.advance(scene)
            territory.advance(scene)
        words = scene.text[scene.start : scene.end]
        goes_on = _PART_OF.match(words) or (not scene.opens and _CONTINUES.match(words))
        if scene.is_heading:
            section_status = heading_status(scene)
        elif scene.kind == "lead" and tells_a_plan(scene):
            section_status = "target"
        inherited = previous_status if goes_on or (not scene.opens and previous_status == "target" and scene.found.dates) else None
        inherited = inherited or section_status
        for quantity in scene.found.quantities:
            if document.paragraphs[scene.paragraph].rule == _DOUBTFUL:
                continue
            quantity = like_before(quantity, [d.figure for d in drafts[-6:]])
            if promote(scene, quantity, tags):
                quantity = replace(quantity, indicator="other", unit="item")
            elif reason := reject(scene, quantity):
                background = background or reason in ASIDE
                continue
            draft = _draft(scene, quantity, territory, timeline, named=named, earlier=earlier, inherited=inherited)
            if draft:
                drafts.append(draft)
                previous_status = draft.figure.status
        if background and len(drafts) == told:
            timeline.go_back(before)  # what only opened a background figure opens no report
        named = [*named, *(scene.found.campaigns or taken_up(scene, scene.end, [*earlier, *named]))][-8:]
    return drafts


def _draft(
    scene: Scene,
    quantity: QuantityMention,
    territory: Territory,
    timeline: Timeline,
    *,
    named: list[CampaignMention],
    earlier: list[CampaignMention],
    inherited: str | None,
) -> _Draft | None:
    each = one_of_many(scene, quantity)
    if each and in_packet(scene, quantity, each):
        return None
    period, period_basis, dated_here = timeline.choose(scene, quantity)
    at_event = period is not None and period == timeline.event and not dated_here
    status, status_basis = choose_status(
        scene,
        quantity,
        period=period,
        dated_here=dated_here,
        anchor=timeline.anchor,
        inherited=None if at_event else inherited,
    )
    if status == "target" and not dated_here and _past(period, timeline.anchor):
        period, period_basis = None, None
    area, area_basis = territory.choose(scene, quantity)
    campaign, campaign_basis = choose_campaign(scene, quantity, paragraph=named, earlier=earlier)
    action = _action(scene, quantity)
    figure = Figure(
        scene=scene,
        quantity=quantity,
        status=status,
        each=each is not None,
        period=period,
        area=area,
        campaign=campaign,
        flow=_flow(quantity, action),
        thing=_item(scene, quantity),
        narrow=territory.narrowness(scene, quantity, area_basis),
    )
    evidence = {"status": status_basis, "period": period_basis, "locality": area_basis, "campaign": campaign_basis}
    return _Draft(figure, each, action, evidence, known_noun=not quantity.rule.endswith("<unknown>"))


def _flow(quantity: QuantityMention, action: tuple[str, str] | None) -> str | None:
    """Return the class of the verb, as far as it can tell two figures of the indicator apart."""
    if action is None or action[1] == "reach":
        return None
    return None if quantity.indicator == "money" and action[1] not in ("raise", "spend", "worth") else action[1]


def _past(period: Period | None, anchor: date | None) -> bool:
    """A target cannot lie in a period that is over."""
    return bool(period and period.end and anchor and period.end <= anchor)


def _action(scene: Scene, quantity: QuantityMention) -> tuple[str, str] | None:
    """Return the nearest verb of doing before the number in its clause, and its class."""
    clause, _ = scene.clause(quantity.start)
    verbs = [c for c in scene.cues("action") if c.start >= clause and c.end <= quantity.number[0] and not _behind_figure(scene, c, quantity)]
    if not verbs and scene.intro:
        return _action_of_list(scene.intro)
    if not verbs:
        return None
    cue: Cue = verbs[-1]
    return scene.text[cue.start : cue.end], cue.row.value


def _behind_figure(scene: Scene, verb: Cue, quantity: QuantityMention) -> bool:
    """`519 tỷ đồng chuyển qua …, 198 tỷ đồng`: a verb right behind a figure, a comma away from the next, is its own."""
    gap = scene.gap(verb.end, quantity.start)
    if "," not in gap and " và " not in gap:
        return False
    return any(q.end < verb.start and not scene.gap(q.end, verb.start).strip() for q in scene.found.quantities)


def _action_of_list(intro: Scene) -> tuple[str, str] | None:
    verbs = list(intro.cues("action"))
    return (intro.text[verbs[-1].start : verbs[-1].end], verbs[-1].row.value) if verbs else None


def _item(scene: Scene, quantity: QuantityMention) -> str:
    """Return the thing counted as the text names it: the head and the words that belong to it."""
    start, end = quantity.head
    stop = _ITEM_STOP.search(scene.text, end, min(scene.end, end + 60))
    tail = scene.text[end : stop.start() if stop else min(scene.end, end + 60)]
    words = tail.split()[:6]
    return " ".join([*lower(scene.text[start:end]).split(), *words])


def _fact(draft: _Draft, figures: list[Figure], territory: Territory, units: dict[str, str]) -> Fact:
    figure, quantity, scene = draft.figure, draft.figure.quantity, draft.figure.scene
    part = None if figure.each else part_of(figure, figures, territory.inside)
    evidence = [e for e in (*draft.evidence.values(), draft.each) if e]
    if part:
        evidence.append(Evidence("aggregation", part, quantity.start, quantity.end))
    assert quantity.indicator is not None
    basis = {slot: e.basis if e else None for slot, e in draft.evidence.items()}
    rules = [quantity.rule, *(f"{e.slot}: {e.basis}" for e in evidence)]
    return Fact(
        start=quantity.start,
        end=quantity.end,
        sentence=(scene.start, scene.end),
        indicator=quantity.indicator,
        value=quantity.value,
        value_upper=quantity.value_upper,
        unit=units[quantity.indicator],
        modifier=quantity.modifier,
        status=figure.status,
        aggregation="each" if figure.each else "part" if part else "whole",
        item=figure.thing,
        action=draft.action[0] if draft.action else None,
        period=figure.period,
        period_basis=basis["period"],
        locality=figure.area,
        locality_basis=basis["locality"],
        campaign=figure.campaign,
        campaign_basis=basis["campaign"],
        rules=tuple(rules),
        evidence=tuple(evidence),
        confidence=confidence(
            quantity.indicator,
            known_noun=draft.known_noun,
            has_verb=draft.action is not None,
            titled=scene.kind in ("title", "caption"),
            evidence=draft.evidence,
        ),
    )
