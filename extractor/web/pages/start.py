"""The start page: what there is, a chosen indicator by year and on the maps, and what came last."""

from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from extractor.charts import sparkline
from extractor.labels import Labels
from extractor.store import Store
from extractor.store.figures import Figures, Sum
from extractor.store.filters import STATUSES, Filters
from extractor.store.overview import Overview
from extractor.web.language import language
from extractor.web.pages.asked import RATIO, Asked, asked
from extractor.web.pages.drawn import provinces, ranking, years
from extractor.web.reading import read
from extractor.web.words import words

_RANKED = 10
_LATEST = 8


async def page(request: Request, datasette: Datasette) -> Response:
    """Answer with the start page."""
    labels = words(language(request.scope))
    context = await read(datasette, lambda store: _context(store, asked(request, store), labels))
    return Response.html(await datasette.render_template("start.html", context, request=request))


def _context(store: Store, wish: Asked, labels: Labels) -> dict[str, Any]:
    figures, overview = Figures(store.db), Overview(store.db)
    indicators = overview.indicators()
    unit = indicators[wish.indicator]["unit"]
    ranked = figures.by("province", wish.filters())
    return {
        "asked": wish,
        "unit": unit,
        "statuses": STATUSES,
        "indicators": [name for name in indicators if name != RATIO],
        "years": [each.key for each in reversed(figures.by("year", Filters(indicator=wish.indicator, status=wish.status)))],
        "counts": overview.counts(),
        "run": overview.last_run(),
        "latest": overview.latest(limit=_LATEST),
        "by_year": years(
            figures.by("year", Filters(indicator=wish.indicator, status=wish.status)),
            unit,
            labels,
            lambda each: f"/?{urlencode({'indicator': wish.indicator, 'status': wish.status, 'year': each.key})}",
        ),
        "map_then": provinces(ranked, unit, labels, "then", overview.province_names("then")),
        "map_now": provinces(
            figures.by("province_now", wish.filters()), unit, labels, "now", overview.province_names("now")
        ),
        "ranking": ranking(
            ranked[:_RANKED], unit, labels, lambda each: f"/province/then/{each.key}", labels("web", "largest").vi
        ),
        "campaigns": ranking(
            figures.by("campaign", wish.filters(), limit=_RANKED),
            unit,
            labels,
            lambda each: f"/campaign/{each.key}",
            labels("web", "campaigns").vi,
        ),
        "table": _table(figures, indicators, wish),
    }


def _table(figures: Figures, indicators: dict[str, dict[str, Any]], wish: Asked) -> list[dict[str, Any]]:
    """Return a row an indicator, with its years as a small chart."""
    filters = Filters(status=wish.status)
    sums: dict[str, Sum] = {each.key: each for each in figures.by("indicator", filters)}
    lines = figures.years_of("indicator", filters)
    span = [year for line in lines.values() for year in line]
    every = range(min(span, default=0), max(span, default=-1) + 1)
    return [
        {
            "id": name,
            "unit": row["unit"],
            "sum": sums[name],
            "spark": Markup(sparkline([lines.get(name, {}).get(year, 0) for year in every])),  # noqa: S704
            "span": (every.start, every.stop - 1) if span else None,
        }
        for name, row in indicators.items()
        if name in sums and name != RATIO
    ]
