"""Two dates that make a range, and what a date does in its sentence: since, upto, compared, a document's own."""

import re

from extractor.mentions.date_choose import LINK, dated
from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import OLDEST_PAGE, Ahead, Corner, Expression, Fixed, Now, Offset, Since

_CLOCK = r"(?:\d{1,2}(?:h|g|:|\sgiờ)(?:\s?\d{2}(?:\sphút)?)?,?\s(?:sáng\s|chiều\s|tối\s)?)?"
_FROM = re.compile(r"(?<!\w)(?P<whole>(?:(?:tính|kể)\s)?(?:bắt\sđầu\s)?từ(?:\s(?:khoảng|sau))?\s{1,2}(?:hết\s)?)$")
# từ khi hợp nhất (1/7/2025) đến nay
_FROM_WHEN = re.compile(
    r"(?<!\w)(?P<whole>(?:(?:tính|kể)\s)?từ\s(?:khi|lúc|ngày)\s[^().;\n]{3,60}\((?:từ\s)?(?:ngày\s)?)$"
)
_UPTO = re.compile(
    r"(?<!\w)(?P<whole>(?:(?:(?:tính|kể|cho|lũy\skế|chậm\snhất)\s)?(?:đến|tới)"
    rf"(?:\s(?:thời\sđiểm\shết|hết|thời\sđiểm|cuối|trước))?|hết)\s{{1,2}}(?:cuối\s)?{_CLOCK})$"
)
_BEFORE = re.compile(r"(?<!\w)(?P<whole>trước(?:\s(?:hết|thời\sđiểm))?\s{1,2})$")
_AFTER = re.compile(r"(?<!\w)(?P<whole>sau\s{1,2})$")
_FROM_NOW = re.compile(
    r"(?<!\w)(?P<whole>(?:kể\s)?từ\s(?:bây\sgiờ|hôm\snay|nay|giờ)\s(?:cho\s)?(?:đến|tới)"
    r"(?:\s(?:hết|trước|cuối))?\s{1,2})$"
)
_COMPARED = re.compile(
    r"""(?<!\w)(?P<whole>(?:so(?:\svới)?\s(?:cùng\skỳ\s|cùng\sthời\sđiểm\s|thời\sđiểm\s)?(?:của\s|các\s|những\s)?
    |(?:cùng\skỳ|cùng\sthời\sđiểm)\s(?:của\s)?|(?:cao|thấp|nhiều|ít|nhanh)\shơn\s(?:so\svới\s)?(?:cùng\skỳ\s)?
    |(?:vượt|bằng)\s(?:mức\s)?(?:của\s)?))$""",
    re.VERBOSE,
)
# How the words before an expression end that give it a role; a clock may stand behind them.
_ENDS = (
    *("từ", "khoảng", "sau", "hết", "đến", "tới", "điểm", "cuối", "trước", "so", "với", "kỳ", "của", "các", "những"),
    *("hơn", "vượt", "bằng", "mức", "giờ", "phút", "sáng", "chiều", "tối", "h", "g", ":", *"0123456789"),
)
_FUTURE = re.compile(
    r"(?<!\w)(?:sẽ|dự\skiến|sắp|chuẩn\sbị|phấn\sđấu|hoàn\sthành\strước|chậm\snhất|kế\shoạch|chỉ\stiêu|mục\stiêu)(?!\w)[^.;\n]{0,40}$"
)
_NEXT = re.compile(r"\s(?:sắp\s)?tới(?!\w)(?!\s(?:ngày|tháng|năm|nay|\d))")
_ROLES = ((_FROM, "since", "từ"), (_UPTO, "upto", "đến"), (_BEFORE, "before", "trước"), (_AFTER, "after", "sau"))
_NAMED_ROLES = ("hết", "tính đến", "đến hết", "tính đến hết", "kể từ", "cùng kỳ", "so với cùng kỳ")
_APPOSED = re.compile(r"\s?[(:,]?\s?(?:từ\s)?(?:tức\s)?")  # 5 năm qua (2019 - 2024); Sáng nay, 14/10
_WIDEST = 20  # characters between two expressions that belong together: `  đến hết  hết ngày `
_DAYS = ("day", "interval")
_UNITS = ("month", "quarter", "half", "year")


