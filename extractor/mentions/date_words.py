"""The pieces that all calendar patterns are made of. The patterns read lower-case text.

No piece repeats without bound, so that the cost of a scan is linear in the text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from extractor.mentions.date_context import Reading
from extractor.mentions.date_parts import Corner, Expression, Fixed, Value
from extractor.mentions.numerals import read_words

D = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
M = r"(?:1[0-2]|0?[1-9])(?!\d)"
Y = r"(?:19|20)\d\d(?!\d)"
W = r"(?![^\W_])"  # the end of a word
PART = r"(?:rạng\ssáng|sáng\ssớm|sáng|trưa|đầu\sgiờ\schiều|chiều|tối|đêm)"  # \s: verbose patterns drop blanks
N = (
    r"(?:\d{1,2}|(?:(?:hai|ba|bốn|năm|sáu|bảy|tám|chín)\smươi|mười)"
    r"(?:\s(?:mốt|một|hai|ba|bốn|tư|lăm|năm|sáu|bảy|tám|chín))?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín)"
)
NUMBER, YEAR = "00", "0000"  # what stands for a number and a year among the words that a rule may begin with
COUNTS = (NUMBER, "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")  # what N may begin with
IN_COUNT = ("mươi", "mốt", "một", "hai", "ba", "bốn", "tư", "lăm", "năm", "sáu", "bảy", "tám", "chín")  # and go on with
MONTH_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12,
}  # fmt: skip
IN_MONTH = (NUMBER, "mười", "một", "hai", "ba", "tư", "sáu", "bảy", "tám", "chín")  # what M or MW may begin with
MW = r"mười\smột|mười\shai|mười|một|hai|ba|tư|sáu|bảy|tám|chín"  # "tháng năm" is also "months and years"
SHIFTS = {"nay": 0, "này": 0, "ngoái": -1, "tới": 1, "sau": 1}
SHIFT = rf"(?:nay{W}|này{W}|ngoái{W}|tới{W}(?!\snay))"
# The year behind a month, a quarter, a half: 6-2023, 6/2023, 6 năm 2023, 6 của năm nay, 6 2023
OF_YEAR = (
    rf"(?:\s?[/.\-]\s?(?P<joined>{Y})|\s?,?\s{{1,2}}(?:của\s)?năm\s(?P<named>{Y}|{SHIFT})"
    rf"|\s(?P<loose>{Y})(?!\s?[/\-]))?"
)
ALSO = r"\s{0,2}(?:,|và|-|đến|tới)\s{0,2}"
NO_NUMBER = r"(?!\s?%|[/.,]?\d|/[^\W\d_]|-[^\W\d_])"
_RANGE = re.compile(r"-|đến|tới")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the maker of its expressions, named by its grammar.

    `first` are the words that a match may begin with: NUMBER for one or two digits, YEAR for four; `then` those that
    may follow the first, none where all may.
    """

    name: str
    pattern: re.Pattern[str]
    make: Callable[[Reading, re.Match[str], str], Iterator[Expression]]
    first: tuple[str, ...]
    then: tuple[str, ...] = ()


class Year(NamedTuple):
    """A year as far as the words give it."""

    number: int | None = None
    shift: int | None = None

    @property
    def slot(self) -> str:
        """Its place in a rule's name."""
        return "/<y>" if self.number else ""


def year_word(word: str | None) -> Year:
    """Read `2023`, `nay`, `ngoái`; nothing for None."""
    if not word:
        return Year()
    return Year(int(word)) if word.isdigit() else Year(shift=SHIFTS[word])


def year_of(match: re.Match[str]) -> Year:
    """Read the groups of OF_YEAR."""
    return year_word(match["joined"] or match["named"] or match["loose"])


def month_of(word: str) -> int:
    """Read a month in figures or words."""
    return int(word) if word.isdigit() else MONTH_WORDS[word]


def count_of(words: str | None) -> int:
    """Read a small number in figures or words; 0 where it is none."""
    words = (words or "").strip()
    return int(words) if words.isdigit() else int(read_words(words) or 0) if words else 0


def is_range(words: str, count: int) -> bool:
    """Tell whether two numbers are joined as ends, not listed."""
    return count == 2 and _RANGE.search(words) is not None


def whole(
    match: re.Match[str],
    rule: str,
    grain: str,
    value: Value,
    *,
    start: int | None = None,
    role: str = "plain",
    future: bool = False,
    form: str = "",
    listed: bool = True,
) -> Expression:
    """Return the expression that spans the match, or reaches from `start` to its end."""
    begin = match.start() if start is None else start
    return Expression(begin, match.end(), rule, grain, value, role, future, form, listed)


def fixed(ends: tuple[Corner, Corner], year: Year) -> Fixed:
    """Return the interval between two corners, whose year may be counted from today's."""
    return Fixed(*ends, year.shift)


def parts(spans: list[tuple[int, int]], match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Share the match among the members of a list: the first takes the words before it, the last those behind."""
    begin = match.start()
    for index, (start, end) in enumerate(spans):
        stop = match.end() if index == len(spans) - 1 else end
        yield (begin if index == 0 else start), stop
