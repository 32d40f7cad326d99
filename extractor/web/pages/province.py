"""A province of then or of now: its figures, its campaigns, its places, its articles."""

from typing import Any, cast

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from extractor.labels import Labels
from extractor.store import Store
from extractor.store.figures import Figures, Side
from extractor.store.overview import Overview
from extractor.web.language import language
from extractor.web.pages.asked import Asked, asked
from extractor.web.pages.charts import Charts, located
from extractor.web.reading import read
from extractor.web.words import words

_LATEST, _PLACES = 12, 40


async def page(request: Request, datasette: Datasette) -> Response:
    """Answer with the page of the province `code` of `side`."""
    labels = words(language(request.scope))
    code, side = request.url_vars["code"], cast(Side, request.url_vars["side"])
    context = await read(datasette, lambda store: _context(store, code, side, asked(request, store), labels))
    if context is None:
        raise NotFound("no such province")
    return Response.html(await datasette.render_template("province.html", context, request=request))


def _context(store: Store, code: str, side: Side, wish: Asked, labels: Labels) -> dict[str, Any] | None:
    overview = Overview(store.db)
    province = overview.province(code, side)
    if province is None:
        return None
    figures = Figures(store.db, side, province=code)
    charts = Charts.of(figures, wish, labels, f"/province/{side}/{code}", overview.indicators())
    return {
        **charts.context(),
        "province": province,
        "side": side,
        "map": located(side, code, province["name"]),
        "parts": overview.parts(province["province_now"]),
        "campaigns": charts.campaigns(),
        "places": overview.places(side, code, indicator=wish.indicator, status=wish.status, limit=_PLACES),
        "latest": overview.latest_in(side, code, limit=_LATEST),
    }
