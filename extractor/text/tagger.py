"""Parts of speech of words, by underthesea's own model: the same tags, faster.

The model's templates look at the two words before, the word and the two behind:

    T[k]     k of -2 … 2     as it stands, .lower; .istitle for -1 … 1
    T[k,k+1] k of -2 … 1     as it stands
    T[k][1], T[k,k+1][1]     the tags so far, which underthesea leaves at `X`: they tell how near the beginning is

So a word's scores are a sum over the four pairs around it, and what a pair adds is remembered. Of the labels at a word
only those are followed that may still win whatever stands before and behind: seldom more than two.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from extractor.text.crf import Crf, read_crf
from extractor.text.templates import BOS, EOS, Functions, Remembered, Template, Windows, attributes

MODEL = "pipeline/pos_tag/pos_crf_2017_10_11.bin"
WORDS = (
    *("T[-2].lower", "T[-1].lower", "T[0].lower", "T[1].lower", "T[2].lower"),
    *("T[0].istitle", "T[-1].istitle", "T[1].istitle"),
    *("T[-2]", "T[-1]", "T[0]", "T[1]", "T[2]", "T[-2,-1]", "T[-1,0]", "T[0,1]", "T[1,2]"),
)
TAGS = ((-3, 1), (-2, 1), (-1, 1), (-3, 2), (-2, 2))  # of the `T[…][1]`: the first word's place, how many they are
_FUNCTIONS: Functions = {"": str, "lower": str.lower, "istitle": lambda text: str(is_title(text))}
_REMEMBERED = {1: 10_000, 2: 30_000}  # runs of so many words
_TIE = 1e-6  # scores that differ by less are summed again in the library's own order

Array = NDArray[np.float64]
Scored = list[tuple[int, float]]  # labels that may win, and their scores


class Tagger:
    """Tags words as the model behind `underthesea.pos_tag` does."""

    def __init__(self, crf: Crf) -> None:
        self.crf = crf
        self._templates = [Template.of(name) for name in WORDS]
        single, self._whole = (
            Windows(self._templates, crf, _FUNCTIONS, width=width, row=np.array) for width in _REMEMBERED
        )
        self._none = np.zeros((5, len(crf.labels)))
        self._single: Remembered[str, Array] = Remembered(
            lambda word: sum(single((word,)), start=self._none), bound=_REMEMBERED[1]
        )
        self._lock = Lock()  # the table is written by one thread at a time
        self.rows = Remembered(self._row)
        self._table = np.empty((0, 4, len(crf.labels)))  # what each pair adds
        lead = np.array([crf.emission(list(_so_far(at))) for at in range(4)])
        self._late, self._early = lead[3], lead[:3] - lead[3]
        self._into = tuple(zip(*crf.steps, strict=True))  # [label]: the steps that lead to it
        self._no_step = (0.0,) * len(crf.labels)
        self._allowance = allowance(np.array(crf.steps))

    def __call__(self, words: Sequence[str]) -> list[str]:
        """Return the tag of each of the words, which are a sentence; a word is not empty."""
        if not words:
            return []
        with self._lock:
            scores = self._scores(words)
        path = self._path(scores)
        if path is None:
            path = self.crf.decode([self.attributes(words, at) for at in range(len(words))])
        return [self.crf.labels[label] for label in path]

    def attributes(self, words: Sequence[str], at: int) -> list[tuple[str, str]]:
        """Return what the model is asked about the word at `at`: template and value, in the library's order."""
        return [*attributes(words, at, self._templates, _FUNCTIONS), *_so_far(at)]

    def _scores(self, words: Sequence[str]) -> Array:
        """Return what each word weighs for each label: words x labels."""
        if len(self.rows) > _REMEMBERED[2]:
            self.rows.clear()
            self._table = self._table[:0]
        rows = list(map(self.rows.__getitem__, pairwise((BOS, BOS, *words, EOS, EOS))))
        pairs = self._table.take(rows, axis=0)
        scores: Array = pairs[:-3, 0] + pairs[1:-2, 1]
        scores += pairs[2:-1, 2]
        scores += pairs[3:, 3]
        scores[:3] += self._early[: len(words)]
        return scores

    def _row(self, pair: tuple[str, str]) -> int:
        """Return the row of the table with what a pair adds to the words behind it, at it and before it."""
        row = len(self.rows)
        if row == len(self._table):
            self._table = np.concatenate((self._table, np.empty((max(1024, row), *self._table.shape[1:]))))
        added = self._table[row]
        added[:] = sum(self._whole(pair), start=self._single[pair[0]][:4])
        added[0] += self._late
        added[3] += self._single[pair[1]][4]
        return row

    def _path(self, scores: Array) -> list[int] | None:
        """Return the best labels; None where two ways are as good."""
        best = scores.argmax(axis=1)
        path: list[int] = best.tolist()
        into = self._into
        ways = self._open(scores, best, path)
        for at, scored in ways.items():
            if before := ways.get(at - 1):
                ways[at] = [
                    (label, score + max([s + into[label][last] for last, s in before])) for label, score in scored
                ]
            elif at:
                step = self.crf.steps[path[at - 1]]
                ways[at] = [(label, score + step[label]) for label, score in scored]
        for at in reversed(ways):
            step = into[path[at + 1]] if at + 1 < len(path) else self._no_step
            first = second = -inf
            for label, score in ways[at]:
                score += step[label]
                if score > first:
                    first, second, path[at] = score, first, label
                elif score > second:
                    second = score
            if first - second < _TIE:
                return None
        return path

    def _open(self, scores: Array, best: NDArray[np.intp], path: list[int]) -> dict[int, Scored]:
        """Return the words at which another label than the best may win yet, by place: all such labels."""
        tops = scores[np.arange(len(path)), best]
        floor = self._allowance.take(best, axis=0)
        floor += tops[:, None]
        places, labels = (others := scores >= floor).nonzero()
        tops = tops.tolist()
        found: dict[int, Scored] = {}
        for at, label, score in zip(places.tolist(), labels.tolist(), scores[others].tolist(), strict=True):
            if at in found:
                found[at].append((label, score))
            else:
                found[at] = [(path[at], tops[at]), (label, score)]
        return found


def _so_far(at: int) -> Iterator[tuple[str, str]]:
    """Yield the attributes of the tags before the word at `at`, all `X`."""
    for first, width in TAGS:
        name = f"T[{first}][1]" if width == 1 else f"T[{first},{first + width - 1}][1]"
        yield name, "BOS" if at + first < 0 else " ".join("X" * width)


def allowance(steps: Array) -> Array:
    """Return the least that label b may weigh more than label a and still win, at [a, b], whatever stands around.

    It is below zero, but for a label and itself, of which nothing is asked.
    """
    out = (steps[None] - steps[:, None]).max(axis=2)  # [a, b]: what b may win over a by the step behind it
    into = (steps.T[None] - steps.T[:, None]).max(axis=2)  # by the step before it
    least: Array = -np.maximum(out, 0) - np.maximum(into, 0) - _TIE
    np.fill_diagonal(least, 1)
    return least


def is_title(text: str) -> bool:
    """Tell whether each blank-separated part of `text` begins with a capital."""
    return all(part[:1].istitle() for part in text.split(" "))


def load_tagger(folder: Path) -> Tagger:
    """Load the tagger of the underthesea that is installed in `folder`, of files that `proven` knows."""
    return Tagger(read_crf(folder / MODEL))
