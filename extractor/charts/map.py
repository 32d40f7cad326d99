"""The provinces, each in the shade of its figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.charts.markup import tag, text, tipped
from extractor.charts.model import Chart
from extractor.charts.outlines import VIEW, Outline
from extractor.charts.scale import breaks, class_of
from extractor.numbers import short

_ARCHIPELAGOS = (("Hoàng Sa", 2300, 1440), ("Trường Sa", 2560, 2530))
"""Their names as maps of Viet Nam have them, and where they stand; both are drawn with the province they belong to."""
_LEGEND = (1560, 90, 112)
"""Left, top and height of a row, in the sea east of the coast."""


@dataclass(frozen=True, slots=True)
class Area:
    """What a province shows: its figure (None: nothing is known), the words of its tip, where it leads to."""

    value: float | None
    tip: str
    href: str | None = None


def choropleth(
    outlines: Sequence[Outline], areas: Mapping[str, Area], *, above: str, unknown: str, lang: str = "vi"
) -> Chart:
    """Return the map; `areas` by code, `above` and `unknown` the words of the highest class and of no figure.

    A `{}` in `above` is its lower bound.
    """
    bounds = breaks(area.value for area in areas.values() if area.value is not None)
    shapes = "".join(_shape(outline, areas.get(outline.code), bounds) for outline in outlines)
    names = "".join(text(name, class_="sea", x=x, y=y) for name, x, y in _ARCHIPELAGOS)
    return Chart(tag("g", shapes, class_="provinces") + names + _legend(bounds, above, unknown, lang), VIEW[1], VIEW)


def locator(outlines: Sequence[Outline], chosen: str, name: str) -> Chart:
    """Return the map with one province marked, `chosen` by its code."""
    shapes = []
    for outline in outlines:
        here = outline.code == chosen
        drawn = _paths(outline, "here" if here else "q0")
        shapes.append(tipped(drawn, name if here else "", None, class_="province", data_code=outline.code))
    return Chart(tag("g", "".join(shapes), class_="provinces"), VIEW[1], VIEW)


def _shape(outline: Outline, area: Area | None, bounds: Sequence[float]) -> str:
    drawn = _paths(outline, f"q{class_of(area.value if area else None, bounds)}")
    tip, href = (area.tip, area.href) if area else ("", None)
    return tipped(drawn, tip, href, class_="province", data_code=outline.code)


def _paths(outline: Outline, shade: str) -> str:
    paths = ((outline.land, f"land {shade}"), (outline.islets, f"islets {shade}"))
    return "".join(tag("path", class_=kind, d=path) for path, kind in paths if path)


def _legend(bounds: Sequence[float], above: str, unknown: str, lang: str) -> str:
    ranges = [
        (class_of(low, bounds), f"{short(low, lang)} – {short(high, lang)}" if low else f"< {short(high, lang)}")
        for low, high in pairwise(bounds)
    ]
    if bounds:
        ranges.append(
            (class_of(bounds[-1], bounds), above.format(short(bounds[-1], lang)) if len(bounds) > 1 else "> 0")
        )
    rows = [*reversed(ranges), (0, unknown)]
    return tag("g", "".join(_key(place, shade, words) for place, (shade, words) in enumerate(rows)), class_="legend")


def _key(place: int, shade: int, words: str) -> str:
    left, top, tall = _LEGEND
    y = top + place * tall
    return tag("rect", class_=f"q{shade}", x=left, y=y, width=120, height=76) + text(words, x=left + 165, y=y + 66)
