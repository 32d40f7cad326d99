"""The charts that pages share: an indicator by year, ranked, on the maps, and a table of all indicators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from extractor.charts import Chart, Outline, drawing, load_outlines, locator, sparkline
from extractor.charts.file import framed
from extractor.labels import Labels
from extractor.paths import data_dir
from extractor.store.figures import Figures, Side, province_names
from extractor.store.filters import Filters
from extractor.sums import Sum, Yearly
from extractor.web.pages.asked import Asked

_RANKED = 10

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Charts:
    """Draws what `asked` wants of `figures`; `page` is the address that a year leads to.

    `indicators` are their rows by id, `yearly` the sums of them all with the status that is asked for.
    """

    figures: Figures
    asked: Asked
    labels: Labels
    page: str
    indicators: dict[str, Row]
    yearly: Sequence[Yearly]

    @classmethod
    def of(cls, figures: Figures, asked: Asked, labels: Labels, page: str, indicators: dict[str, Row]) -> "Charts":
        """Return the charts, with the sums read once."""
        yearly = figures.yearly(Filters(status=asked.status))
        return cls(figures, asked, labels, page, indicators, yearly)

    def context(self) -> dict[str, Any]:
        """Return what the templates of all pages with charts ask for."""
        return {
            "asked": self.asked,
            "unit": self._unit,
            "indicators": [name for name, row in self.indicators.items() if row["summed"]],
            "years": sorted({each.year for each in self._chosen if each.year}, reverse=True),
            "by_year": self._by_year(),
            "of_no_year": _added(each for each in self._chosen if each.year is None),
            "table": self._table(),
        }

    def ranked(self) -> list[Sum]:
        """Return the provinces by their figures, the largest first."""
        return self.figures.by("province", self.asked.filters)

    def map(self, ranked: Sequence[Sum]) -> Markup:
        """Return the map of the side of the reform that the figures are of."""
        side = self.figures.side
        names, outlines = province_names(self.figures.db, side), _outlines(side)
        chart = drawing.provinces(
            *(ranked, self._unit, self.labels),
            outlines=outlines,
            names=names,
            href=lambda each: f"/province/{side}/{each.key}",
        )
        return self._framed(chart, f"map_{side}")

    def largest(self, ranked: Sequence[Sum]) -> Markup:
        """Return the provinces with the largest figures."""
        return self._ranking(ranked[:_RANKED], "largest", f"/province/{self.figures.side}/")

    def campaigns(self) -> Markup:
        """Return the campaigns with the largest figures."""
        return self._ranking(self.figures.by("campaign", self.asked.filters, limit=_RANKED), "campaigns", "/campaign/")

    @property
    def _unit(self) -> str:
        return str(self.indicators[self.asked.indicator]["unit"])

    @property
    def _chosen(self) -> list[Yearly]:
        return [each for each in self.yearly if each.placed and each.indicator == self.asked.indicator]

    def _by_year(self) -> Markup:
        sums = [Sum(str(e.year), str(e.year), e.value, e.claims) for e in self._chosen if e.year is not None]
        chart = drawing.years(sums, self._unit, self.labels, lambda each: self.asked.address(self.page, year=each.key))
        return self._framed(chart, "by_year") if sums else Markup("")

    def _table(self) -> list[Row]:
        """Return a row an indicator: its sum in the provinces and elsewhere, its years as a small chart."""
        span = [each.year for each in self.yearly if each.year is not None and each.placed]
        every = range(min(span, default=0), max(span, default=-1) + 1)
        rows = (self._line(name, row, every) for name, row in self.indicators.items() if row["summed"])
        return [row for row in rows if row["sum"] or row["elsewhere"]]

    def _line(self, name: str, row: Row, every: range) -> Row:
        own = [each for each in self.yearly if each.indicator == name]
        asked = [each for each in own if self.asked.year in (None, each.year)]
        line = {each.year: each.value for each in own if each.placed}
        return {
            "id": name,
            "unit": row["unit"],
            "sum": _added(each for each in asked if each.placed),
            "elsewhere": _added(each for each in asked if not each.placed),
            "spark": Markup(sparkline([line.get(year, 0) for year in every])),
            "span": (every.start, every.stop - 1),
            "href": self.asked.address(self.page, indicator=name),
        }

    def _ranking(self, sums: Sequence[Sum], name: str, leads: str) -> Markup:
        chart = drawing.ranking(sums, self._unit, self.labels, lambda each: f"{leads}{quote(each.key)}")
        return self._framed(chart, name) if sums else Markup("")

    def _framed(self, chart: Chart, name: str) -> Markup:
        return Markup(framed(chart, self.labels("web", name).vi))


def located(side: Side, code: str, name: str) -> Markup:
    """Return the map that shows where a province lies."""
    return Markup(framed(locator(_outlines(side), code, name), name))


def _added(rows: Iterable[Yearly]) -> Sum | None:
    """Return the sum of rows, None where there are none."""
    found = list(rows)
    return Sum("", "", sum(each.value for each in found), sum(each.claims for each in found)) if found else None


@cache
def _outlines(side: Side) -> tuple[Outline, ...]:
    return load_outlines(data_dir(), side)
