"""In whose name is the figure reported?"""

from collections.abc import Sequence

import regex

from extractor.facts.model import Evidence
from extractor.facts.scene import Scene
from extractor.mentions.model import CampaignMention, QuantityMention

# a bare type word takes up the last name of its type
_TYPES = {
    "fund": regex.compile(r"\b(?:quỹ|nguồn quỹ|nguồn này|ban vận động)\b(?!\s(?-i:[\"\p{Lu}]))", regex.IGNORECASE),
    "movement": regex.compile(r"\bphong trào\b(?!\s(?-i:[\"\p{Lu}]))", regex.IGNORECASE),
    "campaign": regex.compile(r"\bcuộc vận động\b(?!\s(?-i:[\"\p{Lu}]))", regex.IGNORECASE),
    "programme": regex.compile(r"\bchương trình\b(?!\s(?-i:[\"\p{Lu}]))", regex.IGNORECASE),
    "festival": regex.compile(r"\b(?:ngày hội|chương trình)\b(?!\s(?-i:[\"\p{Lu}]))", regex.IGNORECASE),
}
_MONTH = regex.compile(r"\b(?:tháng cao điểm|đợt cao điểm|lễ phát động|nguồn kinh phí)\b(?!\s(?-i:[\"\p{Lu}]))", regex.IGNORECASE)


def taken_up(scene: Scene, until: int, known: Sequence[CampaignMention]) -> list[CampaignMention]:
    """Return, as a list of at most one, the campaign that a bare type word before `until` takes up (`ủng hộ phong trào`)."""
    for campaign in reversed(known):
        pattern = _TYPES.get(campaign.type)
        if (pattern and pattern.search(scene.text, scene.start, until)) or (
            campaign.type == "fund" and _MONTH.search(scene.text, scene.start, until)
        ):
            return [campaign]
    return []


def choose_campaign(
    scene: Scene, quantity: QuantityMention, *, paragraph: Sequence[CampaignMention], earlier: Sequence[CampaignMention]
) -> tuple[str | None, Evidence | None]:
    """Return the campaign's id and its evidence.

    `paragraph` holds the campaigns named earlier in the paragraph; `earlier` those named before it, which hold only where
    the sentence takes one up again (`ủng hộ phong trào …`).
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
    if again := taken_up(scene, quantity.start, [*earlier, *paragraph]):
        return _is(again[0], "taken up again by its type word")
    if paragraph:
        return _is(paragraph[-1], "named before in the paragraph")
    if behind and not scene.counts_between(quantity.end, behind[0].start):
        return _is(behind[0], "named behind in the clause")
    later = [c for c in scene.found.campaigns if c.start >= quantity.end]
    return _is(later[0], "named behind in the sentence") if later else (None, None)


def _attached(scene: Scene, quantity: QuantityMention, campaign: CampaignMention) -> bool:
    """A name behind the number belongs to it where no comma parts them."""
    gap = scene.gap(quantity.end, campaign.start)
    skip = 12 if quantity.unit == "%" else 0  # a comma at once is in the noun: `100% ấp, khóm …`
    return not regex.search(r"[,:](?!\d)", gap[skip:]) and len(gap) < 90


def _is(campaign: CampaignMention, basis: str) -> tuple[str, Evidence]:
    return campaign.id, Evidence("campaign", basis, campaign.start, campaign.end)
