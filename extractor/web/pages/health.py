"""How the sites do: the report of `mattran health`, in our frame."""

from datetime import datetime
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from extractor.health import report_of
from extractor.health.html import parts
from extractor.labels import Labels
from extractor.stages import utc_now
from extractor.store import Store
from extractor.web.assets import sheet
from extractor.web.language import language
from extractor.web.reading import read
from extractor.web.words import words


async def page(request: Request, datasette: Datasette) -> Response:
    """Answer with the state of all sites."""
    labels, now = words(language(request.scope)), utc_now()
    context = await read(datasette, lambda store: _context(store, labels, now))
    return Response.html(await datasette.render_template("health.html", context, request=request))


def _context(store: Store, labels: Labels, now: datetime) -> dict[str, Any]:
    found = report_of(store.health.states(), (), now=now, run=None)
    return {
        "style": Markup(sheet("health")),
        "parts": {name: Markup(part) for name, part in parts(found, labels).items()},
    }
