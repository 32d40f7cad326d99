"""The charts of the pages, drawn from sums."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from markupsafe import Markup

from extractor.charts import Area, Outline, Point, bars, choropleth, columns, load_outlines
from extractor.charts.file import framed
from extractor.charts.outlines import Side
from extractor.labels import Labels
from extractor.paths import data_dir
from extractor.store.figures import Sum

Href = Callable[[Sum], str | None]


def years(sums: Sequence[Sum], unit: str, labels: Labels, href: Href, *, height: int = 240) -> Markup:
    """Return a column a year, years without a figure between them left empty."""
    known = {int(each.key): each for each in sums}
    if not known:
        return Markup("")
    points = [
        _point(known[year], unit, labels, href) if year in known else Point(str(year), 0.0)
        for year in range(min(known), max(known) + 1)
    ]
    return _framed(columns(points, lang=labels.lang, height=height), labels("web", "by_year").vi)


def ranking(sums: Sequence[Sum], unit: str, labels: Labels, href: Href, name: str) -> Markup:
    """Return a lying bar each."""
    chart = bars([_point(each, unit, labels, href) for each in sums], lang=labels.lang)
    return _framed(chart, name) if sums else Markup("")


def provinces(sums: Sequence[Sum], unit: str, labels: Labels, side: Side, names: dict[str, str]) -> Markup:
    """Return the map of one side of the reform; `names` of all provinces by code."""
    known = {each.key: each for each in sums}
    unknown = labels("web", "no_figure").vi
    areas = {}
    for code, name in names.items():
        tip = tip_of(known[code], unit, labels) if code in known else f"{name}: {unknown}"
        areas[code] = Area(known[code].value if code in known else None, tip, f"/province/{side}/{code}")
    chart = choropleth(_outlines(side), areas, unknown=unknown, lang=labels.lang)
    return _framed(chart, labels("web", f"map_{side}").vi)


def tip_of(each: Sum, unit: str, labels: Labels) -> str:
    """Return a figure in words: `Thanh Hóa: 76.400.000.000 đồng (12 số liệu)`."""
    named = labels("unit", unit).vi
    return f"{each.name}: {labels.number(each.value)} {named} ({labels.number(each.claims)} {labels('web', 'claims').vi})"


def _point(each: Sum, unit: str, labels: Labels, href: Href) -> Point:
    return Point(each.name, each.value, tip_of(each, unit, labels), href(each))


def _framed(chart: Any, name: str) -> Markup:
    return Markup(framed(chart, name))  # noqa: S704


_outlines: Callable[[Side], tuple[Outline, ...]] = cache(lambda side: partial(load_outlines, data_dir())(side))
