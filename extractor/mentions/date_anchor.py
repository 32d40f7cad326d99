"""Which year a date without one stands in.

Where the page gives no date, the text has to: each expression with a year is a witness, and says in which year an
event of a given month would lie. A review of 2023 that is held in January lies in 2024, a plan for 2024 that is made
in December in 2023.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import OLDEST_PAGE, Corner, Expression, Fixed
from extractor.text.document import Document

_OPENS = re.compile(
    r"(?:^|[.;:!?]\s|\) - )(?:trong |riêng |cũng trong |chỉ riêng |riêng trong )?$"
)  # "Năm 2023, toàn xã …"
_SENTENCE, _CLAUSE = 300, 70  # characters looked at
_NEIGHBOURS = 40  # witnesses asked on either side
_CLEAR = ("day", "review", "year", "part", "plan")
_IN_SENTENCE = ("day", "plan", "review", "year", "part", "start", "term")


@dataclass(frozen=True, slots=True)
class Witness:
    """What an expression tells of the year around it.

    `kind` is day, part (of a year), review and plan (of a whole year), year (neither), term (of years, under review),
    start (of a term: congresses, programmes), span (of years) or compared; `month` its last; `opens` for a year at
    the head of its sentence.
    """

    start: int
    kind: str
    year: int
    month: int
    opens: bool

    def year_of(self, month: int) -> int:
        """Return the year of an event in `month`, as the witness has it."""
        if self.kind == "review":
            return self.year if month >= 7 else self.year + 1
        if self.kind == "plan":
            return self.year - 1 if month >= 11 and self.month > 2 else self.year
        if self.kind == "part":
            return self.year if self.month == 12 or month >= self.month - 3 else self.year + 1
        return self.year + 1 if self.kind == "compared" else self.year


def witness(text: Reading, expression: Expression) -> Witness | None:
    """Return what `expression` tells of the year; None where it tells nothing (targets, documents, history)."""
    value = expression.value
    if not isinstance(value, Fixed) or value.first.year is None or value.last.year is None:
        return None
    target = expression.role == "upto" and expression.rule.startswith(("đến năm", "đến <y>"))
    target = target or (expression.role == "before" and expression.grain == "year")
    past = expression.role == "memorial" and value.first.year == value.last.year
    if target or past or expression.role == "document" or value.last.year < OLDEST_PAGE:
        return None
    words = text.before(expression.start, _SENTENCE if expression.grain == "years" else _CLAUSE)
    words = words[words.rfind("\n") + 1 :]
    opens = expression.grain == "year" and _OPENS.search(words) is not None
    kind = "compared" if expression.role == "compared" else _kind(text, expression, words, opens)
    year = value.first.year if kind == "start" else value.last.year
    return Witness(expression.start, kind, year, value.last.month, opens)


def _kind(text: Reading, expression: Expression, words: str, opens: bool) -> str:
    if expression.grain in ("day", "interval"):
        return "day"
    known = text.patterns
    review, plan = _last(known.review, words), _last(known.plan, words)
    if expression.grain == "years":
        congress = known.congress.search(expression.rule) or known.congress.search(words[-24:])
        return "term" if review >= 0 else "start" if plan >= 0 or congress else "span"
    if plan > review:
        return "plan"
    if expression.grain == "year" and not opens:
        return "review" if review >= 0 else "year"
    if expression.future or known.ahead.search(text.after(expression.end, _CLAUSE)):
        return "plan"
    return "review" if opens else "part"


def _last(pattern: re.Pattern[str], words: str) -> int:
    starts = [match.start() for match in pattern.finditer(words)]
    return starts[-1] if starts else -1


class Witnesses:
    """The witnesses of a text in order, asked for the year of one place."""

    def __init__(self, document: Document, text: Reading, expressions: Sequence[Expression]) -> None:
        self._all = [told for e in expressions if (told := witness(text, e)) is not None]
        self._starts = [told.start for told in self._all]
        self._sentences = [(s.start, s.end) for s in document.sentences]

    def year(self, at: int, month: int) -> int | None:
        """Return the most probable year of an event in `month` that is told at offset `at`."""
        told = _best(self._neighbours(at, sentence=True), _IN_SENTENCE) or self._around(at)
        return told.year_of(month) if told else None

    def governing(self, at: int) -> int | None:
        """Return the year that opens the sentence before `at` (`Năm 2022, từ 17/10 đến 18/11, …`)."""
        opening = [told for told in self._neighbours(at, sentence=True) if told.opens and told.start < at]
        return opening[-1].year if opening and opening[-1].kind != "compared" else None

    def latest(self) -> date | None:
        """Return the last day that the text tells of without planning it; None where it tells none."""
        ends = (Corner(t.year, t.month, 0).on(t.year) for t in self._all if t.kind in ("day", "year", "review", "part"))
        return max((end for end in ends if end), default=None)

    def _neighbours(self, at: int, *, sentence: bool = False) -> Sequence[Witness]:
        here = bisect_right(self._starts, at)
        near = self._all[max(0, here - _NEIGHBOURS) : here + _NEIGHBOURS]
        if not sentence:
            return near
        index = bisect_right(self._sentences, (at, len(self._starts) + at)) - 1
        start, end = self._sentences[index] if index >= 0 else (0, 0)
        return [told for told in near if start <= told.start < end and start <= at < end]

    def _around(self, at: int) -> Witness | None:
        near = self._neighbours(at)
        earlier, later = [t for t in reversed(near) if t.start <= at], [t for t in near if t.start > at]
        return (
            next((told for told in earlier if told.kind in _CLEAR), None)
            or _best(later, ("day",))
            or _best([*self._all[:_NEIGHBOURS], *later], ("term", "start"))  # the title's first
            or next((told for told in later if told.kind in _CLEAR), None)
            or _best([*earlier, *later], ("compared", "span"))
        )


def _best(told: Sequence[Witness], kinds: tuple[str, ...]) -> Witness | None:
    """Return the first witness of the first kind that is there."""
    return next((w for kind in kinds for w in told if w.kind == kind), None)


def near_year(today: date, first: tuple[int, int], last: tuple[int, int], *, future: bool) -> int:
    """Return the year of a period without one, seen from `today`: today's, save across the turn of the year.

    A period that would begin more than half a year ahead lies in the year before unless the text plans it; one that
    ended more than 300 days ago (200 where the text plans it) lies in the next. Both ends are (month, day).
    """
    begin, finish = _day(today.year, *first), _day(today.year, *last)
    if (begin - today).days > 183 and not future:
        return today.year - 1
    return today.year + ((today - finish).days > (200 if future else 300))


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day or 28, 28))
