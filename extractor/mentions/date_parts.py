"""The parts of a calendar expression before anyone knows which year it stands in."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1900, 2100
_SHORTEST = 28  # days of a month
OLDEST_PAGE = 1997  # no Vietnamese web page tells an event of its day from before


class Corner(NamedTuple):
    """One end of an interval; `year` is None where the text does not say it, `day` 0 is the month's last day."""

    year: int | None
    month: int
    day: int

    def on(self, year: int) -> date | None:
        """Return the day in its own year, else in `year`; None where the calendar has no such day."""
        own = self.year if self.year is not None else year
        if not FIRST_YEAR <= own <= LAST_YEAR:
            return None
        if 1 <= self.day <= _SHORTEST:
            return date(own, self.month, self.day)
        last = monthrange(own, self.month)[1]
        return date(own, self.month, self.day or last) if self.day <= last else None


class Fixed(NamedTuple):
    """An interval with two ends; `shift` counts years from today's (`năm ngoái`: -1)."""

    first: Corner
    last: Corner
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """A day counted from today: `hôm qua` is -1."""

    days: int


@dataclass(frozen=True, slots=True)
class Back:
    """`count` units (`năm`, `tháng`, `tuần`, `ngày`) that end today; count 0 is the bare `năm qua`."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Since:
    """From `first` to today; `shift` as in Fixed."""

    first: Corner
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """From today to `last`; `shift` as in Fixed."""

    last: Corner
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """`đến nay`."""


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of years that the text names elsewhere: `qua 5 năm` (years 5), `nhiệm kỳ qua` (years 0).

    `running` for `từ đầu nhiệm kỳ đến nay`.
    """

    years: int
    running: bool = False


Value = Fixed | Offset | Back | Since | Ahead | Now | Term


class Expression(NamedTuple):
    """A calendar expression as it stands in the text.

    `role` says what it does there: plain, since, upto, before, after, compared, document, memorial, dateline.
    `future` is True where the words around it place it ahead; `form` is the notation of a numeric day (`/`, `.`, `-`).
    """

    start: int
    end: int
    rule: str
    grain: str
    value: Value
    role: str = "plain"
    future: bool = False
    form: str = ""
    listed: bool = True

    def but(self, **changes: object) -> "Expression":
        """Return a copy with `changes`."""
        return self._replace(**changes)  # type: ignore[arg-type]


def whole_year(year: int | None) -> tuple[Corner, Corner]:
    """Return the two ends of a year."""
    return Corner(year, 1, 1), Corner(year, 12, 31)


def months(first: int, last: int, year: int | None) -> tuple[Corner, Corner]:
    """Return the two ends of a run of months inside one year."""
    return Corner(year, first, 1), Corner(year, last, 0)


def minus_months(day: date, count: int) -> date:
    """Go back `count` months to the same day of the month, or to its last where it is shorter."""
    index = day.year * 12 + day.month - 1 - count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def go_back(day: date, count: int, unit: str) -> date | None:
    """Go back `count` units from `day`; None before the first year we know."""
    if unit in ("tuần", "ngày"):
        return day - timedelta(days=count * (7 if unit == "tuần" else 1))
    back = count * (12 if unit == "năm" else 1)
    return minus_months(day, back) if day.year - back / 12 > FIRST_YEAR else None
