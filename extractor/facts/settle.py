"""Which mentions may take part in facts? Those that are no part of another."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extractor.facts.scene import Found
from extractor.mentions.cues import Cue
from extractor.mentions.model import Mention

Span = tuple[int, int]
_LOOK_BACK = 3  # spans before a position that may still reach it


def settled(found: Found) -> Found:
    """Leave out quantities that are dates (`29/9`, `6 tháng`), and cues inside a name or the thing counted."""
    dates = _spans(found.dates)
    quantities = [q for q in found.quantities if not _overlaps(q.number, dates)]
    heads = [q.head for q in quantities]
    names = _spans(found.campaigns)
    places = _spans([p for p in found.places if p.unit])

    def is_own(cue: Cue) -> bool:
        span = (cue.start, cue.end)
        if cue.row.kind in ("status", "area", "action") and _overlaps(span, heads):
            return False
        if cue.row.kind == "exclude" and _overlaps(span, places):
            return False
        return not _within(span, names)

    return replace(found, quantities=quantities, cues=[c for c in found.cues if is_own(c)])


def _spans(mentions: Sequence[Mention]) -> list[Span]:
    return [(m.start, m.end) for m in mentions]


def _overlaps(span: Span, others: list[Span]) -> bool:
    """Tell whether a span overlaps one of `others`, which stand in text order."""
    i = bisect_left(others, (span[1], 0))
    return i > 0 and any(start < span[1] and span[0] < end for start, end in others[max(0, i - _LOOK_BACK) : i])


def _within(span: Span, others: list[Span]) -> bool:
    """Tell whether a span lies in one of `others`, which stand in text order."""
    i = bisect_left(others, (span[0] + 1, 0))
    return i > 0 and any(span[1] <= end for _, end in others[max(0, i - _LOOK_BACK) : i])
