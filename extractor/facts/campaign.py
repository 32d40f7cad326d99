"""In whose name is the figure reported?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene, parted
from extractor.mentions.model import CampaignMention, QuantityMention
from extractor.text.alphabet import UPPER

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
_TYPE_WORD = re.compile(rf"\b(?:{'|'.join(_TYPES)})\b")
_KEPT = 8  # names that are remembered


@dataclass(slots=True)
class Named:
    """The campaigns that the running text has named: `here` in this paragraph, `earlier` before it."""

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
        found = scene.found.campaigns or taken_up(scene, scene.end, [*self.earlier, *self.here])
        self.here = [*self.here, *found][-_KEPT:]


def taken_up(scene: Scene, until: int, known: Sequence[CampaignMention]) -> list[CampaignMention]:
    """Return the campaign that a bare type word before `until` takes up (`ủng hộ phong trào`), one at most."""
    for campaign in reversed(known if scene.told(_type_words) else ()):
        ends = (end for word, end in scene.told(_type_words) if end <= until and campaign.type in _TYPES[word])
        if any(not _NAME.match(scene.text, end, until) for end in ends):
            return [campaign]
    return []


def _type_words(scene: Scene) -> list[tuple[str, int]]:
    """Return the type words of a sentence and where they end."""
    return [(match[0], match.end()) for match in _TYPE_WORD.finditer(scene.low, scene.start, scene.end)]


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
    if again := taken_up(scene, quantity.start, [*named.earlier, *named.here]):
        return _is(again[0], "taken up again by its type word")
    if named.here:
        return _is(named.here[-1], "named before in the paragraph")
    if next_behind := _next_behind(scene, quantity, after, attached=False):
        return _is(next_behind, "named behind in the clause")
    return _is(after[0], "named behind in the sentence") if after else (None, None)


def _behind(scene: Scene, quantity: QuantityMention) -> list[CampaignMention]:
    """Return the names behind the figure, but for those of its parts and of the figures of another clause."""
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
