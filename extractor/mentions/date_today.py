"""What is counted from today: sáng nay, hôm qua, 5 năm qua, đến nay, đầu nhiệm kỳ đến nay."""

import re
from collections.abc import Iterator

from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Back, Expression, Now, Offset, Term
from extractor.mentions.date_words import COUNTS, IN_COUNT, PART, N, Rule, W, count_of, whole

_MOST = 60  # units back; more is rhetoric
_TODAY = re.compile(
    rf"(?<!\w)(?:(?P<part>{PART}|ngày\shôm|hôm)\s(?P<word>nay|qua|mai|kia)"
    rf"|(?:sáng|chiều|tối)\shôm\s(?P<of>nay|qua|kia)|ngày\s(?P<morrow>mai)){W}"
)
_PAST = re.compile(
    rf"(?<!\w)(?P<about>(?:gần|hơn|trên|ngoài|khoảng)\s)?(?:(?P<count>{N})\s(?P<unit>năm|tháng|tuần|ngày)|(?P<one>năm|tháng|tuần))"
    rf"\s(?:(?:vừa\s)?(?P<past>qua)|gần\sđây|trở\slại\sđây){W}"
)
_NOW = re.compile(
    rf"(?<!\w)(?:(?:tính|cho|kéo\sdài)\s)?(?:đến|tới)\s(?:ngày\s(?:hôm\s)?nay|nay|hiện\snay|hiện\stại"
    rf"|(?:thời\sđiểm|lúc|giờ)\s(?:này|hiện\snay|hiện\stại)|bây\sgiờ){W}"
)
_TERM = re.compile(
    rf"(?<!\w)(?:(?:qua|sau|trong|hơn|gần)\s(?P<count>{N})\snăm(?!\s(?:qua|vừa|gần|trở|tới|tiếp|liền|nữa|\d|\())"
    rf"|(?:trong\s)?nhiệm\skỳ\s(?:vừa\s)?qua|(?P<running>đầu\snhiệm\skỳ\s(?:này\s)?(?:đến|tới)\snay)){W}"
)
_DAYS = {"nay": 0, "qua": -1, "mai": 1, "kia": -2}
_CLAUSE = re.compile(r"(?:^|[.,;:!?(\-\n\"]\s{0,2}|ngay |vào |trong |ngày |bắt đầu |từ )$")
_COUNTER = re.compile(r"\s?[:\d]|\s?và\s(?:mai|ngày)")
_VAGUE = re.compile(r"(?:những|các|nhiều|mấy|bao|hằng|hàng|cuối)[^\S\n]\Z")


def _today(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    word, part = match["of"] or match["word"] or match["morrow"], match["part"] or ""
    before = text.before(match.start(), 10)
    if (
        part.endswith("hôm")
        and word in ("nay", "mai")
        and (not _CLAUSE.search(before) or _COUNTER.match(text.low, match.end()))
    ):
        return  # "cuộc sống hôm nay", "Hôm nay: 1.204" (a counter)
    if (word == "kia" and part not in ("hôm", "")) or (
        word == "mai" and re.match(r"\s(?:sau|này)", text.after(match.end(), 5))
    ):
        return
    if word == "mai" and part and part not in ("sáng", "trưa", "chiều", "tối"):
        return
    yield whole(match, match[0], "day", Offset(_DAYS[word]), future=word == "mai")


def _past(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    unit = match["unit"] or match["one"]
    before = text.before(match.start(), 10)
    if not match["count"] and (not match["past"] or _VAGUE.search(before)):
        return
    count = count_of(match["count"]) if match["count"] else 0 if unit == "năm" else 1
    if count > _MOST or (match["count"] and not count):
        return
    rule = ("<n> " if match["count"] else "") + f"{unit} " + ("qua" if match["past"] else "gần đây")
    yield whole(match, rule, "past", Back(count, unit), listed=not match["about"])


def _now(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    yield whole(match, name, "upto", Now(), role="upto", listed=False)


def _term(text: Reading, match: re.Match[str], name: str) -> Iterator[Expression]:
    if match["running"]:
        yield whole(match, "đầu nhiệm kỳ đến nay", "since", Term(0, running=True))
    else:
        rule = name if match["count"] else "nhiệm kỳ qua"
        yield whole(match, rule, "years", Term(count_of(match["count"])), listed=False)


RULES = (
    Rule(
        "hôm nay",
        _TODAY,
        _today,
        ("rạng", "sáng", "trưa", "đầu", "chiều", "tối", "đêm", "ngày", "hôm"),
        ("sáng", "sớm", "giờ", "hôm", "nay", "qua", "mai", "kia"),
    ),
    Rule(
        "<n> năm qua",
        _PAST,
        _past,
        (*COUNTS, "gần", "hơn", "trên", "ngoài", "khoảng", "tháng", "tuần"),
        (*COUNTS, *IN_COUNT, "tháng", "tuần", "ngày", "vừa", "qua", "gần", "trở"),
    ),
    Rule(
        "đến nay",
        _NOW,
        _now,
        ("tính", "cho", "kéo", "đến", "tới"),
        ("đến", "tới", "dài", "ngày", "nay", "hiện", "thời", "lúc", "giờ", "bây"),
    ),
    Rule(
        "qua <n> năm",
        _TERM,
        _term,
        ("qua", "sau", "trong", "hơn", "gần", "nhiệm", "đầu"),
        (*COUNTS, "nhiệm", "kỳ"),
    ),
)
