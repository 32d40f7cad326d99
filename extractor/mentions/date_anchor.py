"""Which year a date without one stands in.

Where the page gives no date, the text has to: each expression with a year is a witness, and says in which year an event
of a given month would lie. A review of year 2023 that is held in January lies in 2024, a plan for 2024 that is made in December in 2023.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import OLDEST_PAGE, Expression, Fixed
from extractor.text.document import Document

_OPENS = re.compile(
    r"(?:^|[.;:!?]\s|\) - )(?:trong |riêng |cũng trong |chỉ riêng |riêng trong )?$"
)  # "Năm 2023, toàn xã …"
_SENTENCE, _CLAUSE = 300, 70  # characters


@dataclass(frozen=True, slots=True)
class Witness:
    """What an expression tells of the year around it: `kind` is day, year, review, plan, part, term, start or compared."""

    start: int
    kind: str
    year: int
    month: int


def witness(text: Reading, expression: Expression) -> Witness | None:
    """Return what `expression` tells of the year; None where it tells nothing (targets, documents, history)."""
    value = expression.value
    if not isinstance(value, Fixed) or value.first.year is None or value.last.year is None:
        return None
    target = expression.role == "upto" and expression.rule.startswith(("đến năm", "đến <y>"))
    past = expression.role == "memorial" and value.first.year == value.last.year
    if target or past or expression.role == "document" or value.last.year < OLDEST_PAGE:
        return None
    kind = "compared" if expression.role == "compared" else _kind(text, expression)
    year = value.first.year if kind == "start" else value.last.year
    return Witness(expression.start, kind, year, value.last.month)


def _kind(text: Reading, expression: Expression) -> str:
    known = text.patterns
    words = text.before(expression.start, _SENTENCE if expression.grain == "years" else _CLAUSE)
    words = words[words.rfind("\n") + 1 :]
    review, plan = _last(known.review, words), _last(known.plan, words)
    if expression.grain == "years":
        congress = known.congress.search(expression.rule) or known.congress.search(words[-24:])
        return "term" if review >= 0 else "start" if plan >= 0 or congress else "span"
    if expression.grain in ("day", "interval"):
        return "day"
    planned = plan > review or expression.future or known.ahead.search(text.after(expression.end, _CLAUSE))
    if expression.grain in ("month", "quarter", "half", "months"):
        return "plan" if planned else "part"
    opens = _OPENS.search(words) is not None
    return "plan" if planned and (opens or plan > review) else "review" if review >= 0 or opens else "year"


def _last(pattern: re.Pattern[str], words: str) -> int:
    found = -1
    for match in pattern.finditer(words):
        found = match.start()
    return found


def year_of(told: Witness, month: int) -> int:
    """Return the year of an event in `month`, as the witness has it."""
    if told.kind == "review":
        return told.year if month >= 7 else told.year + 1
    if told.kind == "plan":
        return told.year - 1 if month >= 11 and told.month > 2 else told.year
    if told.kind == "part":
        return told.year if month >= told.month or told.month == 12 or told.month - month <= 3 else told.year + 1
    return told.year + 1 if told.kind == "compared" else told.year


class Witnesses:
    """The witnesses of a text in order, asked for the year of one place."""

    def __init__(self, document: Document, text: Reading, expressions: Sequence[Expression]) -> None:
        self._all = [told for e in expressions if (told := witness(text, e)) is not None]
        self._starts = [told.start for told in self._all]
        self._sentences = [s.start for s in document.sentences]
        self._document = document

    def year(self, at: int, month: int) -> int | None:
        """Return the most probable year of an event in `month` that is told at offset `at`."""
        told = self._in_sentence(at) or self._around(at)
        return year_of(told, month) if told else None

    def _in_sentence(self, at: int) -> Witness | None:
        index = bisect_right(self._sentences, at) - 1
        if index < 0 or not self._document.sentences[index].start <= at < self._document.sentences[index].end:
            return None
        sentence = self._document.sentences[index]
        first, last = bisect_right(self._starts, sentence.start - 1), bisect_right(self._starts, sentence.end - 1)
        return _best(self._all[first:last], ("day", "plan", "review", "year", "part", "start", "term"))

    def _around(self, at: int) -> Witness | None:
        here = bisect_right(self._starts, at)
        earlier, later = self._all[:here][::-1][:40], self._all[here : here + 40]
        clear = ("day", "review", "year", "part", "plan")
        nearest = next((told for told in earlier if told.kind in clear), None)
        return (
            nearest
            or _best(later, ("day",))
            or _best(self._all[:here][:40] + later, ("term", "start"))
            or next((told for told in later if told.kind in clear), None)
            or _best(earlier + later, ("compared", "span"))
        )

    def latest(self) -> date | None:
        """Return the last day that the text tells of without planning it; None where it tells none."""
        ends = [
            date(t.year, t.month, 28) if t.month < 12 else date(t.year, 12, 31)
            for t in self._all
            if t.kind in ("day", "year", "review", "part")
        ]
        return max(ends, default=None)


def _best(told: Sequence[Witness], kinds: tuple[str, ...]) -> Witness | None:
    """Return the first witness of the first kind that is there."""
    return next((w for kind in kinds for w in told if w.kind == kind), None)


def near_year(today: date, first: tuple[int, int], last: tuple[int, int], *, future: bool) -> int:
    """Return the year in which a period without one lies, seen from `today`: today's, save across the turn of the year.

    A period that would begin more than half a year ahead lies in the year before unless the text plans it; one that
    ended more than 300 days ago (120 where the text plans it) lies in the next.
    """
    begin, finish = _day(today.year, *first), _day(today.year, *last)
    if (begin - today).days > 183 and not future:
        return today.year - 1
    if (today - finish).days > (200 if future else 300):
        return today.year + 1
    return today.year


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day or 28, 28))
