"""A normalised copy of the text (NFC, one tone placement, plain blanks and quotes) with a way back to the given one."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extractor.text.alphabet import INVISIBLE, LETTER, LOWER, MARKED, MARKED_LOWER, UPPER

Offsets = tuple[int, ...] | None
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Normalised:
    """A copy of a raw text: `starts[i]`, `ends[i]` are the raw offsets of `text[i]`; None where the lengths agree.

    The spans `raw[starts[i]:ends[i]]` stand in order and do not overlap; an inserted blank has an empty one.
    """

    text: str
    starts: Offsets
    ends: Offsets


def lower(text: str) -> str:
    """Lower the case without changing the length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def normalise(raw: str) -> Normalised:
    """Return the copy that everything else reads; `normalise(copy).text` is the copy itself."""
    state = Normalised(_plain(raw), None, None)
    first = (_invisible, _composed) if _LOOSE.search(state.text) else ()
    for edits in (*first, _joined, _parted):
        state = _rewrite(state, edits)
    return Normalised(_toned(state.text), state.starts, state.ends)


# One character for one: the length stays.

_SAME = {
    '"': "“”„‟″＂",
    "'": "‘’‚‛′ʼ´＇",
    "-": "‐‑‒–—―−﹣－",
    "Đ": "ÐƉ",
    "đ": "ðɖ",
    " ": "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    + "".join(map(chr, (*range(9), *range(14, 28), 127))),
    "\n": "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029",
    "%": "％",
    ",": "，",
    ".": "．",
    ":": "：",
    ";": "；",
    "(": "（",
    ")": "）",
    "/": "／",
    "+": "＋",
}
_PLAIN = {odd: plain for plain, odds in _SAME.items() for odd in odds}
_PLAIN |= {chr(0xFF10 + digit): str(digit) for digit in range(10)}
_ODD = re.compile("[" + re.escape("".join(_PLAIN)) + "\ud800-\udfff]")
_GUILLEMETS = re.compile(r"«(?=\S)|(?<=\S)»")  # between blanks they are arrows of the page
_RETURN = re.compile(r"\r(?!\n)")  # before a line feed it is taken out with the invisible ones


def _plain(text: str) -> str:
    if "\r" in text:
        text = _RETURN.sub("\n", text)
    if "«" in text or "»" in text:
        text = _GUILLEMETS.sub('"', text)
    return _ODD.sub(lambda m: _PLAIN.get(m[0], "\ufffd"), text)


# The tone of oa, oe, uy stands on the first letter where the syllable ends there (hòa), else on the second (hoàn).

_BARE = "aeouyAEOUY"
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_TONED = {(letter, tone): unicodedata.normalize("NFC", letter + tone) for letter in _BARE for tone in _TONES}
_SPLIT = {toned: pair for pair, toned in _TONED.items()}


def _with_tone(letters: str) -> str:
    return "".join(_TONED[letter, tone] for letter in letters for tone in _TONES)


_MISPLACED = re.compile(  # each begins with a class of few letters: that makes the search quick
    f"[oOuU{_with_tone('oOuU')}](?:"
    f"(?<=[oO])[{_with_tone('aeAE')}](?![^\\W\\d_])"  # hoà
    f"|(?<=[uU])(?<![qQ][uU])[{_with_tone('yY')}](?![^\\W\\d_])"  # thuỷ
    f"|(?<=[{_with_tone('oO')}])(?:[aA](?=[ncmtpiyNCMTPIY])|[eE](?=[ntoNTO]))"  # hòan
    f"|(?<=[{_with_tone('uU')}])(?:[yY](?=[ntpNTP])|(?<=[qQ].)[yYaAeE]))"  # hùynh, qúy
)


def _toned(text: str) -> str:
    return _MISPLACED.sub(_move_tone, text)


def _move_tone(match: re.Match[str]) -> str:
    first, second = match[0][0], match[0][1]
    if first.islower() and second.isupper():
        return match[0]  # two words glued
    if second in _SPLIT:
        letter, tone = _SPLIT[second]
        return _TONED[first, tone] + letter
    letter, tone = _SPLIT[first]
    return letter + _TONED[second, tone]


# What changes the length: each function yields (start, end, new text) in order. A pattern that begins with a class, and
# not with a repeated one, is searched for six times as fast.

