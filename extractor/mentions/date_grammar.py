"""The calendar expressions that stand on their own, each rule named by its grammar.

All patterns read the lower-case text. They hold no unbounded repeats, so that the cost is linear in the text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractor.mentions.date_context import bare_year_fits, lunar, names_a_document
from extractor.mentions.date_parts import Back, Corner, Expression, Fixed, Now, Offset, Term, Value, months, whole_year
from extractor.mentions.numerals import read_words

_D = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_M = r"(?:1[0-2]|0?[1-9])(?!\d)"
_Y = r"(?:19|20)\d\d(?!\d)"
_W = r"(?![^\W_])"  # the end of a word
_PART = r"(?:rạng sáng|sáng sớm|sáng|trưa|đầu giờ chiều|chiều|tối|đêm)"
_MONTH_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12,
}  # fmt: skip
_MW = "mười một|mười hai|mười|một|hai|ba|tư|sáu|bảy|tám|chín"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_N = r"(?:\d{1,2}|(?:(?:hai|ba|bốn|năm|sáu|bảy|tám|chín) mươi|mười)(?: (?:mốt|một|hai|ba|bốn|tư|lăm|năm|sáu|bảy|tám|chín))?" \
     r"|một|hai|ba|bốn|năm|sáu|bảy|tám|chín)"  # fmt: skip
_SHIFTS = {"nay": 0, "này": 0, "ngoái": -1, "tới": 1, "sau": 1}
# The year behind a month, a quarter, a half: 6-2023, 6/2023, 6 năm 2023, 6 của năm nay, 6 2023
_OF_YEAR = (
    rf"(?:\s?[/.\-]\s?(?P<joined>{_Y})|\s?,?\s{{1,2}}(?:của\s)?năm\s(?P<named>{_Y}|nay{_W}|này{_W}|ngoái{_W}|tới{_W})"
    rf"|\s(?P<loose>{_Y})(?!\s?[/\-]))?"
)
_ALSO = r"\s{0,2}(?:,|và|-|đến|tới)\s{0,2}"
_NO_NUMBER = r"(?!\s?%|[/.,]?\d|/[^\W\d_]|-[^\W\d_])"


def count_of(words: str) -> int:
    """Read a small number in figures or words; 0 where it is none."""
    return int(words) if words.isdigit() else int(read_words(words) or 0)


@dataclass(frozen=True, slots=True)
class Year:
    """A year as far as the words give it."""

    number: int | None = None
    shift: int | None = None


def _year(match: re.Match[str]) -> Year:
    word = match["joined"] or match["named"] or match["loose"]
    if not word:
        return Year()
    return Year(int(word)) if word.isdigit() else Year(shift=_SHIFTS[word])


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the maker of its expressions."""

    name: str
    pattern: re.Pattern[str]
    make: Callable[[str, re.Match[str], str], Iterator[Expression]]


def _one(match: re.Match[str], name: str, grain: str, value: Value, **more: object) -> Expression:
    return Expression(start=match.start(), end=match.end(), rule=name, grain=grain, value=value, **more)  # type: ignore[arg-type]


# Days: 29-9-2023, 14 và 15/8, 28 - 29.10, 13 tháng 12 năm 2019

_ALSO_DAY = r"\s{0,2}(?:,|và|-|đến|tới)\s{0,2}(?:(?:hết\s)?ngày\s)?"
_ALSO_DAY_LOOSE = r"(?:\s{0,2}(?:,|và|đến|tới)\s{0,2}|\s-\s)(?:(?:hết\s)?ngày\s)?"
_DAYS = re.compile(
    rf"""(?:(?<![\d])(?<!\d[.,/\-])|(?<=/\d\d\d\d-)|(?<=[/.]\d-)|(?<=[/.]\d\d-))
    (?:(?P<days>{_D}(?:{_ALSO_DAY}{_D}){{0,9}})(?:\s?(?P<mark>[/.])\s?|\s{{1,2}}tháng\s{{1,2}})
      |(?P<days_loose>{_D}(?:{_ALSO_DAY_LOOSE}{_D}){{0,9}})(?P<hyphen>-))
    (?P<month>{_M}|(?<=tháng\s)(?:{_MW}|năm){_W})
    (?:\s?[/.\-]\s?(?P<joined>{_Y})|\s?,?\s(?:của\s)?năm\s(?P<named>{_Y}|nay{_W}|ngoái{_W}|tới{_W})|(?<=tháng\s\d)\s(?P<loose>{_Y}))?
    (?!\s?%|\d|[.,]\d|/\s?[^\W_]|-[^\W\d_]|-\d(?!\d?[/.]\d))""",
    re.VERBOSE,
)
_ISO = re.compile(rf"(?<![\w/\-])(?P<year>{_Y})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\d/\-])")
_SMALL = re.compile(r"\d{1,2}")


