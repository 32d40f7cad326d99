"""Letters without case and marks, as searches and comparisons read them, with a way back to the text as given.

`Đắk Lắk`, `dak lak`, `hoà giải` and `hòa giải`, `Mỹ` and `Mĩ` are alike, in whatever Unicode form they come. `tay` and
`tai` are not: y is i only where the spelling is free, behind no vowel.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps

from extractor.text.alphabet import INVISIBLE

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile(f"[\u0300-\u036f{INVISIBLE}]")
_ALIKE = str.maketrans("đðɖ", "ddd")
_LONGEST = 40  # characters of a run without blanks that is remembered
_FREE_Y = re.compile(r"(?<![aeiou])y|(?<=qu)y")


class _Folds(dict[int, str]):
    """What each character becomes, by code point; `odd` are those that do not become one character."""

    odd: set[str]

    def __init__(self) -> None:
        self.odd = set()

    def __missing__(self, code: int) -> str:
        given = chr(code)
        plain = _UNSEEN.sub("", unicodedata.normalize("NFKD", given.lower())).translate(_ALIKE)
        if len(plain) > 1 and not _WORD.search(plain):
            plain = " "  # `…`
        if len(plain) != 1:
            self.odd.add(given)
        self[code] = plain
        return plain


_FOLDS = _Folds()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origins[i]` is the offset in the given text that its character `i` comes from, None for `i`."""

    text: str
    length: int
    origins: tuple[int, ...] | None

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Return the span that `text[start:end]`, not empty, comes from; marks behind a letter belong to it."""
        if self.origins is None:
            return start, end
        after = self.origins[end] if end < len(self.origins) else self.length
        return self.origins[start], max(after, self.origins[end - 1] + 1)


def fold(text: str) -> str:
    """Return `text` in small letters without marks, đ as d, free y as i; `²` as `2`, joiners as nothing."""
    return _FREE_Y.sub("i", text.translate(_FOLDS))


def folded(text: str) -> Folded:
    """Return `fold(text)` with the way back."""
    plain = fold(text)
    if not any(odd in text for odd in _FOLDS.odd):
        return Folded(plain, len(text), None)
    origins = tuple(at for at, character in enumerate(text) for _ in _FOLDS[ord(character)])
    return Folded(plain, len(text), origins)


def by_run(read: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """Return what reads a text as `read` does, where that looks at no blank, and takes a fourth of its time.

    What blanks part is read once and remembered, up to 16,384 of them: a language has few words.
    """
    remembered = lru_cache(maxsize=1 << 14)(read)

    @wraps(read)
    def words(text: str) -> list[str]:
        return [word for run in text.split() for word in (remembered if len(run) <= _LONGEST else read)(run)]

    return words


@by_run
def folded_words(text: str) -> list[str]:
    """Return the runs of letters and digits of `text`, folded."""
    return _WORD.findall(fold(text))
