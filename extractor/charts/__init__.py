"""Charts: rows in, SVG text out. They need no script, no font and nothing from outside."""

from extractor.charts import drawing
from extractor.charts.bars import bars
from extractor.charts.columns import columns, sparkline
from extractor.charts.file import as_html, as_png, as_svg
from extractor.charts.map import Area, choropleth, locator
from extractor.charts.model import Chart, Drawing, Point
from extractor.charts.outlines import Outline, load_outlines

__all__ = [
    "Area",
    "Chart",
    "Drawing",
    "Outline",
    "Point",
    "as_html",
    "as_png",
    "as_svg",
    "bars",
    "choropleth",
    "columns",
    "drawing",
    "load_outlines",
    "locator",
    "sparkline",
]
