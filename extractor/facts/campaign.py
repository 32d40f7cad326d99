"""In whose name is the figure reported?"""

from collections.abc import Sequence

import regex

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.mentions.model import CampaignMention, QuantityMention

_ANAPHORS = regex.compile(r"\b(?:phong trào|cuộc vận động|chương trình|quỹ|nguồn quỹ|nguồn này|nguồn kinh phí|số tiền)\b", regex.IGNORECASE)


def choose_campaign(
    scene: Scene, quantity: QuantityMention, *, paragraph: Sequence[CampaignMention], last: CampaignMention | None
) -> tuple[str | None, Evidence | None]:
    """Return the campaign's id and its evidence.

    `paragraph` holds the campaigns named earlier in the paragraph; `last` the last one named before it, which holds
    only where the sentence takes it up again (`ủng hộ phong trào …`).
    """
    clause_start, clause_end = scene.clause(quantity.start)
    here = [c for c in scene.found.campaigns if c.end <= quantity.start]
    behind = [c for c in scene.found.campaigns if quantity.end <= c.start < clause_end]
    in_clause = [c for c in here if c.start >= clause_start]
    if behind and not scene.counts_between(quantity.end, behind[0].start) and _attached(scene, quantity, behind[0]):
        return _is(behind[0], "named behind in the clause")
    if in_clause:
        return _is(in_clause[-1], "named before in the clause")
    if here:
        return _is(here[-1], "named before in the sentence")
    if scene.intro and scene.intro.found.campaigns:
        return _is(scene.intro.found.campaigns[-1], "named in the line that opens the list")
    if paragraph:
        return _is(paragraph[-1], "named before in the paragraph")
    if behind and not scene.counts_between(quantity.end, behind[0].start):
        return _is(behind[0], "named behind in the clause")
    if last and _ANAPHORS.search(scene.text, scene.start, quantity.start):
        return _is(last, "taken up again by its type word")
    return None, None


def _attached(scene: Scene, quantity: QuantityMention, campaign: CampaignMention) -> bool:
    """A name behind the number belongs to it where no comma parts them."""
    return scene.segment(quantity.end)[1] >= campaign.start


def _is(campaign: CampaignMention, basis: str) -> tuple[str, Evidence]:
    return campaign.id, Evidence("campaign", basis, campaign.start, campaign.end)
