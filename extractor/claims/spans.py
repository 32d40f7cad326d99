"""Periods as claims compare them: whole days as numbers, either end open."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

_YEAR, _MONTH, _ENDLESS = 366, 31, 1_000_000  # days
EVENT = 6  # days from the first to the last of the longest period that tells of an event, not of a report


class Span(NamedTuple):
    """First and last day as ordinals; None where it is open or, both, where no period is told."""

    start: int | None
    end: int | None

    @property
    def rank(self) -> int:
        """How much is known: 0 both ends, 1 one of them, 2 nothing."""
        return (self.start is None) + (self.end is None)

    @property
    def year(self) -> int | None:
        """The calendar year that holds the whole period."""
        if self.start is None or self.end is None:
            return None
        first, last = date.fromordinal(self.start).year, date.fromordinal(self.end).year
        return first if first == last else None

    @property
    def length(self) -> int:
        """Days from the first to the last; without end where one is open."""
        return self.end - self.start if self.start is not None and self.end is not None else _ENDLESS

    @property
    def reports(self) -> bool:
        """Tell whether figures of the period sum up what was done in it: it is known and longer than an event."""
        return self.end is not None and self.length > EVENT

    def covers(self, other: "Span", *, one_drive: bool) -> bool:
        """Tell whether another period, which has an end, lies in this one.

        Figures `đến nay` reach back for a year, and lie in the period that they end in, where they are of `one_drive`;
        else they only reach back for a month.
        """
        if self.end is None or other.end is None or other.end > self.end:
            return False
        if self.start is None:
            return other.end >= self.end - (_YEAR if one_drive else _MONTH)
        return one_drive and other.end >= self.start if other.start is None else other.start >= self.start

    def stands_with(self, other: "Span") -> bool:
        """Tell whether one article may tell both of the same state of affairs: they end within a month of each other.

        The other begins with it, or reaches back without a first day. One without any day may be of any time.
        """
        if self.end is None or other.end is None:
            return True
        if abs(self.end - other.end) > _MONTH:
            return False
        return other.start in (None, self.start)

    def gap(self, other: "Span") -> int:
        """Return the days between two periods, 0 or less where they meet."""
        first, second = (self.start, self.end), (other.start, other.end)
        behind = _minus(first[0], second[1])
        before = _minus(second[0], first[1])
        return max(behind, before)


def _minus(start: int | None, end: int | None) -> int:
    return start - end if start is not None and end is not None else -_ENDLESS


@lru_cache(maxsize=20_000)
def day(text: str | None) -> int | None:
    """Return an ISO 8601 day as a number."""
    return date.fromisoformat(text).toordinal() if text else None


def iso(number: int | None) -> str | None:
    """Return the number of a day as ISO 8601 text."""
    return date.fromordinal(number).isoformat() if number is not None else None
