"""The words before or behind a number that bound or blur it: `hơn`, `khoảng`, `… trở lên`."""

import re

from extractor.lexicon.cues import Cues

_LEFT = 24  # characters before a number in which a modifier is looked for
# words that may stand between modifier and number: `tối thiểu từ 5 …`
_FILLERS = ("từ", "là", "được", "đến")
_NOT_MODIFIED = r"(?<!\bnước )(?<!\bbên )"  # nước trên 5 m, bên trên


class Modifiers:
    """The modifier cues, compiled to one pattern for each side of a number."""

    def __init__(self, cues: Cues) -> None:
        before, after = cues.surfaces("modifier", "forward"), cues.surfaces("modifier", "backward")
        self._values = before | after
        filler = rf"(?:(?:{'|'.join(_FILLERS)})\s{{1,2}})?"
        self._before = re.compile(rf"{_NOT_MODIFIED}\b({_either(before)})\s{{1,2}}{filler}$")
        self._ends = (*_FILLERS, *{surface.split()[-1] for surface in before})
        self._far = re.compile(rf"(?:\s{{1,2}}[^\W\d_]+){{1,4}}?\s{{1,2}}({_either(after)})\b")
        self._after = re.compile(rf"\s{{1,2}}({_either(after)})\b")

    def read(self, low: str, span: tuple[int, int], sentence: tuple[int, int]) -> tuple[str | None, int, int, str]:
        """Return the modifier of the number and head at `span`, the span with it, and its part of the rule's name.

        `low` is the text in lower case.
        """
        start, end = span
        left = max(sentence[0], start - _LEFT)
        before = low[left:start]
        if before.rstrip().endswith(self._ends) and (match := self._before.search(before)):
            word = _plain(match[1])
            return self._values[word], left + match.start(1), end, word
        if match := self._after.match(low, end, sentence[1]):
            word = _plain(match[1])
            return self._values[word], start, match.end(), f"… {word}"
        if before.endswith("từ ") and (match := self._far.match(low, end, sentence[1])):
            word = _plain(match[1])
            return self._values[word], start, end, f"từ … {word}"
        return None, start, end, ""


def _either(surfaces: dict[str, str]) -> str:
    return "|".join(r"\s{1,2}".join(s.split()) for s in sorted(surfaces, key=len, reverse=True))


def _plain(words: str) -> str:
    return " ".join(words.split())
