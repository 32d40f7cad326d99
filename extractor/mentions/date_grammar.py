"""All calendar rules, and one scan of a stretch of text with them."""

from extractor.mentions import date_days, date_months, date_today, date_years
from extractor.mentions.date_parts import Expression

RULES = (*date_days.RULES, *date_months.RULES, *date_years.RULES, *date_today.RULES)


def scan(low: str, start: int, end: int) -> list[Expression]:
    """Return every candidate of `low[start:end]` (lower case), unsorted, overlapping."""
    return [
        expression
        for rule in RULES
        for match in rule.pattern.finditer(low, start, end)
        for expression in rule.make(low, match, rule.name)
    ]
