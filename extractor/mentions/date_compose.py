"""From candidates to expressions: which numbers are days, what the words before say, which two make a range."""

import re
from collections.abc import Iterable
from dataclasses import replace

from extractor.mentions import date_context as context
from extractor.mentions.date_parts import Ahead, Corner, Expression, Fixed, Now, Offset, Since

_LINK = re.compile(r"\s{0,2}(?:(?P<range>-|đến|tới|cho đến|đến hết|tới hết)|(?P<also>,|và|;|, và))\s{0,2}(?:ngày\s|hết\s|hết ngày\s|sáng\s|chiều\s)?")
_FROM = re.compile(r"(?<!\w)(?P<whole>(?:(?:tính|kể)\s)?(?:bắt đầu\s)?từ(?:\s(?:khoảng|sau))?\s{1,2}(?:hết\s)?)$")
_UPTO = re.compile(
    r"(?<!\w)(?P<whole>(?:tính|kể|cho|lũy kế|chậm nhất)?\s{0,2}(?:đến|tới)(?:\s(?:hết|thời điểm|thời điểm hết|cuối|trước))?\s{1,2}(?:cuối\s)?)$"
)
_FROM_NOW = re.compile(r"(?<!\w)(?P<whole>(?:kể\s)?từ\s(?:nay|giờ|bây giờ|hôm nay)\s(?:cho\s)?(?:đến|tới)(?:\s(?:hết|trước|cuối))?\s{1,2})$")
_BEFORE = re.compile(r"(?<!\w)(?P<whole>(?:xong\s)?trước(?:\s(?:hết|thời điểm))?\s{1,2})$")
_AFTER = re.compile(r"(?<!\w)(?P<whole>(?:kể\s)?sau\s{1,2})$")
_END_OF = re.compile(r"(?<!\w)(?P<whole>(?:hết|cuối|đầu|giữa|trong|vào|nửa\sđầu|nửa\scuối|trung\stuần|thượng\stuần|hạ\stuần|khoảng)\s{1,2})$")
_COMPARED = re.compile(
    r"(?<!\w)(?P<whole>(?:(?:so|nếu so)(?:\svới)?\s(?:cùng kỳ\s|cùng thời điểm\s|thời điểm\s)?(?:của\s|các\s|những\s)?|(?:cùng kỳ|cùng thời điểm)\s(?:của\s)?"
    r"|(?:cao|thấp|nhiều|ít|nhanh)\s(?:hơn)\s(?:so với\s)?(?:cùng kỳ\s)?|(?:vượt|bằng)\s(?:mức\s)?(?:của\s)?))$"
)
_FUTURE = re.compile(r"(?<!\w)(?:sẽ|dự kiến|sắp|chuẩn bị|phấn đấu|hoàn thành trước|chậm nhất|kế hoạch|chỉ tiêu|mục tiêu)(?!\w)[^.;\n]{0,40}$")
_NEXT = re.compile(r"\s(?:sắp\s)?tới(?!\w)(?!\s(?:ngày|tháng|năm|nay|\d))")


def choose(low: str, candidates: Iterable[Expression]) -> list[Expression]:
    """Keep the candidates that are dates, the longest first at each place, in text order."""
    kept: list[Expression] = []
    blocked = -1
    for candidate in sorted(candidates, key=lambda e: (e.start, -e.end, not _dated(e))):
        if candidate.start < blocked:
            continue
        accepted = _accept(low, candidate, kept[-1] if kept else None)
        if accepted is None:
            blocked = candidate.end if candidate.form else blocked  # nothing inside a name or a count is a date
            continue
        while kept and kept[-1].start >= accepted.start:
            kept.pop()  # "Sáng nay (14/10)": the words became part of the day
        kept.append(accepted)
        blocked = accepted.end
    return kept


def _dated(expression: Expression) -> bool:
    value = expression.value
    return isinstance(value, Fixed) and (value.last.year is not None or value.shift is not None)


def _accept(low: str, candidate: Expression, previous: Expression | None) -> Expression | None:
    if context.born(low, candidate.start):
        return None
    if candidate.form == "bare":
        return candidate if context.bare_year(low, candidate.start, candidate.end) or _follows_year(low, previous, candidate) else None
    if candidate.form.startswith("m"):
        return _accept_month(low, candidate, previous)
    return _accept_day(low, candidate, previous) if candidate.form else candidate


def _follows_year(low: str, previous: Expression | None, candidate: Expression) -> bool:
    if previous is None or previous.grain not in ("year", "years", "month", "day"):
        return False
    return _LINK.fullmatch(low, previous.end, candidate.start) is not None and not context.counted(low, candidate.end)


