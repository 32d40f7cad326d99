"""The start page: what there is, a chosen indicator by year and on the maps, and what came last."""

from dataclasses import replace
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from extractor.labels import Labels
from extractor.store import Store
from extractor.store.figures import Figures
from extractor.store.overview import Overview
from extractor.web.language import language
from extractor.web.pages.asked import Asked, asked
from extractor.web.pages.charts import Charts
from extractor.web.reading import read
from extractor.web.words import words

_LATEST = 8


async def page(request: Request, datasette: Datasette) -> Response:
    """Answer with the start page."""
    labels = words(language(request.scope))
    context = await read(datasette, lambda store: _context(store, asked(request, store), labels))
    return Response.html(await datasette.render_template("start.html", context, request=request))


def _context(store: Store, wish: Asked, labels: Labels) -> dict[str, Any]:
    overview = Overview(store.db)
    charts = Charts.of(Figures(store.db), wish, labels, "/", overview.indicators())
    then = replace(charts, figures=Figures(store.db, "then"))
    ranked = charts.ranked()
    return {
        **charts.context(),
        "maps": {"then": then.map(then.ranked()), "now": charts.map(ranked)},
        "largest": charts.largest(ranked),
        "campaigns": charts.campaigns(),
        "counts": overview.counts(),
        "run": overview.last_run(),
        "latest": overview.latest(limit=_LATEST),
    }
