"""The same figure said twice is one fact."""

from collections.abc import Sequence

from extractor.facts.model import Fact


def without_repeats(facts: Sequence[tuple[Fact, str]]) -> list[Fact]:
    """Drop headline and caption figures that the body tells too, exactly or unrounded, and figures told again in the body.

    `facts` pairs each fact with its paragraph's kind; order is kept.
    """
    body = [f for f, kind in facts if kind not in ("title", "caption")]
    kept: list[Fact] = []
    for fact, kind in facts:
        if kind in ("title", "caption") and any(_same_number(fact, b) or _rounded(fact, b) for b in body):
            continue
        if any(_told_again(fact, earlier) for earlier in kept):
            continue
        kept.append(fact)
    return kept


def _same_number(a: Fact, b: Fact) -> bool:
    return a.indicator == b.indicator and a.value == b.value and a.value_upper == b.value_upper


def _rounded(headline: Fact, body: Fact) -> bool:
    """`gần 12 tỷ đồng` above `11,87 tỷ đồng`."""
    if headline.indicator != body.indicator or headline.aggregation == "each" or not body.value:
        return False
    return abs(headline.value - body.value) / body.value < 0.035


def _told_again(fact: Fact, earlier: Fact) -> bool:
    if not _same_number(fact, earlier) or fact.status != earlier.status or fact.aggregation != earlier.aggregation:
        return False
    if fact.sentence == earlier.sentence or fact.aggregation == "each" or fact.value < 10 or fact.indicator == "percent":
        return False
    places = {f.locality.code if f.locality else None for f in (fact, earlier)}
    a, b = fact.item.split()[:2], earlier.item.split()[:2]
    same_thing = a[: len(b)] == b[: len(a)]
    same_time = fact.value >= 100 or fact.period is None or earlier.period is None or fact.period == earlier.period
    return len(places) == 1 and same_thing and same_time
