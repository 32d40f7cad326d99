"""The search in articles, sentences of facts and campaigns, which cares for no diacritics, case or Unicode form."""

from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from extractor.errors import MattranError
from extractor.search.query import parse
from extractor.store import Store
from extractor.store.filters import STATUSES, Filters
from extractor.store.overview import Overview
from extractor.web.pages.asked import only
from extractor.web.reading import read

_SHOWN = 20
_MOST = 2_000
"""Rows that can be paged to; beyond that, a search is too wide to be read."""
_FILTERS = ("indicator", "province", "year", "status")


async def page(request: Request, datasette: Datasette) -> Response:
    """Answer with what is found; a query or filter that can't be says so on the page."""
    context = await read(datasette, lambda store: _context(store, request))
    return Response.html(await datasette.render_template("search.html", context, request=request))


def _context(store: Store, request: Request) -> dict[str, Any]:
    given = {name: only(request, name) for name in _FILTERS}
    query, kind = request.args.get("q") or "", request.args.get("kind") or "articles"
    asked = {"q": query, **given}
    context = {
        "query": query,
        "given": given,
        "kind": kind,
        "kinds": ("articles", "sentences", "campaigns"),
        "statuses": STATUSES,
        "indicators": list(Overview(store.db).indicators()),
        "address": lambda **more: f"/search?{urlencode({k: v for k, v in {**asked, **more}.items() if v is not None})}",
    }
    if not query and not any(given.values()):
        return context
    try:
        return {**context, **_found(store, query, Filters(**given), kind, request.args.get("from") or "0")}
    except MattranError as error:
        return {**context, "refused": error}


def _found(store: Store, query: str, filters: Filters, kind: str, start: str) -> dict[str, Any]:
    checked = filters.checked(store)
    kinds = store.search.kinds(checked)
    kind = kind if kind in kinds else kinds[0]
    offset = min(int(start), _MOST) if start.isdecimal() else 0
    found = store.search.find(kind, parse(query), checked, limit=_SHOWN, offset=offset)
    after = offset + _SHOWN
    return {
        "found": found,
        "kind": kind,
        "kinds": kinds,
        "offset": offset,
        "next": after if after < min(found.total, _MOST) else None,
    }
