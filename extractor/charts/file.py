"""A chart as a file of its own: SVG, PNG, or an HTML page with its figures as a table below it."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from extractor.charts.markup import tag, text
from extractor.charts.model import Chart, Point
from extractor.numbers import grouped

_HERE = Path(__file__).parent
_HEAD, _FOOT, _EDGE = 64, 40, 24


def as_svg(chart: Chart, *, title: str, subtitle: str, source: str, width: int = 860) -> str:
    """Return the chart as an SVG file with its title above and its source below, in plain colours."""
    room = width - 2 * _EDGE
    tall = round(room * chart.view[1] / chart.view[0]) if chart.view else chart.height
    height = _HEAD + tall + _FOOT + 2 * _EDGE
    plain = _plain((_HERE.parent / "webpage.css").read_text("utf-8"), (_HERE / "chart.css").read_text("utf-8"))
    view = {"viewBox": f"0 0 {chart.view[0]} {chart.view[1]}"} if chart.view else {}
    inner = tag("svg", chart.body, x=_EDGE, y=_HEAD + _EDGE, width=room, height=tall, class_="chart", **view)
    words = (
        text(title, x=_EDGE, y=_EDGE + 20, font_size="20", font_weight="600"),
        text(subtitle, x=_EDGE, y=_EDGE + 42, font_size="13", class_="tick"),
        text(source, x=_EDGE, y=height - _EDGE, class_="tick"),
    )
    return tag(
        "svg",
        tag("style", plain) + tag("rect", width="100%", height="100%", fill="#fff") + "".join(words) + inner,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        class_="chart",
        role="img",
        aria_label=title,
    )


def as_png(svg: str, *, scale: float = 2.0) -> bytes:
    """Return an SVG file as a picture, drawn with the fonts of this machine."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def as_html(chart: Chart, points: Sequence[Point], *, title: str, subtitle: str, source: str, lang: str = "vi") -> str:
    """Return a page that needs nothing else: the chart, its figures as a table, light or dark as the reader likes."""
    style = (_HERE.parent / "webpage.css").read_text("utf-8") + (_HERE / "chart.css").read_text("utf-8")
    rows = "".join(
        f"<tr><th scope=row>{escape(p.label)}</th><td>{escape(grouped(p.value, lang))}</td></tr>" for p in points
    )
    return f"""<!doctype html>
<html lang="{escape(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{style}
</style>
</head>
<body>
<header><h1>{escape(title)}</h1><p class="about">{escape(subtitle)}</p></header>
<main>{framed(chart, title)}
<table><tbody>{rows}</tbody></table>
<p class="hint">{escape(source)}</p></main>
</body>
</html>
"""


def framed(chart: Chart, title: str) -> str:
    """Return the chart as it stands in a page; the page has the style sheet."""
    view = {"viewBox": f"0 0 {chart.view[0]} {chart.view[1]}"} if chart.view else {"height": chart.height}
    return tag("svg", chart.body or " ", class_="chart", role="group", aria_label=title, **view)


def _plain(*sheets: str) -> str:
    """Return the rules of the last sheet with the light values of all variables in their places."""
    values = {name: value for sheet in sheets for name, value in _light(sheet)}
    rules = re.findall(r"^\.chart[^\n]*", sheets[-1], re.MULTILINE)
    return re.sub(r"var\(--([\w-]+)\)", lambda match: values[match[1]], "\n".join(rules))


def _light(sheet: str) -> list[tuple[str, str]]:
    root = re.search(r":root \{([^}]*)\}", sheet)
    return re.findall(r"--([\w-]+):\s*([^;]+);", root[1]) if root else []
