"""A sentence with everything that was found in it: what the linking rules look at."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, TypeVar

from extractor.mentions.cues import Cue
from extractor.mentions.model import CampaignMention, DateMention, LocalityMention, QuantityMention
from extractor.text.document import Document, Sentence

T = TypeVar("T")
_LONGEST = 2_500  # characters of a sentence that are read as one
_HEADING = 110  # characters that a heading stays below
_BREAK = re.compile(r"[;\n]")
_ROMAN = re.compile(r"[IVX]{1,5}[.)/]\s")  # the number of a section
_COMMA = re.compile(r"[,;:()](?!\d)|\n")


@dataclass(frozen=True, slots=True)
class Found:
    """All mentions of an article, each list in text order."""

    dates: Sequence[DateMention]
    places: Sequence[LocalityMention]
    campaigns: Sequence[CampaignMention]
    quantities: Sequence[QuantityMention]
    cues: Sequence[Cue]


@dataclass(frozen=True)
class Scene:
    """One sentence; spans are offsets of `text`, the whole document's, and of `low`, the same in lower case.

    `kind` is the paragraph's kind, `opens` tells whether it is the paragraph's first sentence, `intro` is the sentence
    that introduces a list (`… như sau:`) for the lines of that list.
    """

    text: str
    low: str
    start: int
    end: int
    paragraph: int
    kind: str
    opens: bool
    found: Found
    intro: "Scene | None" = None
    _told: dict[Callable[["Scene"], Any], Any] = field(default_factory=dict, repr=False, compare=False)

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
        return self.kind in ("item", "row")

    @property
    def is_titled(self) -> bool:
        """Tell whether the sentence stands in the headline or under a picture."""
        return self.kind in ("title", "caption")

    @cached_property
    def is_heading(self) -> bool:
        """Tell whether a line opens a section: short, no figure, no full stop; numbered only in capitals or by `II.`"""
        words = self.words.strip()
        if not self.opens or len(words) >= _HEADING or (self.found.quantities and not _ROMAN.match(words)):
            return False
        if not _introduces(words) or not words[:1].isupper():
            return False
        return self.kind == "body" or (self.kind == "item" and (words.isupper() or _ROMAN.match(words) is not None))

    @property
    def first_figure(self) -> int:
        """Where the first quantity begins, the sentence's end where it has none but ages."""
        counts = self.found.quantities
        return self.end if all(q.unit == "tuổi" for q in counts) else counts[0].start

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

    def cues(self, kind: str) -> Sequence[Cue]:
        """Return this sentence's cues of one kind, in text order."""
        return self._cues.get(kind, ())

    @cached_property
    def _cues(self) -> dict[str, list[Cue]]:
        by_kind: dict[str, list[Cue]] = {}
        for cue in self.found.cues:
            by_kind.setdefault(cue.row.kind, []).append(cue)
        return by_kind

    def says(self, kind: str, value: str, *, until: int | None = None) -> bool:
        """Tell whether a cue of that kind and value begins before `until`, by default anywhere in the sentence."""
        cues = self.cues(kind)
        return bool(cues) and any(c.row.value == value and (until is None or c.start < until) for c in cues)

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


def _within(items: Sequence[M], starts: list[int], start: int, end: int) -> list[M]:
    first = bisect_left(starts, start)
    last = bisect_left(starts, end, first)
    return [i for i in items[first:last] if i.end <= end] if first < last else []


def _bounded(document: Document) -> Iterator[Sentence]:
    """Yield the sentences, those without end cut at a blank, so that the rules' cost stays linear in the text."""
    for sentence in document.sentences:
        start = sentence.start
        while sentence.end - start > _LONGEST:
            cut = document.text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            cut = cut if cut > start else start + _LONGEST
            yield Sentence(start, cut, sentence.paragraph)
            start = cut
        yield Sentence(start, sentence.end, sentence.paragraph)


def _introduces(words: str) -> bool:
    """Tell whether a sentence opens the list behind it: it ends in a colon or in nothing, not in a full stop."""
    return not words.rstrip().endswith((".", "!", "?", "…", '."', '?"'))


def scenes(document: Document, found: Found) -> Iterator[Scene]:
    """Yield the sentences of the document in order, each with what was found in it."""
    lists = {name: getattr(found, name) for name in ("dates", "places", "campaigns", "quantities", "cues")}
    starts = {name: [i.start for i in items] for name, items in lists.items()}
    previous, intro = -1, None
    for sentence in _bounded(document):
        kind = document.paragraphs[sentence.paragraph].kind
        scene = Scene(
            text=document.text,
            low=document.low,
            start=sentence.start,
            end=sentence.end,
            paragraph=sentence.paragraph,
            kind=kind,
            opens=sentence.paragraph != previous,
            found=Found(**{n: _within(lists[n], starts[n], sentence.start, sentence.end) for n in lists}),
            intro=intro if kind in ("item", "row") else None,
        )
        if (not scene.is_listed or scene.is_heading) and kind != "caption":
            intro = scene if _introduces(scene.words) else None
        previous = sentence.paragraph
        yield scene
