"""The page's own date: the line that says when the article was printed."""

import re
from datetime import date

from extractor.mentions.date_parts import Expression, Fixed
from extractor.text.document import Document, Paragraph

_NEAR = 10  # days between an article's event and the page that tells it
_HEAD, _FOOT = 8, 3  # paragraphs from the top and the bottom where a bare date line may stand
_CHROME = re.compile(
    r"\d{1,2}[:hg]\d{2}(?::\d{2})?'?|\b(?:am|pm|gmt|utc|sa|ch)\b|gmt\+\d|g7t\+7|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|ngày|tháng|năm"
    r"|(?:đăng|đưa|cập nhật|xuất bản|đăng tải|phát hành|tạo|gửi|lúc|vào|đã|được|tin|bài|cuối|mới|nhất|lần|thời gian|date|posted|published|updated)"
    r"|(?:lượt xem|lượt đọc|đã xem|số lần đọc|xem|cỡ chữ|in bài|bản in|in|google|a-|a\+|a\b|lượt)|[\d.,:;|/()\[\]+\-' ]"
)
_CLOCK = re.compile(r"(?:thứ \w+|chủ nhật),?\s*(?:ngày\s)?\d{1,2}\stháng\s\d{1,2}(?:\snăm)?,?\s\d{4}")


def own_line(low: str, paragraph: Paragraph, index: int, total: int) -> bool:
    """Tell whether a paragraph is nothing but a date with its label, hour and counters."""
    if paragraph.kind == "dateline":
        return True
    if paragraph.end - paragraph.start > 100 or not (index < _HEAD or index >= total - _FOOT):
        return False
    line = low[paragraph.start : paragraph.end]
    return (
        re.search(r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}", line) is not None
        and not _CHROME.sub("", line).strip()
    )


def line_date(expression: Expression) -> date | None:
    """Return the full day that an expression names; None where it is no full day."""
    value = expression.value
    if not isinstance(value, Fixed) or expression.grain != "day" or value.first.year is None:
        return None
    return value.first.on(value.first.year)


def is_clock(low: str, paragraph: Paragraph) -> bool:
    """Tell whether the line has the form of a page header's running clock (`Thứ hai, 20 Tháng 8 2018`)."""
    return _CLOCK.search(low[paragraph.start : paragraph.end]) is not None


def tells_today(day: date, body: list[Expression]) -> bool:
    """Tell whether the article speaks of a day at most ten days before `day`, as news of that day would."""
    for expression in body:
        value = expression.value
        if isinstance(value, Fixed) and expression.grain == "day" and expression.role == "plain":
            told = value.first.on(value.first.year or day.year)
            if told is not None and -1 <= (day - told).days <= _NEAR:
                return True
    return False


def behind_headline(document: Document, paragraph: Paragraph, expression: Expression) -> bool:
    """Tell whether a date stands in brackets at the end of a line without a full stop: another article's headline."""
    text = document.text
    if (
        paragraph.kind in ("title", "lead", "dateline")
        or paragraph.end - paragraph.start > 200
        or expression.grain != "day"
    ):
        return False
    opening = text[max(0, expression.start - 1) : expression.start]
    return opening == "(" and text[expression.end : paragraph.end].strip() == ")" and expression.role == "plain"
