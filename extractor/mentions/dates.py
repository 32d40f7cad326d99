"""Calendar expressions of an article, resolved to intervals of days."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from extractor.lexicon.datewords import DateWords, load_date_words
from extractor.mentions.date_anchor import Witnesses
from extractor.mentions.date_choose import choose
from extractor.mentions.date_context import Reading
from extractor.mentions.date_grammar import scan
from extractor.mentions.date_join import join
from extractor.mentions.date_line import behind_headline, is_clock, line_date, own_line, tells_today
from extractor.mentions.date_parts import OLDEST_PAGE, Expression, Fixed
from extractor.mentions.date_resolve import resolve
from extractor.mentions.model import DateMention, Period
from extractor.paths import data_dir
from extractor.text.document import Document
from extractor.text.normalise import lower


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
    """Find the dates of an article; noise yields none, a date line one.

    A comparison (`so với năm 2022`), a document's own date, a memorial day and the date line are listed, but cover
    nothing: their `covers` is open at both ends and governs no figure. `tính đến ngày X` covers all days up to X, but
    `đến cuối năm X` and `đến năm X` the year X. Bare `năm qua` is the calendar year in articles of November to February, else
    the twelve months before. What can't be resolved without guessing a year from outside the text is left out. `words` replaces the installed
    table of words.
    """
    text = Reading(lower(document.text), words or _installed())
    body, lines = _expressions(document, text)
    line = next((e for e, sure in lines if sure or _fits_line(e, body)), None)
    page = line_date(line) if line else None
    published = published or page
    witnesses = Witnesses(document, text, body)
    today = published or _event(body, witnesses)
    anchor = today or witnesses.latest()
    everything = sorted([*body, *([line] if line else [])], key=lambda e: e.start)
    terms = [(e.start, p) for e in body if e.grain == "years" and (p := _years(e)) is not None]
    found = (resolve(e, today=today, implied=anchor, witnesses=witnesses, terms=terms) for e in everything)
    return DateFinding(tuple(m for m in found if m is not None), anchor, published)


@cache
def _installed() -> DateWords:
    return load_date_words(data_dir() / "date_words.csv")


def _expressions(document: Document, text: Reading) -> tuple[list[Expression], list[tuple[Expression, bool]]]:
    """Return the expressions of the body, and those of date lines with whether they are sure."""
    body: list[Expression] = []
    lines: list[tuple[Expression, bool]] = []
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.kind == "noise":
            continue
        found = join(text, choose(text, scan(text, paragraph.start, paragraph.end)))
        if own_line(text.low, paragraph, index, len(document.paragraphs)):
            full = [e for e in found if line_date(e)]
            lines += [(e.but(role="dateline", rule="<date line>"), not is_clock(text.low, paragraph)) for e in full[:1]]
        else:
            body += [e for e in found if not behind_headline(document, paragraph, e)]
    return body, lines


def _fits_line(line: Expression, body: list[Expression]) -> bool:
    day = line_date(line)
    return day is not None and tells_today(day, body)


def _event(body: list[Expression], witnesses: Witnesses) -> date | None:
    """Return the first day that the article tells of: where no page date is known, it stands for today."""
    for expression in body:
        value = expression.value
        if (
            not isinstance(value, Fixed)
            or expression.grain not in ("day", "interval")
            or expression.role != "plain"
            or expression.future
        ):
            continue
        year = value.last.year or (witnesses.year(expression.start, value.last.month) if value.shift is None else None)
        day = value.last.on(year) if year and year >= OLDEST_PAGE else None
        if day:
            return day
    return None


def _years(expression: Expression) -> Period | None:
    value = expression.value
    if not isinstance(value, Fixed) or value.first.year is None or value.last.year is None:
        return None
    return Period(value.first.on(value.first.year), value.last.on(value.last.year))
