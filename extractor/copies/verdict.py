"""Whether two articles are copies of each other, or two reports in the wording of one pattern.

Offices report alike: `Khu dân cư …, xã … tổ chức Ngày hội Đại đoàn kết` comes a hundred times, with other names and
other figures in the same sentences. By their shingles such reports are nearer to each other than a copy is that an
editor shortened. So names and figures are compared apart: an editor cuts some or adds some, he does not exchange them.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.copies.shingles import bands, figures, shingles, signature, similarity, words
from extractor.text.alphabet import LETTER, UPPER

SIMILAR = 0.7
_FEWEST = 40  # shingles: what is shorter is a stub or a caption, and alike by chance

_PLACE = (
    "thôn|làng|bản|buôn|bon|plei|ấp|khóm|xóm|phố|tổ|khu|khu dân cư|khối|xã|phường|thị trấn|huyện|quận|thị xã"
    "|thành phố|TP|tỉnh|đặc khu"
)
_PERSON = "ông|bà|anh|chị|em|cụ|cháu|đồng chí|gia đình"


def _either_case(words: str) -> str:
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words.split("|"))


_INITIALS = "".join(sorted({case for word in f"{_PLACE}|{_PERSON}".split("|") for case in (word[0], word[0].upper())}))
_RUN = rf"[{UPPER}][{LETTER}']*(?:[ -][{UPPER}][{LETTER}']*){{0,5}}"
_NUMBER = r"(?:(?<=uận )|(?<=hường ))\d{1,2}\b|\d{1,2}(?=[,;.)](?!\d)| (?:xã|phường|thị trấn) )"  # not: mỗi thôn 2 căn
_NAMED = re.compile(
    rf"\b(?=[{_INITIALS}])"  # quick: most words are neither
    rf"(?:(?P<before>(?:{_either_case(_PLACE)})(?: số)? |TP\. ?)(?P<place>{_RUN}|{_NUMBER})"
    rf"|(?:{_either_case(_PERSON)}) (?P<person>{_RUN}))"
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of an article, 20 bytes a word so that many can be kept.

    `shingles` and `pairs` (its words two by two) are hashes that hold in this process, `names` the pairs that are names
    of places and persons, `figures` sorted, `bands` those of its MinHash.
    """

    bands: tuple[int, ...]
    shingles: Sequence[int]
    figures: tuple[str, ...]
    names: frozenset[int]
    pairs: Sequence[int]


def sketch(text: str) -> Sketch:
    """Return the sketch of a text in normalised Unicode; that of a text too short to be compared has no bands."""
    found = words(text)
    cut = shingles(found)
    return Sketch(
        bands=tuple(bands(signature(cut))) if len(cut) >= _FEWEST else (),
        shingles=array("q", map(hash, cut)),
        figures=figures(found),
        names=frozenset(map(hash, _names(text))),
        pairs=array("q", map(hash, pairwise(found))),
    )


def are_copies(left: Sketch, right: Sketch) -> bool:
    """Say whether the two tell one story in one wording; said of `right` and `left` it is the same."""
    return (
        bool(left.bands and right.bands)
        and similarity(left.shingles, right.shingles) >= SIMILAR
        and not _figures_exchanged(left.figures, right.figures)
        and not _names_exchanged(left, right)
    )


def _names_exchanged(left: Sketch, right: Sketch) -> bool:
    """Each names a place or person of which the other knows nothing."""
    return bool(left.names.difference(right.pairs)) and bool(right.names.difference(left.pairs))


def _figures_exchanged(left: Sequence[str], right: Sequence[str]) -> bool:
    """More than half of the figures, and more than one, are others: a report of the same office in another year."""
    mine, others = Counter(left), Counter(right)
    exchanged = min((mine - others).total(), (others - mine).total())
    return exchanged > max(1, min(len(left), len(right)) / 2)


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names of places and persons, each as its pairs of words; `thôn 2`, `thôn Đoài` with the word before.

    A person's single name is passed over: it was told whole before.
    """
    for match in _NAMED.finditer(text):
        name = words(match["place"] or match["person"])
        if len(name) > 1:
            yield from pairwise(name)
        elif match["place"]:
            yield words(match["before"])[-1], name[0]
