"""What Datasette asks of us: our pages, our words in its pages, its errors in our words."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Forbidden, NotFound, Request, Response
from datasette.views.base import DatasetteError

from extractor.errors import MattranError
from extractor.store.borrowed import know_vietnamese
from extractor.web.assets import stylesheet, version
from extractor.web.language import language
from extractor.web.pages import article, campaign, data, health, province, search, start
from extractor.web.words import vocabulary

HIDDEN = ("_sqlite_migrations", "shingle_bands", "stale_pools", "search_state", "claim_totals")
"""Tables that are the store's own."""

FACETS = {
    "facts_wide": ("indicator", "status", "aggregation"),
    "claims_wide": ("indicator", "status", "why_not"),
    "totals": ("indicator", "status"),
    "articles": ("site",),
    "issues": ("kind", "site"),
}

_log = logging.getLogger(__name__)
_Hook = TypeVar("_Hook", bound=Callable[..., Any])


def _hook(function: _Hook) -> _Hook:
    """Mark what Datasette calls; the same as its own mark, which has no types."""
    hookimpl(function)
    return function


@_hook
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Return our pages; they come before Datasette's own."""
    return [
        (r"/$", start.page),
        (r"/search$", search.page),
        (r"/article/(?P<id>\d{1,12})$", article.page),
        (r"/fact/(?P<id>\d{1,12})$", article.of_fact),
        (r"/province/(?P<side>then|now)/(?P<code>\d\d)$", province.page),
        (r"/campaign/(?P<id>[^/]{1,300})$", campaign.page),
        (r"/health$", health.page),
        (r"/(?P<database>data)(?P<format>(?!))?$", data.page),  # without a format, as Datasette has it
        (r"/-/mattran\.css$", stylesheet),
        (r"/-/", _nothing),
    ]


def _nothing() -> None:
    """Hide what Datasette tells of this machine: paths, threads, libraries."""
    raise NotFound("no such page")


@_hook
def extra_template_vars(request: Request | None) -> dict[str, Any]:
    """Give every template our words, in the language of the request."""
    return {**vocabulary(language(request.scope if request else None)), "version": version(), "here": _here(request)}


def _here(request: Request | None) -> str:
    """Return the address of the page with room for one more parameter."""
    if request is None:
        return "/?"
    return f"{request.path}?{request.query_string}&" if request.query_string else f"{request.path}?"


@_hook
def prepare_connection(conn: Any, database: str) -> None:
    """Let queries sort by the Vietnamese alphabet."""
    if database != "_internal":
        know_vietnamese(conn)


@_hook
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """Answer with a page of our own, or JSON where that was asked for."""

    async def answer() -> Response:
        status, name, detail = _explained(exception, request)
        if status == 500:
            _log.error("%s", request.path, exc_info=exception)
        if request.path.partition("?")[0].endswith(".json"):
            return Response.json({"ok": False, "error": detail or name, "status": status, "title": name}, status=status)
        context = {"status": status, "name": name, "detail": detail, "sql": request.args.get("sql")}
        return Response.html(await datasette.render_template("error.html", context, request=request), status=status)

    return answer()


def _explained(error: Exception, request: Request) -> tuple[int, str, str]:
    """Return status, the name of our words for it, and what there is to add."""
    if isinstance(error, QueryInterrupted) or getattr(error, "title", "") == "SQL Interrupted":
        return 400, "cut_off", ""
    if isinstance(error, NotFound) or getattr(error, "status", 0) == 404:
        return 404, "not_found", ""
    if isinstance(error, Forbidden):
        return 403, "forbidden", ""
    if isinstance(error, MattranError):
        return 400, "refused", str(error)
    if isinstance(error, DatasetteError):
        said = str(error.message) if not error.message_is_html else ""
        return 400 if error.status == 500 else error.status, "refused", said  # 500 is its default: `_sort=nope`
    if isinstance(error, ValueError) and request.args.get("_next"):
        return 400, "refused", f"_next={request.args['_next']}"
    if isinstance(error, Base400):
        return error.status, "refused", str(error.args[0])
    return 500, "defect", f"{type(error).__name__}: {error}"
