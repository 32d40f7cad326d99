"""The ways in which one place name is written: i and y, Đắk and Đăk, apostrophes, hyphens, glued syllables."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from extractor.text.normalise import lower

_FREE_I = re.compile(r"(?:h|k|l|m|s|t|v|qu)(?:[iíìỉĩịyýỳỷỹỵ])", re.IGNORECASE)
_TURN = str.maketrans("iíìỉĩịIÍÌỈĨỊyýỳỷỹỵYÝỲỶỸỴ", "yýỳỷỹỵYÝỲỶỸỴiíìỉĩịIÍÌỈĨỊ")
_DAK = re.compile(r"(?:[đd][ăắaạá]k)", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZĐ])")


def spellings(name: str) -> Iterator[str]:
    """Yield `name` and its other spellings, some of them twice; all in normalised Unicode."""
    seen = list(_i_or_y(name))
    syllables = name.split()
    if any(_DAK.fullmatch(syllable) for syllable in syllables):
        for other in ("Đắk", "Đăk", "Đak", "Dak", "Dăk"):
            seen.append(" ".join(other if _DAK.fullmatch(syllable) else syllable for syllable in syllables))
    if "'" in name:
        seen.append(name.replace("'", ""))
    if "-" in name:
        seen.append(" ".join(name.replace("-", " ").split()))
    split = _CAMEL.sub(" ", name)
    if split != name:
        seen.append(split)
    yield from seen


def _i_or_y(name: str) -> Iterator[str]:
    """Yield the name with each of its syllables on i or y written either way (`Mỹ Quý`: four spellings)."""
    choices = [(s, s[:-1] + s[-1].translate(_TURN)) if _FREE_I.fullmatch(s) else (s,) for s in name.split()]
    yield from (" ".join(spelling) for spelling in product(*choices))


def key_of(name: str) -> str:
    """Return the key of a name in the gazetteer: its lower case in NFC, single blanks, no blank around a hyphen."""
    return re.sub(r"\s*-\s*", "-", " ".join(lower(unicodedata.normalize("NFC", name)).split()))
