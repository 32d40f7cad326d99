"""Which numerals make one number: a range, a share of a total, a change of which only the end counts."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.lexicon.units import Units
from extractor.mentions.numerals import Numeral

IN_TURN = "lần lượt"
_RANGE = re.compile(r"\s{0,2}(?:-|đến|tới|cho đến|hoặc)\s{0,2}")
_CHANGE = re.compile(r"\s{0,2}(?:lên|xuống|còn|lên đến|lên tới|xuống còn|giảm còn|tăng lên)\s{1,2}")
_CHANGED_FROM = re.compile(r"(?:tăng|nâng|giảm|hạ|mở rộng|kéo giảm)(?:\s+[^\W\d_]+){0,6}\s+từ\s{1,2}$")
_AND = re.compile(r"\s{0,2}(?:,|;|và)\s{1,2}")
_TURN = 60  # characters before a number in which `lần lượt` is looked for
_JOINS, _REACH = ("-", "đến", "tới", "hoặc", "lên", "xuống", "còn"), 7  # how a range's or a change's words end
_RATIO = re.compile(r"\s?/\s?(\d{1,9}(?:[.,]\d{1,3}){0,3})")
_REPEATED = re.compile(r"\s{0,2}\((?:[^\W\d_]+\s?){1,6}\)")  # 05 (năm) căn nhà


class Sentence(NamedTuple):
    """One sentence; `start` and `end` are offsets of the whole document: `text` in lower case, `given` as it is."""

    text: str
    start: int
    end: int
    given: str

    def left(self, position: int, width: int) -> str:
        """Return at most `width` characters of the sentence before `position`."""
        return self.text[max(self.start, position - width) : position]


class Number(NamedTuple):
    """One numeral, or the two of a range; `end` is where the head may begin, behind a total or the number in words."""

    first: Numeral
    second: Numeral | None
    end: int
    ratio: bool

    @property
    def span(self) -> tuple[int, int]:
        """The numerals alone."""
        return self.first.start, (self.second or self.first).end

    @property
    def scale(self) -> Decimal:
        """The factor of the scale word next to the head."""
        return (self.second or self.first).scale

    @property
    def rule(self) -> str:
        """The name of its grammar."""
        return "<a> - <b>" if self.second else "<a>/<b>" if self.ratio else self.first.rule


def joined(sentence: Sentence, second: Numeral) -> bool:
    """Tell whether the words of a range or of a change may stand before the second of two numbers."""
    return sentence.left(second.start, _REACH).rstrip().endswith(_JOINS)


def between(units: Units, text: str, first: Numeral, second: Numeral) -> str:
    """Return what stands between two numbers, the unit of the first left out."""
    unit = units.read(text, skip_blanks(text, first.end))
    start = unit[1] if unit and unit[1] <= second.start else first.end
    return text[start : second.start]


def is_change(sentence: Sentence, gap: str, first: Numeral, second: Numeral) -> bool:
    """`giảm từ 5% xuống còn 3%`: only what was reached is reported; `gap` stands between the two."""
    if _CHANGE.fullmatch(gap):
        return sentence.left(first.start, 6).endswith("từ ")
    change = _CHANGED_FROM.search(sentence.left(first.start, 50)) if _RANGE.fullmatch(gap) else None
    if change is None:
        return False
    falls = change.group().startswith(("giảm", "hạ", "kéo"))
    return not (falls and first.value < second.value)  # nothing falls from 0,5 to 0,7 %: a range


def is_width(units: Units, text: str, number: Numeral) -> bool:
    """`mở rộng từ 2 m lên 3,5 m`: a width, which is no figure at all."""
    head = units.read(text, skip_blanks(text, number.end))
    return head is not None and head[0].surface in ("m", "mét")


def number_range(units: Units, sentence: Sentence, gap: str, first: Numeral, second: Numeral) -> Number | None:
    """Return `5 - 7` as one number, `3 - 4 tỷ` with the scale of the second for both; `gap` stands between the two."""
    if not _RANGE.fullmatch(gap):
        return None
    if first.scale == 1 < second.scale and not units.read(sentence.text, skip_blanks(sentence.text, first.end)):
        scale = second.scale if first.plain < second.plain else second.scale / 1000
        first = first._replace(value=first.value * scale, scale=scale)
    if first.value >= second.value:
        return None
    return Number(first, second, _behind_words(sentence, second.end), ratio=False)


def in_turn(sentence: Sentence, numerals: Sequence[Numeral]) -> list[Numeral]:
    """Return the numerals behind `lần lượt` that are joined by commas and `và`: `lần lượt 42, 37 và 15 căn`."""
    if not numerals or IN_TURN not in sentence.left(numerals[0].start, _TURN):
        return []
    row = [numerals[0]]
    for numeral in numerals[1:]:
        if not _AND.fullmatch(sentence.text, row[-1].end, numeral.start):
            break
        row.append(numeral)
    return row


def single_number(sentence: Sentence, number: Numeral) -> Number:
    """Return one numeral, with the total behind its slash (`13/15 xã`) or its repetition in words."""
    text, end = sentence.text, number.end
    if "/" in text[end : end + 2] and number.scale == 1 and (total := _RATIO.match(text, end, sentence.end)):
        return Number(number, None, total.end(), ratio=True)
    return Number(number, None, _behind_words(sentence, end), ratio=False)


def _behind_words(sentence: Sentence, position: int) -> int:
    """Return where `(năm)` ends behind a number, else `position`."""
    if "(" not in sentence.text[position : position + 3]:
        return position
    repeated = _REPEATED.match(sentence.text, position, sentence.end)
    return repeated.end() if repeated else position


def skip_blanks(text: str, position: int) -> int:
    """Return the position after at most three blanks."""
    gap = text[position : position + 3]
    return position + len(gap) - len(gap.lstrip(" "))
