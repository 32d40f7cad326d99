"""The output contract: an extraction as plain JSON values, offsets into the text as it was given."""

from datetime import date
from typing import Any

from extractor.facts.model import Fact
from extractor.mentions.model import CampaignMention, DateMention, LocalityMention, Mention, QuantityMention
from extractor.pipeline import Extraction
from extractor.text.document import Document


def as_record(extraction: Extraction, document: str) -> dict[str, Any]:
    """Return the article's object of `mattran extract --format jsonl`; `document` is the path as given.

    Left out are dates that only cover a figure (`đến nay`), places that no unit could be chosen for, and numbers of
    nothing that an indicator counts.
    """
    mentions = (_mention(m, extraction.document) for m in extraction.mentions if _is_shown(m))
    return {
        "document": document,
        "title": extraction.title,
        "published": _day(extraction.published),
        "mentions": list(mentions),
        "facts": [_fact(f, extraction.document) for f in extraction.facts],
    }


def _is_shown(mention: Mention) -> bool:
    match mention:
        case DateMention():
            return mention.listed
        case LocalityMention():
            return mention.unit is not None
        case QuantityMention():
            return mention.indicator is not None
    return True


def _mention(mention: Mention, document: Document) -> dict[str, Any]:
    start, end = document.raw_span(mention.start, mention.end)
    shared = {"text": document.raw[start:end], "start": start, "end": end, "rule": mention.rule}
    match mention:
        case DateMention():
            return {
                "kind": "date",
                **shared,
                "period_start": _day(mention.period.start),
                "period_end": _day(mention.period.end),
                "timex": mention.timex,
            }
        case LocalityMention(unit=unit) if unit is not None:
            return {
                "kind": "locality",
                **shared,
                "code": unit.code,
                "name": unit.name,
                "level": unit.level,
                "parent": unit.parent,
                "current_code": unit.current[0] if len(unit.current) == 1 else None,
            }
        case CampaignMention():
            return {"kind": "campaign", **shared, "id": mention.id, "name": mention.name, "type": mention.type}
        case QuantityMention():
            return {
                "kind": "quantity",
                **shared,
                "value": _number(mention.value),
                "value_upper": _number(mention.value_upper),
                "unit": mention.unit,
                "modifier": mention.modifier,
            }
    raise TypeError(f"no contract for {mention!r}")


def _fact(fact: Fact, document: Document) -> dict[str, Any]:
    start, end = document.raw_span(fact.start, fact.end)
    first, last = document.raw_span(*fact.sentence)
    return {
        "indicator": fact.indicator,
        "value": _number(fact.value),
        "value_upper": _number(fact.value_upper),
        "unit": fact.unit,
        "modifier": fact.modifier,
        "status": fact.status,
        "aggregation": fact.aggregation,
        "item": fact.item,
        "action": fact.action,
        "period_start": _day(fact.period.start) if fact.period else None,
        "period_end": _day(fact.period.end) if fact.period else None,
        "period_basis": fact.period_basis,
        "locality": fact.locality.code if fact.locality else None,
        "locality_name": fact.locality.name if fact.locality else None,
        "locality_basis": fact.locality_basis,
        "campaign": fact.campaign,
        "campaign_basis": fact.campaign_basis,
        "start": start,
        "end": end,
        "quote": document.raw[start:end],
        "sentence": document.raw[first:last],
        "rules": list(fact.rules),
        "confidence": fact.confidence,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a fraction, so that 76 tỷ prints as 76000000000."""
    return int(value) if value is not None and value.is_integer() else value
