"""Years: năm 2022, các năm 2019, 2020, giai đoạn 2021-2025, cuối năm 2022, năm ngoái."""

import re
from collections.abc import Iterator

from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Corner, Expression, months, whole_year
from extractor.mentions.date_words import (
    COUNTS,
    IN_COUNT,
    NO_NUMBER,
    SHIFT,
    YEAR,
    N,
    Rule,
    W,
    Y,
    Year,
    fixed,
    parts,
    whole,
    year_word,
)

_LONGEST = 60  # years; more is no period of work
_YEARS = re.compile(
    rf"""(?<!\w)(?P<count>{N}\s)?(?P<plural>(?:các|những)\s)?năm(?P<school>\shọc)?\s{{1,2}}
    (?P<years>{Y}(?:\s?(?:,|và|,\svà)\s?(?:năm\s)?{Y}(?!\s?[-/]\s?\d)){{0,9}}){NO_NUMBER}""",
    re.VERBOSE,
)
_RANGE = re.compile(
    rf"""(?<![\w/])(?<!\d[.,\-])(?P<first>{Y})(?:\s?[-/]\s?|\s(?:đến|tới)\s)(?:hết\s)?(?:năm\s)?(?P<last>{Y})
    (?!\s?%|[/.,\-]?\d|/[^\W\d_]|-[^\W\d_])""",
    re.VERBOSE,
)
_BRACKET = re.compile(rf"(?<=\()(?P<first>{Y})(?:,\s?{Y}){{0,8}}(?:,\s?|\svà\s)(?P<last>{Y})(?=\))")
_RANGE_HEAD = re.compile(
    rf"(?<!\w)(?P<label>năm\shọc|niên\skhóa|giai\sđoạn|nhiệm\skỳ|thời\skỳ|(?:{N}\s)?năm)[\s,:]{{1,2}}(?:từ\s)?(?:năm\s)?$"
)
_BARE = re.compile(rf"(?<![\w/.,\-])(?P<year>{Y})(?![/\-]?\w|[.,:]\d|\s?[-/]\s?\d)")
_SHIFTED = re.compile(rf"(?<!\w)năm\s(?P<word>nay|ngoái|tới|sau|trước){W}(?!\snay)")
_NOT_SHIFTED = re.compile(
    rf"(?:(?:cùng kỳ|những|các|nhiều|mấy|so với|như|mỗi|hằng|hàng|từng|bao|của)|(?<!\w){N})[^\S\n]\Z"
)
_OPEN = re.compile(r"(?:^|[.,;:(\n]\s?|từ |trong )$")
_COMPARING = re.compile(r"\s(?:cao|nhiều|tăng|so|khi|đó|năm)")
_PART = re.compile(
    rf"""(?<!\w)(?P<part>(?:những|các|mấy)\stháng\s(?:đầu|cuối|giữa)|đầu|giữa|cuối|hết|nửa\sđầu|nửa\scuối)\s(?:của\s)?
    (?:năm\s(?P<year>{Y}|{SHIFT}|sau{W})|năm(?!\s(?:học|mới|\d)){W}|(?P<bare>{Y})){NO_NUMBER}""",
    re.VERBOSE,
)
_HALVES = {"nửa đầu": (1, 6), "nửa cuối": (7, 12)}


def _years(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    base = match.start("years")
    found = [(int(m[0]), (base + m.start(), base + m.end())) for m in re.finditer(r"\d{4}", match["years"])]
    numbers = [year for year, _ in found]
    if match["plural"] and len(found) == 1 and numbers[0] % 10 == 0:
        return  # những năm 1990: a decade
    if match["count"] and len(found) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        ends = Corner(numbers[0], 1, 1), Corner(numbers[-1], 12, 31)
        yield whole(match, "<n> năm <y> và <y>", "years", fixed(ends, Year()))
        return
    rule = "năm <y>, <y>" if len(found) > 1 else name
    skip = len(match["count"] or "")
    for index, (year, (start, end)) in enumerate(zip(numbers, parts([s for _, s in found], match), strict=True)):
        begin = start + skip if index == 0 else start
        yield Expression(start=begin, end=end, rule=rule, grain="year", value=fixed(whole_year(year), Year()))


def _range(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    first, last = int(match["first"]), int(match["last"])
    if not first < last <= first + _LONGEST or not text.span_of_years(match.start(), match.end()):
        return
    head = _RANGE_HEAD.search(text.before(match.start(), 24))
    begin, label = match.start(), ""
    if head:
        begin -= len(head[0])
        label = re.sub(rf"^{N}\s", "<n> ", head["label"]) + " "
    ends = Corner(first, 1, 1), Corner(last, 12, 31)
    yield whole(match, label + name, "years", fixed(ends, Year()), start=begin)


def _bracket(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    numbers = [int(year) for year in re.findall(r"\d{4}", match[0])]
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        yield whole(match, name, "years", fixed((Corner(numbers[0], 1, 1), Corner(numbers[-1], 12, 31)), Year()))


def _bare(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    yield whole(match, name, "year", fixed(whole_year(int(match["year"])), Year()), form="bare")


def _shifted(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    word = match["word"]
    before = text.before(match.start(), 24)
    if _NOT_SHIFTED.search(before):
        return  # 3 năm tới, những năm trước, cùng kỳ năm trước
    if word in ("trước", "sau") and (not _OPEN.search(before) or _COMPARING.match(text.low, match.end())):
        return  # "năm sau cao hơn năm trước"
    shift = {"nay": 0, "ngoái": -1, "trước": -1}.get(word, 1)
    yield whole(match, f"năm {word}", "year", fixed(whole_year(None), Year(shift=shift)), future=shift > 0)


def _part(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    """Read `cuối năm 2022` as the year; without its number only a limit (`đến cuối năm`) is listed."""
    part, word = match["part"], match["year"] or match["bare"]
    before = text.before(match.start(), 12)
    limit = re.search(r"(?:đến|tới|trước)[^\S\n]\Z", before) is not None
    if re.search(r"(?:tháng|ngày|quý)[^\S\n]\Z", before) or (part == "hết" and not limit):
        return  # 6 tháng đầu năm, ngày đầu năm
    year = year_word(word)
    ends = months(*_HALVES[part], year.number) if part in _HALVES else whole_year(year.number)
    label = "những tháng " + part.split()[-1] if "tháng" in part else part
    grain = "half" if part in _HALVES else "year"
    rule = f"{label} năm" + (" <y>" if word else "")
    yield whole(match, rule, grain, fixed(ends, year), listed=bool(word) or limit or part in _HALVES)


RULES = (
    Rule("năm <y>", _YEARS, _years, (*COUNTS, "các", "những"), (*IN_COUNT, "các", "những", "học", YEAR)),
    Rule("<y> - <y>", _RANGE, _range, (YEAR,), ("-", "/", "đến", "tới")),
    Rule("(<y>, <y>)", _BRACKET, _bracket, (YEAR,), (",", "và")),
    Rule("<y>", _BARE, _bare, (YEAR,)),
    Rule("năm nay", _SHIFTED, _shifted, ("năm",), ("nay", "ngoái", "tới", "sau", "trước")),
    Rule(
        "cuối năm <y>",
        _PART,
        _part,
        ("những", "các", "mấy", "đầu", "giữa", "cuối", "hết", "nửa"),
        ("tháng", "đầu", "cuối", "của", "năm", YEAR),
    ),
)
