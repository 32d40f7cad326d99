"""A sentence with everything that was found in it: what the linking rules look at."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple, TypeVar

from extractor.mentions.cues import Cue
from extractor.mentions.model import CampaignMention, DateMention, LocalityMention, QuantityMention
from extractor.text.document import Document, Sentence

T = TypeVar("T")
_LONGEST = 2_500  # characters of a sentence that are read as one
_LISTED = ("item", "row")
_HEADING = 110  # characters that a heading stays below
_BREAK = re.compile(r"[;\n]")
_ROMAN = re.compile(r"[IVX]{1,5}[.)/]\s")  # the number of a section
_COMMA = re.compile(r"[,;:()](?!\d)|\n")


class Found(NamedTuple):
    """All mentions of an article or a sentence, each list in text order."""

    dates: Sequence[DateMention]
    places: Sequence[LocalityMention]
    campaigns: Sequence[CampaignMention]
    quantities: Sequence[QuantityMention]
    cues: Sequence[Cue]


@dataclass(eq=False)  # not frozen, as the others are: there is one for each sentence
class Scene:
    """One sentence; spans are offsets of `text`, the whole document's, and of `low`, the same in lower case.

    `kind` is the paragraph's kind, `opens` tells whether it is the paragraph's first sentence, `intro` is the sentence
    that introduces a list (`… như sau:`) for the lines of that list. `first_figure` is where the first quantity begins,
    the sentence's end where it has none but ages.
    """

    text: str
    low: str
    start: int
    end: int
    paragraph: int
    kind: str
    opens: bool
    found: Found
    first_figure: int
    cues_by_kind: Mapping[str, Sequence[Cue]]
    intro: "Scene | None" = None
    _told: dict[Callable[["Scene"], Any], Any] = field(default_factory=dict, repr=False)

    def told(self, rule: Callable[["Scene"], T]) -> T:
        """Return what `rule` makes of the sentence, asked once however many figures want to know."""
        if rule not in self._told:
            self._told[rule] = rule(self)
        found: T = self._told[rule]
        return found

    @property
    def words(self) -> str:
        """The sentence itself."""
        return self.text[self.start : self.end]

    @property
    def low_words(self) -> str:
        """The sentence in lower case."""
        return self.low[self.start : self.end]

    @property
    def is_listed(self) -> bool:
        """Tell whether the sentence stands in a list or a table."""
        return self.kind in _LISTED

    @property
    def is_titled(self) -> bool:
        """Tell whether the sentence stands in the headline or under a picture."""
        return self.kind in ("title", "caption")

    @property
    def is_heading(self) -> bool:
        """Tell whether a line opens a section: short, no figure, no full stop; numbered only in capitals or by `II.`"""
        if not self.opens or self.kind not in ("body", "item"):
            return False
        words = self.words.strip()
        numbered = _ROMAN.match(words) is not None
        if self.found.quantities and not numbered:
            return False
        if len(words) >= _HEADING or not _introduces(words) or not words[:1].isupper():
            return False
        return self.kind == "body" or words.isupper() or numbered

    @cached_property
    def breaks(self) -> list[int]:
        """Offsets of the semicolons: the clause boundaries."""
        return [m.start() for m in _BREAK.finditer(self.text, self.start, self.end)]

    @cached_property
    def commas(self) -> list[int]:
        """Offsets of the marks that part a sentence: commas, semicolons, colons, brackets."""
        return [m.start() for m in _COMMA.finditer(self.text, self.start, self.end)]

    def clause(self, position: int) -> tuple[int, int]:
        """Return the clause around `position`, from semicolon to semicolon."""
        breaks = self.breaks
        if not breaks:
            return self.start, self.end
        i = bisect_left(breaks, position)
        return breaks[i - 1] + 1 if i else self.start, breaks[i] if i < len(breaks) else self.end

    def segment(self, position: int) -> tuple[int, int]:
        """Return the stretch around `position` between commas, colons and brackets."""
        i = bisect_left(self.commas, position)
        start = self.commas[i - 1] + 1 if i else self.start
        return start, self.commas[i] if i < len(self.commas) else self.end

    def gap(self, first: int, second: int) -> str:
        """Return the text between two offsets in lower case, empty where they touch or overlap."""
        return self.low[first:second] if first < second else ""

    def left(self, position: int, width: int) -> str:
        """Return at most `width` characters of the sentence before `position`, in lower case."""
        return self.low[max(self.start, position - width) : position]

    def words_between(self, first: int, second: int) -> int:
        """Count the blank-separated words between two offsets."""
        return len(self.gap(first, second).split())

    def has(self, words: str, until: int) -> bool:
        """Tell whether `words` stand before `until` in lower case: asked before a pattern, as most have none."""
        return self.low.find(words, self.start, until) >= 0

    def cues(self, kind: str) -> Sequence[Cue]:
        """Return this sentence's cues of one kind, in text order."""
        return self.cues_by_kind.get(kind, ())

    def says(self, kind: str, value: str, *, until: int | None = None) -> bool:
        """Tell whether a cue of that kind and value begins before `until`, by default anywhere in the sentence."""
        cues = self.cues_by_kind.get(kind)
        return cues is not None and any(c.row.value == value and (until is None or c.start < until) for c in cues)

    def counts_between(self, first: int, second: int) -> int:
        """Count the quantities that begin between two offsets."""
        return max(0, bisect_left(self._figures, second) - bisect_left(self._figures, first))

    @cached_property
    def _figures(self) -> list[int]:
        return [q.start for q in self.found.quantities]


