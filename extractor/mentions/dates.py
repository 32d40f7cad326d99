"""Calendar expressions of an article, resolved to intervals of days."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from extractor.lexicon.datewords import DateWords, load_date_words
from extractor.mentions.date_anchor import Witnesses
from extractor.mentions.date_choose import choose
from extractor.mentions.date_context import Reading
from extractor.mentions.date_grammar import beginnings, scan
from extractor.mentions.date_join import join
from extractor.mentions.date_line import behind_headline, is_clock, line_date, tells_today
from extractor.mentions.date_parts import OLDEST_PAGE, Expression, Fixed
from extractor.mentions.date_resolve import Known, resolve
from extractor.mentions.model import DateMention, Period
from extractor.paths import data_dir
from extractor.text.document import Document

_YEAR = 366  # days


@dataclass(frozen=True, slots=True)
class DateFinding:
    """What the text says of time.

    `published` is the day given by the caller, else the page's own date line. `anchor` is the best known today of the
    article: `published`, else the event's day, else the last day that the text tells of.
    """

    mentions: tuple[DateMention, ...]
    anchor: date | None
    published: date | None


def find_dates(document: Document, *, published: date | None = None, words: DateWords | None = None) -> DateFinding:
    """Find the dates of an article; noise yields none, the page's date line one.

    A comparison (`so với năm 2022`), a document's own date, a memorial day and the date line are listed, but govern no
    figure: their `covers` is open at both ends. `tính đến ngày X` covers all days up to X, but `đến cuối năm X` and
    `đến năm X` the year X. Bare `năm qua` is the calendar year in articles of November to February, else the twelve
    months before. What can't be dated without guessing a year from outside the text is left out. `words` replaces the
    installed table of words.
    """
    text = Reading(document.low, words or _installed())
    body, lines = _expressions(document, text)
    line = next((e for e, clock in lines if not clock or _fits(e, body)), None)
    published = published or (line_date(line) if line else None)
    witnesses = Witnesses(document, text, body)
    today = published or _event(body, witnesses)
    anchor = today or witnesses.latest()
    terms = [(e.start, period) for e in body if (period := _years(e)) is not None]
    known = Known(today, anchor, witnesses, terms)
    everything = sorted([*body, *([line] if line else [])], key=lambda e: e.start)
    found = (resolve(expression, known) for expression in everything)
    return DateFinding(tuple(mention for mention in found if mention is not None), anchor, published)


@cache
def _installed() -> DateWords:
    return load_date_words(data_dir() / "date_words.csv")


def _expressions(document: Document, text: Reading) -> tuple[list[Expression], list[tuple[Expression, bool]]]:
    """Return the expressions of the body, and those of date lines with whether they look like a clock."""
    body: list[Expression] = []
    lines: list[tuple[Expression, bool]] = []
    begins = beginnings(document.runs)
    for paragraph in document.paragraphs:
        if paragraph.kind == "noise":
            continue
        found = join(text, choose(text, scan(text, begins, paragraph.start, paragraph.end)))
        begin = paragraph.start  # a list may reach into the line before
        found = [e.but(start=begin) if e.start < begin else e for e in found]
        if paragraph.kind == "dateline":
            full = [e.but(role="dateline", rule="<date line>") for e in found if line_date(e)]
            lines += [(e, is_clock(text.low, paragraph)) for e in full[:1]]
        else:
            body += [e for e in found if not behind_headline(document, paragraph, e)]
    return body, lines


def _fits(line: Expression, body: list[Expression]) -> bool:
    day = line_date(line)
    return day is not None and tells_today(day, body)


def _event(body: list[Expression], witnesses: Witnesses) -> date | None:
    """Return the first day that the article tells of as its own: where the page has no date, it stands for today.

    A day more than a year before the last time that the text tells of is only a step of the story.
    """
    days = [day for e in body if (day := _event_day(e, witnesses)) is not None]
    latest = witnesses.latest()
    return next((day for day in days if latest is None or (latest - day).days <= _YEAR), max(days, default=None))


def _event_day(expression: Expression, witnesses: Witnesses) -> date | None:
    value = expression.value
    if not isinstance(value, Fixed) or value.shift is not None or expression.grain not in ("day", "interval"):
        return None
    if expression.role != "plain" or expression.future:
        return None
    year = value.last.year or witnesses.year(expression.start, value.last.month)
    return value.last.on(year) if year and year >= OLDEST_PAGE else None


def _years(expression: Expression) -> Period | None:
    value = expression.value
    if expression.grain != "years" or not isinstance(value, Fixed) or not value.first.year or not value.last.year:
        return None
    return Period(value.first.on(value.first.year), value.last.on(value.last.year))
