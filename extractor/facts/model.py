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
    """One reported number. Spans (`start`, `end`, `sentence`) are half-open offsets of `Document.text`.

    `value` stands in `unit`, the unit of the indicator (`data/indicators.csv`: VND, m2, kg, person …), and is never
    negative; a range has its upper end in `value_upper`. `modifier` is more_than, less_than, approx, at_least, at_most
    or None; `status` achieved, target or pledged; `aggregation` whole, part (of a total that the article also gives)
    or each. `item` is the thing as the text names it, `action` its verbs. `period`, `locality` and `campaign` (the id
    of `data/campaigns.csv`) are None where the article does not say, their `*_basis` then too. `rules` are the names of
    all rules that made the fact, `evidence` the words that each slot was taken from; `confidence` lies between 0 and 1
    and ranks facts.

    For those who compare facts: `flow` is the class of its verb (raise, spend, worth, build, repair …), `scope` what it
    covers of its place (area: all of it, village, giver; without a place country, or None), `total` the span of the
    figure that it is a part of.
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
    flow: str | None = None
    scope: str | None = None
    total: tuple[int, int] | None = None
