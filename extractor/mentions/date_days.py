"""Days: 29-9-2023, 14 và 15/8, 28 - 29.10, 13 tháng 12 năm 2019."""

import re
from collections.abc import Iterator

from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Corner, Expression, Fixed
from extractor.mentions.date_words import (
    MW,
    NUMBER,
    SHIFT,
    YEAR,
    D,
    M,
    Rule,
    W,
    Y,
    Year,
    fixed,
    is_range,
    month_of,
    parts,
    whole,
    year_of,
)

_ALSO = r"\s{0,2}(?:,|và|-|đến|tới)\s{0,2}(?:(?:hết\s)?ngày\s)?"
# beside 1-6 a tight hyphen lists nothing
_ALSO_LOOSE = r"(?:\s{0,2}(?:,|và|đến|tới)\s{0,2}|\s-\s)(?:(?:hết\s)?ngày\s)?"
_DAYS = re.compile(
    rf"""(?:(?<!\d)(?<!\d[.,/\-:hg])(?<!thứ\s)|(?<=/\d\d\d\d-)|(?<=[/.]\d-)|(?<=[/.]\d\d-))
    (?:(?P<days>{D}(?:{_ALSO}{D}){{0,9}})(?:\s?(?P<mark>[/.])\s?|\s{{1,2}}tháng\s{{1,2}})
      |(?P<loose_days>{D}(?:{_ALSO_LOOSE}{D}){{0,9}})(?P<hyphen>-))
    (?P<month>{M}|(?<=tháng\s)(?:{MW}|năm){W})
    (?:\s?[/.\-]\s?(?P<joined>{Y})|\s?,?\s(?:của\s)?năm\s(?P<named>{Y}|{SHIFT})
      |(?:(?<=tháng\s\d)|(?<=tháng\s\d\d))\s(?P<loose>{Y}))?
    (?!\s?%|\d|[.,]\d|/\s?[^\W_]|-[^\W\d_]|-\d(?!\d?[/.]\d))""",
    re.VERBOSE,
)
_SPACED = re.compile(rf"(?<!\w)(?<!\d[.,/\-])(?P<day>{D})\s-\s(?P<month>{M})\s-\s(?P<year>{Y})(?![/.\-,]?\d)")
_ISO = re.compile(rf"(?<![\w/\-])(?P<year>{Y})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\d/\-])")
_NUMBER = re.compile(r"\d{1,2}")


def _days(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    if text.lunar(match.start(), match.end()):
        return
    group = "days" if match["days"] else "loose_days"
    mark, year, month = match["mark"] or match["hyphen"] or "tháng", year_of(match), month_of(match["month"])
    base, words = match.start(group), match[group]
    found = [(int(m[0]), (base + m.start(), base + m.end())) for m in _NUMBER.finditer(words)]
    numbers = [day for day, _ in found]
    rule = _name(mark, year, len(found))
    spans = list(parts([span for _, span in found], match))
    ranged = is_range(words, len(found))
    if len(found) > 1 and (ranged or numbers == list(range(numbers[0], numbers[0] + len(numbers)))):
        ends = Corner(year.number, month, numbers[0]), Corner(year.number, month, numbers[-1])
        form = mark if ranged else "list"
        yield whole(match, rule.replace(", ", " - "), "interval", fixed(ends, year), form=form)
    else:
        for day, (start, end) in zip(numbers, spans, strict=True):
            form = "list" if len(found) > 1 else mark
            yield Expression(start, end, rule, "day", _day(day, month, year), form=form)
    if len(found) > 1 and not ranged:  # "phường 5, 14/11/2019": no list of days, but still a day
        start, end = spans[-1]
        yield Expression(start, end, _name(mark, year, 1), "day", _day(numbers[-1], month, year), form=mark)


def _day(day: int, month: int, year: Year) -> Fixed:
    corner = Corner(year.number, month, day)
    return fixed((corner, corner), year)


def _name(mark: str, year: Year, count: int) -> str:
    day = "<d>, <d>" if count > 1 else "<d>"
    if mark == "tháng":
        return f"{day} tháng <m>" + (" năm <y>" if year.number else "")
    return f"{day}{mark}<m>" + (f"{mark}<y>" if year.number else "")


def _full(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    corner = Corner(int(match["year"]), int(match["month"]), int(match["day"]))
    yield whole(match, name, "day", fixed((corner, corner), Year()), form="full")


RULES = (
    Rule("<d>/<m>", _DAYS, _days, (NUMBER,), ("/", ".", "-", ",", "và", "đến", "tới", "tháng")),
    Rule("<d> - <m> - <y>", _SPACED, _full, (NUMBER,), ("-",)),
    Rule("<y>-<m>-<d>", _ISO, _full, (YEAR,), ("-",)),
)
