"""Figures that add up exactly to the one before them are its parts, though no word says so."""

from collections.abc import Iterator, Sequence

from extractor.facts.figure import Figure
from extractor.facts.part import related_heads

_MOST = 12  # addends of one total
_NEAR = 1_200  # characters from a total to its last addend
_EXACT = 1e-9  # share of the total that rounding may leave
_TELLING = 100  # a total that is hardly reached by chance; a smaller one counts within its own sentence
_TWO_DIGITS = 10

Sum = tuple[str, Figure]


def sums(figures: Sequence[Figure]) -> dict[int, Sum]:
    """Return the rule and the total of each addend, by the addend's offset.

    `figures` are alike in indicator and status and stand in text order.
    """
    found: dict[int, Sum] = {}
    for index, total in enumerate(figures):
        for addend in _addends(total, figures[index + 1 : index + 1 + _MOST]):
            found.setdefault(addend.quantity.start, ("adds up to the figure before", total))
    return found


def _addends(total: Figure, following: Sequence[Figure]) -> Sequence[Figure]:
    """Return the figures right behind a total that add up to it, at least two."""
    reached = 0.0
    for count, figure in enumerate(_beside(total, following), start=1):
        reached += figure.quantity.value
        if reached > total.quantity.value * (1 + _EXACT):
            return ()
        if count > 1 and reached >= total.quantity.value * (1 - _EXACT):
            return following[:count]
    return ()


def _beside(total: Figure, following: Sequence[Figure]) -> Iterator[Figure]:
    """Yield the figures that may be addends, up to the first that is none."""
    for figure in following:
        far = figure.quantity.start - total.quantity.end > _NEAR
        if far or total.each or figure.each or total.indicator == "percent" or not related_heads(total, figure):
            return
        least = _TWO_DIGITS if figure.scene is total.scene else _TELLING
        if total.quantity.value < least or {total.flow, figure.flow} == {"raise", "spend"}:
            return
        yield figure
