"""From an expression and what is known of today to a mention with days."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from extractor.mentions.date_anchor import Witnesses, near_year
from extractor.mentions.date_parts import Ahead, Back, Corner, Expression, Fixed, Now, Offset, Since, Term, go_back
from extractor.mentions.model import DateMention, Period

_NOTHING = Period(None, None)
_RECALL = 20  # spans of years looked back upon


def resolve(
    expression: Expression,
    *,
    today: date | None,
    implied: date | None,
    witnesses: Witnesses,
    terms: Sequence[tuple[int, Period]],
) -> DateMention | None:
    """Return the mention with its days; None where they can't be told or the calendar has no such day.

    `today` is the article's day, `implied` the last day that it tells of; `terms` are the spans of years named in it, by offset.
    """
    period = _period(expression, today, witnesses, terms, implied)
    if period is None:
        return None
    grain = "interval" if expression.grain == "interval" and period.start != period.end else expression.grain
    return DateMention(
        start=expression.start,
        end=expression.end,
        rule=expression.rule,
        period=_NOTHING if grain == "upto" else period,
        covers=_covers(expression, period, today or implied),
        timex=_timex(grain, period),
        grain=_role_grain(expression, grain),
        listed=expression.listed,
    )


def _role_grain(expression: Expression, grain: str) -> str:
    return "upto" if expression.role == "upto" else grain


def _period(
    expression: Expression,
    today: date | None,
    witnesses: Witnesses,
    terms: Sequence[tuple[int, Period]],
    implied: date | None,
) -> Period | None:
    value = expression.value
    if isinstance(value, Fixed):
        return _fixed(expression, value, today, witnesses)
    if isinstance(value, Since):
        start = _since(expression, value, today or implied)
        return Period(start, today) if start and (today is None or start <= today) else None
    if isinstance(value, Term):
        return _term(expression, value, today, terms)
    if isinstance(value, Now):
        return Period(None, today or implied)
    if today is None:
        return None
    if isinstance(value, Offset):
        day = today + timedelta(days=value.days)
        return Period(day, day)
    if isinstance(value, Ahead):
        last = value.last.on(today.year + (value.shift or 0))
        return Period(today, last) if last and last >= today else None
    return _back(value, today)


def _fixed(expression: Expression, value: Fixed, today: date | None, witnesses: Witnesses) -> Period | None:
    year = value.first.year if value.first.year is not None else value.last.year
    if year is None:
        year = _missing_year(expression, value, today, witnesses)
    if year is None:
        return None
    wraps = value.first.year is None and value.last.year is None and _key(value.first) > _key(value.last)
    first, last = value.first.on(year), value.last.on(year + wraps)
    return Period(first, last) if first and last and first <= last else None


def _key(corner: Corner) -> tuple[int, int]:
    return corner.month, corner.day or 31


def _missing_year(expression: Expression, value: Fixed, today: date | None, witnesses: Witnesses) -> int | None:
    if value.shift is not None:
        return today.year + value.shift if today else None
    if today is None:
        return witnesses.year(expression.start, value.last.month)
    first, last = (value.first.month, value.first.day), (value.last.month, value.last.day)
    return near_year(today, first, last, future=expression.future)


def _since(expression: Expression, value: Since, today: date | None) -> date | None:
    year = value.first.year
    if year is None:
        if today is None:
            return None
        year = today.year + (value.shift or 0)
        start = value.first.on(year)
        if start and start > today:
            year -= 1
    return value.first.on(year)


def _back(value: Back, today: date) -> Period | None:
    if value.count == 0:  # năm qua: in a year-end review the calendar year, else the twelve months behind us
        if today.month <= 2 or today.month >= 11:
            year = today.year - (today.month <= 2)
            return Period(date(year, 1, 1), date(year, 12, 31))
        return Period(go_back(today, 1, "năm"), today)
    start = go_back(today, value.count, value.unit)
    return Period(start, today) if start else None


def _term(
    expression: Expression, value: Term, today: date | None, terms: Sequence[tuple[int, Period]]
) -> Period | None:
    """Find the span of years that is meant: the last named before, or the running term wherever it is named."""
    if value.running:
        begun = (p for _, p in terms if _fits(p, 0) and p.start and p.end and today and p.start <= today <= p.end)
        term = next(begun, None)
        return Period(term.start, today) if term else None
    here = bisect_right(terms, expression.start, key=lambda term: term[0])
    return next((p for _, p in reversed(terms[max(0, here - _RECALL) : here]) if _fits(p, value.years)), None)


def _fits(period: Period, years: int) -> bool:
    if period.start is None or period.end is None:
        return False
    length = period.end.year - period.start.year
    return length in (years, years - 1) if years else 3 <= length <= 6


def _covers(expression: Expression, period: Period, today: date | None) -> Period:
    """Return what a figure governed by the expression covers; nothing for comparisons, documents and memorials."""
    if expression.role in ("compared", "document", "memorial", "dateline"):
        return _NOTHING
    if expression.role == "since" or expression.role == "after":
        return Period(period.start, None)
    if expression.role == "upto" and expression.grain not in ("year", "half", "quarter", "years"):
        return Period(None, period.end)
    return period


def _timex(grain: str, period: Period) -> str:
    first, last = period.start, period.end
    if grain == "upto":
        return "PRESENT_REF"
    if first is None or last is None:
        return f"{first or '..'}/{last or '..'}"
    if grain == "day":
        return first.isoformat()
    if grain == "month":
        return f"{first:%Y-%m}"
    if grain in ("quarter", "half"):
        size, letter = (3, "Q") if grain == "quarter" else (6, "H")
        return f"{first.year}-{letter}{(first.month - 1) // size + 1}"
    if grain == "year":
        return f"{first.year}"
    if grain == "years":
        return f"{first.year}/{last.year}"
    return f"{first:%Y-%m}/{last:%Y-%m}" if grain == "months" else f"{first}/{last}"
