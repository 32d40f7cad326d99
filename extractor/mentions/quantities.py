"""Finds quantities: a number, its modifier, and the unit or thing counted behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractor.lexicon.cues import Cues
from extractor.lexicon.units import Head, Units
from extractor.mentions.model import QuantityMention
from extractor.mentions.numerals import Numeral, english_style, find_numerals, read_figures
from extractor.mentions.quantity_modifiers import Modifiers
from extractor.text.document import Document
from extractor.text.normalise import lower

_RANGE = regex.compile(r"\s{0,2}(?:-|đến|tới|cho đến|hoặc)\s{0,2}", regex.IGNORECASE)
_CHANGE = regex.compile(
    r"\s{0,2}(?:lên|xuống|còn|lên đến|lên tới|xuống còn|giảm còn|tăng lên)\s{1,2}", regex.IGNORECASE
)
_CHANGED_FROM = regex.compile(
    r"(?:tăng|nâng|giảm|hạ|mở rộng|kéo giảm)(?:\s+\p{L}+){0,6}\s+từ\s{1,2}$", regex.IGNORECASE
)
_RATIO = regex.compile(r"\s?/\s?(\d{1,9}(?:[.,]\d{1,3}){0,3})")
_REPEATED = regex.compile(r"\s{0,2}\((?:\p{L}+\s?){1,6}\)")  # 05 (năm) căn nhà
# what follows a sum without its unit: `5 tỷ cho …`
_MONEY_NEXT = regex.compile(
    r"\s{0,2}(?:$|[.,;:)/\"\n!?…-]|(?:cho|để|và|từ|của|vào|gồm|trong|mỗi|hỗ trợ|xây|ủng hộ|tiền|với|do|bằng|thì|là|được"
    r"|đã|nhằm|trên|tại|ở|về|theo|giúp|trao|mua|một|cùng|nữa|trở lên|so|đạt|tặng|từ nguồn|thông qua|sửa|làm|chăm lo)\b)",
    regex.IGNORECASE,
)
_HALF = regex.compile(r"\s{1,2}rưỡi\b", regex.IGNORECASE)
_WORD = regex.compile(r"\s{1,2}(\p{Ll}+)")
# what stands before `năm`, the year
_NOT_FIVE = regex.compile(
    r"(?:trong|mỗi|hằng|hàng|một|các|những|cả|đầu|cuối|giữa|qua|nhiều|thứ|quanh|suốt|tháng|theo|đến|cùng|này|nửa|là|của"
    r"|\d)\s$",
    regex.IGNORECASE,
)
# what stands before number words that count nothing: `thứ hai`
_NOT_COUNT = regex.compile(
    r"(?:thứ|ngã|quý|tháng|lần|khóa|kỳ|vài|mấy|hàng|hạng|loại|lớp|tiết|bên)\s$", regex.IGNORECASE
)
_ASIDE = regex.compile(r"[,;.:(]")
_LEFT, _RIGHT = 60, 40  # characters around number and head in which a head's conditions are looked for
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    start: int
    end: int

    def left(self, position: int, width: int) -> str:
        return self.text[max(self.start, position - width) : position]


@dataclass(frozen=True, slots=True)
class _Number:
    """One numeral, or the two of a range; `end` is where the head may begin, behind a total or the number in words."""

    first: Numeral
    second: Numeral | None
    end: int
    ratio: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.first.start, (self.second or self.first).end

    @property
    def scale(self) -> Decimal:
        return (self.second or self.first).scale

    @property
    def rule(self) -> str:
        return "<a> - <b>" if self.second else "<a>/<b>" if self.ratio else self.first.rule


class Quantities:
    """The finder, with its tables compiled once."""

    def __init__(self, units: Units, cues: Cues) -> None:
        self._units = units
        self._modifiers = Modifiers(cues)

    def find(self, document: Document) -> list[QuantityMention]:
        """Return the quantities of the document's sentences in text order.

        `indicator` is None where the thing counted is no indicator's (`5 nội dung`, foreign currency, an unknown noun).
        """
        english = english_style(document.text)
        found: list[QuantityMention] = []
        for sentence in document.sentences:
            found.extend(self._in_sentence(_Sentence(document.text, sentence.start, sentence.end), english=english))
        return found

    def _in_sentence(self, sentence: _Sentence, *, english: bool) -> Iterator[QuantityMention]:
        numerals = list(find_numerals(sentence.text, sentence.start, sentence.end, english=english))
        i, last = 0, None
        while i < len(numerals):
            first, second = numerals[i], numerals[i + 1] if i + 1 < len(numerals) else None
            i += 1
            if second and self._is_change(sentence, first, second):
                if self._is_width(sentence.text, second):
                    i += 1
                continue
            number = self._range(sentence, first, second) if second else None
            mention = self._read(sentence, number or _single(sentence, first))
            if mention is None:
                continue
            yield _without_preposition(sentence.text, last, mention)
            last = mention
            if number or _is_of_sum(sentence.text, mention, second):
                i += 1

    def _between(self, text: str, first: Numeral, second: Numeral) -> str:
        """Return what stands between two numbers, the unit of the first left out."""
        unit = self._units.read(text, _skip(text, first.end))
        start = unit[1] if unit and unit[1] <= second.start else first.end
        return text[start : second.start]

    def _is_change(self, sentence: _Sentence, first: Numeral, second: Numeral) -> bool:
        """`giảm từ 5% xuống còn 3%`: only what was reached is reported."""
        gap = self._between(sentence.text, first, second)
        if _CHANGE.fullmatch(gap):
            return lower(sentence.left(first.start, 6)).endswith("từ ")
        change = _CHANGED_FROM.search(sentence.left(first.start, 50))
        if change is None or not _RANGE.fullmatch(gap):
            return False
        falls = lower(change.group()).startswith(("giảm", "hạ", "kéo"))
        return not (falls and first.value < second.value)  # nothing falls from 0,5 to 0,7 %: a range

    def _is_width(self, text: str, number: Numeral) -> bool:
        """`mở rộng từ 2 m lên 3,5 m`: a width, which is no figure at all."""
        head = self._units.read(text, _skip(text, number.end))
        return head is not None and head[0].surface in ("m", "mét")

    def _range(self, sentence: _Sentence, first: Numeral, second: Numeral) -> _Number | None:
        """Return `5 - 7` as one number, `3 - 4 tỷ` with the scale of the second for both."""
        if not _RANGE.fullmatch(self._between(sentence.text, first, second)):
            return None
        if first.scale == 1 < second.scale and not self._units.read(sentence.text, _skip(sentence.text, first.end)):
            scale = second.scale if first.plain < second.plain else second.scale / 1000
            first = replace(first, value=first.value * scale, scale=scale)
        if first.value >= second.value:
            return None
        return _Number(first, second, _behind_words(sentence, second.end), ratio=False)

    def _read(self, sentence: _Sentence, number: _Number) -> QuantityMention | None:
        """Return the number with what it counts; None for number words that count nothing, a number without a word."""
        text, at = sentence.text, _skip(sentence.text, number.end)
        found = self._units.read(text, at)
        if found and found[1] > sentence.end:
            found = None
        if number.first.figures is None and not _counts_in_words(sentence, number.first, found and found[0]):
            return None
        if found:
            return self._with_head(sentence, number, found[0], (at, found[1]))
        if _implies_money(sentence, number):
            return self._with_head(sentence, number, self._units.heads["đồng"], (number.end, number.end))
        word = _WORD.match(text, number.end, sentence.end)
        if word is None or number.first.figures is None:
            return None
        return self._with_head(sentence, number, Head(lower(word[1]), "", Decimal(1), "unknown"), word.span(1))

    def _with_head(
        self, sentence: _Sentence, number: _Number, head: Head, span: tuple[int, int]
    ) -> QuantityMention | None:
        values = [_value(n, head) for n in (number.first, number.second) if n]
        value, upper = values[0], values[1] if len(values) > 1 else None
        if value is None or None in values:
            return None
        indicator = self._indicator(sentence, number, head, span)
        if (
            head.role == "measure"
            and number.second is None
            and (half := _HALF.match(sentence.text, span[1], sentence.end))
        ):
            value, span = value + head.factor / 2, (span[0], half.end())  # ba héc-ta rưỡi
        start, stop = number.span
        modifier, begin, end, rule = self._modifiers.read(
            sentence.text, (start, span[1]), (sentence.start, sentence.end)
        )
        return QuantityMention(
            start=begin,
            end=max(end, stop),
            rule=f"{rule} {number.rule} <{head.role}>".strip(),
            value=float(value),
            value_upper=None if upper is None else float(upper),
            unit=self._units.indicators[indicator].unit if indicator else head.surface,
            modifier=modifier,
            indicator=indicator,
            number=number.span,
            head=span,
            ratio=number.ratio,
        )

    def _indicator(self, sentence: _Sentence, number: _Number, head: Head, span: tuple[int, int]) -> str | None:
        """Return the head's indicator where the words around keep its reading."""
        before = sentence.left(number.first.start, _LEFT)
        after = sentence.text[span[1] : min(sentence.end, span[1] + _RIGHT)]
        return head.indicator if head.indicator and head.fits(before, after) else None


