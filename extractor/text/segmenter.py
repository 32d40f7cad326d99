"""Words of several syllables, by underthesea's own model: the same words, faster.

The model says of each token whether it begins a word or goes on with one. Its 43 templates look at one to three
neighbours among the two tokens before, the token and the two behind:

    T[k]     k of -2 … 2     as it stands, .lower, .istitle, .is_in_dict; .isdigit for -1 … 1
    T[k,k+1] k of -2 … 1     as it stands, .lower, .is_in_dict; .istitle for 0
    T[k,k+2] k of -2 … 0     as it stands, .is_in_dict; .istitle for 0

So a token's score is a sum over the three triples around it, and what a triple adds is remembered. Of two labels only
the difference of the scores counts: Viterbi's algorithm is then one number a token. Letters that came into Unicode
after this Python's may be cut otherwise: the library's Rust knows their capitals.
"""

import pickle
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from operator import add
from pathlib import Path

from extractor.text.crf import Crf, Vector, read_crf
from extractor.text.templates import BOS, EOS, Functions, Remembered, Template, Windows, attributes
from extractor.text.tokens import load_tokeniser

MODEL = "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
_REMEMBERED = {1: 30_000, 2: 60_000, 3: 120_000}  # runs of so many tokens
_TIE = 1e-6  # scores that differ by less are summed again in the library's own order
_INTEGER = re.compile(r"([+-]?)0*(\d+)", re.ASCII)

Triple = tuple[str, str, str]


class Segmenter:
    """Joins tokens to words as `underthesea.word_tokenize` does."""

    def __init__(
        self, tokenise: Callable[[str], list[str]], crf: Crf, templates: Sequence[str], dictionary: AbstractSet[str]
    ) -> None:
        self._tokenise = tokenise
        self._crf = crf
        self._templates = [Template.of(name) for name in templates]
        self._functions: Functions = {
            "": str,
            "lower": str.lower,
            "istitle": lambda text: "True" if is_title(text) else "False",
            "isdigit": lambda text: str(is_integer(text)),
            "is_in_dict": lambda text: "True" if text.lower() in dictionary else "False",
        }
        single, pair, self._whole = (
            Windows(self._templates, crf, self._functions, width=width, row=_differences) for width in _REMEMBERED
        )
        self._single: Remembered[str, Vector] = Remembered(
            lambda token: _sums(single((token,)), 5), bound=_REMEMBERED[1]
        )
        self._pair: Remembered[tuple[str, str], Vector] = Remembered(
            lambda tokens: _sums(pair(tokens), 4), bound=_REMEMBERED[2]
        )
        self.triples = Remembered(self._added, bound=_REMEMBERED[3])
        (bb, bi), (ib, ii) = crf.steps
        self._low, self._high, self._shift = bb - ib, bi - ii, bi - ib

    def __call__(self, text: str) -> list[str]:
        """Return the words of `text`, their tokens joined by blanks; any text without surrogates will do."""
        tokens = self._tokenise(text)
        words: list[str] = []
        for token, inside in zip(tokens, self._inside(tokens), strict=True):
            if inside > 0 and words:
                words[-1] += " " + token
            else:
                words.append(token)
        return words

    def _inside(self, tokens: list[str]) -> Sequence[float]:
        """Return for each token a number above zero if it goes on with the word before it."""
        low, high = self._low, self._high
        margins: list[float] = []
        bound = 0.0
        for lead in reversed(self._leads(tokens)):
            margins.append(margin := lead - bound)
            bound = high if margin > 0 else low
        if margins and min(map(abs, margins)) < _TIE:
            return self._crf.decode([self.attributes(tokens, at) for at in range(len(tokens))])
        return margins[::-1]

    def _leads(self, tokens: list[str]) -> list[float]:
        """Return for each token by how much the best way to be inside a word beats the best way to begin one."""
        low, high, shift = self._low, self._high, self._shift
        scores = self._scores(tokens)
        leads = scores[:1]
        for score in scores[1:]:
            lead = leads[-1]
            leads.append(score + shift - (low if lead < low else high if lead > high else lead))
        return leads

    def _scores(self, tokens: list[str]) -> list[float]:
        """Return for each token by how much the model would have it inside a word, whatever the others are."""
        padded = [BOS, BOS, *tokens, EOS, EOS]
        triples = list(map(self.triples.__getitem__, zip(padded, padded[1:], padded[2:], strict=False)))
        around = zip(triples, triples[1:], triples[2:], strict=False)
        return [first[0] + second[1] + third[2] for first, second, third in around]

    def attributes(self, tokens: Sequence[str], at: int) -> list[tuple[str, str]]:
        """Return what the model is asked about the token at `at`: template and value, in the library's order."""
        return list(attributes(tokens, at, self._templates, self._functions))

    def _added(self, triple: Triple) -> tuple[float, float, float]:
        """Return what a triple adds to its last token's score, to its middle one's, and to its first one's."""
        single = self._single
        first, second, third = single[triple[0]], single[triple[1]], single[triple[2]]
        left, right = self._pair[triple[:2]], self._pair[triple[1:]]
        whole = _sums(self._whole(triple), 3)
        return (
            first[0] + second[1] + third[2] + left[0] + right[1] + whole[0],
            whole[1],
            second[3] + third[4] + left[2] + right[3] + whole[2],
        )


def _differences(vectors: Sequence[Vector]) -> Vector:
    return tuple(inside - begin for begin, inside in vectors)


def _sums(rows: Sequence[Vector], size: int) -> Vector:
    if not rows:
        return (0.0,) * size
    total, *more = rows
    for row in more:
        total = tuple(map(add, total, row))
    return total


def is_title(text: str) -> bool:
    """Tell whether each part of `text` begins with what is its own capital, as figures and signs do too."""
    initials = "".join([part[:1] for part in text.split(" ")])
    return initials == initials.upper()


def is_integer(text: str) -> bool:
    """Tell whether `text` is a number of 32 bits, with its sign."""
    match = _INTEGER.fullmatch(text)
    return bool(match) and len(match[2]) <= 10 and -(2**31) <= int(match[1] + match[2]) < 2**31  # type: ignore[index]


def load_segmenter(folder: Path) -> Segmenter:
    """Load the segmenter of the underthesea that is installed in `folder`, of files that `proven` knows."""
    model = folder / MODEL
    templates, dictionary = (pickle.loads((model / name).read_bytes()) for name in ("features.bin", "dictionary.bin"))
    return Segmenter(load_tokeniser(folder), read_crf(model / "models.bin"), templates, dictionary)
