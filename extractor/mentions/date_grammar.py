"""All calendar rules, and one scan of a stretch of text with them."""

import re

from extractor.mentions import date_days, date_months, date_today, date_years
from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Expression
from extractor.mentions.date_words import NUMBER, YEAR

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
RULES = (*date_days.RULES, *date_months.RULES, *date_years.RULES, *date_today.RULES)
_BEGUN_BY = {first: [n for n, rule in enumerate(RULES) if first in rule.first] for r in RULES for first in r.first}
_NUMBERS = {1: NUMBER, 2: NUMBER, 4: YEAR}  # by count of digits


def scan(text: Reading, start: int, end: int) -> list[Expression]:
    """Return every candidate of the text from `start` to `end`, rule by rule, overlapping.

    Each word is asked which rules it may begin: a fourth of the time that a search with every rule takes.
    """
    matches: dict[int, list[re.Match[str]]] = {}
    for token in _TOKEN.finditer(text.low, start, end):
        word = token[0]
        if word[0].isdigit():
            word = _NUMBERS.get(len(word), "")
        for number in _BEGUN_BY.get(word, ()):
            found = matches.get(number)
            if found and found[-1].end() > token.start():
                continue
            if match := RULES[number].pattern.match(text.low, token.start(), end):
                matches.setdefault(number, []).append(match)
    return [
        expression
        for number in sorted(matches)
        for match in matches[number]
        for expression in RULES[number].make(text, match, RULES[number].name)
    ]
