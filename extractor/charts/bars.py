"""Lying bars with their names above them: a ranking."""

from collections.abc import Sequence

from extractor.charts.markup import share, tag, text, tipped
from extractor.charts.model import Chart, Point
from extractor.numbers import short

_ROW, _BAR = 36, 10
_LONG = 40
"""Letters of a name that fit beside its amount on a small screen; the tip has the whole of it."""


def bars(points: Sequence[Point], *, lang: str = "vi") -> Chart:
    """Return a bar for each point, from top to bottom, as long as its share of the largest."""
    top = max((point.value for point in points), default=0) or 1
    rows = (_row(place, point, point.value / top, lang) for place, point in enumerate(points))
    return Chart("".join(rows), max(_ROW * len(points), 1))


def _row(place: int, point: Point, part: float, lang: str) -> str:
    y = place * _ROW
    content = (
        tag("rect", class_="hit", x="0", width="100%", y=y, height=_ROW),
        text(_cut(point.label), class_="name", x="0", y=y + 16),
        text(short(point.value, lang), class_="amount", x="100%", y=y + 16),
        tag("rect", class_="rail", x="0", width="100%", y=y + 22, height=_BAR, rx=2),
        tag("rect", class_="mark", x="0", width=share(max(part, 0.004)), y=y + 22, height=_BAR, rx=2),
    )
    return tipped("".join(content), point.tip, point.href, class_="bar")


def _cut(name: str) -> str:
    return name if len(name) <= _LONG else name[: _LONG - 1].rstrip(" ,-") + "…"
