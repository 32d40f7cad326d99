"""Figures of one place that run on from report to report, or contradict each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractor.claims.joined import Joined
from extractor.claims.model import Claim
from extractor.claims.numbers import rounds
from extractor.claims.things import agree, deed, heading, one_drive

_Row = tuple[int | None, int | None, str | None, str | None]

_FAR = 2.0  # times the smaller is the greater of two contradicting figures at the most: beyond, they differ in scope
_REACH = 200  # later claims among which the next of a series is looked for


def relate(claims: Iterable[Claim], indicator: str) -> None:
    """Find the running totals and the conflicts among the claims of one place, one indicator and one status.

    A figure is superseded by the next one that runs from the same first day to a later last day and is no lower.
    Figures from the same first day contradict each other where the last day is the same and the value is not, or where
    the later one is lower; then one of them holds (`_weight`). Claims so joined share a series.
    """
    rows: dict[_Row, list[Claim]] = defaultdict(list)
    for claim in claims:
        if _sums_up(claim):
            campaign, flow = heading(indicator, claim.campaign), deed(indicator, claim.best.flow)
            rows[claim.span.year, claim.span.start, campaign, flow].append(claim)
    series: Joined[Claim] = Joined()
    disputes: Joined[Claim] = Joined()
    for row in rows.values():
        row.sort(key=lambda claim: (claim.span.end or 0, claim.best.value, claim.best.witness))
        _run(row, series, indicator)
        if indicator != "money" or row[0].best.flow:  # sums without a verb may be anything
            _dispute(row, series, disputes)
    _settle(series, disputes)


def _sums_up(claim: Claim) -> bool:
    """Tell whether a claim is a total for all of its place."""
    told = claim.best
    if told.each or told.place.key is None or claim.span.end is None:
        return False
    return any(t.scope in ("area", "country") and not t.inner for t in claim.tellings)


def _run(row: Sequence[Claim], series: Joined[Claim], indicator: str) -> None:
    """Mark each claim that a later one of the row carries on."""
    reports = [claim for claim in row if claim.span.reports]
    for index, claim in enumerate(reports):
        for later in reports[index + 1 : index + _REACH]:
            if later.most >= claim.least and _runs_on(claim, later, indicator):
                claim.relation = claim.why_not = "running"
                series.join(claim, later)
                break


def _runs_on(claim: Claim, later: Claim, indicator: str) -> bool:
    """Tell whether another article's later figure is of the same beginning; where none is told, they must be near."""
    if later.span == claim.span or not _same_kind(claim, later) or not claim.articles.isdisjoint(later.articles):
        return False
    return later.span.covers(claim.span, one_drive=one_drive(indicator, claim.campaign, later.campaign))


def _dispute(row: Sequence[Claim], series: Joined[Claim], disputes: Joined[Claim]) -> None:
    """Mark claims that cannot both be right: of different articles, each of which tells only one sum for the period."""
    told_by: dict[int, list[Claim]] = defaultdict(list)
    for claim in row:
        for article in claim.articles:
            told_by[article].append(claim)
    alone = [claim for claim in row if not any(_is_beside(claim, o) for a in claim.articles for o in told_by[a])]
    for index, claim in enumerate(alone):
        for later in alone[index + 1 : index + _REACH]:
            if _contradict(claim, later):
                claim.relation = later.relation = "conflict"
                series.join(claim, later)
                disputes.join(claim, later)


def _is_beside(claim: Claim, other: Claim) -> bool:
    return other is not claim and other.span == claim.span and agree(claim.best.thing, other.best.thing)


def _contradict(claim: Claim, later: Claim) -> bool:
    first, second = claim.best, later.best
    low, high = min(first.value, second.value), max(first.value, second.value)
    if low == high or high > low * _FAR or first.thing != second.thing or not _same_kind(claim, later):
        return False
    if rounds(first.value, first.modifier, second.value) or rounds(second.value, second.modifier, first.value):
        return False
    if not claim.span.reports:  # an event: two may be on one day, but a reprint tells of the same
        return claim.span == later.span and not claim.families.isdisjoint(later.families)
    return claim.span == later.span or (claim.span.start is not None and second.value < first.value)


def _same_kind(claim: Claim, other: Claim) -> bool:
    return agree(claim.best.thing, other.best.thing) and claim.best.upper == other.best.upper


def _settle(series: Joined[Claim], disputes: Joined[Claim]) -> None:
    for members in series.sets():
        first = min(claim.best.witness for claim in members).fact
        for claim in members:
            claim.series = first
    for members in disputes.sets():
        held = max(members, key=_weight)
        for claim in members:
            if claim is not held and claim.why_not is None:
                claim.why_not = "conflict"


def _weight(claim: Claim) -> tuple[int, bool, int, str, float, str]:
    """Rank a claim by what speaks for it: independent publishers, no mere reprint, a later last day, told later."""
    original = not all(told.witness.copy for told in claim.tellings)
    last = max(told.witness.published for told in claim.tellings)
    return claim.publishers, original, claim.span.end or 0, last, claim.best.value, claim.best.witness.document
