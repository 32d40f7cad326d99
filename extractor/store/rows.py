"""From an extraction to the rows that hold it: pure, offsets into the text as it was given."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.facts.model import Fact
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import CampaignMention, DateMention, LocalityMention, Mention, Period, QuantityMention
from extractor.text.document import Document

if TYPE_CHECKING:
    from extractor.pipeline import Extraction

Row = dict[str, Any]
Quote = Callable[[int, int], tuple[int, int, str]]  # offsets and words of a span, in the text as given
_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """All that is stored of one extraction, without the ids that the database gives.

    `evidence[i]` belongs to `facts[i]`; `published` is an ISO day.
    """

    title: str | None
    published: str | None
    mentions: dict[str, list[Row]]
    facts: list[Row]
    evidence: list[list[Row]]
    campaigns: dict[str, Row]


def article_rows(extraction: "Extraction") -> ArticleRows:
    """Return the rows of `extraction`."""
    quote = _quotes(extraction.document)
    mentions: dict[str, list[Row]] = {table: [] for table in MENTION_TABLES}
    for mention in extraction.mentions:
        if told := _mention(mention):
            table, row = told
            start, end, text = quote(mention.start, mention.end)
            mentions[table].append({"start": start, "end": end, "text": text, "rule": mention.rule, **row})
    return ArticleRows(
        title=extraction.title,
        published=extraction.published.isoformat() if extraction.published else None,
        mentions=mentions,
        facts=[_fact(fact, quote) for fact in extraction.facts],
        evidence=[list(_evidence(fact, quote)) for fact in extraction.facts],
        campaigns={m.id: _campaign(m) for m in extraction.mentions if isinstance(m, CampaignMention)},
    )


MENTION_TABLES = ("date_mentions", "locality_mentions", "campaign_mentions", "quantity_mentions")


def _mention(mention: Mention) -> tuple[str, Row] | None:
    """Return table and row, its span left out; None for what the output contract leaves out too."""
    match mention:
        case DateMention(listed=True):
            return "date_mentions", {**_period(mention.period), "timex": mention.timex}
        case LocalityMention(unit=Unit() as unit):
            return "locality_mentions", {**_locality(unit), "basis": mention.basis}
        case CampaignMention():
            return "campaign_mentions", {"campaign": mention.id}
        case QuantityMention(indicator=str()):
            value = {"value": mention.value, "value_upper": mention.value_upper}
            return "quantity_mentions", {**value, "unit": mention.unit, "modifier": mention.modifier}
    return None


def _fact(fact: Fact, quote: Quote) -> Row:
    start, end, words = quote(fact.start, fact.end)
    sentence_start, sentence_end, sentence = quote(*fact.sentence)
    return {
        "indicator": fact.indicator,
        "value": fact.value,
        "value_upper": fact.value_upper,
        "unit": fact.unit,
        "modifier": fact.modifier,
        "status": fact.status,
        "aggregation": fact.aggregation,
        "item": fact.item,
        "action": fact.action,
        **_period(fact.period),
        "period_basis": fact.period_basis,
        **_locality(fact.locality),
        "locality_basis": fact.locality_basis,
        "campaign": fact.campaign,
        "campaign_basis": fact.campaign_basis,
        "start": start,
        "end": end,
        "quote": words,
        "sentence_start": sentence_start,
        "sentence_end": sentence_end,
        "sentence": sentence,
        "rules": _json(fact.rules),
        "confidence": fact.confidence,
        "flow": fact.flow,
        "scope": fact.scope,
        "total_start": quote(*fact.total)[0] if fact.total else None,
    }


def _evidence(fact: Fact, quote: Quote) -> Iterator[Row]:
    for evidence in fact.evidence:
        start, end, text = quote(evidence.start, evidence.end)
        yield {"slot": evidence.slot, "basis": evidence.basis, "start": start, "end": end, "text": text}


def _quotes(document: Document) -> Quote:
    raw = storable(document.raw)

    def quote(start: int, end: int) -> tuple[int, int, str]:
        first, last = document.raw_span(start, end)
        return first, last, raw[first:last]

    return quote


def _period(period: Period | None) -> Row:
    start, end = (period.start, period.end) if period else (None, None)
    return {"period_start": start and start.isoformat(), "period_end": end and end.isoformat()}


def _locality(unit: Unit | None) -> Row:
    return {
        "locality": unit.code if unit else None,
        "locality_valid_from": unit.valid_from.isoformat() if unit else None,
    }


def _campaign(mention: CampaignMention) -> Row:
    return {"id": mention.id, "name": storable(mention.name), "type": mention.type, "listed": mention.listed}


def storable(text: str) -> str:
    """Return `text` with `?` for lone surrogates, which SQLite can't hold; the length stays."""
    encoded = text.encode("utf-8", "replace")
    return encoded.decode("utf-8") if b"?" in encoded else text
