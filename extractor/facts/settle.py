"""Which mentions may take part in facts? Those that are no part of another."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from extractor.facts.scene import Found
from extractor.mentions.cues import Cue
from extractor.mentions.model import Mention

Span = tuple[int, int]


def settled(found: Found) -> Found:
    """Leave out quantities that are dates (`29/9`, `6 tháng`), and cues inside a name or the thing counted."""
    dates, names = _spans(found.dates), _spans(found.campaigns)
    quantities = [q for q in found.quantities if not dates.overlap(*q.number)]
    heads = _Spans(q.head for q in quantities)
    places = _spans(p for p in found.places if p.unit)

    def is_own(cue: Cue) -> bool:
        start, end, kind = cue.start, cue.end, cue.row.kind
        if kind in ("status", "area", "action") and heads.overlap(start, end):
            return False
        if kind == "exclude" and places.overlap(start, end):
            return False
        return not names.hold(start, end)

    return found._replace(quantities=quantities, cues=[c for c in found.cues if is_own(c)])


class _Spans:
    """Spans in text order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        own = list(spans)
        self._starts = [start for start, _ in own]
        self._reach = list(accumulate((end for _, end in own), max))  # how far those up to each one reach

    def overlap(self, start: int, end: int) -> bool:
        """Tell whether one of them overlaps a span."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start

    def hold(self, start: int, end: int) -> bool:
        """Tell whether a span lies in one of them."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._reach[before - 1] >= end


def _spans(mentions: Iterable[Mention]) -> _Spans:
    return _Spans((m.start, m.end) for m in mentions)
