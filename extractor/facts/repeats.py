"""The same figure said twice is one fact."""

from collections.abc import Sequence

from extractor.facts.model import Fact


def without_repeats(facts: Sequence[tuple[Fact, str]]) -> list[Fact]:
    """Drop headline and caption figures that the body tells too, exactly or unrounded, and figures told again in the body.

    `facts` pairs each fact with its paragraph's kind; order is kept. Where a figure is told again with a word for its
    status (`đã đăng ký`), that telling holds.
    """
    body = [f for f, kind in facts if kind not in ("title", "caption")]
    kept: list[Fact] = []
    for fact, kind in facts:
        if kind in ("title", "caption") and any(_same_number(fact, b) or _rounded(fact, b) for b in body):
            continue
        again = next((i for i, earlier in enumerate(kept) if _told_again(fact, earlier)), None)
        if again is None:
            kept.append(fact)
        elif fact.status != "achieved" and kept[again].status == "achieved":
            kept[again] = fact
    return sorted(kept, key=lambda f: f.start)


def _same_number(a: Fact, b: Fact) -> bool:
    return a.indicator == b.indicator and a.value == b.value and a.value_upper == b.value_upper


def _rounded(headline: Fact, body: Fact) -> bool:
    """`gần 12 tỷ đồng` above `11,87 tỷ đồng`."""
    if headline.indicator != body.indicator or headline.aggregation == "each" or not body.value:
        return False
    return abs(headline.value - body.value) / body.value < 0.035


def _told_again(fact: Fact, earlier: Fact) -> bool:
    if not _same_number(fact, earlier) or "each" in (fact.aggregation, earlier.aggregation):
        return False
    if fact.sentence == earlier.sentence or fact.value < 10 or fact.indicator == "percent":
        return False
    telling = _digits(fact.value) >= 3  # 798 tỷ twice is the same sum, 500 tỷ twice may be two
    if fact.status != earlier.status and not telling:
        return False
    if (fact.locality and fact.locality.code) != (earlier.locality and earlier.locality.code):
        return False
    a, b = fact.item.split()[:2], earlier.item.split()[:2]
    same_thing = a[: len(b)] == b[: len(a)]
    same_time = telling or fact.period is None or earlier.period is None or fact.period == earlier.period
    return same_thing and same_time


def _digits(value: float) -> int:
    """Count the significant digits of a whole number."""
    return len(f"{value:.0f}".rstrip("0"))
