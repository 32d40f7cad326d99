"""Which figures lie in another that is counted? A district's in its province's, a month's in the year's."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from extractor.claims.model import Claim
from extractor.claims.reform import REFORM, Key
from extractor.claims.spans import Span, day
from extractor.claims.things import agree, became, may_hold, one_drive, same_campaign

_Shape = tuple[Span, str | None, str | None, tuple[str, ...]]
_Years = dict[int | None, "_Sum"]

_UNKNOWN = 2  # the rank of a period that is not told
_YEAR = 366


def contain(claims: Iterable[Claim], indicator: str) -> None:
    """Say of each claim that enters no sum yet whether it lies in another that does; all of one indicator and status.

    It does where a figure that is no smaller covers its place and its period in the same calendar year (or both are of
    no single year), counts the same things, and names the same campaign, or one of the two names none. Two sums that
    one article tells of one place and time stand side by side, unless one is what became of the other. What lies in a
    part, or in a contained figure, lies in its total. A figure of several years is counted less what single years tell.
    """
    counted: dict[Key, _Years] = defaultdict(lambda: defaultdict(lambda: _Sum(indicator)))
    single = []
    for claim in sorted((claim for claim in claims if claim.why_not in (None, "part")), key=_widest):
        place, year = claim.best.place, claim.span.year
        if claim.why_not is None and any(one.holds(claim) for one in _around(claim, counted)):
            claim.why_not = "contained"
        if place.name is not None and _may_hold(claim):
            counted[place.name][year].add(claim)
        if claim.why_not is None and year is not None:
            single.append(claim)
    _take_out(single, counted)


def _take_out(single: Iterable[Claim], counted: dict[Key, _Years]) -> None:
    """Take what single years tell out of the figures of several years that hold it."""
    for claim in single:
        sums = (counted[name][None] for name in _names(claim) if name in counted and None in counted[name])
        longer = (one for total in sums for one in total.holders(claim) if one.why_not is None)
        if (total := min(longer, key=_widest, default=None)) is not None:
            total.elsewhere += claim.best.value
            if total.elsewhere >= total.best.value:
                total.why_not = "contained"


def _names(claim: Claim) -> Iterator[Key]:
    place = claim.best.place
    yield from (name for name in (place.name, *place.above) if name is not None)


def _around(claim: Claim, counted: dict[Key, _Years]) -> Iterator["_Sum"]:
    """Yield what is counted so far for the claim's place and all that hold it, in the same year, or in any year."""
    span = claim.span
    years = {span.year}
    if span.start is None and span.end is not None:
        years.add(date.fromordinal(span.end).year)  # a figure `đến nay` lies in that of the year, if it can
    for name in _names(claim):
        if name in counted:
            yield from (one for year, one in counted[name].items() if year in years or span.rank == _UNKNOWN)


def _covers(span: Span, claim: Claim, *, drive: bool) -> bool:
    """Tell whether a period covers a claim's; one that is not known, if it was told within a year of the end."""
    if claim.span.rank != _UNKNOWN:
        return span.covers(claim.span, one_drive=drive)
    told = day(claim.best.witness.published or None)
    return drive and told is not None and span.end is not None and abs(told - span.end) <= _YEAR


def _widest(claim: Claim) -> tuple[object, ...]:
    """Sort holders before what they may hold: by place, then by value."""
    place, told = claim.best.place, claim.best
    is_old = place.name is not None and place.name[1] != REFORM
    return place.rank, is_old, -claim.least, -claim.span.length, -(claim.span.end or 0), told.witness


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
        return next(self.holders(claim), None) is not None

    def holders(self, claim: Claim) -> Iterator[Claim]:
        """Yield the totals that hold a claim."""
        for shape, totals in self.by_shape.items():
            if self._fits(shape, claim):
                span, campaign, *_ = shape
                covered = _covers(span, claim, drive=one_drive(self.indicator, campaign, claim.campaign))
                if covered or span.stands_with(claim.span):
                    yield from (total for total in totals if self._holds(total, claim, covered))

    def _fits(self, shape: _Shape, claim: Claim) -> bool:
        _, campaign, flow, thing = shape
        if not same_campaign(self.indicator, campaign, claim.campaign):
            return False
        return may_hold(self.indicator, flow, claim.best.flow) and agree(thing, claim.best.thing)

    def _holds(self, total: Claim, claim: Claim, covered: bool) -> bool:
        if total.most < claim.least:
            return False
        if _beside(total, claim):
            return became(self.indicator, total.best.flow, claim.best.flow)
        return covered and total.span.reports


def _beside(total: Claim, claim: Claim) -> bool:
    """Tell whether one article tells both of one place and about one time."""
    if total.articles.isdisjoint(claim.articles) or total.best.place.name != claim.best.place.name:
        return False
    return total.span == claim.span or total.span.stands_with(claim.span)
