"""Numbers as Vietnamese writes them, in figures and in words, with their scale words."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractor.text.alphabet import NUMERIC
from extractor.text.runs import Runs

SCALES = {
    "trăm": Decimal(100),
    "nghìn": Decimal(1_000),
    "ngàn": Decimal(1_000),
    "k": Decimal(1_000),
    "vạn": Decimal(10_000),
    "triệu": Decimal(1_000_000),
    "tr": Decimal(1_000_000),
    "tỷ": Decimal(1_000_000_000),
    "tỉ": Decimal(1_000_000_000),
}
_ONE = Decimal(1)
_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_DIGIT = "|".join(_DIGITS)
_GAP = r"[ \t]{1,3}"
_L, _LD = rf"[^\W\d_{NUMERIC}]", rf"[^\W_{NUMERIC}]"  # a letter; a letter or digit

_FIRST = frozenset(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười", "nửa"))
_FIGURES = r"\d{1,15}(?:[.,]\d{1,15}){0,6}"
_FIGURE_SCALE = rf"(?:[ \t]{{0,2}}(?:nghìn|ngàn|triệu|tỷ|tỉ|vạn|trăm|tr|k)(?!(?!đồng){_LD}))"
# 1 tỷ 200 triệu 500 nghìn: every further part stands in a smaller scale
_NUMERAL = re.compile(
    rf"""(?<!{_LD})(?:
    (?<!\d[.,/])(?P<figure>{_FIGURES})
    (?P<scale>{_FIGURE_SCALE}(?:{_GAP}(?:tỷ|tỉ)(?!{_L}))?)?
    (?P<more>(?:{_GAP}\d{{1,3}}(?:[.,]\d{{1,3}})?{_FIGURE_SCALE}){{0,3}})
    (?P<half>{_GAP}rưỡi(?!{_L}))?(?![.,]?\d)
  | nửa{_GAP}(?P<nửa_scale>nghìn|ngàn|triệu|tỷ|tỉ)(?!{_L})
  | (?P<words>
      (?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)(?!{_L})
      (?:{_GAP}(?:{_DIGIT}|mười|mươi|chục|trăm|linh|lẻ|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!{_L})){{0,14}}
      (?:{_GAP}rưỡi(?!{_L}))?
    ))
    """,
    re.VERBOSE,
)
# 1,250 and 2.5 tỷ, but no date, telephone number or `1,250 tỷ`
_ENGLISH = re.compile(
    r"\d(?<![\d.,/)-]\d)(?<![/)-] \d)\d{0,2}"
    r"(?:(?:,\d{3})+(?:\.\d{1,2})?(?![.,]?\d)(?!\s?(?:tỷ|tỉ|triệu))"
    rf"|\.\d{{1,2}}(?![\d./:-])(?=%|\s?(?:tỷ|tỉ|triệu|km|ha|tấn|m)(?!{_LD}|_)))"
)
_VIETNAMESE = re.compile(
    r"\d(?<![\d.,/)-]\d)(?<![/)-] \d)\d{0,2}(?:(?:\.\d{3})+(?![.,]?\d)|,\d{1,2}(?![\d.,]))(?!\.\d)"
)
_MORE = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?)[ \t]{0,2}([^\W\d_]+)")


class Numeral(NamedTuple):
    """A number in the text: half-open span, value with all scale words applied, and how it was written.

    `scale` is the largest scale word's factor (1 without one); `figures` the digits alone, None for words;
    `plain` is the value without scale.
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal
    plain: Decimal
    figures: str | None
    rule: str


def english_style(text: str) -> bool:
    """Tell whether the page writes 1,250 and 2.5 throughout; a slip the other way does not count."""
    english = len(_ENGLISH.findall(text))
    return english >= 3 and english >= 5 * len(_VIETNAMESE.findall(text))


def read_figures(figures: str, *, english: bool = False, whole: bool = False) -> Decimal | None:
    """Read digits with points and commas; None where they are no number.

    `whole` says that the thing is counted in whole pieces, so that `1,250` and `1.319,652` can only be grouping slips.
    """
    group, point = (",", ".") if english else (".", ",")
    if figures.isdigit():
        return Decimal(figures)
    marks = [c for c in figures if c in ".,"]
    parts = figures.replace(",", ".").split(".")
    grouped = all(len(p) == 3 for p in parts[1:]) and len(parts[0]) <= 3 and parts[0] != "0"
    if grouped and (set(marks) == {group} or (whole and len(parts) > 1)):
        return Decimal("".join(parts))
    if marks.count(marks[-1]) == 1 and all(m == group for m in marks[:-1]) and marks[-1] == point:
        if len(parts) == 2 or (all(len(p) == 3 for p in parts[1:-1]) and len(parts[0]) <= 3):
            return Decimal("".join(parts[:-1]) + "." + parts[-1])
        return None
    if set(marks) == {group} and all(len(p) == 3 for p in parts[1:]) and len(parts[0]) > 3:
        return Decimal("".join(parts))  # 5000.000: one mark forgotten
    if len(parts) == 2 and len(parts[1]) != 3:  # 2.5 on a Vietnamese page: too short for a group
        return Decimal(parts[0] + "." + parts[1])
    if len(parts) == 2 and parts[0] == "0":
        return Decimal("0." + parts[1])
    return None


