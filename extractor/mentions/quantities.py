"""Finds quantities: a number, its modifier, and the unit or thing counted behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractor.lexicon.cues import Cues
from extractor.lexicon.units import Head, Units
from extractor.mentions.model import QuantityMention
from extractor.mentions.numerals import Numeral, english_style, find_numerals, read_figures
from extractor.text.document import Document
from extractor.text.normalise import lower

_RANGE = regex.compile(r"\s{0,2}(?:-|đến|tới|cho đến|hoặc)\s{0,2}", regex.IGNORECASE)
_CHANGE = regex.compile(r"\s{0,2}(?:lên|xuống|còn|lên đến|lên tới|xuống còn|giảm còn|tăng lên)\s{1,2}", regex.IGNORECASE)
_CHANGED_FROM = regex.compile(r"(?:tăng|nâng|giảm|hạ|mở rộng|kéo giảm)(?:\s+\p{L}+){0,6}\s+từ\s{1,2}$", regex.IGNORECASE)
_RATIO = regex.compile(r"\s?/\s?(\d{1,9}(?:[.,]\d{1,3}){0,3})")
_REPEATED = regex.compile(r"\s{0,2}\((?:\p{L}+\s?){1,6}\)")  # 05 (năm) căn nhà
_MONEY_NEXT = regex.compile(
    r"\s{0,2}(?:$|[.,;:)/\"\n!?…-]|(?:cho|để|và|từ|của|vào|gồm|trong|mỗi|hỗ trợ|xây|ủng hộ|tiền|với|do|bằng|thì|là|được|đã|nhằm|trên"
    r"|tại|ở|về|theo|giúp|trao|mua|một|cùng|nữa|trở lên|so|đạt|tặng|từ nguồn|thông qua|sửa|làm|chăm lo)\b)",
    regex.IGNORECASE,
)
_HALF = regex.compile(r"\s{1,2}rưỡi\b", regex.IGNORECASE)
_WORD = regex.compile(r"\s{1,2}(\p{Ll}+)")
_NOT_FIVE = regex.compile(
    r"(?:trong|mỗi|hằng|hàng|một|các|những|cả|đầu|cuối|giữa|qua|nhiều|thứ|quanh|suốt|tháng|theo|đến|cùng|này|nửa|là|của|\d)\s$",
    regex.IGNORECASE,
)
_NOT_COUNT = regex.compile(r"(?:thứ|ngã|quý|tháng|lần|khóa|kỳ|vài|mấy|hàng|hạng|loại|lớp|tiết|bên)\s$", regex.IGNORECASE)
_LEFT, _RIGHT = 60, 40


@dataclass(frozen=True, slots=True)
class _Modifiers:
    before: regex.Pattern[str]
    after: regex.Pattern[str]
    values: dict[str, str]


def _modifiers(cues: Cues) -> _Modifiers:
    before, after = cues.surfaces("modifier", "forward"), cues.surfaces("modifier", "backward")

    def either(surfaces: dict[str, str]) -> str:
        return "|".join(r"\s{1,2}".join(s.split()) for s in sorted(surfaces, key=len, reverse=True))

    return _Modifiers(
        regex.compile(rf"(?<!\bnước )(?<!\bbên )\b({either(before)})\s{{1,2}}(?:từ\s{{1,2}}|là\s{{1,2}}|được\s{{1,2}}|đến\s{{1,2}})?$", regex.IGNORECASE),
        regex.compile(rf"\s{{1,2}}({either(after)})\b", regex.IGNORECASE),
        before | after,
    )


class Quantities:
    """The finder, with its tables compiled once."""

    def __init__(self, units: Units, cues: Cues) -> None:
        self._units = units
        self._modifiers = _modifiers(cues)

    def find(self, document: Document) -> list[QuantityMention]:
        """Return the quantities of the document's sentences in text order.

        `indicator` is None where the thing counted is no indicator's (`5 nội dung`, foreign currency, an unknown noun).
        """
        english = english_style(document.text)
        found: list[QuantityMention] = []
        for sentence in document.sentences:
            found.extend(self._in_sentence(document.text, sentence.start, sentence.end, english=english))
        return found

    def _in_sentence(self, text: str, start: int, end: int, *, english: bool) -> Iterator[QuantityMention]:
        numerals = list(find_numerals(text, start, end, english=english))
        i, last = 0, None
        while i < len(numerals):
            first, second = numerals[i], numerals[i + 1] if i + 1 < len(numerals) else None
            if second and self._is_change(text, start, first, second):
                width = self._units.read(text, _skip(text, second.end))
                # giảm từ 5 % xuống còn 3 %: only what was reached is reported; from 2 m to 3,5 m: a width
                i += 2 if width and width[0].surface in ("m", "mét") else 1
                continue
            joined = self._range(text, first, second) if second else None
            mention = self._read(text, start, end, joined or (first, None))
            if mention:
                yield _without_preposition(text, last, mention)
                last = mention
                following = numerals[i + 1] if i + 1 < len(numerals) else None
                if following and mention.indicator == "money" and text[mention.end : following.start].strip() == "/":
                    i += 1  # 5 tỷ đồng/8 tỷ đồng: of how much
            i += 2 if joined and mention else 1

    def _between(self, text: str, first: Numeral, second: Numeral) -> str:
        """Return what stands between two numbers, the unit of the first left out."""
        position = first.end
        unit = self._units.read(text, _skip(text, position))
        if unit and unit[1] <= second.start:
            position = unit[1]
        return text[position : second.start]

    def _is_change(self, text: str, start: int, first: Numeral, second: Numeral) -> bool:
        gap = self._between(text, first, second)
        if _CHANGE.fullmatch(gap):
            return lower(text[max(start, first.start - 6) : first.start]).endswith("từ ")
        change = _CHANGED_FROM.search(text[max(start, first.start - 50) : first.start])
        if change is None or not _RANGE.fullmatch(gap):
            return False
        falls = lower(change.group()).startswith(("giảm", "hạ", "kéo"))
        return not (falls and first.value < second.value)  # nothing falls from 0,5 to 0,7 %: a range

    def _range(self, text: str, first: Numeral, second: Numeral) -> tuple[Numeral, Numeral] | None:
        if not _RANGE.fullmatch(self._between(text, first, second)):
            return None
        own_unit = self._units.read(text, _skip(text, first.end)) is not None
        if first.scale == 1 and second.scale > 1 and not own_unit:
            scale = second.scale if first.plain < second.plain else second.scale / 1000
            first = replace(first, value=first.value * scale, scale=scale)
        return (first, second) if first.value < second.value else None

    def _read(
        self, text: str, start: int, end: int, numbers: tuple[Numeral, Numeral | None]
    ) -> QuantityMention | None:
        first, second = numbers
        last = second or first
        position, ratio = last.end, False
        if second is None and first.scale == 1 and (match := _RATIO.match(text, position, end)):
            position, ratio = match.end(), True
        elif match := _REPEATED.match(text, position, end):
            position = match.end()
        at = _skip(text, position)
        head = self._units.read(text, at)
        if head and head[1] > end:
            head = None
        if first.figures is None and not self._counts_in_words(text, start, first, head):
            return None
        if head is None:
            return self._implied(text, start, end, first, second, position, ratio=ratio)
        return self._with_head(text, start, end, first, second, head=head[0], span=(at, head[1]), ratio=ratio)

    def _counts_in_words(self, text: str, start: int, number: Numeral, head: tuple[Head, int] | None) -> bool:
        """Tell whether number words count something: `hai căn nhà`, not `thứ hai`, `năm 2022`, `ba mẹ`."""
        before = text[max(start, number.start - 12) : number.start]
        word = lower(text[number.start : number.end])
        if _NOT_COUNT.search(before) or (word == "năm" and _NOT_FIVE.search(before)):
            return False
        if number.scale >= 1_000_000:
            return True
        return word != "một" and head is not None and head[0].role in ("noun", "measure")

    def _implied(
        self,
        text: str,
        start: int,
        end: int,
        first: Numeral,
        second: Numeral | None,
        position: int,
        *,
        ratio: bool,
    ) -> QuantityMention | None:
        scale = (second or first).scale
        if scale >= 1_000_000 and _MONEY_NEXT.match(text, position, end):
            head = self._units.heads["đồng"]
            return self._with_head(text, start, end, first, second, head=head, span=(position, position), ratio=ratio)
        if scale == 1_000 and text[position : position + 1] == "/":
            head = self._units.heads["đồng"]
            return self._with_head(text, start, end, first, second, head=head, span=(position, position), ratio=ratio)
        word = _WORD.match(text, position, end)
        if word is None or first.figures is None:
            return None
        unknown = Head(lower(word[1]), "", Decimal(1), "unknown")
        return self._with_head(text, start, end, first, second, head=unknown, span=word.span(1), ratio=ratio)

    def _with_head(
        self,
        text: str,
        start: int,
        end: int,
        first: Numeral,
        second: Numeral | None,
        *,
        head: Head,
        span: tuple[int, int],
        ratio: bool,
    ) -> QuantityMention | None:
        before = text[max(start, first.start - _LEFT) : first.start]
        after = text[span[1] : min(end, span[1] + _RIGHT)]
        indicator = head.indicator or None
        if indicator and not head.fits(before, after):
            indicator = None
        values = [_value(n, head) for n in (first, second) if n]
        if None in values:
            return None
        half = _HALF.match(text, span[1], end) if head.role == "measure" and values[0] is not None and second is None else None
        if half and values[0] is not None:  # ba héc-ta rưỡi
            values, span = [values[0] + head.factor / 2], (span[0], half.end())
        modifier, begin, stop, rule = self._modifier(text, start, end, first.start, span[1])
        number_end = (second or first).end
        return QuantityMention(
            start=begin,
            end=max(stop, number_end),
            rule=f"{rule} {'<a> - <b>' if second else '<a>/<b>' if ratio else first.rule} <{head.role}>".strip(),
            value=float(values[0] or 0),
            value_upper=float(values[1] or 0) if second else None,
            unit=self._units.indicators[indicator].unit if indicator else head.surface,
            modifier=modifier,
            indicator=indicator,
            number=(first.start, number_end),
            head=span,
            ratio=ratio,
        )

    def _modifier(
        self, text: str, start: int, end: int, number: int, head_end: int
    ) -> tuple[str | None, int, int, str]:
        left = max(start, number - 24)
        if match := self._modifiers.before.search(text[left:number]):
            word = " ".join(lower(match[1]).split())
            return self._modifiers.values[word], left + match.start(1), head_end, f"{word}"
        if match := self._modifiers.after.match(text, head_end, end):
            word = " ".join(lower(match[1]).split())
            return self._modifiers.values[word], number, match.end(), f"… {word}"
        return None, number, head_end, ""


def _without_preposition(text: str, before: QuantityMention | None, mention: QuantityMention) -> QuantityMention:
    """`456 bóng đèn trên 11,4 km đường`: behind a thing counted, `trên` says where, not how much."""
    if before is None or not mention.rule.startswith("trên ") or mention.unit not in ("m", "m2", "unit", "area"):
        return mention
    gap = text[before.end : mention.start]
    if regex.search(r"[,;.:(]", gap) or len(gap.split()) > 4:
        return mention
    return replace(mention, start=mention.number[0], modifier=None, rule=mention.rule.removeprefix("trên "))


def _skip(text: str, position: int) -> int:
    """Return the position after at most three blanks."""
    stop = position + 3
    while position < stop and text[position : position + 1] == " ":
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
