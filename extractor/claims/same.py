"""Which tellings are of one figure? From the facts of one place to its claims."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.claims.model import Claim, Told, Witness
from extractor.claims.numbers import digits, may_round, rounds
from extractor.claims.spans import Span
from extractor.claims.things import agree, same_campaign, same_deed

_Exactness = tuple[bool, int, int, bool, Witness]
_Number = tuple[float, float | None, int | None]

_TELLING = 3  # significant digits by which a figure is known again: 798 billion twice are one, 500 billion may be two
_UNMISTAKABLE = 4  # those by which it is known again though it is dated otherwise
_MONTH = 31  # days by which the ends of one report's period differ: the end of June, the day in July when it was told
_TWO_MONTHS = 62
_REACH = 200  # claims among which that of a telling is looked for


def claims_of(tellings: Iterable[Told]) -> list[Claim]:
    """Return the claims of one place, one indicator and one status; the order of `tellings` does not matter.

    The most exact tellings come first; the others join them, or each other. Two are one where their numbers agree,
    their periods fit, their campaigns do (or one says none), and one sentence did not tell both.
    """
    groups: dict[tuple[bool, float | None], _Groups] = defaultdict(_Groups)
    for told in sorted(tellings, key=_exactness):
        groups[told.each, told.upper].add(told)
    return [_claim(group.tellings) for one in groups.values() for group in one.all]


def _exactness(told: Told) -> _Exactness:
    return told.modifier is not None, -digits(told.value), told.span.rank, told.campaign is None, told.witness


@dataclass(slots=True)
class _Group:
    """Tellings of one figure, also by article; the first is the most exact."""

    tellings: list[Told] = field(default_factory=list)
    by_article: dict[int, list[Told]] = field(default_factory=lambda: defaultdict(list))
    campaign: str | None = None

    def add(self, told: Told) -> None:
        self.tellings.append(told)
        self.by_article[told.witness.article].append(told)
        self.campaign = self.campaign or told.campaign


@dataclass(slots=True)
class _Groups:
    """The groups so far: by number, and the numbers in order."""

    all: list[_Group] = field(default_factory=list)
    by_number: dict[_Number, list[_Group]] = field(default_factory=lambda: defaultdict(list))
    in_order: list[tuple[float, int]] = field(default_factory=list)

    def add(self, told: Told) -> None:
        group = self._equal(told) or self._rounded(told)
        if group is None:
            group = _Group()
            insort(self.in_order, (told.value, len(self.all)))
            self.all.append(group)
            self.by_number[_number(told)].append(group)
        group.add(told)

    def _equal(self, told: Told) -> _Group | None:
        fitting = [g for g in self.by_number[_number(told)][-_REACH:] if _is_same(g, told)]
        return max(fitting, key=lambda g: (g.tellings[0].span == told.span, g.campaign == told.campaign), default=None)

    def _rounded(self, told: Told) -> _Group | None:
        """Return the nearest of the more exact figures that the telling may round."""
        reached = may_round(told.value, told.modifier)
        if reached is None:
            return None
        first = bisect_left(self.in_order, (reached[0], 0))
        last = bisect_right(self.in_order, (reached[1], len(self.all)))
        middle = bisect_left(self.in_order, (told.value, 0))
        near = self.in_order[max(first, middle - _REACH) : min(last, middle + _REACH)]
        for value, index in sorted(near, key=lambda n: (abs(n[0] - told.value), n)):
            if rounds(told.value, told.modifier, value) and _may_be_rounded(self.all[index], told):
                return self.all[index]
        return None


def _number(told: Told) -> _Number:
    """Return where equal figures are looked for; those that many tell also by the first day."""
    return told.value, told.upper, None if digits(told.value) >= _TELLING else told.span.start


def _is_same(group: _Group, told: Told) -> bool:
    first, exactness = group.tellings[0], digits(told.value)
    telling = exactness >= _TELLING
    if (told.place.key is None and not telling) or not _may_meet(group, told):
        return False
    fits = _fits(first.span, told.span, exactness) and _is_alike(first, told)
    return fits and (telling or _is_narrow(first) == _is_narrow(told))


def _may_be_rounded(group: _Group, told: Told) -> bool:
    first = group.tellings[0]
    if told.place.key is None or not _may_meet(group, told):
        return False
    fits = _fits(first.span, told.span, digits(first.value), rounded=True) and _is_alike(first, told)
    return fits and _is_narrow(first) == _is_narrow(told)


def _is_alike(first: Told, told: Told) -> bool:
    """Tell whether two tellings are of the same thing and deed: what is only begun is not yet built."""
    deeds = same_deed(told.indicator, first.flow, told.flow) and (first.flow == "start") == (told.flow == "start")
    return deeds and agree(first.thing, told.thing)


def _may_meet(group: _Group, told: Told) -> bool:
    if not same_campaign(told.indicator, told.campaign, group.campaign):
        return False
    return all(_told_twice(told, other) for other in group.by_article.get(told.witness.article, ()))


def _told_twice(told: Told, other: Told) -> bool:
    """Tell whether an article may tell one figure twice, as in lead and body: in two sentences, of all its place."""
    if told.witness.sentence == other.witness.sentence or told.part or other.part:
        return False
    if _is_narrow(told) or _is_narrow(other):
        return False
    return max(digits(told.value), digits(other.value)) >= (2 if told.span == other.span else _TELLING)


def _is_narrow(told: Told) -> bool:
    return told.scope in ("village", "giver")


def _fits(one: Span, other: Span, exactness: int, *, rounded: bool = False) -> bool:
    """Tell whether two periods may be that of one figure, which so many significant digits make known."""
    if 2 in (one.rank, other.rank):
        return exactness >= _TELLING
    if one == other:
        return True
    if one.start == other.start and abs((one.end or 0) - (other.end or 0)) <= _MONTH:
        return True
    if rounded:
        return one.end == other.end and exactness >= _TELLING
    gap = one.gap(other)
    return exactness >= _TELLING and (gap <= 0 or (exactness >= _UNMISTAKABLE and gap <= _TWO_MONTHS))


def _claim(tellings: Sequence[Told]) -> Claim:
    campaign = next((told.campaign for told in tellings if told.campaign), None)
    exact = tellings[0]
    firsts = [t for t in tellings if (t.value, t.modifier) == (exact.value, exact.modifier)]
    best = min(firsts, key=lambda told: told.witness)
    rest = sorted((told for told in tellings if told is not best), key=lambda told: told.witness)
    return Claim([best, *rest], _best_span(tellings), campaign)


def _best_span(tellings: Sequence[Told]) -> Span:
    """Return the period that is known best; of those, the one that most tell, then the longest."""
    known = min(told.span.rank for told in tellings)
    counts = Counter(told.span for told in tellings if told.span.rank == known)
    return max(counts, key=lambda span: (counts[span], span.length, span.start or 0, span.end or 0))
