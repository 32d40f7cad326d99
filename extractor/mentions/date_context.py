"""What the words around a number say: a day, a count, a document's number, a name."""

import re
from functools import cache

from extractor.lexicon.datewords import DateWords

_PART = r"(?:rạng\ssáng|sáng\ssớm|sáng|trưa|đầu\sgiờ\schiều|chiều|tối|đêm|khuya)"
_WEEKDAY = r"(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\snhật)"
_W = r"(?![^\W_])"
_NOT_A_ZONE = r"(?!\s(?:việt\snam|hà\snội|địa\sphương))"  # chiều 6/9 giờ Việt Nam
_REACH = 48  # characters looked at before a number
_STEP = 24  # characters looked at behind it

# Words that only a day can follow; the longest chain of them becomes part of the mention.
_MARKER = re.compile(
    rf"""(?<!\w)(?:(?:(?:{_PART}|hôm|ngày\shôm)(?:\s(?:nay|qua|mai|kia))?|cùng|{_WEEKDAY}
    |(?:hai|ba|bốn|\d{{1,2}}|các|những)\sngày|ngày|mùng|mồng)(?:\s{{1,2}}|,\s{{0,2}}|\s?\(\s?|\s-\s|:\s?)){{1,6}}$""",
    re.VERBOSE,
)
_RATE = re.compile(r"(?:mỗi|hằng|hàng|một|nửa|bình\squân|trung\sbình|/)\s?(?:\d\s)?ngày\s{1,2}$")
_PREPOSITION = re.compile(r"(?<!\w)(?:từ|đến|tới|hết|trước|sau|vào|kể\stừ|kể|lúc|đợt)\s{1,2}\(?$")
_ENDS = re.compile(r"[ \t]{0,2}(?:$|[.;:,)\n\"]|-\s|(?:đến|tới|vừa|năm|này|nay)(?!\w))")
_PHRASE_ENDS = re.compile(
    r"[ \t]{0,2}(?:$|[.;:,)\n\"]|-\s\D|(?:của|tại|ở|do|và|trên|vào|với|cho|đến|tới|được|đã|là|có|toàn|cả)(?!\w))"
)
_YEAR_PREPOSITION = re.compile(
    r"(?<!\w)(?:từ|đến|tới|hết|trước|sau|cùng\skỳ|kể\stừ|niên\skhóa|năm\shọc|(?:mùa|vụ)(?:\s[^\W\d]{1,6}){0,3})\s{1,2}$"
)
# `…; 2016 được 1,85 tỷ đồng; 2017 được …`: a list by years
_APART = re.compile(r"[,;:][^\S\n]\Z")
_YIELDED = re.compile(r"[ \t](?:được|đạt|là|có|thu|vận động)(?: hơn| gần| trên| được)? \d")
_BORN = re.compile(r"(?<!\w)(?:sinh(?:\snăm|\sngày|\stháng)?|sn|năm\ssinh|ngày\ssinh)\s?:?\s?$")
_YEARLY = re.compile(r"[ \t]{0,2}(?:hằng|hàng|mỗi)\snăm(?!\w)")
_LUNAR = re.compile(
    r"\s{0,2}\(?\s?(?:năm\s)?(?:(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý)\s"
    r"(?:tý|sửu|dần|mão|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi)|âm\slịch|âl)(?!\w)"
)
_FIGURE = re.compile(r"\d")
_WORD_BEFORE = re.compile(r"[^\W\d]\)?[^\S\n]\Z")


class Patterns:
    """The patterns that hold words of the table, compiled once."""

    def __init__(self, words: DateWords) -> None:
        number = r"\d[\w./\-]{0,24}"
        document = rf"(?:(?<!bão\s)số(?!\s(?:tiền|hộ|người|lượng))|{words.document})"
        self.counted = re.compile(rf"[ \t]{{0,2}}(?:%|(?:{words.counted}){_W}{_NOT_A_ZONE})")
        self.measured = re.compile(rf"[ \t]{{0,2}}(?:%|(?:{words.measured}){_W}{_NOT_A_ZONE})")
        self.holiday = re.compile(rf"(?<!\w)(?:{words.holiday})[\s,:]{{0,2}}\(?$")
        self.memorial = re.compile(rf"(?<!\w)(?:{words.memorial})(?!\w)[^.;\n]{{0,80}}$")
        self.named = re.compile(rf"(?<!\w)(?:{words.named})[^\S\n]\Z")
        self.document = re.compile(rf"(?<!\w){document}\s{{0,2}}(?:số)?\s{{0,2}}:?\s{{0,2}}$")
        self.code = re.compile(
            rf"""(?<!\w){document}\s(?:[^.;:()\n]{{0,30}}\s)?(?:số\s)?{number}\s{{0,2}}[,(]?\s{{0,2}}
            (?:(?:được\s)?(?:ban\shành|ký)\s)?$""",
            re.VERBOSE,
        )
        self.law = re.compile(rf"(?<!\w)(?:{words.law})\s[^.,;:()\n\"\d]{{0,40}}$")
        self.no_bare_year = re.compile(rf"(?:{words.no_bare_year})[\s:]{{0,2}}(?:\w{{1,12}}\s){{0,4}}$")
        self.review = re.compile(rf"(?<!\w)(?:{words.review})(?!\w)")
        self.plan = re.compile(rf"(?<!\w)(?:{words.plan})(?!\w)")
        self.ahead = re.compile(rf"(?<!\w)(?:{words.ahead})(?!\w)")
        self.congress = re.compile(rf"(?<!\w)(?:{words.congress})(?!\w)")


