"""Upright columns: a figure for each year."""

from collections.abc import Sequence

from extractor.charts.markup import share, tag, text, tipped
from extractor.charts.model import Chart, Point
from extractor.charts.scale import ticks
from extractor.numbers import short

_TOP, _FOOT = 24, 24
_MANY = 9
"""Columns from which every second label is left out where there is little room."""


def columns(points: Sequence[Point], *, lang: str = "vi", height: int = 240) -> Chart:
    """Return a column for each point, from left to right, on lines at round values."""
    marks = ticks(max((point.value for point in points), default=0))
    room = height - _TOP - _FOOT
    body = [_line(height - _FOOT - room * value / marks[-1]) for value in marks[1:]]
    width = 1 / max(len(points), 4)
    peak = max(points, key=lambda point: point.value, default=None)
    for place, point in enumerate(points):
        tall = room * point.value / marks[-1]
        classes = " ".join(
            filter(None, ("column", "peak" if point is peak else "", "odd" if _odd(place, points) else ""))
        )
        body.append(_column(point, (place + 0.5) * width, width, tall, height - _FOOT, classes, lang))
    body.append(tag("line", class_="axis", x1="0", x2="100%", y1=height - _FOOT + 0.5, y2=height - _FOOT + 0.5))
    return Chart("".join(body), height)


def sparkline(values: Sequence[float], *, width: int = 96, height: int = 20) -> str:
    """Return a small chart without words for a cell of a table."""
    top, step = max([*values, 0]) or 1, width / max(len(values), 1)
    rects = (
        tag("rect", x=i * step + 0.5, width=max(step - 1, 1.0), y=height - tall, height=tall)
        for i, value in enumerate(values)
        if (tall := max(height * value / top, 1.0 if value else 0.0))
    )
    return tag("svg", "".join(rects), class_="spark", viewBox=f"0 0 {width} {height}", aria_hidden="true")


def _line(y: float) -> str:
    return tag("line", class_="grid", x1="0", x2="100%", y1=round(y) + 0.5, y2=round(y) + 0.5)


def _column(point: Point, middle: float, width: float, tall: float, foot: int, classes: str, lang: str) -> str:
    thick = width * 0.66
    shape = tag("rect", class_="mark", x=share(middle - thick / 2), width=share(thick), y=foot - tall, height=tall)
    hit = tag("rect", class_="hit", x=share(middle - width / 2), width=share(width), y="0", height=foot)
    value = text(short(point.value, lang), class_="value", x=share(middle), y=foot - tall - 6) if point.value else ""
    label = text(point.label, class_="label", x=share(middle), y=foot + 17)
    return tipped(hit + shape + value + label, point.tip, point.href, class_=classes)


def _odd(place: int, points: Sequence[Point]) -> bool:
    return len(points) >= _MANY and (len(points) - 1 - place) % 2 == 1
