"""Months, quarters, halves and other runs of months: tháng 6-2023, quý IV, 9 tháng đầu năm."""

import re
from collections.abc import Iterator

from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Corner, Expression, months
from extractor.mentions.date_words import (
    ALSO,
    COUNTS,
    IN_COUNT,
    IN_MONTH,
    MW,
    NO_NUMBER,
    NUMBER,
    OF_YEAR,
    SHIFT,
    M,
    N,
    Rule,
    W,
    Y,
    Year,
    count_of,
    fixed,
    is_range,
    month_of,
    parts,
    whole,
    year_of,
    year_word,
)

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NOT_MONTHS = r"(?!\s(?:ngày|giờ|lần|liên)(?!\w))"
_HEAD = r"tháng\s{1,2}"
_MONTH = re.compile(rf"(?<!\w){_HEAD}(?P<month>{M}|(?:{MW}){W}){OF_YEAR}{NO_NUMBER}{_NOT_MONTHS}")
_SHORT = re.compile(rf"(?<!\w)t\.?(?P<month>{M})/(?P<year>{Y})(?![/.\-,]?\w)")  # T6/2023
_MONTHS = re.compile(
    rf"""(?<!\w)(?P<plural>(?:các|những)\s)?{_HEAD}
    (?P<months>(?:{M}|(?:{MW}){W})(?:{ALSO}(?:(?:hết\s)?tháng\s)?{M}(?!\s?%)){{1,11}})
    {OF_YEAR}{NO_NUMBER}{_NOT_MONTHS}""",
    re.VERBOSE,
)
_MONTH_YEAR = re.compile(rf"(?<![\w/.,])(?<!\d-)(?P<month>{M})(?P<mark>[/.\-])(?P<year>{Y})(?![/.\-,]?\w)")
_MEMBER = re.compile(rf"\d{{1,2}}|{MW}")
_QUARTER_NUMBER = r"(?:iv|i{1,3}|[1-4])(?!\w)"
_QUARTERS = re.compile(
    rf"(?<!\w)(?:các\s)?quý\s(?P<quarters>{_QUARTER_NUMBER}(?:{ALSO}(?:quý\s)?{_QUARTER_NUMBER}){{0,3}}){OF_YEAR}{NO_NUMBER}"
)
_RUN = re.compile(
    rf"""(?<!\w)(?P<count>{N}\s)?(?P<unit>tháng|quý)\s(?P<part>đầu|cuối)(?:\stiên)?\s(?:của\s)?
    (?:năm(?:\s(?P<year>{Y}|{SHIFT}))?(?!\s(?:học|\d))|(?P<bare>{Y})){W}{NO_NUMBER}""",
    re.VERBOSE,
)
_MONTHS_OF_YEAR = re.compile(
    rf"(?<![\w/])(?P<count>{N})\stháng\s?(?:(?:của\s|,\s?)?năm\s|/|-)?(?P<year>{Y}){NO_NUMBER}"
)


def _month(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    year, month = year_of(match), month_of(match["month"])
    if not text.lunar(match.start(), match.end()):
        yield whole(match, name + year.slot, "month", fixed(months(month, month, year.number), year))


def _months(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    words, year = match["months"], year_of(match)
    found = list(_MEMBER.finditer(words))
    numbers = [month_of(m[0]) for m in found]
    span = is_range(words, len(found))
    if text.lunar(match.start(), match.end()) or not (span or year != Year() or match["plural"] or "tháng" in words):
        return  # "tháng 9, 12 hộ": the second number is no month; the plain rule reads the first
    if span:
        first, last = numbers
        early = None if year.number is None else year.number - (first > last)
        ends = Corner(early, first, 1), Corner(year.number, last, 0)
        yield whole(match, name.replace(", ", " - ") + year.slot, "months", fixed(ends, year))
        return
    base = match.start("months")
    spans = [(base + m.start(), base + m.end()) for m in found]
    for month, (start, end) in zip(numbers, parts(spans, match), strict=True):
        value = fixed(months(month, month, year.number), year)
        yield Expression(start=start, end=end, rule=name + year.slot, grain="month", value=value)


def _short(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    month = int(match["month"])
    yield whole(match, name, "month", fixed(months(month, month, int(match["year"])), Year()))


def _month_year(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    month = int(match["month"])
    value = fixed(months(month, month, int(match["year"])), Year())
    yield whole(match, name, "month", value, form="m/y")


def _quarters(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    year, words, base = year_of(match), match["quarters"], match.start("quarters")
    found = list(re.finditer(r"iv|i{1,3}|[1-4]", words))
    numbers = [_ROMAN.get(m[0]) or int(m[0]) for m in found]
    if is_range(words, len(found)):
        value = fixed(months(numbers[0] * 3 - 2, numbers[1] * 3, year.number), year)
        yield whole(match, f"{name} - <q>{year.slot}", "months", value)
        return
    spans = [(base + m.start(), base + m.end()) for m in found]
    for quarter, (start, end) in zip(numbers, parts(spans, match), strict=True):
        value = fixed(months(quarter * 3 - 2, quarter * 3, year.number), year)
        yield Expression(start=start, end=end, rule=name + year.slot, grain="quarter", value=value)


def _run(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    """Read `6 tháng đầu năm`, `3 tháng cuối năm 2023`, `3 quý đầu năm`; bare `những tháng đầu năm` is no month."""
    size = (count_of(match["count"]) if match["count"] else 1) * (3 if match["unit"] == "quý" else 1)
    word, part = match["year"] or match["bare"], match["part"]
    before = text.before(match.start(), 8)
    vague = not match["count"] and (not word or re.search(r"(?:những|các|mấy|nhiều)[^\S\n]\Z", before))
    if vague or not 1 <= size <= 11:
        return
    year = year_word(word)
    ends = months(1, size, year.number) if part == "đầu" else months(13 - size, 12, year.number)
    rule = f"<n> {match['unit']} {part} năm" + (" <y>" if word else "")
    yield whole(match, rule, _grain(size), fixed(ends, year))


def _grain(size: int) -> str:
    return {1: "month", 3: "months", 6: "half", 12: "year"}.get(size, "months")


def _months_of_year(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    size = count_of(match["count"])
    day = text.before(match.start(), 5) in ("ngày ", "mùng ", "mồng ")
    if 2 <= size <= 12 and not day:
        yield whole(match, name, _grain(size), fixed(months(1, size, int(match["year"])), Year()))


RULES = (
    Rule("tháng <m>", _MONTH, _month, ("tháng",), IN_MONTH),
    Rule("tháng <m>, <m>", _MONTHS, _months, ("các", "những", "tháng"), ("tháng", *IN_MONTH)),
    Rule("<m>/<y>", _MONTH_YEAR, _month_year, (NUMBER,), ("/", ".", "-")),
    Rule("T<m>/<y>", _SHORT, _short, ("t",), (".", NUMBER)),
    Rule("quý <q>", _QUARTERS, _quarters, ("các", "quý"), ("quý", "i", "ii", "iii", "iv", NUMBER)),
    Rule("<n> tháng đầu năm", _RUN, _run, (*COUNTS, "tháng", "quý"), (*IN_COUNT, "tháng", "quý", "đầu", "cuối")),
    Rule("<n> tháng năm <y>", _MONTHS_OF_YEAR, _months_of_year, COUNTS, (*IN_COUNT, "tháng")),
)
