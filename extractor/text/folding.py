"""Letters without case and marks, as searches and comparisons read them, with a way back to the text as given.

`Đắk Lắk`, `dak lak`, `hoà giải` and `hòa giải`, `Mỹ` and `Mĩ` are alike, in whatever Unicode form they come.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from extractor.text.alphabet import INVISIBLE

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile(f"[\u0300-\u036f{INVISIBLE}]")
_ALIKE = str.maketrans("đðɖy", "dddi")


class _Folds(dict[int, str]):
    """What each character becomes, by code point; read once each."""

    def __missing__(self, code: int) -> str:
        plain = _UNSEEN.sub("", unicodedata.normalize("NFKD", chr(code).lower()))
        self[code] = plain.translate(_ALIKE)
        return self[code]


_FOLDS = _Folds()


class Word(NamedTuple):
    """A folded word, and the span of the given text that it is of."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return `text` in small letters without marks, đ as d, y as i; `²` as `2`, joiners and soft hyphens as nothing."""
    return text.translate(_FOLDS)


def folded_words(text: str) -> list[str]:
    """Return the runs of letters and digits of `text`, folded."""
    return _WORD.findall(fold(text))


def placed_words(text: str) -> list[Word]:
    """Return what `folded_words` does, each with its span in `text`; marks behind a letter belong to it."""
    pieces = list(map(_FOLDS.__getitem__, map(ord, text)))
    matches = _WORD.finditer("".join(pieces))
    if all(len(piece) == 1 for piece in pieces):
        return [Word(match[0], *match.span()) for match in matches]
    origins = [at for at, piece in enumerate(pieces) for _ in piece]
    return [Word(match[0], *_origin(match, origins, pieces)) for match in matches]


def _origin(match: re.Match[str], origins: Sequence[int], pieces: Sequence[str]) -> tuple[int, int]:
    end = origins[match.end() - 1] + 1
    while end < len(pieces) and not pieces[end]:
        end += 1
    return origins[match.start()], end
