"""A campaign: its figures by year and province, its articles."""

from typing import Any
from urllib.parse import quote, unquote

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from extractor.labels import Labels
from extractor.store import Store
from extractor.store.figures import Figures
from extractor.store.overview import Overview
from extractor.web.language import language
from extractor.web.pages.asked import Asked, asked
from extractor.web.pages.charts import Charts
from extractor.web.reading import read
from extractor.web.words import words

_LATEST = 12


async def page(request: Request, datasette: Datasette) -> Response:
    """Answer with the page of campaign `id`."""
    labels = words(language(request.scope))
    key = unquote(request.url_vars["id"])
    context = await read(datasette, lambda store: _context(store, key, asked(request, store), labels))
    if context is None:
        raise NotFound("no such campaign")
    return Response.html(await datasette.render_template("campaign.html", context, request=request))


def _context(store: Store, key: str, wish: Asked, labels: Labels) -> dict[str, Any] | None:
    overview = Overview(store.db)
    campaign = overview.campaign(key)
    if campaign is None:
        return None
    figures = Figures(store.db, campaign=key)
    charts = Charts.of(figures, wish, labels, f"/campaign/{quote(key)}", overview.indicators())
    ranked = charts.ranked()
    return {
        **charts.context(),
        "campaign": campaign,
        "map": charts.map(ranked),
        "largest": charts.largest(ranked),
        "latest": overview.latest_named(key, limit=_LATEST),
    }