def join(text: Reading, chosen: list[Expression]) -> list[Expression]:
    """Put ranges together, and give each expression its role."""
    waiting = _share_years(text, chosen)
    joined: list[Expression] = []
    for index, current in enumerate(waiting):
        pair = _pair(text, current, waiting[index + 1]) if index + 1 < len(waiting) else None
        if pair is not None:
            waiting[index + 1] = pair
        else:
            joined.append(_with_role(text, current))
    return joined


def _share_years(text: Reading, chosen: list[Expression]) -> list[Expression]:
    """Give the members of a list the year that one of them names (`14/8 và 20/8/2022`)."""
    shared = list(chosen)
    for index in range(len(shared) - 2, -1, -1):
        shared[index] = _year_from(text, shared[index], shared[index], shared[index + 1])
    for index in range(len(shared) - 1):
        shared[index + 1] = _year_from(text, shared[index + 1], shared[index], shared[index + 1])
    return shared


def _year_from(text: Reading, needy: Expression, first: Expression, second: Expression) -> Expression:
    other = second if needy is first else first
    like = needy.grain == other.grain or (needy.grain in _DAYS and other.grain in _DAYS)
    if second.start - first.end > _WIDEST or not like or dated(needy) or not dated(other):
        return needy
    link = LINK.fullmatch(text.low, first.end, second.start)
    if link is None or link["also"] is None:
        return needy
    value, source = needy.value, other.value
    if not isinstance(value, Fixed) or not isinstance(source, Fixed) or text.dates_document(other.start):
        return needy
    year = source.first.year
    return needy.but(value=Fixed(value.first._replace(year=year), value.last._replace(year=year), source.shift))


def _pair(text: Reading, first: Expression, second: Expression) -> Expression | None:
    """Join two neighbours into one expression; None where they stand apart."""
    if second.start - first.end > _WIDEST:
        return None
    gap = text.low[first.end : second.start]
    opener = _FROM.search(text.before(first.start, 24))
    if opener is None and gap.startswith(")") and isinstance(second.value, Now):
        opener = _FROM_WHEN.search(text.before(first.start, 90))
    start = first.start - (len(opener["whole"]) if opener else 0)
    if isinstance(second.value, Now):
        return _since(first, second, start) if len(gap) <= 3 and not gap.strip(" ,)\n") else None
    if _APPOSED.fullmatch(gap) and _same(first, second):
        return second.but(start=first.start, rule=f"{first.rule} ({second.rule})")
    link = LINK.fullmatch(gap)
    if link is None or link["range"] is None or not _ends_agree(first, second):
        return None
    return _range(first, second, start)


def _same(first: Expression, second: Expression) -> bool:
    """Tell whether the second says more exactly what the first says."""
    if isinstance(first.value, Offset):
        return second.grain == "day" and isinstance(second.value, Fixed)
    return first.grain == "past" and second.grain in ("years", "interval", "months")


def _since(first: Expression, second: Expression, start: int) -> Expression | None:
    """Read `từ <date> đến nay`; a day needs its `từ`."""
    value = first.value
    if not isinstance(value, Fixed) or (first.grain in _DAYS and start == first.start):
        return None
    since, rule = Since(value.first, value.shift), f"từ {_slot(first)} đến nay"
    return second.but(start=start, rule=rule, grain="since", value=since, role="plain", listed=True)


def _slot(expression: Expression) -> str:
    if expression.rule.startswith("đầu năm"):
        return "đầu năm"
    return "<date>" if expression.grain == "day" else f"<{expression.grain}>"