def _days(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    group = "days" if match["days"] else "days_loose"
    form = match["mark"] or match["hyphen"] or "tháng"
    year = _year(match)
    month = int(match["month"]) if match["month"].isdigit() else _MONTH_WORDS[match["month"]]
    found = [(int(m[0]), match.start(group) + m.start(), match.start(group) + m.end()) for m in _SMALL.finditer(match[group])]
    if lunar(low, match.start(), match.end()):
        return
    rule = f"<d>{' tháng ' if form == 'tháng' else form}<m>" + ({None: ""}.get(year.number, form.replace("tháng", " năm ") + "<y>"))
    numbers = [day for day, _, _ in found]
    run = len(found) > 1 and (numbers == list(range(numbers[0], numbers[0] + len(numbers))) or _is_range(match[group], len(found)))
    if len(found) > 1 and run:
        ends = Corner(year.number, month, numbers[0]), Corner(year.number, month, numbers[-1])
        yield _one(match, "<d> - " + rule, "interval", Fixed(*ends, year.shift), form=form)
        return
    for index, (day, start, end) in enumerate(found):
        corner = Corner(year.number, month, day)
        stop = match.end() if index == len(found) - 1 else end
        begin = match.start() if index == 0 else start
        series = "<d>, " + rule if len(found) > 1 else rule
        yield Expression(start=begin, end=stop, rule=series, grain="day", value=Fixed(corner, corner, year.shift), form=form)


def _is_range(words: str, count: int) -> bool:
    return count == 2 and re.search(r"-|đến|tới", words) is not None


def _iso(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    corner = Corner(int(match["year"]), int(match["month"]), int(match["day"]))
    yield _one(match, name, "day", Fixed(corner, corner), form="iso")


# Months: tháng 6-2023, các tháng 7, 8, T6/2023, 6/2023

_MONTHS = re.compile(
    rf"""(?<!\w)(?P<plural>(?:các|những|{_N})\s)?(?:tháng\s{{1,2}}|t\.?(?=\d\d?/\d{{4}}))
    (?P<months>(?:{_M}|(?:{_MW}){_W})(?:{_ALSO}(?:(?:hết\s)?tháng\s)?{_M}(?!\s?%)){{0,11}})
    {_OF_YEAR}{_NO_NUMBER}(?!\s(?:ngày|giờ|lần)(?!\w))""",
    re.VERBOSE,
)
_MONTH_ONLY = re.compile(rf"(?<!\w)tháng\s{{1,2}}(?P<month>{_M}|(?:{_MW}){_W}){_OF_YEAR}{_NO_NUMBER}(?!\s(?:ngày|giờ|lần)(?!\w))")
_MONTH_YEAR = re.compile(rf"(?<![\w/.,])(?<!\d-)(?P<month>{_M})(?P<mark>[/.\-])(?P<year>{_Y})(?![/.\-,]?\w)")
_MONTH_WORD_OR_NUMBER = re.compile(rf"\d{{1,2}}|{_MW}")


def _month_number(word: str) -> int:
    return int(word) if word.isdigit() else _MONTH_WORDS[word]


def _months(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    words = match["months"]
    found = [(_month_number(m[0]), match.start("months") + m.end()) for m in _MONTH_WORD_OR_NUMBER.finditer(words)]
    year = _year(match)
    counted = match["plural"] in ("các ", "những ")
    if len(found) == 1 or not (year != Year() or counted or "tháng" in words or re.search(r"-|đến|tới", words)):
        return  # "tháng 9, 12 hộ": the second number is no month; the plain rule reads the first
    if low[max(0, match.start() - 4) : match.start()].endswith("rằm "):
        return
    rule = "tháng <m>, <m>" + ("/<y>" if year.number else "")
    if _is_range(words, len(found)):
        first, last = found[0][0], found[1][0]
        if year.number and first > last:
            ends = Corner(year.number - 1, first, 1), Corner(year.number, last, 0)
        else:
            ends = Corner(year.number, first, 1), Corner(year.number, last, 0)
        yield _one(match, rule.replace(", ", " - "), "months", Fixed(*ends, year.shift))
        return
    begin = match.start()
    for index, (month, end) in enumerate(found):
        stop = match.end() if index == len(found) - 1 else end
        value = Fixed(*months(month, month, year.number), year.shift)
        yield Expression(start=begin, end=stop, rule=rule, grain="month", value=value)
        begin = stop + re.match(r"[\s,-]{0,4}(?:và|tháng|\s){0,5}", low[stop : stop + 20]).end()  # type: ignore[union-attr]


def _month(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    before = low[max(0, match.start() - 14) : match.start()]
    if lunar(low, match.start(), match.end()) or before.endswith("rằm "):
        return
    year = _year(match)
    rule = name + ("/<y>" if year.number else "")
    month = _month_number(match["month"])
    yield _one(match, rule, "month", Fixed(*months(month, month, year.number), year.shift))


def _month_year(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    value = Fixed(*months(int(match["month"]), int(match["month"]), int(match["year"])))
    yield _one(match, name, "month", value, form="m" + match["mark"])


# Years: năm 2022, các năm 2019, 2020, 2019 - 2024, năm nay

_YEARS = re.compile(
    rf"""(?<!\w)(?P<head>(?:(?:các|những|{_N})\s)?năm(?:\shọc)?\s{{1,2}})
    (?P<years>{_Y}(?:\s?(?:,|và|,\svà)\s?(?:năm\s)?{_Y}(?!\s?[-/]\s?\d)){{0,9}}){_NO_NUMBER}""",
    re.VERBOSE,
)
_YEAR_RANGE = re.compile(
    rf"""(?<![\w/])(?<!\d[.,\-])(?P<first>{_Y})(?:\s?[-/]\s?|\s(?:đến|tới)\s)(?:hết\s)?(?:năm\s)?(?P<last>{_Y})
    (?!\s?%|[/.,\-]?\d|/[^\W\d_]|-[^\W\d_])""",
    re.VERBOSE,
)
_BARE_YEAR = re.compile(rf"(?<![\w/.,\-])(?P<year>{_Y})(?![/\-]?\w|[.,:]\d|\s?[-/]\s?\d)")
_YEAR_SHIFT = re.compile(rf"(?<!\w)năm\s(?P<word>nay|ngoái|tới|sau|trước){_W}")
_PART_OF_YEAR = re.compile(
    rf"""(?<!\w)(?P<part>(?:(?:những|các|mấy)\stháng\s(?:đầu|cuối|giữa)|đầu|giữa|cuối|hết|nửa\sđầu|nửa\scuối))\s
    (?:của\s)?(?:năm\s(?P<year>{_Y}|nay{_W}|này{_W}|ngoái{_W}|tới{_W}|sau{_W})|năm(?!\s(?:học|mới|\d))(?P<none>{_W})|(?P<bare>{_Y}))
    {_NO_NUMBER}""",
    re.VERBOSE,
)


def _years(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    found = [(int(m[0]), m.start(), m.end()) for m in re.finditer(r"\d{4}", match["years"])]
    head = match["head"].split()
    if head[0] in ("các", "những") and len(found) == 1 and found[0][0] % 10 == 0:
        return  # những năm 1990: a decade
    first, last = found[0][0], found[-1][0]
    run = [year for year, _, _ in found] == list(range(first, last + 1))
    if "học" in head and len(found) == 1:  # a school year by its first year: too vague to be dated
        yield _one(match, "năm học <y>", "year", Fixed(*whole_year(first)))
        return
    if head[0] != "năm" and head[0] not in ("các", "những") and len(found) > 1 and run:
        yield _one(match, "<n> năm <y> và <y>", "years", Fixed(Corner(first, 1, 1), Corner(last, 12, 31)))
        return
    base = match.start("years")
    for index, (year, start, end) in enumerate(found):
        begin = match.start() + (0 if head[0] in ("năm", "các", "những") else len(head[0]) + 1) if index == 0 else base + start
        stop = match.end() if index == len(found) - 1 else base + end
        rule = "năm <y>" if len(found) == 1 else "năm <y>, <y>"
        yield Expression(start=begin, end=stop, rule=rule, grain="year", value=Fixed(*whole_year(year)))


def _year_range(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    first, last = int(match["first"]), int(match["last"])
    if not first < last <= first + 60 or names_a_document(low, match.start()) or not bare_year_fits(low, match.end(), span=True):
        return
    head = re.search(rf"(?:năm\shọc|niên\skhóa|giai\sđoạn|nhiệm\skỳ|thời\skỳ|{_N}\snăm|năm)[\s,:]{{1,2}}(?:từ\s)?(?:năm\s)?$", low[max(0, match.start() - 24) : match.start()])
    begin, label = match.start(), ""
    if head:
        begin, words = match.start() - len(head[0]), head[0].split()
        label = " ".join("<n>" if index == 0 and words[-1] == "năm" and len(words) > 1 else word for index, word in enumerate(words)).strip(",: ")
        label = {"<n>": "<n> năm"}.get(label, label) + " "
    value = Fixed(Corner(first, 1, 1), Corner(last, 12, 31))
    yield Expression(start=begin, end=match.end(), rule=label + name, grain="years", value=value)


def _bare_year(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    yield _one(match, name, "year", Fixed(*whole_year(int(match["year"]))), form="bare")


def _year_shift(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    word = match["word"]
    before = low[max(0, match.start() - 24) : match.start()]
    if re.search(r"(?:cùng kỳ|những|các|nhiều|mấy|so với|như|mỗi|hằng|hàng|\d|từng|bao|của)\s$", before) or re.search(
        rf"(?<!\w)(?:{_N})\s$", before
    ):
        return  # 3 năm tới, những năm trước, cùng kỳ năm trước
    if word in ("trước", "sau") and not re.search(r"(?:^|[.,;:(\n]\s?|từ |trong )$", before):
        return  # "năm sau cao hơn năm trước"
    if word in ("trước", "sau") and re.match(r"\s(?:cao|nhiều|tăng|so|khi|đó|năm)", low[match.end() : match.end() + 8]):
        return
    shift = {"nay": 0, "ngoái": -1, "trước": -1}.get(word, 1)
    yield _one(match, f"năm {word}", "year", Fixed(*whole_year(None), shift), future=shift > 0)


def _part_of_year(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    part, word = match["part"], match["year"] or match["bare"]
    before = low[max(0, match.start() - 12) : match.start()]
    if re.search(r"tháng\s$|ngày\s$", before):
        return  # 6 tháng đầu năm, tháng đầu năm, ngày đầu năm
    number = int(word) if word and word.isdigit() else None
    shift = _SHIFTS.get(word) if word and number is None else None
    grain, (first, last) = "year", whole_year(number)
    if part.startswith("nửa"):
        grain, (first, last) = "half", months(1, 6, number) if part == "nửa đầu" else months(7, 12, number)
    listed = bool(word) or part.startswith("nửa") or bool(re.search(r"(?:đến|tới|trước)\s$", before)) or part == "hết"
    if part == "hết" and not word and not re.search(r"(?:đến|tới)\s$", before):
        return
    rule = f"{'những tháng ' + part.split()[-1] if 'tháng' in part else part} năm" + (" <y>" if word else "")
    yield _one(match, rule, grain, Fixed(first, last, shift), listed=listed)


# Quarters, halves, nine months

_QUARTER = re.compile(
    rf"""(?<!\w)(?P<plural>các\s)?quý\s(?P<quarters>(?:iv|i{{1,3}}|[1-4])(?:{_ALSO}(?:quý\s)?(?:iv|i{{1,3}}|[1-4])(?!\w))*?){_W}
    {_OF_YEAR}{_NO_NUMBER}""".replace("*?", "{0,3}"),
    re.VERBOSE,
)
_FIRST_QUARTERS = re.compile(rf"(?<!\w)(?P<count>{_N}\s)?quý\s(?P<part>đầu|cuối)(?:\stiên)?\s?(?:của\s)?(?:năm){_W}(?P<year>\s(?:{_Y}|nay{_W}))?")
_MONTHS_OF_YEAR = re.compile(
    rf"""(?<!\w)(?P<count>{_N}\s)?tháng\s(?P<part>đầu|cuối)(?:\stiên)?\s(?:của\s)?
    (?:năm(?:\s(?P<year>{_Y}|nay{_W}|này{_W}|ngoái{_W}|tới{_W}))?(?!\s(?:học|\d))|(?P<bare>{_Y})){_W}{_NO_NUMBER}""",
    re.VERBOSE,
)
_MONTHS_PLAIN = re.compile(rf"(?<![\w/])(?P<count>{_N})\stháng\s?(?:(?:của\s|,\s?)?năm\s|/|-)?(?P<year>{_Y}){_NO_NUMBER}")


def _quarter(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    found = [(_ROMAN.get(m[0]) or int(m[0]), m.end() + match.start("quarters")) for m in re.finditer(r"iv|i{1,3}|\d", match["quarters"])]
    year = _year(match)
    tail = "/<y>" if year.number else ""
    if _is_range(match["quarters"], len(found)):
        value = Fixed(*months(found[0][0] * 3 - 2, found[1][0] * 3, year.number), year.shift)
        yield _one(match, "quý <q> - <q>" + tail, "months", value)
        return
    begin = match.start()
    for index, (quarter, end) in enumerate(found):
        stop = match.end() if index == len(found) - 1 else end
        value = Fixed(*months(quarter * 3 - 2, quarter * 3, year.number), year.shift)
        yield Expression(start=begin, end=stop, rule="quý <q>" + tail, grain="quarter", value=value)
        begin = stop + re.match(r"[\s,-]{0,4}(?:và\s)?", low[stop : stop + 8]).end()  # type: ignore[union-attr]


def _run(part: str, size: int, year: int | None) -> tuple[Corner, Corner]:
    return months(1, size, year) if part == "đầu" else months(13 - size, 12, year)


def _months_of_year(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    count = count_of(match["count"].strip()) if match["count"] else 1
    before = low[max(0, match.start() - 8) : match.start()]
    word = match["year"] or match["bare"]
    if not 1 <= count <= 11 or (not match["count"] and (re.search(r"(?:những|các|mấy|nhiều)\s$", before) or not word)):
        return
    number = int(word) if word and word.isdigit() else None
    shift = _SHIFTS.get(word) if word and number is None else None
    grain = "half" if count == 6 else "month" if count == 1 else "months"
    rule = f"<n> tháng {match['part']} năm" + (" <y>" if word else "")
    yield _one(match, rule, grain, Fixed(*_run(match["part"], count, number), shift))


def _months_plain(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    count = count_of(match["count"])
    if 2 <= count <= 12 and not low[max(0, match.start() - 5) : match.start()].endswith(("ngày ", "mùng ", "mồng ")):
        grain = "half" if count == 6 else "year" if count == 12 else "months"
        yield _one(match, name, grain, Fixed(*months(1, count, int(match["year"]))))


def _first_quarters(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    count = count_of(match["count"].strip()) if match["count"] else 1
    word = (match["year"] or "").strip()
    if 1 <= count <= 3:
        grain = "quarter" if count == 1 else "half" if count == 2 else "months"
        number = int(word) if word.isdigit() else None
        yield _one(match, name, grain, Fixed(*_run(match["part"], 3 * count, number), 0 if word == "nay" else None))


# What is counted from today

_TODAY = re.compile(
    rf"(?<!\w)(?:(?P<part>{_PART}|ngày\shôm|hôm)\s(?P<word>nay|qua|mai|kia)|(?:sáng|chiều|tối)\s(?P<of>hôm\s(?:nay|qua|kia))|ngày\s(?P<mai>mai)){_W}"
)
_PAST = re.compile(
    rf"(?<!\w)(?:(?P<about>gần|hơn|trên|ngoài|khoảng)\s)?(?:(?P<count>{_N})\s(?P<unit>năm|tháng|tuần|ngày)|(?P<one>năm|tháng|tuần))\s(?:(?:vừa\s)?qua|gần\sđây|trở\slại\sđây){_W}"
)
_NOW = re.compile(
    rf"(?<!\w)(?:(?:tính|cho|kéo\sdài)\s)?(?:đến|tới)\s(?:ngày\s(?:hôm\s)?nay|nay|hiện\snay|hiện\stại|(?:thời\sđiểm|lúc|giờ)\s(?:này|hiện\snay|hiện\stại)|bây\sgiờ){_W}"
)
_TERM = re.compile(
    rf"(?<!\w)(?:(?:qua|sau|trong|hơn|gần)\s(?P<count>{_N})\snăm(?!\s(?:qua|vừa|gần|trở|tới|tiếp|liền|nữa|\d|\())|(?:trong\s)?nhiệm\skỳ\s(?:vừa\s)?qua|(?P<running>đầu\snhiệm\skỳ\s(?:này\s)?(?:đến|tới)\snay)){_W}"
)
_DAY_WORDS = {"nay": 0, "qua": -1, "mai": 1, "kia": -2}
_CLAUSE = re.compile(r"(?:^|[.,;:!?(\-\n\"]\s{0,2}|ngay |vào |trong |ngày |bắt đầu |từ )$")


def _today(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    word = (match["of"] or match["word"] or match["mai"]).split()[-1]
    part = match["part"] or ""
    before = low[max(0, match.start() - 10) : match.start()]
    if part in ("hôm", "ngày hôm") and word in ("nay", "mai"):
        # "cuộc sống hôm nay", "Hôm nay: 1.204" (a counter) are no days
        if not _CLAUSE.search(before) or re.match(r"\s?[:\d]|\s?và\s(?:mai|ngày)", low[match.end() : match.end() + 9]):
            return
    if word == "kia" and part != "hôm" and not match["of"]:
        return
    if word == "mai" and (match["mai"] or part == "sáng") and re.match(r"\s(?:sau|này)", low[match.end() : match.end() + 5]):
        return
    yield _one(match, f"{match[0]}", "day", Offset(_DAY_WORDS[word]), future=word == "mai")


def _past(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    unit = match["unit"] or match["one"]
    recent = not match[0].endswith("qua")
    before = low[max(0, match.start() - 10) : match.start()]
    if not match["count"] and (recent or re.search(r"(?:những|các|nhiều|mấy|bao|\w\d|hằng|hàng|cuối)\s$", before)):
        return
    count = count_of(match["count"]) if match["count"] else (0 if unit == "năm" else 1)
    if count > 60 or (match["count"] and count == 0):
        return
    rule = ("<n> " if match["count"] else "") + f"{unit} " + ("gần đây" if recent else "qua")
    yield _one(match, rule, "past", Back(count, unit), listed=not match["about"])


def _now(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    yield _one(match, name, "upto", Now(), role="upto", listed=False)


def _term(low: str, match: re.Match[str], name: str) -> Iterator[Expression]:
    if match["running"]:
        yield _one(match, "đầu nhiệm kỳ đến nay", "since", Term(0, running=True))
        return
    count = count_of(match["count"]) if match["count"] else 0
    rule = "qua <n> năm" if match["count"] else "nhiệm kỳ qua"
    yield _one(match, rule, "years", Term(count), listed=False)


RULES = (
    Rule("<d>/<m>", _DAYS, _days),
    Rule("<y>-<m>-<d>", _ISO, _iso),
    Rule("tháng <m>, <m>", _MONTHS, _months),
    Rule("tháng <m>", _MONTH_ONLY, _month),
    Rule("<m>/<y>", _MONTH_YEAR, _month_year),
    Rule("năm <y>", _YEARS, _years),
    Rule("<y> - <y>", _YEAR_RANGE, _year_range),
    Rule("<y>", _BARE_YEAR, _bare_year),
    Rule("năm nay", _YEAR_SHIFT, _year_shift),
    Rule("cuối năm <y>", _PART_OF_YEAR, _part_of_year),
    Rule("quý <q>", _QUARTER, _quarter),
    Rule("<n> quý đầu năm", _FIRST_QUARTERS, _first_quarters),
    Rule("<n> tháng đầu năm", _MONTHS_OF_YEAR, _months_of_year),
    Rule("<n> tháng năm <y>", _MONTHS_PLAIN, _months_plain),
    Rule("hôm nay", _TODAY, _today),
    Rule("<n> năm qua", _PAST, _past),
    Rule("đến nay", _NOW, _now),
    Rule("qua <n> năm", _TERM, _term),
)


def scan(low: str, start: int, end: int) -> list[Expression]:
    """Return every candidate of `low[start:end]` (lower case), unsorted, overlapping."""
    return [
        expression
        for rule in RULES
        for match in rule.pattern.finditer(low, start, end)
        for expression in rule.make(low, match, rule.name)
    ]
