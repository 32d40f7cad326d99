"""A province of then or of now: its figures, its campaigns, its articles."""

from typing import Any, cast
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from extractor.charts.outlines import Side
from extractor.labels import Labels
from extractor.store import Store
from extractor.store.figures import Figures
from extractor.store.filters import STATUSES
from extractor.store.overview import Overview
from extractor.web.language import language
from extractor.web.pages.asked import Asked, asked
from extractor.web.pages.drawn import ranking, years
from extractor.web.pages.lists import table
from extractor.web.reading import read
from extractor.web.words import words

_RANKED, _LATEST = 8, 12


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
    figures = Figures(store.db, within=(side, code))
    indicators = overview.indicators()
    unit = indicators[wish.indicator]["unit"]
    here = f"/province/{side}/{code}"
    return {
        "province": province,
        "side": side,
        "parts": overview.parts(code if side == "now" else province["province_now"] or ""),
        "asked": wish,
        "statuses": STATUSES,
        "unit": unit,
        "table": table(figures, indicators, wish),
        "by_year": years(
            figures.by("year", wish.filters(year=None)),
            unit,
            labels,
            lambda each: f"{here}?{urlencode({**wish.args(), 'year': each.key})}",
        ),
        "campaigns": ranking(
            figures.by("campaign", wish.filters(), limit=_RANKED),
            unit,
            labels,
            lambda each: f"/campaign/{each.key}",
            labels("web", "campaigns").vi,
        ),
        "places": figures.places(wish.filters(), limit=40),
        "latest": overview.latest_of(side, code, limit=_LATEST),
    }
