"""The page's own date: the line that says when the article was printed; and dates that belong to other articles."""

import re
from collections.abc import Sequence
from datetime import date

from extractor.mentions.date_parts import Expression, Fixed
from extractor.text.document import Document, Paragraph

_NEAR = 10  # days between an article's event and the page that tells it
_LONGEST = 200  # characters of a headline with its date
_CLOCK = re.compile(r"(?:thứ \w+|chủ nhật),?\s{0,3}(?:ngày\s)?\d{1,2}\stháng\s\d{1,2}(?:\snăm)?,?\s\d{4}")


def line_date(expression: Expression) -> date | None:
    """Return the full day that an expression names; None where it is no full day."""
    value = expression.value
    if not isinstance(value, Fixed) or expression.grain != "day" or value.first.year is None:
        return None
    return value.first.on(value.first.year)


def is_clock(low: str, paragraph: Paragraph) -> bool:
    """Tell whether the line has the form of a page header's running clock (`Thứ hai, 20 Tháng 8 2018`)."""
    return _CLOCK.search(low[paragraph.start : paragraph.end]) is not None


def tells_today(day: date, body: Sequence[Expression]) -> bool:
    """Tell whether the article speaks of a day at most ten days before `day`, as news of that day would."""
    for expression in body:
        value = expression.value
        if isinstance(value, Fixed) and expression.grain == "day" and expression.role == "plain":
            told = value.first.on(value.first.year or day.year)
            if told is not None and -1 <= (day - told).days <= _NEAR:
                return True
    return False


def behind_headline(document: Document, paragraph: Paragraph, expression: Expression) -> bool:
    """Tell whether a day stands in brackets at the end of a line without a full stop: another article's headline."""
    if paragraph.kind in ("title", "lead", "dateline") or paragraph.end - paragraph.start > _LONGEST:
        return False
    around = (
        document.text[max(0, expression.start - 1) : expression.start],
        document.text[expression.end : paragraph.end],
    )
    return expression.grain == "day" and expression.role == "plain" and (around[0], around[1].strip()) == ("(", ")")
