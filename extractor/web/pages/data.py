"""The page of all questions, views and tables; queries that are written into the address are Datasette's."""

from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from datasette.views.database import DatabaseView

from extractor.store import Store
from extractor.web.reading import read
from extractor.web.words import described

_FIRST = ("claims_wide", "totals", "facts_wide")


async def page(request: Request, datasette: Datasette) -> Any:
    """Answer with the page, or leave it to Datasette where there is a query."""
    if request.args.get("sql") is not None:
        return await DatabaseView(datasette).dispatch_request(request)
    context = await read(datasette, _context)
    return Response.html(await datasette.render_template("data.html", context, request=request))


def _context(store: Store) -> dict[str, list[str]]:
    """Return the views, those for readers first, and the tables; of both what is described."""
    known = described().tables
    rows = list(store.db.query("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"))
    views = sorted((row["name"] for row in rows if row["type"] == "view"), key=lambda name: name not in _FIRST)
    return {"views": views, "tables": [row["name"] for row in rows if row["type"] == "table" and row["name"] in known]}
