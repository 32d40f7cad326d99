"""A fact: one number that an article reports, with every slot filled and the evidence of each."""

from dataclasses import dataclass

from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import Period


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a slot of a fact holds its value: the rule's name and the span of the words that say so (normalised text)."""

    slot: str
    basis: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One reported number. Spans are offsets of `Document.text`; `gold/GUIDELINES`' terms throughout.

    `value` stands in `unit`, the unit of the indicator; `item` is the thing as the text names it, `action` its verbs;
    `period`, `locality` and `campaign` are None where the article does not say, their `*_basis` then too;
    `confidence` lies between 0 and 1; `rules` are the names of all rules that made the fact.
    """

    start: int
    end: int
    sentence: tuple[int, int]
    indicator: str
    value: float
    value_upper: float | None
    unit: str
    modifier: str | None
    status: str
    aggregation: str
    item: str
    action: str | None
    period: Period | None
    period_basis: str | None
    locality: Unit | None
    locality_basis: str | None
    campaign: str | None
    campaign_basis: str | None
    rules: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: float
