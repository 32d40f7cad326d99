"""The smallest pieces that rules look at: runs of letters, runs of digits, single marks."""

import re
from dataclasses import dataclass
from itertools import accumulate

from extractor.text.alphabet import NUMERIC

_RUN = re.compile(rf"([^\W\d_{NUMERIC}]+|\d+|\S)")


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a text in order, and their half-open spans."""

    texts: list[str]
    starts: list[int]
    ends: list[int]


def runs(text: str) -> Runs:
    """Cut `text` into runs; blanks part them and are none."""
    pieces = _RUN.split(text)  # gaps and runs by turns
    offsets = list(accumulate(map(len, pieces)))
    return Runs(pieces[1::2], offsets[:-1:2], offsets[1::2])
