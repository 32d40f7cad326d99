"""An article with everything that was found in it, and the evidence of each fact one click away."""

from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from extractor.explain import view
from extractor.explain.html import parts
from extractor.labels import Labels
from extractor.store import Store
from extractor.store.overview import Overview
from extractor.store.recall import recalled
from extractor.web.assets import sheet
from extractor.web.language import language
from extractor.web.reading import read
from extractor.web.words import words


async def page(request: Request, datasette: Datasette) -> Response:
    """Answer with the page of article `id`."""
    labels = words(language(request.scope))
    key = int(request.url_vars["id"])
    context = await read(datasette, lambda store: _context(store, key, labels))
    if context is None:
        raise NotFound("no such article")
    return Response.html(await datasette.render_template("article.html", context, request=request))


async def of_fact(request: Request, datasette: Datasette) -> Response:
    """Lead to fact `id` in its article."""
    key = int(request.url_vars["id"])
    found = await read(datasette, lambda store: Overview(store.db).fact(key))
    if found is None:
        raise NotFound("no such fact")
    article, number = found
    return Response.redirect(f"/article/{article}#f{number}")


def _context(store: Store, key: int, labels: Labels) -> dict[str, Any] | None:
    overview = Overview(store.db)
    row, extraction = overview.article(key), recalled(store.db, key)
    if row is None or extraction is None:
        return None
    shown = view(extraction, row["document"], labels)
    return {
        "article": row,
        "copies": overview.copies(row["cluster"], but=key) if row["cluster"] else [],
        "style": Markup(sheet("explain")),
        "parts": {name: Markup(part) for name, part in parts(shown, labels).items()},
        "facts": len(shown.cards),
    }
