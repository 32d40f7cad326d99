"""From candidates to expressions: which of the numbers that could be days are days."""

import re
from collections.abc import Iterable

from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Expression, Fixed

# What may stand between two dates that belong together: `A đến B`, `A - B`, `A và B`.
LINK = re.compile(
    r"\s{0,2}(?:(?P<range>-|đến\shết|tới\shết|cho\sđến|đến|tới)|(?P<also>,\svà|,|và|;))\s{0,2}"
    r"(?:hết\sngày\s|ngày\s|hết\s|sáng\s|chiều\s)?"
)
_DAYS = ("day", "interval")
_BRACKETED = re.compile(r"\s?(?:-|đến)\s?\d{1,2}/\d{1,2}(?:/\d{4})?\)")  # (17/10 - 18/11)


def dated(expression: Expression) -> bool:
    """Tell whether the expression names its year."""
    value = expression.value
    return isinstance(value, Fixed) and (value.last.year is not None or value.shift is not None)


def choose(text: Reading, candidates: Iterable[Expression]) -> list[Expression]:
    """Keep the candidates that are dates, the longest at each place, in text order."""
    kept: list[Expression] = []
    blocked = -1
    for candidate in sorted(candidates, key=lambda e: (e.start, -e.end, not dated(e), e.form != "list")):
        if candidate.start < blocked:
            continue
        accepted = _accept(text, candidate, kept[-1] if kept else None)
        if accepted is None:
            if candidate.form not in ("", "list"):
                blocked = candidate.end  # nothing inside a name or a count is a date
            continue
        while kept and kept[-1].start >= accepted.start:
            kept.pop()  # "Sáng nay (14/10)": the words became part of the day
        kept.append(accepted)
        blocked = accepted.end
    return kept


def _accept(text: Reading, candidate: Expression, previous: Expression | None) -> Expression | None:
    if text.born(candidate.start) or text.yearly(candidate.end):
        return None
    if not candidate.form:
        return None if candidate.grain == "month" and text.named(candidate.start) else candidate
    if candidate.form == "bare":
        linked = _linked(text, previous, candidate, ("year", "years", "month", "day"))
        fits = text.bare_year(candidate.start, candidate.end) or (linked and not text.counted(candidate.end))
        return candidate if fits else None
    if candidate.form == "m/y":
        fits = text.preposition(candidate.start) or _linked(text, previous, candidate, ("month", "year", "day"))
        return candidate if fits and not text.numbers_document(candidate.start) else None
    return (
        _accept_listed(text, candidate, previous)
        if candidate.form == "list"
        else _accept_day(text, candidate, previous)
    )


def _accept_listed(text: Reading, candidate: Expression, previous: Expression | None) -> Expression | None:
    """Take the members of a list of days; the first needs words that only a day can follow."""
    marked = text.marker_start(candidate.start)
    if marked is not None:
        return candidate.but(start=marked)
    in_list = previous is not None and previous.form == "list" and _linked(text, previous, candidate, _DAYS)
    return candidate if in_list or text.preposition(candidate.start) else None


def _linked(text: Reading, previous: Expression | None, candidate: Expression, grains: tuple[str, ...]) -> bool:
    if previous is None or previous.grain not in grains:
        return False
    return LINK.fullmatch(text.low, previous.end, candidate.start) is not None


def _accept_day(text: Reading, candidate: Expression, previous: Expression | None) -> Expression | None:
    start, end = candidate.start, candidate.end
    marked = text.marker_start(start)
    if marked is not None and (dated(candidate) or not text.measured(end)):
        if _ratio(candidate) and "ngày" not in text.low[marked:start] and text.counted(end):
            return None  # "sáng 5/9 xã đã xong"
        closing = int(text.after(end, 1) == ")" and "(" in text.low[marked:start])
        return candidate.but(start=marked, end=end + closing)
    if text.numbers_document(start) or text.named(start):
        return None
    if dated(candidate):
        return candidate
    linked = _linked(text, previous, candidate, (*_DAYS, "month", "year"))
    return candidate if (linked and not text.measured(end)) or _unmarked(text, candidate) else None


def _ratio(candidate: Expression) -> bool:
    """Tell whether the number could be a share: `5/9`, but not `9/5`."""
    value = candidate.value
    return isinstance(value, Fixed) and not dated(candidate) and value.last.day <= value.last.month


def _unmarked(text: Reading, candidate: Expression) -> bool:
    """Read `đến 30/9`, `từ 1-6 đến 30-9`, `(17/10 - 18/11)` as days, `đến 11/11 xã`, `từ 2-3 người` as counts."""
    start, end = candidate.start, candidate.end
    if candidate.form == "tháng":
        return not text.holiday(start)
    if candidate.form == ".":
        return False
    if text.preposition(start):
        return text.ends(end) or (candidate.form == "/" and not (_ratio(candidate) and text.counted(end)))
    return candidate.form == "/" and text.before(start, 1) == "(" and _BRACKETED.match(text.after(end)) is not None