def _single(sentence: _Sentence, number: Numeral) -> _Number:
    """Return one numeral, with the total behind its slash (`13/15 xã`) or its repetition in words."""
    if number.scale == 1 and (total := _RATIO.match(sentence.text, number.end, sentence.end)):
        return _Number(number, None, total.end(), ratio=True)
    return _Number(number, None, _behind_words(sentence, number.end), ratio=False)


def _behind_words(sentence: _Sentence, position: int) -> int:
    """Return where `(năm)` ends behind a number, else `position`."""
    repeated = _REPEATED.match(sentence.text, position, sentence.end)
    return repeated.end() if repeated else position


def _counts_in_words(sentence: _Sentence, number: Numeral, head: Head | None) -> bool:
    """Tell whether number words count something: `hai căn nhà`, not `thứ hai`, `năm 2022`, `ba mẹ`."""
    before, word = sentence.left(number.start, 12), lower(sentence.text[number.start : number.end])
    if _NOT_COUNT.search(before) or (word == "năm" and _NOT_FIVE.search(before)):
        return False
    if number.scale >= _MILLION:
        return True
    return word != "một" and head is not None and head.role in ("noun", "measure")


def _implies_money(sentence: _Sentence, number: _Number) -> bool:
    """Tell whether a number is a sum without its unit: `5 tỷ cho …`, `500 nghìn/suất`."""
    if number.scale >= _MILLION and _MONEY_NEXT.match(sentence.text, number.end, sentence.end):
        return True
    return number.scale == 1_000 and sentence.text.startswith("/", number.end)