def _ends_agree(first: Expression, second: Expression) -> bool:
    """Tell whether the two may be ends of one range: days with days, months, years; units with units."""
    if first.grain in _DAYS or second.grain in _DAYS:
        ends = {first.grain, second.grain}
        return "day" in ends and ends <= {"day", "month", "year"}
    return first.grain in _UNITS and second.grain in (*_UNITS, "months")


def _range(first: Expression, second: Expression, start: int) -> Expression | None:
    a, b = first.value, second.value
    if not isinstance(a, Fixed) or not isinstance(b, Fixed):
        return None
    shift = b.shift if b.shift is not None else a.shift
    begin, finish = (a.first, b.last) if shift is not None else _complete(a.first, b.last)
    if begin.year is not None and finish.year is not None and (begin.year, *_key(begin)) > (finish.year, *_key(finish)):
        return None
    grain = "interval" if "day" in (first.grain, second.grain) else "months"
    grain = "years" if first.grain == second.grain == "year" else grain
    rule = f"{'từ ' if start < first.start else ''}{_slot(first)} đến {_slot(second)}"
    value, future = Fixed(begin, finish, shift), first.future or second.future
    return second.but(
        start=start, rule=rule, grain=grain, value=value, form="", role="plain", future=future, listed=True
    )


def _complete(begin: Corner, finish: Corner) -> tuple[Corner, Corner]:
    """Give the end without a year the other's, across the turn of the year where it must be."""
    wraps = _key(begin) > _key(finish)
    if begin.year is None and finish.year is not None:
        return begin._replace(year=finish.year - wraps), finish
    if begin.year is not None and finish.year is None:
        return begin, finish._replace(year=begin.year + wraps)
    return begin, finish


def _key(corner: Corner) -> tuple[int, int]:
    return corner.month, corner.day or 31


def _with_role(text: Reading, expression: Expression) -> Expression:
    """Say what the expression does, by the words before it."""
    if isinstance(expression.value, Now):
        return expression
    words = text.before(expression.start)
    future = expression.future or _FUTURE.search(words) or _NEXT.match(text.low, expression.end)
    if bool(future) != expression.future:
        expression = expression.but(future=bool(future))
    value = expression.value
    if not isinstance(value, Fixed):
        return expression
    led = is_led(words)  # the quick question first
    if led and (ahead := _FROM_NOW.search(words)):
        start, rule = expression.start - len(ahead["whole"]), f"từ nay đến {expression.rule}"
        last = Ahead(value.last, value.shift)
        return expression.but(start=start, rule=rule, grain="interval", value=last, listed=True)
    if led and (compared := _COMPARED.search(words)):
        return _extended(expression, compared, "compared", "so với")
    if _recalls(text, expression, value):
        return expression.but(role="memorial")
    if text.dates_document(expression.start):
        return expression.but(role="document")
    if led and expression.grain in ("day", *_UNITS):
        for pattern, role, label in _ROLES:
            if match := pattern.search(words):
                return _extended(expression, match, role, label)
    return expression


def is_led(words: str) -> bool:
    """Tell whether `words` may give the expression behind them a role."""
    return words.rstrip().rstrip(",").endswith(_ENDS)


def _recalls(text: Reading, expression: Expression, value: Fixed) -> bool:
    """Tell whether the day is the one that is celebrated: of long ago, or in brackets behind its name."""
    if expression.grain not in _DAYS or value.first.year is None or not text.memorial(expression.start):
        return False
    return value.first.year < OLDEST_PAGE or text.before(expression.start, 1) == "("


def _extended(expression: Expression, words: re.Match[str], role: str, label: str) -> Expression:
    start, whole = expression.start - len(words["whole"]), words["whole"].strip()
    label = whole if whole in _NAMED_ROLES else label
    return expression.but(start=start, role=role, rule=f"{label} {expression.rule}", listed=True)
