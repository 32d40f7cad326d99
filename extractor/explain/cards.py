"""An extraction as the reader of an explanation sees it: coloured text, then one card a fact, then the mentions."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from extractor.explain.marks import Holders, Mark, Piece, kind_of, marks, pieces
from extractor.facts.model import Fact
from extractor.labels import Label, Labels
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import CampaignMention, DateMention, LocalityMention, Mention, Period, QuantityMention
from extractor.numbers import grouped
from extractor.text.document import Document

if TYPE_CHECKING:
    from extractor.pipeline import Extraction


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: `kind` and `rule` as the document has them (both empty for text outside all paragraphs)."""

    kind: str
    rule: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a fact: its value (None: the article does not say), the basis, and the words that say so."""

    name: str
    value: str | None
    basis: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A fact in words; `start`, `end` are offsets of the raw text, `sentence` is the sentence cut around the quote."""

    number: int
    start: int
    end: int
    quote: str
    sentence: tuple[str, str]
    indicator: Label
    figure: str
    status: str
    slots: tuple[Slot, ...]
    rules: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Row:
    """A mention in words; `fact` is the number of the fact that a quantity became."""

    number: int
    start: int
    end: int
    kind: str
    text: str
    reading: str
    rule: str
    fact: int | None


@dataclass(frozen=True, slots=True)
class View:
    """Everything that an explanation shows of one article."""

    document: str
    title: str | None
    published: date | None
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...]
    rows: tuple[Row, ...]


def view(extraction: "Extraction", document: str, labels: Labels) -> View:
    """Lay an extraction open; `document` is the path as given."""
    names = {m.id: m.name for m in extraction.mentions if isinstance(m, CampaignMention)}
    found = marks(extraction.document, extraction.mentions, extraction.facts)
    return View(
        document=document,
        title=extraction.title,
        published=extraction.published,
        blocks=tuple(_blocks(extraction.document, found)),
        cards=tuple(
            _card(number, fact, extraction.document, labels, names.get(fact.campaign or ""))
            for number, fact in enumerate(extraction.facts, 1)
        ),
        rows=tuple(_rows(extraction, labels)),
    )


def _blocks(document: Document, found: Sequence[Mark]) -> Iterator[Block]:
    """Yield the paragraphs, and between them whatever text belongs to none."""
    raw, cursor = document.raw, 0
    starts = [mark.start for mark in found]
    stretches = [(*document.raw_span(p.start, p.end), p.kind, p.rule) for p in document.paragraphs]
    for start, end, kind, rule in [*stretches, (len(raw), len(raw), "", "")]:
        for low, high, name, by in ((cursor, start, "", ""), (start, end, kind, rule)):
            if raw[low:high].strip():
                over = found[bisect_left(starts, low) : bisect_left(starts, high)]
                yield Block(name, by, tuple(pieces(raw, low, high, over)))
        cursor = max(cursor, end)


def _card(number: int, fact: Fact, document: Document, labels: Labels, campaign: str | None) -> Card:
    start, end = document.raw_span(fact.start, fact.end)
    first, last = document.raw_span(*fact.sentence)
    return Card(
        number=number,
        start=start,
        end=end,
        quote=document.raw[start:end],
        sentence=(document.raw[first:start], document.raw[end:last]),
        indicator=labels("indicator", fact.indicator),
        figure=figure(fact.value, fact.value_upper, fact.unit, fact.modifier, lang=labels.lang),
        status=fact.status,
        slots=tuple(_slots(fact, document, labels, campaign)),
        rules=fact.rules,
        confidence=fact.confidence,
    )


def _slots(fact: Fact, document: Document, labels: Labels, campaign: str | None) -> Iterator[Slot]:
    values = {
        "status": (str(labels("status", fact.status)), None),
        "aggregation": (str(labels("aggregation", fact.aggregation)), None),
        "modifier": (str(labels("modifier", fact.modifier)) if fact.modifier else None, None),
        "period": (days(fact.period) if fact.period else None, fact.period_basis),
        "locality": (place(fact.locality) if fact.locality else None, fact.locality_basis),
        "campaign": (campaign or fact.campaign, fact.campaign_basis),
        "item": (fact.item or None, None),
        "action": (fact.action or None, None),
    }
    others = {e.slot: (None, None) for e in fact.evidence if e.slot not in values}
    for name, (value, basis) in {**values, **others}.items():
        evidence = [e for e in fact.evidence if e.slot == name]
        bases = dict.fromkeys(filter(None, (basis, *(e.basis for e in evidence))))
        spans = dict.fromkeys(document.raw_span(e.start, e.end) for e in evidence if e.start < e.end)
        yield Slot(name, value, tuple(bases), tuple(document.raw[start:end] for start, end in spans))


def _rows(extraction: "Extraction", labels: Labels) -> Iterator[Row]:
    document, holding = extraction.document, Holders(extraction.facts)
    for number, mention in enumerate(extraction.mentions, 1):
        start, end = document.raw_span(mention.start, mention.end)
        kind, text = kind_of(mention), document.raw[start:end]
        fact = holding(mention.start, mention.end) if kind == "quantity" else None
        yield Row(number, start, end, kind, text, _reading(mention, labels), mention.rule, fact)


def _reading(mention: Mention, labels: Labels) -> str:
    match mention:
        case DateMention():
            return f"{days(mention.period)} ({mention.timex})" if mention.timex else days(mention.period)
        case LocalityMention(unit=Unit() as unit):
            return " · ".join(filter(None, (place(unit), mention.basis)))
        case LocalityMention():
            return f"{labels('page', 'untold')} ({len(mention.candidates)})"
        case CampaignMention():
            return f"{mention.name} ({mention.id})"
        case QuantityMention():
            return figure(mention.value, mention.value_upper, mention.unit, mention.modifier, lang=labels.lang)
    return ""


_SIGNS = {"more_than": "> ", "less_than": "< ", "approx": "≈ ", "at_least": "≥ ", "at_most": "≤ "}


def figure(value: float, upper: float | None, unit: str, modifier: str | None, *, lang: str = "vi") -> str:
    """Write a value after the sign of its modifier, in Vietnamese `> 76.000.000.000 VND`, `43,5 %`."""
    text = " - ".join(grouped(number, lang) for number in (value, upper) if number is not None)
    return f"{_SIGNS.get(modifier or '', '')}{text} {unit}"


def days(period: Period) -> str:
    """Write an interval; a single day stands once, an open end is `…`."""
    first, last = (day.isoformat() if day else "…" for day in (period.start, period.end))
    return first if first == last else f"{first} → {last}"


def place(unit: Unit) -> str:
    """Write a unit with its type word and code."""
    return f"{unit.kind} {unit.name} ({unit.code})".strip()
