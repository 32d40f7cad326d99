"""Which figures lie in another that is counted? A district's in its province's, a month's in the year's."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from extractor.claims.model import Claim
from extractor.claims.numbers import highest
from extractor.claims.reform import REFORM, Key
from extractor.claims.spans import Span
from extractor.claims.things import agree, became, may_hold, one_drive, same_campaign

_Shape = tuple[Span, str | None, str | None, tuple[str, ...]]
_Sums = dict[tuple[Key, int | None], "_Sum"]


def contain(claims: Iterable[Claim], indicator: str) -> None:
    """Say of each claim that enters no sum yet whether it lies in another that does; all of one indicator and status.

    It does where a figure that is no smaller covers its place and its period in the same calendar year (or both are of
    no single year), counts the same things, and names the same campaign, or one of the two names none. Two sums that
    one article tells of one place and period stand side by side, unless one is what became of the other. What lies in a
    part lies in its total.
    """
    counted: _Sums = defaultdict(lambda: _Sum(indicator))
    for claim in sorted((claim for claim in claims if claim.why_not in (None, "part")), key=_widest):
        if claim.why_not is None and any(total.holds(claim) for total in _around(claim, counted)):
            claim.why_not = "contained"
        elif claim.best.place.name is not None and _may_hold(claim):
            counted[claim.best.place.name, claim.span.year].add(claim)


def _around(claim: Claim, counted: _Sums) -> Iterable["_Sum"]:
    """Return what is counted so far for the claim's place and all that hold it, in the same year."""
    years = {claim.span.year}
    if claim.span.start is None and claim.span.end is not None:
        years.add(date.fromordinal(claim.span.end).year)  # a figure `đến nay` lies in that of the year, if it can
    place = claim.best.place
    keys = ((name, year) for name in (place.name, *place.above) for year in years if name is not None)
    return [counted[key] for key in keys if key in counted]


def _widest(claim: Claim) -> tuple[object, ...]:
    """Sort holders before what they may hold: by place, then by value."""
    place, told = claim.best.place, claim.best
    is_old = place.name is not None and place.name[1] != REFORM
    value = highest(told.value, told.modifier)
    return place.rank, is_old, -value, -claim.span.length, -(claim.span.end or 0), told.witness


def _may_hold(claim: Claim) -> bool:
    """Tell whether a claim is a total for all of its place."""
    return any(told.scope in ("area", "country") for told in claim.tellings)


@dataclass(slots=True)
class _Sum:
    """The counted totals of one place and year, by what must be compared."""

    indicator: str
    by_shape: dict[_Shape, list[Claim]] = field(default_factory=lambda: defaultdict(list))

    def add(self, claim: Claim) -> None:
        told = claim.best
        self.by_shape[claim.span, claim.campaign, told.flow, told.thing].append(claim)

    def holds(self, claim: Claim) -> bool:
        """Tell whether one of the totals holds a claim."""
        fitting = (totals for shape, totals in self.by_shape.items() if self._fits(shape, claim))
        return any(self._holds(total, claim) for totals in fitting for total in totals)

    def _fits(self, shape: _Shape, claim: Claim) -> bool:
        span, campaign, flow, thing = shape
        if not same_campaign(self.indicator, campaign, claim.campaign):
            return False
        if not span.covers(claim.span, one_drive=one_drive(self.indicator, campaign, claim.campaign)):
            return False
        return may_hold(self.indicator, flow, claim.best.flow) and agree(thing, claim.best.thing)

    def _holds(self, total: Claim, claim: Claim) -> bool:
        if highest(total.best.value, total.best.modifier) < claim.best.value:
            return False
        beside = not total.articles.isdisjoint(claim.articles)
        beside = beside and (total.best.place.name, total.span) == (claim.best.place.name, claim.span)
        if beside or not total.span.reports:
            return beside and became(self.indicator, total.best.flow, claim.best.flow)
        return True
