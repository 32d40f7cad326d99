"""Date lines of pages: `Thứ Năm, 14/11/2019, 16:10 [GMT+7]` with its labels, counters and author."""

import re
from dataclasses import dataclass

from extractor.text.normalise import lower

_DAY = re.compile(
    r"\b\d{1,2}\s?([/.-])\s?\d{1,2}\s?\1\s?(?:19|20)\d{2}(?!\d)"
    r"|\b(?:19|20)\d{2}-\d{1,2}-\d{1,2}(?!\d)"
    r"|\b\d{1,2},?\s+tháng\s+\d{1,2},?\s+(?:năm\s+)?(?:19|20)\d{2}(?!\d)"
)
_AROUND = re.compile(
    r"\b\d{1,2}[:h]\d{2}(?::\d{2})?'?(?:\s?[ap]m\b)?|\b\d{1,2} giờ(?: \d{1,2}(?: phút)?)?"
    r"|\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b"
    r"|[\[(]?\b(?:gmt|utc|g7t)\b\s?[+]?\s?\d{0,2}[\])]?|\bgmt\b"
)
_LABEL = re.compile(
    r"\b(?:cập nhật|đăng|ngày|xuất bản|đưa|tạo|tải|gửi|viết|lúc|tin|bài|vào|thời gian|lần cuối|cuối|hồi|xem"
    r"|published|updated|date|on|[ap]m)\b"
)
_CELL = re.compile(r"\s{2,}|[|•·\t]|\s-\s")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where day and time stand in a line, and what else is there: cells, lower case, labels taken away."""

    start: int
    end: int
    others: tuple[str, ...]


def dateline(line: str) -> Dateline | None:
    """Return what a line with a full date says besides it; None where it has no date or is too long for a date line."""
    if len(line) > _LONGEST or not ("20" in line or "19" in line) or not (day := _DAY.search(low := lower(line))):
        return None
    spans = [day.span(), *(match.span() for match in _AROUND.finditer(low))]
    rest = list(low)
    for start, end in spans + [match.span() for known in (_DAY, _LABEL) for match in known.finditer(low)]:
        rest[start:end] = "|" * (end - start)
    cells = (cell.strip(" ,.:;-[]()/|'") for cell in _CELL.split("".join(rest)))
    return Dateline(
        min(start for start, _ in spans), max(end for _, end in spans), tuple(cell for cell in cells if cell)
    )
