"""Finds quantities: a number, its modifier, and the unit or thing counted behind it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.lexicon.cues import Cues
from extractor.lexicon.units import Head, Units
from extractor.mentions.model import QuantityMention
from extractor.mentions.numerals import Numeral, beginnings, english_style, find_numerals, read_figures
from extractor.mentions.quantity_modifiers import Modifiers
from extractor.mentions.quantity_numbers import (
    IN_TURN,
    Number,
    Sentence,
    between,
    in_turn,
    is_change,
    is_width,
    joined,
    number_range,
    single_number,
    skip_blanks,
)
from extractor.text.alphabet import LOWER
from extractor.text.document import Document

# what follows a sum without its unit: `5 tỷ cho …`
_MONEY_NEXT = re.compile(
    r"\s{0,2}(?:$|[.,;:)/\"\n!?…-]|(?:cho|để|và|từ|của|vào|gồm|trong|mỗi|hỗ trợ|xây|ủng hộ|tiền|với|do|bằng|thì|là"
    r"|được|đã|nhằm|trên|tại|ở|về|theo|giúp|trao|mua|một|cùng|nữa|trở lên|so|đạt|tặng|từ nguồn|thông qua|sửa|làm"
    r"|chăm lo)\b)"
)
_HALF = re.compile(r"\s{1,2}rưỡi\b")
_WORD = re.compile(rf"\s{{1,2}}([{LOWER}ß-öø-ÿ]+)")  # a name is none
# what stands before `năm`, the year
_NOT_FIVE = re.compile(
    r"(?:trong|mỗi|hằng|hàng|một|các|những|cả|đầu|cuối|giữa|qua|nhiều|thứ|quanh|suốt|tháng|theo|đến|cùng|này|nửa|là|của"
    r"|\d)\s$"
)
# what stands before number words that count nothing: `thứ hai`
_NOT_COUNT = re.compile(r"(?:thứ|ngã|quý|tháng|lần|khóa|kỳ|vài|mấy|hàng|hạng|loại|lớp|tiết|bên)\s$")
_ASIDE = re.compile(r"[,;.:(]")
# a verb whose object the figure is: `28 hộ hiến trên 3 ha`
_VERB = re.compile(
    r"\b(?:hiến|hiến tặng|tặng|góp|đóng góp|ủng hộ|xây|xây dựng|mở|mở rộng|trồng|lắp|lắp đặt|cứng hóa|bê tông hóa"
    r"|nâng cấp|nạo vét|dài|rộng|được|đạt|với|là|có)\s$"
)
_LEFT, _RIGHT = 60, 40  # characters around number and head in which a head's conditions are looked for
_FEWEST, _ROW = 2, 8  # numbers that share one head
_MILLION = 1_000_000


class Quantities:
    """The finder, with its tables compiled once."""

    def __init__(self, units: Units, cues: Cues) -> None:
        self._units = units
        self._modifiers = Modifiers(cues)

    def find(self, document: Document) -> list[QuantityMention]:
        """Return the quantities of the document's sentences in text order.

        `indicator` is None where the thing counted is no indicator's (`5 nội dung`, foreign currency, an unknown noun).
        """
        low, english, begins = document.low, english_style(document.text), beginnings(document.runs)
        found: list[QuantityMention] = []
        for sentence in document.sentences:
            here = begins[bisect_left(begins, sentence.start) : bisect_left(begins, sentence.end)]
            if numerals := list(find_numerals(low, here, sentence.end, english=english)):
                found += self._in_sentence(Sentence(low, sentence.start, sentence.end, document.text), numerals)
        return found

    def _in_sentence(self, sentence: Sentence, numerals: Sequence[Numeral]) -> Iterator[QuantityMention]:
        i, last, turns = 0, None, IN_TURN in sentence.text[sentence.start : sentence.end]
        while i < len(numerals):
            first, following = numerals[i], numerals[i + 1] if i + 1 < len(numerals) else None
            i += 1
            second = following if following and joined(sentence, following) else None
            gap = between(self._units, sentence.text, first, second) if second else ""
            if second and is_change(sentence, gap, first, second):
                if is_width(self._units, sentence.text, second):
                    i += 1
                continue
            if turns and (shared := self._in_turn(sentence, numerals[i - 1 : i - 1 + _ROW])):
                yield shared
                last = shared
                continue
            number = number_range(self._units, sentence, gap, first, second) if second else None
            mention = self._read(sentence, number or single_number(sentence, first))
            if mention is None:
                continue
            yield _without_preposition(sentence.text, last, mention)
            last = mention
            if number or _is_of_sum(sentence.text, mention, following):
                i += 1

    def _in_turn(self, sentence: Sentence, numerals: Sequence[Numeral]) -> QuantityMention | None:
        """`lần lượt 42, 37 và 15 căn nhà`: return the first number with the thing that stands behind the last."""
        row = in_turn(sentence, numerals)
        if len(row) < _FEWEST:
            return None
        first, at = row[0], skip_blanks(sentence.text, row[-1].end)
        found = self._units.read(sentence.text, at)
        own = self._units.read(sentence.text, skip_blanks(sentence.text, first.end))
        if found is None or found[1] > sentence.end or own:
            return None
        if first.scale == 1:
            first = first._replace(value=first.value * row[-1].scale, scale=row[-1].scale)
        mention = self._with_head(sentence, single_number(sentence, first), found[0], (at, found[1]))
        return replace(mention, end=first.end) if mention else None

    def _read(self, sentence: Sentence, number: Number) -> QuantityMention | None:
        """Return the number with what it counts; None for number words that count nothing, a number without a word."""
        text, at = sentence.text, skip_blanks(sentence.text, number.end)
        found = self._units.read(text, at)
        if found and found[1] > sentence.end:
            found = None
        if number.first.figures is None and not _counts_in_words(sentence, number.first, found and found[0]):
            return None
        if found:
            return self._with_head(sentence, number, found[0], (at, found[1]))
        if _implies_money(sentence, number):
            return self._with_head(sentence, number, self._units.heads["đồng"], (number.end, number.end))
        word = _WORD.match(sentence.given, number.end, sentence.end)
        if word is None or number.first.figures is None:
            return None
        return self._with_head(sentence, number, Head(word[1], "", Decimal(1), "unknown"), word.span(1))

    def _with_head(
        self, sentence: Sentence, number: Number, head: Head, span: tuple[int, int]
    ) -> QuantityMention | None:
        value, upper = _value(number.first, head), number.second and _value(number.second, head)
        if value is None or (upper is None and number.second):
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
            number=(start, stop),
            head=span,
            ratio=number.ratio,
        )

    def _indicator(self, sentence: Sentence, number: Number, head: Head, span: tuple[int, int]) -> str | None:
        """Return the head's indicator where the words around keep its reading."""
        if not head.indicator or not (head.needs or head.unless):
            return head.indicator or None
        before = sentence.left(number.first.start, _LEFT)
        after = sentence.text[span[1] : min(sentence.end, span[1] + _RIGHT)]
        return head.indicator if head.fits(before, after) else None


def _counts_in_words(sentence: Sentence, number: Numeral, head: Head | None) -> bool:
    """Tell whether number words count something: `hai căn nhà`, not `thứ hai`, `năm 2022`, `ba mẹ`."""
    before, word = sentence.left(number.start, 12), sentence.text[number.start : number.end]
    if _NOT_COUNT.search(before) or (word == "năm" and _NOT_FIVE.search(before)):
        return False
    if number.scale >= _MILLION:
        return True
    return word != "một" and head is not None and head.role in ("noun", "measure")


def _implies_money(sentence: Sentence, number: Number) -> bool:
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
    if _ASIDE.search(gap) or _VERB.search(gap) or len(gap.split()) > 4:
        return mention
    return replace(mention, start=mention.number[0], modifier=None, rule=mention.rule.removeprefix("trên "))


def _value(number: Numeral, head: Head) -> Decimal | None:
    """Return the number in the head's unit; None where a thing that comes in whole pieces is given a fraction."""
    value = number.value
    if head.role == "noun" and value != value.to_integral_value():
        whole = read_figures(number.figures, whole=True) if number.figures and number.scale == 1 else None
        if whole is None or whole != whole.to_integral_value():
            return None
        value = whole
    return value * head.factor
