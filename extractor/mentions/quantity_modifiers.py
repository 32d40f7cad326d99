"""The words before or behind a number that bound or blur it: `hơn`, `khoảng`, `… trở lên`."""

import regex

from extractor.lexicon.cues import Cues
from extractor.text.normalise import lower

_LEFT = 24  # characters before a number in which a modifier is looked for
# words that may stand between modifier and number: `tối thiểu từ 5 …`
_FILLERS = r"(?:từ\s{1,2}|là\s{1,2}|được\s{1,2}|đến\s{1,2})?"
_NOT_MODIFIED = r"(?<!\bnước )(?<!\bbên )"  # nước trên 5 m, bên trên


class Modifiers:
    """The modifier cues, compiled to one pattern for each side of a number."""

    def __init__(self, cues: Cues) -> None:
        before, after = cues.surfaces("modifier", "forward"), cues.surfaces("modifier", "backward")
        self._values = before | after
        self._before = regex.compile(rf"{_NOT_MODIFIED}\b({_either(before)})\s{{1,2}}{_FILLERS}$", regex.IGNORECASE)
        self._after = regex.compile(rf"\s{{1,2}}({_either(after)})\b", regex.IGNORECASE)

    def read(self, text: str, span: tuple[int, int], sentence: tuple[int, int]) -> tuple[str | None, int, int, str]:
        """Return the modifier of the number and head at `span`, the span with it, and its part of the rule's name."""
        start, end = span
        left = max(sentence[0], start - _LEFT)
        if match := self._before.search(text[left:start]):
            word = _plain(match[1])
            return self._values[word], left + match.start(1), end, word
        if match := self._after.match(text, end, sentence[1]):
            word = _plain(match[1])
            return self._values[word], start, match.end(), f"… {word}"
        return None, start, end, ""


def _either(surfaces: dict[str, str]) -> str:
    return "|".join(r"\s{1,2}".join(s.split()) for s in sorted(surfaces, key=len, reverse=True))


def _plain(words: str) -> str:
    return " ".join(lower(words).split())
