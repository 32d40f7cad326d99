"""The charts of pages and files, drawn from sums: what stands on the axes, in the tips, and where a figure leads to."""

from collections.abc import Callable, Mapping, Sequence

from extractor.charts.bars import bars
from extractor.charts.columns import columns
from extractor.charts.map import Area, choropleth
from extractor.charts.model import Chart, Point
from extractor.charts.outlines import Outline
from extractor.labels import Labels
from extractor.sums import Sum

Href = Callable[[Sum], str | None]


def nowhere(each: Sum) -> None:
    """Lead nowhere: for charts that stand alone."""


def years(sums: Sequence[Sum], unit: str, labels: Labels, href: Href = nowhere) -> Chart:
    """Return a column a year; years without a figure between others are left empty."""
    known = {int(each.key): each for each in sums}
    span = range(min(known), max(known) + 1) if known else range(0)
    points = [point(known[year], unit, labels, href) if year in known else Point(str(year), 0.0) for year in span]
    return columns(points, lang=labels.lang)


def ranking(sums: Sequence[Sum], unit: str, labels: Labels, href: Href = nowhere) -> Chart:
    """Return a lying bar each."""
    return bars([point(each, unit, labels, href) for each in sums], lang=labels.lang)


def provinces(
    sums: Sequence[Sum],
    unit: str,
    labels: Labels,
    *,
    outlines: Sequence[Outline],
    names: Mapping[str, str],
    href: Href = nowhere,
) -> Chart:
    """Return the map of one side of the reform; `names` are those of all its provinces by code."""
    known = {each.key: each for each in sums}
    areas = {code: _area(known.get(code), code, name, unit, labels, href) for code, name in names.items()}
    above, unknown = labels("web", "from_figure").vi, labels("web", "no_figure").vi
    return choropleth(outlines, areas, above=above, unknown=unknown, lang=labels.lang)


def tip(each: Sum, unit: str, labels: Labels) -> str:
    """Return a figure in words: `Thanh Hóa: 76.400.000.000 đồng (12 số liệu)`."""
    named, claims = labels("unit", unit).vi, labels("web", "claims").vi
    return f"{each.name}: {labels.number(each.value)} {named} ({labels.number(each.claims)} {claims})"


def point(each: Sum, unit: str, labels: Labels, href: Href = nowhere) -> Point:
    """Return a sum as a point of a chart."""
    return Point(each.name, each.value, tip(each, unit, labels), href(each))


def _area(known: Sum | None, code: str, name: str, unit: str, labels: Labels, href: Href) -> Area:
    if known is None:
        return Area(None, f"{name}: {labels('web', 'no_figure').vi}", href(Sum(code, name, 0.0, 0)))
    return Area(known.value, tip(known, unit, labels), href(known))