def parted(text: str, marks: str) -> bool:
    """Tell whether one of `marks` stands in the text outside a number."""
    return _outside_numbers(marks).search(text) is not None


@cache
def _outside_numbers(marks: str) -> re.Pattern[str]:
    return re.compile(rf"[{marks}](?!\d)")


M = TypeVar("M", DateMention, LocalityMention, CampaignMention, QuantityMention, Cue)


def _by_sentence(items: Sequence[M], starts: list[int], ends: list[int]) -> dict[int, list[M]]:
    """Return the mentions by the number of the sentence that holds them, of sentences with these starts and ends."""
    held: dict[int, list[M]] = {}
    for item in items:
        number = bisect_right(starts, item.start) - 1
        if number >= 0 and item.end <= ends[number]:
            held.setdefault(number, []).append(item)
    return held


def _by_kind(cues: Sequence[Cue]) -> dict[str, list[Cue]]:
    by_kind: dict[str, list[Cue]] = {}
    for cue in cues:
        by_kind.setdefault(cue.row.kind, []).append(cue)
    return by_kind


def _bounded(document: Document) -> Iterator[Sentence]:
    """Yield the sentences, those without end cut at a blank, so that the rules' cost stays linear in the text."""
    for sentence in document.sentences:
        while sentence.end - sentence.start > _LONGEST:
            start = sentence.start
            cut = document.text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            cut = cut if cut > start else start + _LONGEST
            yield Sentence(start, cut, sentence.paragraph)
            sentence = Sentence(cut, sentence.end, sentence.paragraph)
        yield sentence


def _introduces(words: str) -> bool:
    """Tell whether a sentence opens the list behind it: it ends in a colon or in nothing, not in a full stop."""
    return not words.rstrip().endswith((".", "!", "?", "…", '."', '?"'))


def _first_figure(found: Found, end: int) -> int:
    """Return where the first quantity begins, `end` where there is none but ages."""
    counts = found.quantities
    return end if all(q.unit == "tuổi" for q in counts) else counts[0].start


def scenes(document: Document, found: Found) -> Iterator[Scene]:
    """Yield the sentences of the document in order, each with what was found in it."""
    sentences = list(_bounded(document))
    starts, ends = [s.start for s in sentences], [s.end for s in sentences]
    dates = _by_sentence(found.dates, starts, ends)
    places = _by_sentence(found.places, starts, ends)
    campaigns = _by_sentence(found.campaigns, starts, ends)
    quantities = _by_sentence(found.quantities, starts, ends)
    cues = _by_sentence(found.cues, starts, ends)
    previous, opener = -1, None
    for n, sentence in enumerate(sentences):
        kind = document.paragraphs[sentence.paragraph].kind
        listed = kind in _LISTED
        here = Found(dates.get(n, ()), places.get(n, ()), campaigns.get(n, ()), quantities.get(n, ()), cues.get(n, ()))
        scene = Scene(
            text=document.text,
            low=document.low,
            start=sentence.start,
            end=sentence.end,
            paragraph=sentence.paragraph,
            kind=kind,
            opens=sentence.paragraph != previous,
            found=here,
            first_figure=_first_figure(here, sentence.end),
            cues_by_kind=_by_kind(here.cues),
            intro=opener if listed and opener and _introduces(opener.words) else None,
        )
        if (not listed or scene.is_heading) and kind != "caption":
            opener = scene
        previous = sentence.paragraph
        yield scene
