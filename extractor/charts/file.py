"""A chart as a file of its own: SVG, PNG, or an HTML page with its figures as a table below it."""

import re
from html import escape
from pathlib import Path
from string import Template

from extractor.charts.markup import tag, text
from extractor.charts.model import Chart, Drawing
from extractor.numbers import grouped

_HERE = Path(__file__).parent
_HEAD, _FOOT, _EDGE = 64, 40, 24


def as_svg(drawing: Drawing, *, width: int = 860) -> bytes:
    """Return an SVG file with its title above and its source below, in plain colours."""
    return _svg(drawing, width).encode()


def as_png(drawing: Drawing, *, width: int = 860, scale: float = 2.0) -> bytes:
    """Return a picture of the same, drawn with the fonts of this machine."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(_svg(drawing, width), scale=scale))


def as_html(drawing: Drawing) -> bytes:
    """Return a page that needs nothing else: the chart, its figures as a table, light or dark as the reader likes."""
    rows = (
        f"<tr><th scope=row>{escape(point.label)}</th><td>{escape(grouped(point.value, drawing.lang))}</td></tr>"
        for point in drawing.points
    )
    page = Template((_HERE / "page.html").read_text("utf-8")).substitute(
        lang=drawing.lang,
        title=escape(drawing.title),
        style=_sheet(),
        subtitle=escape(drawing.subtitle),
        chart=framed(drawing.chart, drawing.title),
        rows="\n".join(rows),
        source=escape(drawing.source),
    )
    return page.encode()


def _svg(drawing: Drawing, width: int) -> str:
    chart, room = drawing.chart, width - 2 * _EDGE
    tall = round(room * chart.view[1] / chart.view[0]) if chart.view else chart.height
    height = _HEAD + tall + _FOOT + 2 * _EDGE
    view = {"viewBox": f"0 0 {chart.view[0]} {chart.view[1]}"} if chart.view else {}
    content = (
        tag("style", _plain()),
        tag("rect", width="100%", height="100%", fill="#fff"),
        text(drawing.title, x=_EDGE, y=_EDGE + 20, font_size="20", font_weight="600"),
        text(drawing.subtitle, x=_EDGE, y=_EDGE + 42, font_size="13", class_="tick"),
        text(drawing.source, x=_EDGE, y=height - _EDGE, class_="tick"),
        tag("svg", chart.body, x=_EDGE, y=_HEAD + _EDGE, width=room, height=tall, class_="chart", **view),
    )
    frame = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}", "class_": "chart"}
    xmlns = "http://www.w3.org/2000/svg"
    return tag("svg", "".join(content), xmlns=xmlns, **frame, role="img", aria_label=drawing.title)


def framed(chart: Chart, title: str) -> str:
    """Return the chart as it stands in a page; the page has the style sheet."""
    view = {"viewBox": f"0 0 {chart.view[0]} {chart.view[1]}"} if chart.view else {"height": chart.height}
    return tag("svg", chart.body or " ", class_="chart", role="group", aria_label=title, **view)


def _sheet() -> str:
    return (_HERE.parent / "webpage.css").read_text("utf-8") + (_HERE / "chart.css").read_text("utf-8")


def _plain() -> str:
    """Return the rules of charts with the light values of all variables in their places."""
    sheet = _sheet()
    light = list(re.findall(r"^:root \{([^}]*)\}", sheet, re.MULTILINE))
    values = dict(pair for root in light for pair in re.findall(r"--([\w-]+):\s*([^;]+);", root))
    rules = re.findall(r"^\.chart[^\n]*", sheet, re.MULTILINE)
    return re.sub(r"var\(--([\w-]+)\)", lambda match: values[match[1]], "\n".join(rules))
