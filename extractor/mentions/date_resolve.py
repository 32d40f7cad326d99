"""From an expression and what is known of today to a mention with days."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.mentions.date_anchor import Witnesses, near_year
from extractor.mentions.date_parts import Ahead, Back, Corner, Expression, Fixed, Now, Offset, Since, Term, go_back
from extractor.mentions.model import DateMention, Period

_NOTHING = Period(None, None)
_RECALL = 20  # spans of years looked back upon
_SIZES = {"month": 7, "months": 7, "year": 4, "years": 4}  # of what is written of a day, by grain
_TITLES = 100  # spans of years among which the running term is sought


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the article's time.

    `today` is its day, `implied` at least the last day that it tells of; `terms` are its spans of years, by offset.
    """

    today: date | None
    implied: date | None
    witnesses: Witnesses
    terms: Sequence[tuple[int, Period]]


def resolve(expression: Expression, known: Known) -> DateMention | None:
    """Return the mention with its days; None where they can't be told or the calendar has no such day."""
    period = _period(expression, known)
    if period is None:
        return None
    now = isinstance(expression.value, Now)
    return DateMention(
        start=expression.start,
        end=expression.end,
        rule=expression.rule,
        period=_NOTHING if now else period,
        covers=_covers(expression, period),
        timex="PRESENT_REF" if now else _timex(expression.grain, period),
        grain="upto" if expression.role in ("upto", "before") else expression.grain,
        listed=expression.listed,
    )


def _period(expression: Expression, known: Known) -> Period | None:
    value, today = expression.value, known.today
    if isinstance(value, Fixed):
        return _fixed(expression, value, known)
    if isinstance(value, Since):
        return _since(value, known)
    if isinstance(value, Term):
        return _running(known) if value.running else _term(expression, value, known)
    if isinstance(value, Now):
        return Period(None, today or known.implied)
    if today is None:
        return None
    if isinstance(value, Offset):
        ordinal = today.toordinal() + value.days
        return Period(day, day) if (day := _on(ordinal)) else None
    if isinstance(value, Ahead):
        last = value.last.on(today.year + (value.shift or 0))
        return Period(today, last) if last and last >= today else None
    return _back(value, today)


def _fixed(expression: Expression, value: Fixed, known: Known) -> Period | None:
    year = value.first.year if value.first.year is not None else value.last.year
    missing = year is None
    year = _missing_year(expression, value, known) if year is None else year
    if year is None:
        return None
    wraps = missing and _key(value.first) > _key(value.last)
    first, last = value.first.on(year), value.last.on(year + wraps)
    return Period(first, last) if first and last and first <= last else None


def _on(ordinal: int) -> date | None:
    """Return the day of that number; None before the first and after the last of the calendar."""
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def _key(corner: Corner) -> tuple[int, int]:
    return corner.month, corner.day or 31


def _missing_year(expression: Expression, value: Fixed, known: Known) -> int | None:
    today = known.today
    if value.shift is not None:
        return today.year + value.shift if today else None
    if today is None:
        return known.witnesses.year(expression.start, value.last.month)
    governing = known.witnesses.governing(expression.start)
    if governing is not None:
        return governing
    first, last = (value.first.month, value.first.day), (value.last.month, value.last.day)
    return near_year(today, first, last, future=expression.future)


def _since(value: Since, known: Known) -> Period | None:
    """Count from the last such day before today; without any day of the article the end stays open."""
    today = known.today or known.implied
    start = value.first.on(today.year + (value.shift or 0)) if today else value.first.on(0)
    if value.first.year is None and start and today and start > today:
        start = value.first.on(today.year - 1)
    return Period(start, known.today) if start and (known.today is None or start <= known.today) else None


def _back(value: Back, today: date) -> Period | None:
    if value.count == 0 and (today.month <= 2 or today.month >= 11):
        year = today.year - (today.month <= 2)  # năm qua, in a year-end review: the calendar year
        return Period(date(year, 1, 1), date(year, 12, 31))
    start = go_back(today, value.count or 1, value.unit)
    return Period(start, today) if start else None


def _term(expression: Expression, value: Term, known: Known) -> Period | None:
    """Return the last span of so many years that is named before."""
    here = bisect_right(known.terms, expression.start, key=lambda term: term[0])
    named = reversed(known.terms[max(0, here - _RECALL) : here])
    return next((period for _, period in named if _fits(period, value.years) and not _is_ahead(period, known)), None)


def _is_ahead(period: Period, known: Known) -> bool:
    """A term that begins in the article's own year is the one ahead, not the one that is over."""
    today = known.today or known.implied
    return bool(today and period.start and period.start.year >= today.year)


def _running(known: Known) -> Period | None:
    """Return the time from the start of the term that today lies in, wherever the text names it."""
    today = known.today
    for _, period in known.terms[:_TITLES]:
        if today and period.start and period.end and _fits(period, 0) and period.start <= today <= period.end:
            return Period(period.start, today)
    return None


def _fits(period: Period, years: int) -> bool:
    """Tell whether a span is so many years long; any term of office for 0."""
    if period.start is None or period.end is None:
        return False
    length = period.end.year - period.start.year
    return length in (years, years - 1) if years else 3 <= length <= 6


def _covers(expression: Expression, period: Period) -> Period:
    """Return what a figure governed by the expression covers; nothing for comparisons, documents and memorials."""
    if expression.role in ("compared", "document", "memorial", "dateline"):
        return _NOTHING
    start, end = period.start, period.end
    if expression.role == "since":
        return Period(start, None)
    if expression.role == "upto" and expression.grain != "year":
        return Period(None, end)
    if expression.role == "before" and start:
        return Period(None, end if expression.grain == "day" else start - timedelta(days=1))
    if expression.role == "after" and end:
        return Period(start if expression.grain == "day" else end + timedelta(days=1), None)
    return period


def _timex(grain: str, period: Period) -> str:
    first, last = period.start, period.end
    if first is None or last is None:
        return f"{first or '..'}/{last or '..'}"
    if grain in ("quarter", "half"):
        size, letter = (3, "Q") if grain == "quarter" else (6, "H")
        return f"{first.year}-{letter}{(first.month - 1) // size + 1}"
    size = _SIZES.get(grain, 10)
    begin = first.isoformat()[:size]
    return begin if grain in ("day", "month", "year") else f"{begin}/{last.isoformat()[:size]}"
