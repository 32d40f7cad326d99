"""What the charts take and give."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart: `label` on its axis, `value`, the words of its tip, where it leads to."""

    label: str
    value: float
    tip: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG without its frame: `body` is its markup, `height` in pixels.

    `view` is the view box of a drawing that scales as a whole; None: its widths are shares of the room it is given.
    """

    body: str
    height: int
    view: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with the words around it, and its figures as points, for a file of its own."""

    chart: Chart
    points: Sequence[Point]
    title: str
    subtitle: str
    source: str
    lang: str = "vi"
