"""The only door to underthesea: sentences, words and parts of speech as offsets of the text given.

Its models are decoded by our own code, with the same results; where it is another release than that is proven for, by
its own. The tokenisers take quadratic time on long runs without a blank and raise on lone surrogates; what could bring
them there is kept from them. Models are loaded at the first call, once.
"""

import importlib.util
import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from string import ascii_letters

from extractor.text.alphabet import LETTER, LOWER, MARKED, UPPER
from extractor.text.decoders import Decoders, decoders

Span = tuple[int, int]

_PIECE = 2000  # characters given to the library at once
_LONGEST_TOKEN = 60  # characters without a blank; longer runs are no words of a language
_RUN = re.compile(r"\S+")
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_TOKEN}}}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def words(text: str) -> list[Span]:
    """Return the spans of the words of `text`, in order; words of several syllables hold their blanks."""
    segment, text = _decoders().words, _SURROGATE.sub("\ufffd", text)
    found: list[Span] = []
    for start, end, is_text in _pieces(text):
        if is_text:
            found += _aligned(segment(text[start:end]), text, start, end)
        else:
            found.append((start, end))
    return found


def tags(text: str) -> list[tuple[int, int, str]]:
    """Return the words of `text`, a fragment or a sentence, with their parts of speech (`N`, `V`, `M`, `Np` …)."""
    text = _SURROGATE.sub("\ufffd", text)
    spans = words(text)
    if not spans:
        return []
    tagged = _decoders().tags([text[start:end] for start, end in spans])
    return [(start, end, tag) for (start, end), tag in zip(spans, tagged, strict=True)]


@cache
def _decoders() -> Decoders:
    return decoders(installed(), library)


def installed() -> Path:
    """Return the folder of the installed underthesea, without importing it, which takes half a second."""
    spec = importlib.util.find_spec("underthesea")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'underthesea'", name="underthesea")
    return Path(spec.origin).parent


def library() -> Decoders:
    """Return underthesea's own functions."""
    from underthesea import sent_tokenize, word_tokenize
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor

    def ends(text: str) -> list[int]:
        text, found, at = _SURROGATE.sub("\ufffd", text), [], 0
        for sentence in sent_tokenize(text):
            at = text.index(sentence, at) + len(sentence)
            found.append(at)
        return found

    def tag(words: Sequence[str]) -> list[str]:
        """Ask the model behind `pos_tag`, which would segment once more and rewrite the words."""
        return [tag for _, tag in CRFPOSTagPredictor.Instance().predict(words)]

    return Decoders(ends, partial(word_tokenize, use_token_normalize=False), tag)


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, is text): stretches of bounded length, and apart the runs that no tokeniser may see."""
    if len(text) <= _PIECE and "\n" not in text and not _has_long_run(text):
        yield 0, len(text), True
        return
    start = end = -1
    for match in _RUN.finditer(text):
        if match.end() - match.start() >= _LONGEST_TOKEN:
            if start >= 0:
                yield start, end, True
            yield match.start(), match.end(), False
            start = -1
        elif start < 0:
            start, end = match.span()
        elif match.end() - start > _PIECE or "\n" in text[end : match.start()]:
            yield start, end, True
            start, end = match.span()
        else:
            end = match.end()
    if start >= 0:
        yield start, end, True


def _has_long_run(text: str) -> bool:
    """Tell whether a run that no tokeniser may see stands in `text`, from blank to blank in long jumps."""
    at = 0
    while len(text) - at >= _LONGEST_TOKEN:
        blank = text.rfind(" ", at, at + _LONGEST_TOKEN)
        if blank < 0:
            return _LONG_RUN.search(text, at) is not None
        at = blank + 1
    return False


def _aligned(tokens: list[str], text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for token in tokens:
        begin = -1
        for part in token.split(" "):
            found = text.find(part, at, end)
            if found < 0:
                break  # the library rewrote the token: better no word than a wrong span
            begin, at = (found if begin < 0 else begin), found + len(part)
        else:
            yield begin, at


# Sentences: the library's cuts, less those that are none, and those that it misses.

_ABBREVIATIONS = frozenset(
    abbreviation
    for group in (
        "TP Tp tp T.P TX Tx tx T.X TT Tt H Q P X KP Kp ĐT TL QL",  # places, roads
        "ThS Ths Th.S Th.s TS Ts T.S PGS Pgs P.GS GS Gs BS Bs KS Ks CN LS Ls Đ/c đ/c Đ.C ĐC Mr Mrs Ms Dr St",  # persons
        "UB Ub TTg BTV UV TW T.Ư NXB Nxb Tr tr Th vs",
    )
    for abbreviation in group.split()
)
_OF_A_WORD, _LONGEST_WORD = ascii_letters + MARKED + "./", 12
_LINE = re.compile(r"[^\n]+")
_CLOSING = re.compile(r"""[.?!…]*["')\]]*""")
_OPENS = re.compile(rf"""["'(\[]*[{UPPER}0-9]""")
_MISSED = re.compile(rf"""[.?!…](?:(?<=[?!…])|(?<=\.\.\.)|(?<=[{LOWER}0-9)"]\.))["')]*(?=\s{{0,20}}["'(]?[{UPPER}])""")
_NUMBERING = re.compile(rf"\s*(?:\d{{1,2}}|[IVX]{{1,4}}|[{LETTER}])\s?\.\Z")
_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}\.\Z")
_REST_OF_GROUP = re.compile(r"\d{3}(?!\d)")


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of `text`, in order, without the blanks around them.

    A line break ends a sentence; a semicolon or a colon does not.
    """
    found: list[Span] = []
    for match in _LINE.finditer(text):
        found += _of_line(text, *match.span())
    return found


def _of_line(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for cut in [*sorted(_cuts(text, start, end)), end]:
        if cut <= begin or not _is_end(text, start, cut, end):
            continue
        span = _stripped(text, begin, cut)
        if span[0] < span[1] and (cut == end or not _NUMBERING.fullmatch(text, begin, cut)):
            yield span
            begin = cut


def _cuts(text: str, start: int, end: int) -> set[int]:
    """Return where the library ends a sentence, and where it might have; behind closing quotes."""
    cuts = {match.end() for match in _MISSED.finditer(text, start, end)}
    for first, last, is_text in _pieces(text[start:end]):
        if is_text:
            at = start + first
            for cut in _decoders().ends(text[at : start + last]):
                cuts.add(_CLOSING.match(text, at + cut, end).end())  # type: ignore[union-attr]
    return cuts


def _is_end(text: str, start: int, cut: int, end: int) -> bool:
    """Tell whether a sentence ends at `cut`; none after an abbreviation, inside a number, before a small letter."""
    after = text[cut : min(end, cut + 40)]
    rest = after.lstrip()
    if not rest:
        return True
    before = text[max(start, cut - 40) : cut]
    if before.rstrip("\"')]")[-1:] not in ".?!…" or not _OPENS.match(rest):
        return False
    if before.endswith("."):
        word = before[len(before.rstrip(_OF_A_WORD)) : -1][-_LONGEST_WORD:]
        if word.rstrip(".") in _ABBREVIATIONS or (len(word) == 1 and word.isupper()):
            return False
    if _REST_OF_GROUP.match(rest) and _GROUPS.search(before):
        return False
    return rest is not after or before[-1] not in "." or before[-2:-1].islower() or before[-2:-1] in "\"')…."


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