def _linked(low: str, previous: Expression | None, candidate: Expression, grains: tuple[str, ...]) -> bool:
    return previous is not None and previous.grain in grains and _LINK.fullmatch(low, previous.end, candidate.start) is not None


def _accept_month(low: str, candidate: Expression, previous: Expression | None) -> Expression | None:
    if context.names_a_document(low, candidate.start):
        return None
    if context.preposition(low, candidate.start) or _linked(low, previous, candidate, ("month", "year", "day")):
        return candidate
    return None


def _accept_day(low: str, candidate: Expression, previous: Expression | None) -> Expression | None:
    value = candidate.value
    if not isinstance(value, Fixed):
        return candidate
    start, end = candidate.start, candidate.end
    marked = context.marker_start(low, start)
    dated = _dated(candidate)
    if marked is not None and (dated or not context.measured(low, end)):
        ratio = not dated and "ngày" not in low[marked:start] and value.last.day <= value.last.month and context.counted(low, end)
        close = 1 if low[end : end + 1] == ")" and "(" in low[marked:start] else 0
        return None if ratio else candidate.but(start=marked, end=end + close)
    if context.names_a_document(low, start) or context.named(low, start):
        return None
    if dated or _linked(low, previous, candidate, ("day", "interval", "month", "year")):
        return None if not dated and context.measured(low, end) else candidate
    return candidate if _unmarked_day(low, candidate, value) else None


def _unmarked_day(low: str, candidate: Expression, value: Fixed) -> bool:
    """Read `đến 30/9`, `từ 1-6 đến 30-9`, `(17/10 - 18/11)` as days, `đến 11/11 xã`, `từ 2-3 người` as counts."""
    start, end = candidate.start, candidate.end
    if candidate.form == "tháng":
        return not context.holiday(low, start)
    if candidate.form == ".":
        return False
    if context.preposition(low, start):
        if context.ends_here(low, end):
            return True
        return candidate.form == "/" and (value.last.day > value.last.month or not context.counted(low, end))
    opening = low[max(0, start - 1) : start]
    return opening == "(" and candidate.form == "/" and re.match(r"\s?(?:-|đến)\s?\d{1,2}/\d{1,2}(?:/\d{4})?\)", low[end : end + 20]) is not None


def join(low: str, chosen: list[Expression]) -> list[Expression]:
    """Put ranges together, and give each expression its role."""
    chosen = _share_years(low, chosen)
    joined: list[Expression] = []
    for index, current in enumerate(chosen):
        pair = _pair(low, current, chosen[index + 1]) if index + 1 < len(chosen) else None
        if pair is not None:
            chosen[index + 1] = pair
        else:
            joined.append(_with_role(low, current))
    return joined


def _share_years(low: str, chosen: list[Expression]) -> list[Expression]:
    """Give the members of a list the year that one of them names (`14/8 và 20/8/2022`)."""
    shared = list(chosen)
    for index in range(len(shared) - 2, -1, -1):
        shared[index] = _year_from(low, shared[index], shared[index], shared[index + 1])
    for index in range(len(shared) - 1):
        shared[index + 1] = _year_from(low, shared[index + 1], shared[index], shared[index + 1])
    return shared


def _year_from(low: str, needy: Expression, first: Expression, second: Expression) -> Expression:
    other = second if needy is first else first
    link = _LINK.fullmatch(low, first.end, second.start)
    if link is None or link["also"] is None or _dated(needy) or not _dated(other) or needy.grain != other.grain:
        return needy
    if not isinstance(needy.value, Fixed) or not isinstance(other.value, Fixed) or context.dates_a_document(low, other.start):
        return needy
    year, value = other.value.first.year, needy.value
    corners = (replace(value.first, year=year), replace(value.last, year=year))
    return needy.but(value=Fixed(*corners, other.value.shift))


def _pair(low: str, first: Expression, second: Expression) -> Expression | None:
    """Join two neighbours into one interval, or pass the second's year to the first; None where they stand apart."""
    gap = low[first.end : second.start]
    opener = _FROM.search(context.before(low, first.start, 24))
    if isinstance(second.value, Now) and isinstance(first.value, Fixed):
        return _since(first, second, opener) if re.fullmatch(r"[\s,)]{0,3}", gap) else None
    bracket = re.fullmatch(r"\s?[(:,]?\s?(?:từ\s)?(?:tức\s)?", gap)
    if bracket and _same(first, second):
        return second.but(start=first.start, rule=f"{first.rule} ({second.rule})")
    link = _LINK.fullmatch(gap)
    if link is None or not isinstance(second.value, Fixed):
        return None
    if not isinstance(first.value, Fixed) or not (link["range"] and _ends_agree(first, second)):
        return None
    return _range(first, second, opener)


