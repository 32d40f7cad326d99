"""All calendar rules, and one scan of a stretch of text with them."""

import re

from extractor.mentions import date_days, date_months, date_today, date_years
from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Expression

_DIGIT = re.compile(r"\d")
RULES = (*date_days.RULES, *date_months.RULES, *date_years.RULES, *date_today.RULES)


def scan(text: Reading, start: int, end: int) -> list[Expression]:
    """Return every candidate of the text from `start` to `end`, unsorted, overlapping."""
    low = text.low
    digits = _DIGIT.search(low, start, end) is not None
    return [
        expression
        for rule in RULES
        if (digits or not rule.digits) and any(low.find(hint, start, end) >= 0 for hint in rule.hints)
        for match in rule.pattern.finditer(low, start, end)
        for expression in rule.make(text, match, rule.name)
    ]
