"""The coloured stretches of an explanation, and the text cut at their ends. All spans are offsets of the raw text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor.facts.model import Fact
from extractor.mentions.model import CampaignMention, DateMention, LocalityMention, Mention, QuantityMention
from extractor.text.document import Document


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch with a meaning.

    `kind` is date, locality, campaign, quantity, cue or fact; `number` counts the mentions or the facts from 1 (0 for
    cues); `facts` are the numbers of the facts that this stretch makes or bears out.
    """

    start: int
    end: int
    kind: str
    number: int
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch over which the same marks lie, the longest first; `ends` are those that end with it."""

    text: str
    marks: tuple[Mark, ...]
    ends: tuple[Mark, ...]


def kind_of(mention: Mention) -> str:
    """Return the kind of a mention as the output contract calls it."""
    match mention:
        case DateMention():
            return "date"
        case LocalityMention():
            return "locality"
        case CampaignMention():
            return "campaign"
        case QuantityMention():
            return "quantity"
    return "cue"


def marks(document: Document, mentions: Iterable[Mention], facts: Iterable[Fact]) -> list[Mark]:
    """Return the marks of mentions, of facts and of their evidence, in text order.

    A quantity inside a fact has no mark of its own, nor evidence that coincides with a mention: the mention bears it.
    """
    facts = list(facts)
    evidence = _evidence(facts)
    found: list[tuple[tuple[int, int], str, int, tuple[int, ...]]] = []
    for number, fact in enumerate(facts, 1):
        borne = evidence.pop((fact.start, fact.end), ())
        found.append(((fact.start, fact.end), "fact", number, tuple(dict.fromkeys((number, *borne)))))
    holding = Holders(facts)
    for number, mention in enumerate(mentions, 1):
        span, kind = (mention.start, mention.end), kind_of(mention)
        if kind != "quantity" or not holding(*span):
            found.append((span, kind, number, evidence.pop(span, ())))
    found += [(span, "cue", 0, numbers) for span, numbers in evidence.items()]
    made = (Mark(*document.raw_span(*span), kind, number, numbers) for span, kind, number, numbers in found)
    return sorted((mark for mark in made if mark.start < mark.end), key=lambda m: (m.start, -m.end))


def _evidence(facts: Iterable[Fact]) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the evidence by span, with the numbers of the facts that it bears out."""
    numbers: dict[tuple[int, int], dict[int, None]] = defaultdict(dict)
    for number, fact in enumerate(facts, 1):
        for evidence in fact.evidence:
            numbers[evidence.start, evidence.end][number] = None
    return {span: tuple(found) for span, found in numbers.items()}


class Holders:
    """Tells the number of the fact that a span lies in."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[int, tuple[int, int]] = {}
        for number, fact in enumerate(facts, 1):
            for position in range(fact.start, fact.end):  # a fact is a few words long
                self._facts[position] = fact.end, number

    def __call__(self, start: int, end: int) -> int | None:
        """Return the number of a fact around `start`, `end`, or None."""
        last, number = self._facts.get(start, (-1, 0))
        return number if end <= last else None


def pieces(text: str, start: int, end: int, over: Iterable[Mark]) -> Iterator[Piece]:
    """Cut `text[start:end]` wherever one of the marks `over` it begins or ends; together the pieces are that text."""
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in over:
        opening[max(mark.start, start)].append(mark)
        closing[min(mark.end, end)].append(mark)
    live: dict[Mark, None] = {}
    cuts = sorted({start, end, *opening, *closing})
    for here, there in pairwise(cuts):
        for mark in closing[here]:
            live.pop(mark, None)
        live.update(dict.fromkeys(opening[here]))
        lying = tuple(sorted(live, key=lambda m: m.start - m.end))
        yield Piece(text[here:there], lying, tuple(closing[there]))
