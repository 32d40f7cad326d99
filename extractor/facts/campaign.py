"""In whose name is the figure reported?"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene, parted
from extractor.mentions.model import CampaignMention, QuantityMention
from extractor.text.alphabet import UPPER
from extractor.text.document import Document

_NAME = re.compile(rf"\s[\"{UPPER}]")  # a name of its own, in quotation marks or with a capital

# a bare type word takes up the last name of its types
_TYPES = {
    **dict.fromkeys(("quỹ", "nguồn quỹ", "nguồn này", "nguồn kinh phí"), ("fund",)),
    **dict.fromkeys(("ban vận động", "tháng cao điểm", "đợt cao điểm", "lễ phát động"), ("fund",)),
    "phong trào": ("movement",),
    "cuộc vận động": ("campaign",),
    "chương trình": ("programme", "festival"),
    "ngày hội": ("festival",),
}
_FIRST_WORDS = frozenset(word.split()[0] for word in _TYPES)
_TYPE_WORD = re.compile(rf"\b(?:{'|'.join(_TYPES)})\b")
_KEPT = 8  # names that are remembered


@dataclass(slots=True)
class Named:
    """The campaigns that the running text has named: `here` in this paragraph, `earlier` before it.

    `words` are the bare type words of the article: start, end and the word.
    """

    words: Sequence[tuple[int, int, str]]
    paragraph: int = -1
    here: list[CampaignMention] = field(default_factory=list)
    earlier: list[CampaignMention] = field(default_factory=list)

    def enter(self, scene: Scene) -> None:
        """Begin a new paragraph where the sentence does; the lines of a list belong to the one that opens it."""
        goes_on = scene.intro is not None and scene.intro.paragraph >= self.paragraph - 30
        if scene.paragraph != self.paragraph and not goes_on:
            self.paragraph, self.earlier, self.here = scene.paragraph, [*self.earlier, *self.here][-_KEPT:], []

    def leave(self, scene: Scene) -> None:
        """Remember the campaigns that the sentence names or takes up."""
        if found := scene.found.campaigns or self.taken_up(scene, scene.end):
            self.here = [*self.here, *found][-_KEPT:]

    def taken_up(self, scene: Scene, until: int) -> list[CampaignMention]:
        """Return the campaign that a bare type word before `until` takes up (`ủng hộ phong trào`), one at most."""
        first, last = bisect_left(self.words, (scene.start, 0, "")), bisect_left(self.words, (until, 0, ""))
        for campaign in reversed([*self.earlier, *self.here]) if first < last else ():
            told = (end for _, end, word in self.words[first:last] if campaign.type in _TYPES[word])
            if any(end <= until and not _NAME.match(scene.text, end, until) for end in told):
                return [campaign]
        return []


def type_words(document: Document) -> list[tuple[int, int, str]]:
    """Return start, end and word of the bare type words of an article, in text order."""
    runs = document.runs
    starts = compress(runs.starts, map(_FIRST_WORDS.__contains__, runs.texts))
    matches = [_TYPE_WORD.match(document.low, start) for start in starts]
    return [(*match.span(), match[0]) for match in matches if match]


def choose_campaign(scene: Scene, quantity: QuantityMention, named: Named) -> tuple[str | None, Evidence | None]:
    """Return the campaign's id and its evidence.

    The campaigns of earlier paragraphs hold only where the sentence takes one up again (`ủng hộ phong trào …`).
    """
    before = [c for c in scene.found.campaigns if c.end <= quantity.start]
    after = _behind(scene, quantity)
    if next_behind := _next_behind(scene, quantity, after, attached=True):
        return _is(next_behind, "named behind in the clause")
    if before:
        in_clause = before[-1].start >= scene.clause(quantity.start)[0]
        return _is(before[-1], "named before in the clause" if in_clause else "named before in the sentence")
    if scene.intro and scene.intro.found.campaigns:
        return _is(scene.intro.found.campaigns[-1], "named in the line that opens the list")
    if again := named.taken_up(scene, quantity.start):
        return _is(again[0], "taken up again by its type word")
    if named.here:
        return _is(named.here[-1], "named before in the paragraph")
    if next_behind := _next_behind(scene, quantity, after, attached=False):
        return _is(next_behind, "named behind in the clause")
    return _is(after[0], "named behind in the sentence") if after else (None, None)


def _behind(scene: Scene, quantity: QuantityMention) -> list[CampaignMention]:
    """Return the names behind the figure, but for those of its parts and of the figures of another clause."""
    if not scene.found.campaigns:
        return []
    stop = next((c.start for c in scene.cues("part") if c.start >= quantity.end), scene.end)
    end = scene.clause(quantity.start)[1]
    behind = (c for c in scene.found.campaigns if quantity.end <= c.start < stop)
    return [c for c in behind if c.start < end or not scene.counts_between(*scene.clause(c.start))]


def _next_behind(
    scene: Scene, quantity: QuantityMention, after: Sequence[CampaignMention], *, attached: bool
) -> CampaignMention | None:
    """Return the name behind the figure in its clause with no other figure in between."""
    if not after or after[0].start >= scene.clause(quantity.start)[1]:
        return None
    if scene.counts_between(quantity.end, after[0].start) or (attached and not _attached(scene, quantity, after[0])):
        return None
    return after[0]


def _attached(scene: Scene, quantity: QuantityMention, campaign: CampaignMention) -> bool:
    """A name behind the number belongs to it where no comma parts them."""
    gap = scene.gap(quantity.end, campaign.start)
    skip = 12 if quantity.unit == "%" else 0  # a comma at once is in the noun: `100% ấp, khóm …`
    return len(gap) < 90 and not parted(gap[skip:], ",:")


def _is(campaign: CampaignMention, basis: str) -> tuple[str, Evidence]:
    return campaign.id, Evidence("campaign", basis, campaign.start, campaign.end)
