"""Where the lines of an axis stand, and which of the classes of a map a value falls into."""

import math
from collections.abc import Iterable, Sequence

CLASSES = 5


def ticks(top: float, *, about: int = 4) -> list[float]:
    """Return round values from 0 to the first that is not below `top`."""
    if top <= 0:
        return [0.0, 1.0]
    raw = top / about
    unit = 10 ** math.floor(math.log10(raw))
    step = unit * next(factor for factor in (1, 2, 2.5, 5, 10) if raw <= factor * unit * (1 + 1e-9))
    return [step * i for i in range(math.ceil(top / step - 1e-9) + 1)]


def breaks(values: Iterable[float], *, classes: int = CLASSES) -> list[float]:
    """Return the lower bounds of at most `classes` classes that hold about as many values each, rounded.

    Sums of provinces are skewed: classes of equal width would put all but two into the first.
    """
    ordered = sorted(value for value in values if value > 0)
    if not ordered:
        return []
    bounds = [0.0]
    for number in range(1, min(classes, len(set(ordered)))):
        bound = _rounded(ordered[len(ordered) * number // min(classes, len(set(ordered)))])
        if bounds[-1] < bound <= ordered[-1]:
            bounds.append(bound)
    return bounds


def class_of(value: float | None, bounds: Sequence[float]) -> int:
    """Return the class of a value from 1 to 5, spread over the scale where there are fewer; 0: nothing is known."""
    if value is None or not bounds:
        return 0
    place = sum(value >= bound for bound in bounds)
    return place if len(bounds) == CLASSES else round(1 + (place - 1) * (CLASSES - 1) / max(len(bounds) - 1, 1))


def _rounded(value: float) -> float:
    """Round to two figures."""
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.floor(value / unit) * unit
