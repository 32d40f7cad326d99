"""The same figure said twice is one fact."""

from collections.abc import Sequence

from extractor.facts.model import Fact

_Number = tuple[str, float, float | None]
_REACH = 200  # facts of the same number among which a telling is looked for


def without_repeats(facts: Sequence[tuple[Fact, str]]) -> list[Fact]:
    """Drop headline and caption figures that the body tells too, exactly or unrounded, and figures told again in it.

    `facts` pairs each fact with its paragraph's kind; order is kept. Where a figure is told again with a word for its
    status (`đã đăng ký`), that telling holds.
    """
    body = [f for f, kind in facts if kind not in ("title", "caption")]
    kept: dict[_Number, list[Fact]] = {}
    for fact, kind in facts:
        if kind in ("title", "caption") and any(_same_in_body(fact, b) for b in body):
            continue
        same = kept.setdefault(_number(fact), [])
        recent = range(max(0, len(same) - _REACH), len(same))
        again = next((i for i in recent if _told_again(fact, same[i])), None)
        if again is None:
            same.append(fact)
        elif fact.status != "achieved" and same[again].status == "achieved":
            same[again] = fact
    return sorted((f for same in kept.values() for f in same), key=lambda f: f.start)


def _number(fact: Fact) -> _Number:
    return fact.indicator, fact.value, fact.value_upper


def _same_in_body(fact: Fact, body: Fact) -> bool:
    if "each" in (fact.aggregation, body.aggregation) and fact.aggregation != body.aggregation:
        return False
    return _number(fact) == _number(body) or _rounded(fact, body)


def _rounded(headline: Fact, body: Fact) -> bool:
    """`gần 12 tỷ đồng` above `11,87 tỷ đồng`."""
    if headline.indicator != body.indicator or headline.aggregation == "each" or not body.value:
        return False
    return abs(headline.value - body.value) / body.value < 0.035


def _told_again(fact: Fact, earlier: Fact) -> bool:
    if "each" in (fact.aggregation, earlier.aggregation):
        return False
    if fact.sentence == earlier.sentence or fact.value < 10 or fact.indicator == "percent":
        return False
    telling = _digits(fact.value) >= 3  # 798 tỷ twice is the same sum, 500 tỷ twice may be two
    if fact.status != earlier.status and (not telling or "target" in (fact.status, earlier.status)):
        return False
    if _apart(fact, earlier) or (fact.total and earlier.total and fact.total != earlier.total):
        return False
    if (fact.locality and fact.locality.code) != (earlier.locality and earlier.locality.code):
        return False
    a, b = fact.item.split()[:2], earlier.item.split()[:2]
    same_thing = a[: len(b)] == b[: len(a)]
    same_time = telling or fact.period is None or earlier.period is None or fact.period == earlier.period
    return same_thing and same_time


def _apart(fact: Fact, earlier: Fact) -> bool:
    """Two years' figures are two facts, however alike."""
    a, b = fact.period, earlier.period
    if not (a and b and a.start and a.end and b.start and b.end):
        return False
    return a.end < b.start or b.end < a.start


def _digits(value: float) -> int:
    """Count the significant digits of a whole number."""
    return len(f"{value:.0f}".rstrip("0"))
