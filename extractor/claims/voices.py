"""Within one article, and among reprints of one text: which facts repeat another, and which total a part belongs to."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from extractor.claims.numbers import digits

_Number = tuple[str, float, float | None, bool]
_TELLING = 3  # significant digits by which figures sum up by no chance
_FEW = 10  # sums below are made up of anything
_REACH = 200  # figures to each side among which a total is looked for


@dataclass(frozen=True, slots=True)
class Figure:
    """What of a fact must be known to tell whether it is a repetition or a part; `total_start` as in `facts`."""

    fact: int
    start: int
    sentence: int
    indicator: str
    status: str
    value: float
    upper: float | None
    aggregation: str
    total_start: int | None

    @property
    def number(self) -> _Number:
        """What a reprint leaves as it is."""
        return self.indicator, self.value, self.upper, self.aggregation == "each"


def voices(articles: Iterable[Sequence[Figure]]) -> dict[int, int]:
    """Return the fact that each fact repeats: itself where it is the first to tell the figure.

    `articles` are copies of one text, the first published first, each in text order: the nth figure of a value repeats
    the nth of that value in the first article that has as many.
    """
    known: dict[_Number, list[int]] = defaultdict(list)
    found = {}
    for article in articles:
        told: dict[_Number, int] = defaultdict(int)
        for figure in article:
            first = known[figure.number]
            nth = told[figure.number]
            if nth == len(first):
                first.append(figure.fact)
            found[figure.fact] = first[nth]
            told[figure.number] += 1
    return found


def totals(article: Sequence[Figure]) -> Mapping[int, int]:
    """Return the fact of the total of each part of an article in text order.

    It is the fact that the extraction found the part in; where that was told again elsewhere and left out, it is the
    nearest greater whole of the same indicator and status. Wholes that with a total's parts, or with each other in its
    sentence, sum up to it exactly are parts too. Parts without a total have none.
    """
    by_start = {figure.start: figure for figure in article}
    found: dict[int, int] = {}
    for group in _comparable(article):
        wholes = [figure for figure in group if figure.aggregation == "whole"]
        for part in group:
            if part.aggregation == "part":
                exact = by_start.get(part.total_start) if part.total_start is not None else None
                if total := exact or _nearest(part, wholes):
                    found[part.fact] = total.fact
        found.update(_summands(wholes))
        found.update(_remainders(group, wholes, found))
    return found


def _comparable(article: Sequence[Figure]) -> Iterable[list[Figure]]:
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in article:
        if figure.aggregation != "each" and figure.upper is None:
            groups[figure.indicator, figure.status].append(figure)
    return groups.values()


def _nearest(part: Figure, wholes: Sequence[Figure]) -> Figure | None:
    at = bisect_left(wholes, part.start, key=lambda whole: whole.start)
    greater = (whole for whole in wholes[max(0, at - _REACH) : at + _REACH] if whole.value > part.value)
    return min(greater, key=lambda whole: (abs(whole.start - part.start), whole.start), default=None)


def _summands(wholes: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """`1.214 cuộc giám sát, gồm cấp thành phố 9, cấp quận 176, cấp phường 1.029`: right behind the sum."""
    for index, total in enumerate(wholes):
        run: list[Figure] = []
        for figure in wholes[index + 1 : index + _REACH]:
            rest = total.value - sum(one.value for one in run)
            if figure.value > rest:
                break
            run.append(figure)
            if len(run) > 1 and isclose(figure.value, rest) and _is_no_chance(total, run):
                yield from ((one.fact, total.fact) for one in run)
                break


def _is_no_chance(total: Figure, run: Sequence[Figure]) -> bool:
    """Tell whether figures sum up to one on purpose: in its sentence, or with three digits that fit."""
    beside = all(one.sentence == total.sentence for one in run)
    return total.value >= _FEW and (beside or max(digits(one.value) for one in (total, *run)) >= _TELLING)


def _remainders(
    group: Sequence[Figure], wholes: Sequence[Figure], found: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """`… các huyện còn lại 6,45 tỷ đồng`: what the other parts leave of a total."""
    parts: dict[int, list[float]] = defaultdict(list)
    for figure in group:
        if figure.fact in found:
            parts[found[figure.fact]].append(figure.value)
    for total in wholes:
        rest = total.value - sum(parts[total.fact])
        if len(parts[total.fact]) > 1:
            yield from ((one.fact, total.fact) for one in wholes if one is not total and isclose(one.value, rest))