def _is_of_sum(text: str, mention: QuantityMention, following: Numeral | None) -> bool:
    """Tell whether the numeral behind a sum says of how much it is: `5 tỷ đồng/8 tỷ đồng`."""
    return bool(following and mention.indicator == "money" and text[mention.end : following.start].strip() == "/")


def _without_preposition(text: str, before: QuantityMention | None, mention: QuantityMention) -> QuantityMention:
    """`456 bóng đèn trên 11,4 km đường`: behind a thing counted, `trên` says where, not how much."""
    if before is None or not mention.rule.startswith("trên ") or mention.unit not in ("m", "m2", "unit", "area"):
        return mention
    gap = text[before.end : mention.start]
    if _ASIDE.search(gap) or len(gap.split()) > 4:
        return mention
    return replace(mention, start=mention.number[0], modifier=None, rule=mention.rule.removeprefix("trên "))


def _skip(text: str, position: int) -> int:
    """Return the position after at most three blanks."""
    stop = position + 3
    while position < stop and text.startswith(" ", position):
        position += 1
    return position


def _value(number: Numeral, head: Head) -> Decimal | None:
    """Return the number in the head's unit; None where a thing that comes in whole pieces is given a fraction."""
    value = number.value
    if head.role == "noun" and value != value.to_integral_value():
        whole = read_figures(number.figures, whole=True) if number.figures and number.scale == 1 else None
        if whole is None or whole != whole.to_integral_value():
            return None
        value = whole
    return value * head.factor
