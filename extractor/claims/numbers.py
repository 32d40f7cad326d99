"""Figures as they are told: how exactly, and whether two may be the same number."""

from functools import lru_cache

_MOST = 0.05  # the farthest that a figure lies from the round number that it is told by
_COUNTS = 10_000
_UP = ("more_than", "at_least")
_DOWN = ("less_than", "at_most")


@lru_cache(maxsize=50_000)
def digits(value: float) -> int:
    """Count the significant digits: 9.8 billion and 98 have two, 500 has one."""
    return len(f"{value:.6f}".rstrip("0").replace(".", "").strip("0")) if value % 1 else len(f"{value:.0f}".rstrip("0"))


@lru_cache(maxsize=50_000)
def reach(value: float, modifier: str | None) -> tuple[float, float]:
    """Return the least and the greatest number that a telling may stand for.

    `hơn 76 tỷ` reaches up to 77, `gần 10` down to 9.5, `khoảng 100` half of its last digit to both sides.
    """
    last = _last_digit(value)
    far, near = min(last, value * _MOST), min(last / 2, value * _MOST)
    if modifier in _UP:
        return value, value + far
    if modifier in _DOWN:
        return value - far, value
    return (value, value) if modifier is None else (value - near, value + near)


def may_round(value: float, modifier: str | None) -> tuple[float, float] | None:
    """Return the least and the greatest number that may be told as `value`; None where it means what it says."""
    if modifier is not None:
        return reach(value, modifier)
    if value < _COUNTS or digits(value) <= 1:
        return None
    near = min(_last_digit(value) / 2, value * _MOST)
    return value - near, value + near


def rounds(value: float, modifier: str | None, other: float) -> bool:
    """Tell whether `other`, told more exactly, may be told as `value`.

    A plain `9,8 tỷ` may stand for half of its last digit to both sides; below ten thousand plain figures are counts and
    mean what they say.
    """
    reached = may_round(value, modifier)
    if reached is None:
        return False
    low, high = reached
    if modifier is None:
        return low <= other <= high and digits(value) < digits(other)
    if modifier in _UP:
        return low <= other < high
    return low < other <= high


def _last_digit(value: float) -> float:
    """Return the worth of the last significant digit."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    if "." in text:
        return 10.0 ** -len(text.split(".")[1])
    return 10.0 ** (len(text) - len(text.rstrip("0")))
