"""Holds extractions against gold labels: precision, recall and F1, right slots, and what the confidence is worth.

Everything here works on plain values: labels as their JSON files hold them, records as `contract.as_record` makes them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from extractor.errors import TableError

Json = Mapping[str, Any]
Extract = Callable[[str, str], Json]  # (text, document's name) → record

SETS = ("dates", "localities", "campaigns")
FACTS = ("facts", "core", "facts_strict", "core_strict")
SLOTS = ("modifier", "status", "aggregation", "period", "locality", "campaign")
_STRICT = ("modifier", "status", "period", "locality")
_CORE = ("money", "houses", "land")
_DEFAULTS = {"status": "achieved", "aggregation": "whole"}
_OVERLAP = 0.8  # of their union, from which on two periods are the same


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts of right, gold and predicted items; the rates lie between 0 and 1."""

    right: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: "Rate") -> "Rate":
        """Add the counts of two documents."""
        return Rate(self.right + other.right, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """The share of the predicted that is right; 1 where nothing is predicted and nothing was to be found."""
        return self.right / self.predicted if self.predicted else float(self.gold == 0)

    @property
    def recall(self) -> float:
        """The share of the gold that is found; 1 where there was nothing to find."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Matching:
    """Gold facts with the prediction each took; what optional facts took is in none of the three."""

    pairs: list[tuple[Json, Json]]
    missed: list[Json]
    false: list[Json]


@dataclass(frozen=True, slots=True)
class Judged:
    """A predicted fact's confidence and whether it is right: matched, and strict slots right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one document or of many; `errors` are lines for people."""

    documents: int = 0
    bad_spans: int = 0
    rates: dict[str, Rate] = field(default_factory=dict)
    slots: dict[str, tuple[int, int]] = field(default_factory=dict)  # right, scored
    judged: list[Judged] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def slot(self, name: str) -> float | None:
        """Return the share of matched facts with the slot right, None where no label gives it."""
        right, scored = self.slots.get(name, (0, 0))
        return right / scored if scored else None


@dataclass(frozen=True, slots=True)
class Band:
    """Facts of neighbouring confidence: the lowest and highest, how many, how many right."""

    low: float
    high: float
    count: int
    right: int

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.count


def evaluate(gold: Path, extract: Extract) -> Scores:
    """Hold `extract` against the folder `gold` of labels/ and docs/; one without labels or texts is a TableError."""
    return total(score(label, extract(text, label["doc"]), text) for label, text in labelled(gold))


def labelled(gold: Path) -> Iterator[tuple[Json, str]]:
    """Yield each label of the folder with its text."""
    paths = sorted((gold / "labels").glob("*.json"))
    if not paths:
        raise TableError(str(gold), "no labels/*.json here", cure="give a folder of docs/ and labels/")
    for path in paths:
        try:
            label = json.loads(path.read_text(encoding="utf-8"))
            text = (gold / "docs" / label["doc"]).read_bytes().decode("utf-8")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TableError(str(path), f"no label of a text in docs/ ({error!r})", cure="mend or remove it") from error
        yield label, text


def total(scores: Iterable[Scores]) -> Scores:
    """Add up the scores of documents."""
    documents = bad_spans = 0
    rates: dict[str, Rate] = {}
    slots: dict[str, tuple[int, int]] = {}
    judged: list[Judged] = []
    errors: list[str] = []
    for one in scores:
        documents += one.documents
        bad_spans += one.bad_spans
        for name, rate in one.rates.items():
            rates[name] = rates.get(name, Rate()) + rate
        for name, (right, scored) in one.slots.items():
            before = slots.get(name, (0, 0))
            slots[name] = before[0] + right, before[1] + scored
        judged += one.judged
        errors += one.errors
    return Scores(documents, bad_spans, rates, slots, judged, errors)


def score(gold: Json, record: Json, text: str) -> Scores:
    """Hold one article's `record` against its `gold` label."""
    matching = match(gold["facts"], record["facts"])
    wanted, found = sets_of_label(gold), sets_of_record(record)
    optional = {name: _values(gold.get(f"{name}_optional", ())) for name in SETS}
    kept = {name: found[name] - (optional[name] - wanted[name]) for name in SETS}
    rates = {name: Rate(len(wanted[name] & kept[name]), len(wanted[name]), len(kept[name])) for name in SETS}
    slots = {
        slot: (
            sum(_right(slot, g, p) for g, p in matching.pairs if _scored(slot, g)),
            sum(_scored(slot, g) for g, _ in matching.pairs),
        )
        for slot in SLOTS
    }
    judged = [Judged(p.get("confidence") or 0.0, is_strict(g, p)) for g, p in matching.pairs]
    judged += [Judged(p.get("confidence") or 0.0, False) for p in matching.false]
    errors = [f"{gold['doc']}: {line}" for line in (*_set_errors(wanted, kept), *_fact_errors(matching))]
    return Scores(1, bad_spans(record, text), rates | fact_rates(matching), slots, judged, errors)


def bad_spans(record: Json, text: str) -> int:
    """Count mentions and facts whose offsets do not give their own words."""
    said = [(m, m["text"]) for m in record["mentions"]] + [(f, f["quote"]) for f in record["facts"]]
    return sum(text[span["start"] : span["end"]] != words for span, words in said)


def sets_of_label(gold: Json) -> dict[str, set[Any]]:
    """Return the label's dates (pairs of ISO days), codes and campaign ids."""
    return {name: _values(gold[name]) for name in SETS}


def sets_of_record(record: Json) -> dict[str, set[Any]]:
    """Return the same of a record; mentions without a value count for nothing."""
    found: dict[str, set[Any]] = {name: set() for name in SETS}
    for mention in record["mentions"]:
        if mention["kind"] == "date" and (mention.get("period_start") or mention.get("period_end")):
            found["dates"].add((mention.get("period_start"), mention.get("period_end")))
        elif mention["kind"] == "locality" and mention.get("code"):
            found["localities"].add(mention["code"])
        elif mention["kind"] == "campaign" and mention.get("id"):
            found["campaigns"].add(mention["id"])
    return found


def match(gold: Sequence[Json], predicted: Sequence[Json]) -> Matching:
    """Pair facts on (indicator, value).

    Of equal predictions a label takes the one with most slots right; optional labels come last.
    """
    left: dict[tuple[str, float], list[Json]] = {}
    for fact in predicted:
        left.setdefault(_key(fact), []).append(fact)
    matching = Matching([], [], [])
    for label in sorted(gold, key=lambda g: bool(g.get("optional"))):
        options = left.get(_key(label), [])
        if not options:
            if not label.get("optional"):
                matching.missed.append(label)
            continue
        best = max(range(len(options)), key=lambda i: _slots_right(label, options[i]))
        taken = options.pop(best)
        if not label.get("optional"):
            matching.pairs.append((label, taken))
    matching.false.extend(fact for rest in left.values() for fact in rest)
    return matching


def fact_rates(matching: Matching) -> dict[str, Rate]:
    """Return the rates of all and of core facts, plain and strict (a match counts only with the strict slots right)."""
    rates = {}
    for name, only in (("facts", None), ("core", _CORE)):
        pairs = [(g, p) for g, p in matching.pairs if _is_of(g, only)]
        gold = len(pairs) + sum(_is_of(fact, only) for fact in matching.missed)
        predicted = len(pairs) + sum(_is_of(fact, only) for fact in matching.false)
        rates[name] = Rate(len(pairs), gold, predicted)
        rates[f"{name}_strict"] = Rate(sum(is_strict(g, p) for g, p in pairs), gold, predicted)
    return rates


def is_strict(gold: Json, predicted: Json) -> bool:
    """Tell whether modifier, status, period and locality are right, as far as the label gives them."""
    return all(_right(slot, gold, predicted) for slot in _STRICT if _scored(slot, gold))


def same_period(gold: Sequence[str | None], start: str | None, end: str | None) -> bool:
    """Tell whether two intervals of ISO days overlap by 80 % of their union.

    Where the gold one is open, its other end decides.
    """
    (g0, g1), p0, p1 = (_day(gold[0]), _day(gold[1])), _day(start), _day(end)
    if g0 is None or g1 is None:
        return (g0 is None or g0 == p0) and (g1 is None or g1 == p1)
    if p0 is None or p1 is None or p1 < p0:
        return False
    shared = min(g1, p1) - max(g0, p0) + 1
    return shared > 0 and shared / (max(g1, p1) - min(g0, p0) + 1) >= _OVERLAP


def bands(judged: Sequence[Judged], count: int) -> list[Band]:
    """Cut the facts into `count` bands of equal size by their confidence, the surest first; empty ones are left out."""
    ordered = sorted(judged, key=lambda j: -j.confidence)
    cuts = [round(number * len(ordered) / count) for number in range(count + 1)]
    parts = [ordered[a:b] for a, b in pairwise(cuts) if a < b]
    return [Band(part[-1].confidence, part[0].confidence, len(part), sum(j.right for j in part)) for part in parts]


def _is_of(fact: Json, indicators: Sequence[str] | None) -> bool:
    return indicators is None or fact["indicator"] in indicators


def _key(fact: Json) -> tuple[str, float]:
    return fact["indicator"], round(float(fact["value"]), 2)


def _values(values: Iterable[Any]) -> set[Any]:
    return {tuple(value) if isinstance(value, list) else value for value in values}


def _day(text: str | None) -> int | None:
    return date.fromisoformat(text).toordinal() if text else None


def _scored(slot: str, gold: Json) -> bool:
    return slot in ("modifier", "status") or gold.get(slot) is not None


def _right(slot: str, gold: Json, predicted: Json) -> bool:
    if slot == "period":
        return same_period(gold["period"], predicted.get("period_start"), predicted.get("period_end"))
    default = _DEFAULTS.get(slot)
    return bool(gold.get(slot) == (predicted.get(slot) or default if default else predicted.get(slot)))


def _slots_right(gold: Json, predicted: Json) -> int:
    return sum(_scored(slot, gold) and _right(slot, gold, predicted) for slot in SLOTS)


def _set_errors(wanted: Mapping[str, set[Any]], found: Mapping[str, set[Any]]) -> Iterator[str]:
    for name in SETS:
        for word, values in (("missed", wanted[name] - found[name]), ("false", found[name] - wanted[name])):
            if values:
                yield f"{name} {word}: {', '.join(sorted(map(_plain, values)))}"


def _fact_errors(matching: Matching) -> Iterator[str]:
    for gold, predicted in matching.pairs:
        for slot in SLOTS:
            if _scored(slot, gold) and not _right(slot, gold, predicted):
                want, got = _plain(gold.get(slot)), _plain(_got(slot, predicted))
                yield f"{slot} of {gold['quote']!r}: want {want}, got {got}"
    for word, facts in (("missed", matching.missed), ("false", matching.false)):
        for fact in facts:
            yield f"fact {word}: {fact['indicator']} {fact['value']:g} {fact.get('quote', '')!r}"


def _got(slot: str, predicted: Json) -> Any:
    if slot == "period":
        return [predicted.get("period_start"), predicted.get("period_end")]
    return predicted.get(slot)


def _plain(value: Any) -> str:
    return "..".join(str(end or "") for end in value) if isinstance(value, (tuple, list)) else str(value)