@lru_cache(maxsize=1_024)  # most are one of some ten words
def read_words(words: str) -> Decimal | None:
    """Read a number in words (`hai mươi lăm`, `ba triệu rưỡi`, `một trăm linh năm`); None where it is no number."""
    total = Decimal(0)
    part = Decimal(0)  # below the next scale word
    last: Decimal | None = None  # the digit that waits for mươi, trăm …
    factor = Decimal(1)  # of the last scale word, for rưỡi
    for word in words.lower().split():
        if word in _DIGITS:
            if last is not None:
                return None
            last = Decimal(_DIGITS[word])
        elif word == "mười":
            part, last, factor = part + 10, None, Decimal(10)
        elif word in ("mươi", "chục", "trăm"):
            if last is None:
                return None
            factor = Decimal(100 if word == "trăm" else 10)
            part, last = part + last * factor, None
        elif word in ("linh", "lẻ"):
            if last is not None or not part:
                return None
        elif word == "rưỡi":
            if factor < 100 or last is not None:
                return None
            return total + part + factor / 2
        else:
            factor = SCALES[word]
            part += last or 0
            if not part and not total:
                return None
            total, part, last = (total + part) * factor if not part else total + part * factor, Decimal(0), None
    if last is not None and total and not part and factor >= 1_000_000:
        return total + last * factor / 10  # ba triệu hai
    return total + part + (last or 0)


def _from_words(match: re.Match[str]) -> Numeral | None:
    if match["nửa_scale"]:
        scale = SCALES[match["nửa_scale"]]
        return Numeral(match.start(), match.end(), scale / 2, scale, Decimal("0.5"), None, "nửa <scale>")
    value = read_words(match["words"])
    if value is None:
        return None
    found = [SCALES[w] for w in match["words"].split() if w in SCALES]
    scale = max(found, default=_ONE)
    scale = scale if scale >= 1_000 else _ONE
    return Numeral(match.start(), match.end(), value, scale, value / scale, None, "<number words>")


def _from_figures(match: re.Match[str], *, english: bool) -> Numeral | None:
    plain = read_figures(match["figure"], english=english)
    if plain is None:
        plain = read_figures(match["figure"], english=english, whole=True)
    if plain is None:
        return None
    if not match["scale"]:
        return Numeral(match.start(), match.end("figure"), plain, _ONE, plain, match["figure"], "<figures>")
    scale = _ONE
    for word in match["scale"].split():
        scale *= SCALES[word]
    value, end, rule = _with_smaller(match, plain * scale, scale, english=english)
    return Numeral(match.start(), end, value, scale, plain, match["figure"], rule)


def _with_smaller(match: re.Match[str], value: Decimal, scale: Decimal, *, english: bool) -> tuple[Decimal, int, str]:
    """Add the parts in smaller scales and the half (`1 tỷ 200 triệu`, `2 triệu rưỡi`); return also end and rule."""
    end, rule, smaller = match.end("scale"), "<figures> <scale>", scale
    for part in _MORE.finditer(match["more"] or ""):
        factor = SCALES.get(part[2])
        amount = read_figures(part[1], english=english)
        if factor is None or amount is None or factor >= smaller or amount * factor >= smaller:
            break
        value, smaller, end = value + amount * factor, factor, match.start("more") + part.end()
        rule = "<figures> <scale> <figures> <scale>"
    if match["half"] and end == match.start("half"):
        return value + scale / 2, match.end("half"), "<figures> <scale> rưỡi"
    return value, end, rule


def beginnings(runs: Runs) -> list[int]:
    """Return where numerals may begin in a text, in order."""
    return [at for at, word in zip(runs.starts, runs.texts, strict=True) if word in _FIRST or word.isdecimal()]


def find_numerals(text: str, begins: Iterable[int], end: int, *, english: bool = False) -> Iterator[Numeral]:
    """Yield the numbers of `text[:end]`, in lower case, that stand at `begins`; `english` is the page's style."""
    held: Numeral | None = None
    for numeral in _single(text, begins, end, english=english):
        joined = _joined(text, held, numeral) if held else None
        if held and not joined:
            yield held
        held = joined or numeral
    if held:
        yield held


def _joined(text: str, first: Numeral, second: Numeral) -> Numeral | None:
    """Return `2 nghìn 500`, `một tỷ 200 triệu`, `5 nghìn 658 tỷ` as one number; None where two stand side by side."""
    adjacent = text[first.end : second.start] in (" ", "  ")
    if not adjacent or first.scale < 1_000 or second.figures is None or second.plain >= 1_000:
        return None
    if second.scale > first.scale == 1_000:
        value, scale = (first.value + second.plain) * second.scale, second.scale
    elif 1 < second.scale < first.scale or (second.scale == 1 and first.scale == 1_000 and second.plain >= 100):
        value, scale = first.value + second.value, first.scale
    else:
        return None
    return Numeral(first.start, second.end, value, scale, value / scale, None, "<number> <scale> <figures>")


def _single(text: str, begins: Iterable[int], stop: int, *, english: bool) -> Iterator[Numeral]:
    position = 0
    for begin in begins:
        match = _NUMERAL.match(text, begin, stop) if begin >= position else None
        if match is None:
            continue
        numeral = _from_figures(match, english=english) if match["figure"] else _from_words(match)
        position = numeral.end if numeral else match.end()
        if numeral:
            yield numeral
