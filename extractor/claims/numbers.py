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


def rounds(value: float, modifier: str | None, other: float) -> bool:
    """Tell whether `other`, told more exactly, may be told as `value`.

    `hơn 76 tỷ` reaches up to 77, `gần 10` down to 9.5, a plain `9,8 tỷ` half of its last digit to both sides. Plain
    figures below ten thousand are counts and mean what they say.
    """
    last = _last_digit(value)
    far = min(last, value * _MOST)
    if modifier in _UP:
        return value <= other < value + far
    if modifier in _DOWN:
        return value - far < other <= value
    if modifier is None and (value < _COUNTS or not 1 < digits(value) < digits(other)):
        return False
    return abs(other - value) <= min(last / 2, far)


def highest(value: float, modifier: str | None) -> float:
    """Return the greatest number that a telling may stand for."""
    return value + min(_last_digit(value), value * _MOST) if modifier in _UP else value


def _last_digit(value: float) -> float:
    """Return the worth of the last significant digit."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    if "." in text:
        return 10.0 ** -len(text.split(".")[1])
    return 10.0 ** (len(text) - len(text.rstrip("0")))