_INVISIBLE = re.compile(f"[{INVISIBLE}\r](?:(?<=\r)(?=\n)|(?<!\r)[{INVISIBLE}]*)")
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f][\u0300-\u034e\u0350-\u036f]*")
_LOOSE = re.compile(f"[{INVISIBLE}\r\u0300-\u036f]")  # one look for both: most texts have neither
_MARKS_READ = 4  # a letter carries two at most; the rest of a run is debris

_IN_PIECES = re.compile(
    rf"M(?: TTQ|T TQ|TT Q| T T Q)(?![{LOWER}])"
    rf"|U(?<![{LETTER}]U)(?: BND|B ND|BN D)(?![{LOWER}])"
    rf"|H(?<![{LETTER}]H)(?: ĐND|Đ ND|ĐN D)(?![{LOWER}])"
)
_GLUED = re.compile(
    rf"[{UPPER}0-9](?:(?<=[{LOWER}].)"  # trậnTổ, quốcTP, ngày29
    rf"|(?<=[{UPPER}]{{3}})(?=[{LOWER}])"  # MTTQViệt
    rf"|(?<=[0-9][{UPPER}])(?=[{LOWER}]{{2}}))"  # 2024Trong
)
_BEFORE = re.compile(rf"[{LETTER}]*\Z")
_AFTER = re.compile(rf"[{LETTER}]*")
_ANY_MARKED = re.compile(f"[{MARKED}]")
_ANY_MARKED_LOWER = re.compile(f"[{MARKED_LOWER}]")
_ADDRESS = re.compile(r"://|www\.|@|\.(?:vn|com|org|net|html?|jpe?g|png|gif)\b", re.IGNORECASE)
_REACH = 40
_GLUED_CAPITALS = {"TP", "TX", "TT", "UB", "BT"}


def _invisible(text: str) -> Iterator[Edit]:
    for match in _INVISIBLE.finditer(text):
        yield match.start(), match.end(), ""


def _composed(text: str) -> Iterator[Edit]:
    for match in _MARKS.finditer(text):
        start = match.start() - (text[match.start() - 1 : match.start()].isalpha())
        base = text[start : min(match.end(), match.start() + _MARKS_READ)]
        yield start, match.end(), _without_marks(unicodedata.normalize("NFC", base))


def _without_marks(text: str) -> str:
    return "".join(c for c in text if not "\u0300" <= c <= "\u036f")


def _joined(text: str) -> Iterator[Edit]:
    for match in _IN_PIECES.finditer(text):
        yield match.start(), match.end(), match[0].replace(" ", "")


def _parted(text: str) -> Iterator[Edit]:
    for match in _GLUED.finditer(text):
        if _is_lost_break(text, match.start()):
            yield match.start(), match.start(), " "


def _is_lost_break(text: str, at: int) -> bool:
    """Tell whether two Vietnamese words meet at `at`, not the parts of a foreign name, a code or an address."""
    before, after = text[max(0, at - _REACH) : at], text[at : at + _REACH]
    left, right = _BEFORE.search(before)[0], _AFTER.match(after)[0]  # type: ignore[index]
    if _ADDRESS.search(before.rpartition(" ")[2] + after.partition(" ")[0]):
        return False
    if after[0].isdigit():
        return bool(_ANY_MARKED_LOWER.search(left))
    if before[-1].isdigit():
        return bool(_ANY_MARKED.search(right)) or (len(before) > 3 and before[-4:].isdigit())
    if left.isupper():
        return (len(left) > 2 or left in _GLUED_CAPITALS) and bool(_ANY_MARKED_LOWER.search(right))
    return bool(_ANY_MARKED_LOWER.search(left) or _ANY_MARKED_LOWER.search(right))


def _rewrite(state: Normalised, find: Callable[[str], Iterator[Edit]]) -> Normalised:
    edits = list(find(state.text))
    if not edits:
        return state
    text, count = state.text, len(state.text)
    old_starts = state.starts if state.starts is not None else tuple(range(count))
    old_ends = state.ends if state.ends is not None else tuple(range(1, count + 1))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, new in edits:
        parts += text[done:start], new
        starts += old_starts[done:start]
        ends += old_ends[done:start]
        if new:
            first = old_starts[start] if end > start else old_ends[start - 1]
            last = old_ends[end - 1] if end > start else first
            starts += [first] + [last] * (len(new) - 1)
            ends += [last] * len(new)
        done = end
    parts.append(text[done:])
    starts += old_starts[done:]
    ends += old_ends[done:]
    return Normalised("".join(parts), tuple(starts), tuple(ends))