def _same(first: Expression, second: Expression) -> bool:
    """Tell whether the second says more exactly what the first says (`5 năm qua (2019 - 2024)`, `Sáng nay, ngày 14/10`)."""
    if isinstance(first.value, Offset):
        return second.grain == "day" and isinstance(second.value, Fixed)
    return first.grain == "past" and second.grain in ("years", "interval", "months")


def _since(first: Expression, second: Expression, opener: re.Match[str] | None) -> Expression | None:
    value = first.value
    if not isinstance(value, Fixed) or (opener is None and first.grain == "day"):
        return None
    start = first.start - (len(opener["whole"]) if opener else 0)
    rule = f"từ {_slot(first)} đến nay"
    return second.but(start=start, rule=rule, grain="since", value=Since(value.first, value.shift), role="plain", listed=True)


def _slot(expression: Expression) -> str:
    return "đầu năm" if expression.rule.startswith("đầu năm") else f"<{'date' if expression.grain == 'day' else expression.grain}>"


def _ends_agree(first: Expression, second: Expression) -> bool:
    days = ("day", "interval")
    if first.grain in days or second.grain in days:
        return (first.grain == "day" and second.grain in ("day", "month", "year")) or (second.grain == "day" and first.grain in ("month", "year"))
    return first.grain in ("month", "quarter", "year", "half") and second.grain in ("month", "quarter", "year", "half", "months")


def _range(first: Expression, second: Expression, opener: re.Match[str] | None) -> Expression | None:
    a, b = first.value, second.value
    if not isinstance(a, Fixed) or not isinstance(b, Fixed):
        return None
    begin, shift = a.first, b.shift if b.shift is not None else a.shift
    finish = b.last
    if begin.year is None and finish.year is not None and a.shift is None:
        wraps = (begin.month, begin.day) > (finish.month, finish.day or 31)
        begin = Corner(finish.year - wraps, begin.month, begin.day)
    elif begin.year is not None and finish.year is None and b.shift is None:
        wraps = (begin.month, begin.day) > (finish.month, finish.day or 31)
        finish = Corner(begin.year + wraps, finish.month, finish.day)
    if begin.year is not None and finish.year is not None and (begin.year, begin.month, begin.day) > (finish.year, finish.month, finish.day or 31):
        return None
    start = first.start - (len(opener["whole"]) if opener else 0)
    grain = "interval" if "day" in (first.grain, second.grain) else "months"
    grain = "years" if first.grain == second.grain == "year" else grain
    rule = f"{'từ ' if opener else ''}{_slot(first)} đến {_slot(second)}"
    return second.but(start=start, rule=rule, grain=grain, value=Fixed(begin, finish, shift), form="", role="plain", listed=True, future=first.future or second.future)


def _with_role(low: str, expression: Expression) -> Expression:
    """Say what the expression does, by the words before it."""
    if isinstance(expression.value, Now):
        return expression
    words = context.before(low, expression.start)
    future = expression.future or _FUTURE.search(words) is not None or _NEXT.match(low, expression.end) is not None
    expression = expression.but(future=future)
    if not isinstance(expression.value, Fixed):
        return expression
    point = expression.value.first == expression.value.last or expression.grain in ("month", "year", "quarter", "half")
    ahead = _FROM_NOW.search(words)
    if ahead:
        return expression.but(start=expression.start - len(ahead["whole"]), rule=f"từ nay đến {expression.rule}", grain="interval",
                              value=Ahead(expression.value.last, expression.value.shift), listed=True)
    compared = _COMPARED.search(words)
    if compared:
        return _extended(expression, compared, "compared", "so với")
    if point and "/" in expression.rule and context.memorial(low, expression.start) and expression.value.first.year:
        return expression.but(role="memorial")
    if context.dates_a_document(low, expression.start):
        return expression.but(role="document")
    if expression.rule.startswith(("từ ", "<n> ")) and not point:
        return expression
    for pattern, role, label in ((_FROM, "since", "từ"), (_UPTO, "upto", "đến"), (_BEFORE, "upto", "trước"), (_AFTER, "after", "sau")):
        found = pattern.search(words)
        if found and point:
            return _extended(expression, found, role, label)
    return expression


def _extended(expression: Expression, words: re.Match[str], role: str, label: str) -> Expression:
    start = expression.start - len(words["whole"])
    whole = words["whole"].strip()
    label = whole if whole in ("tính đến", "đến hết", "kể từ", "cùng kỳ", "so với cùng kỳ") else label
    return expression.but(start=start, role=role, rule=f"{label} {expression.rule}", listed=True)
