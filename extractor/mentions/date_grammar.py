"""All calendar rules, and one scan of a stretch of text with them."""

import re
from bisect import bisect_left

from extractor.mentions import date_days, date_months, date_today, date_years
from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Expression
from extractor.mentions.date_words import NUMBER, YEAR
from extractor.text.runs import Runs

RULES = (*date_days.RULES, *date_months.RULES, *date_years.RULES, *date_today.RULES)
_AFTER = {"", *(word for rule in RULES for word in rule.then)}
_BEGUN_BY = {  # by the first word and the one behind it, "" for any other: the numbers of the rules
    first: {
        after: [n for n, rule in enumerate(RULES) if first in rule.first and (not rule.then or after in rule.then)]
        for after in _AFTER
    }
    for rule in RULES
    for first in rule.first
}
_NONE: dict[str, list[int]] = {"": []}
_NUMBERS = {1: NUMBER, 2: NUMBER, 4: YEAR}  # by count of digits


def beginnings(runs: Runs) -> list[tuple[int, list[int]]]:
    """Return where dates may begin in a text, in order, and the numbers of the rules that may match there."""
    words = [*runs.texts, ""]
    found = []
    for at in [at for at, word in enumerate(words) if word in _BEGUN_BY or word.isdecimal()]:
        begun = _BEGUN_BY.get(_kind(words[at]), _NONE)
        if numbers := begun.get(_kind(words[at + 1])) or begun[""]:
            found.append((runs.starts[at], numbers))
    return found


def _kind(word: str) -> str:
    return _NUMBERS.get(len(word), "") if word.isdecimal() else word


def scan(text: Reading, begins: list[tuple[int, list[int]]], start: int, end: int) -> list[Expression]:
    """Return every candidate of the text from `start` to `end`, rule by rule, overlapping.

    Rules are asked only where their first words stand: a twelfth of the time that searching with each takes, or less.
    """
    matches: dict[int, list[re.Match[str]]] = {}
    for at, numbers in begins[bisect_left(begins, (start,)) : bisect_left(begins, (end,))]:
        for number in numbers:
            found = matches.get(number)
            if found and found[-1].end() > at:
                continue
            if match := RULES[number].pattern.match(text.low, at, end):
                matches.setdefault(number, []).append(match)
    return [
        expression
        for number in sorted(matches)
        for match in matches[number]
        for expression in RULES[number].make(text, match, RULES[number].name)
    ]