@cache
def _patterns(words: DateWords) -> Patterns:
    return Patterns(words)


class Reading:
    """The lower-case text, and what may be asked about the places in it.

    Every question looks at a bounded window, so that all questions together cost no more than the text is long.
    """

    def __init__(self, low: str, words: DateWords) -> None:
        self.low = low
        self.patterns = _patterns(words)

    def before(self, at: int, reach: int = _REACH) -> str:
        """Return the characters that stand just before `at`."""
        return self.low[max(0, at - reach) : at]

    def after(self, at: int, reach: int = _STEP) -> str:
        """Return the characters that stand just behind `at`."""
        return self.low[at : at + reach]

    def marker_start(self, at: int) -> int | None:
        """Return where the day words before `at` begin (`sáng ngày`, `hôm qua (`); None without them."""
        words = self.before(at)
        found = _MARKER.search(words)
        if found is None or _RATE.search(words) or re.fullmatch(r"(?:cùng|\s)*", found[0]):
            return None
        return at - len(found[0])

    def counted(self, end: int) -> bool:
        """Tell whether a unit or a counted thing follows."""
        return self.patterns.counted.match(self.low, end, end + _STEP) is not None

    def measured(self, end: int) -> bool:
        """Tell whether a unit follows that no day can stand before (`ngày 1.5 triệu`, `sáng 2-3 giờ`)."""
        return self.patterns.measured.match(self.low, end, end + _STEP) is not None

    def preposition(self, at: int) -> bool:
        """Tell whether a word of time or place stands before that a day may follow (`từ 1-6`, `đến 30/9`)."""
        return _PREPOSITION.search(self.before(at, 16)) is not None

    def ends(self, end: int) -> bool:
        """Tell whether the clause ends behind the number, or goes on with the other end of a range."""
        return _ENDS.match(self.low, end, end + 12) is not None

    def holiday(self, at: int) -> bool:
        """Tell whether the words before name a holiday (`Ngày Thương binh - Liệt sĩ 27/7`)."""
        return self.patterns.holiday.search(self.before(at)) is not None

    def yearly(self, end: int) -> bool:
        """Tell whether the day comes every year (`ngày 18/11 hằng năm`)."""
        return _YEARLY.match(self.low, end, end + _STEP) is not None

    def named(self, at: int) -> bool:
        """Tell whether the number belongs to a street, a school, a company (`đường 30 tháng 4`)."""
        return self.patterns.named.search(self.before(at, 24)) is not None

    def numbers_document(self, at: int) -> bool:
        """Tell whether the number is a document's (`Quyết định 08/2015`)."""
        return self.patterns.document.search(self.before(at, 28)) is not None

    def dates_document(self, at: int) -> bool:
        """Tell whether the date is a document's own (`số 500, ngày 13/12/2019`, `Luật Đất đai năm 2013`)."""
        words = self.before(at, 90)
        if _FIGURE.search(words) and self.patterns.code.search(words):
            return True
        return self.patterns.law.search(words) is not None

    def lunar(self, start: int, end: int) -> bool:
        """Tell whether the day belongs to the lunar calendar."""
        return _LUNAR.match(self.low, end, end + _STEP) is not None or self.before(start, 4) == "rằm "

    def memorial(self, at: int) -> bool:
        """Tell whether the words before tell of a founding, a birth, a victory."""
        return self.patterns.memorial.search(self.before(at, 110)) is not None

    def born(self, at: int) -> bool:
        """Tell whether the date is a person's birth."""
        return _BORN.search(self.before(at, 12)) is not None

    def span_of_years(self, start: int, end: int) -> bool:
        """Tell whether two years joined by a hyphen are a span, not a count or a document's number."""
        return not self.counted(end) and not self.numbers_document(start)

    def bare_year(self, start: int, end: int) -> bool:
        """Tell whether four digits without `năm` are a year (`đến 2025`, `Ngày hội Đại đoàn kết 2023,`)."""
        words = self.before(start, 40)
        if self.numbers_document(start) or self.counted(end):
            return False
        if _YEAR_PREPOSITION.search(words) or (_APART.search(words) and _YIELDED.match(self.low, end)):
            return True
        if not 2000 <= int(self.low[start:end]) <= 2035 or not _WORD_BEFORE.search(words):
            return False
        return (
            self.patterns.no_bare_year.search(words) is None and _PHRASE_ENDS.match(self.low, end, end + 12) is not None
        )
