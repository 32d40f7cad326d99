"""A campaign: its figures by year and province, its articles."""

from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request, Response

from extractor.labels import Labels
from extractor.store import Store
from extractor.store.figures import Figures
from extractor.store.filters import STATUSES
from extractor.store.overview import Overview
from extractor.web.language import language
from extractor.web.pages.asked import Asked, asked
from extractor.web.pages.drawn import provinces, ranking, years
from extractor.web.pages.lists import table
from extractor.web.reading import read
from extractor.web.words import words

_RANKED, _LATEST = 12, 12


async def page(request: Request, datasette: Datasette) -> Response:
    """Answer with the page of campaign `id`."""
    labels = words(language(request.scope))
    key = tilde_decode(request.url_vars["id"])
    context = await read(datasette, lambda store: _context(store, key, asked(request, store), labels))
    if context is None:
        raise NotFound("no such campaign")
    return Response.html(await datasette.render_template("campaign.html", context, request=request))


def _context(store: Store, key: str, wish: Asked, labels: Labels) -> dict[str, Any] | None:
    overview = Overview(store.db)
    campaign = overview.campaign(key)
    if campaign is None:
        return None
    figures, indicators = Figures(store.db, within=("campaign", key)), overview.indicators()
    unit = indicators[wish.indicator]["unit"]
    ranked = figures.by("province", wish.filters())
    return {
        "campaign": campaign,
        "asked": wish,
        "statuses": STATUSES,
        "unit": unit,
        "table": table(figures, indicators, wish),
        "by_year": years(
            figures.by("year", wish.filters(year=None)),
            unit,
            labels,
            lambda each: f"?{urlencode({**wish.args(), 'year': each.key})}",
        ),
        "map_then": provinces(ranked, unit, labels, "then", overview.province_names("then")),
        "ranking": ranking(
            ranked[:_RANKED], unit, labels, lambda each: f"/province/then/{each.key}", labels("web", "largest").vi
        ),
        "latest": overview.latest_named(key, limit=_LATEST),
    }
