"""Datasette as we serve it: one file, read-only, nothing else within reach."""

from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from extractor.web import plugin
from extractor.web.queries import load_queries

NAME = "data"
"""What the database is called in addresses, whatever its file is called."""

TIME_LIMIT = 1000
"""Milliseconds that a query may take; then it is cut off, and the page says so."""

_HERE = Path(__file__).parent
_SETTINGS: dict[str, Any] = {
    "sql_time_limit_ms": TIME_LIMIT,
    "num_sql_threads": 2,
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "default_facet_size": 12,
    "facet_time_limit_ms": 150,
    "suggest_facets": False,  # each would be tried out on every page
    "allow_download": False,
    "allow_facet": True,
    "allow_csv_stream": True,
    "max_csv_mb": 0,  # whole tables are what a CSV is asked for
    "default_cache_ttl": 0,  # the next night has other rows
    "truncate_cells_html": 320,
}


def application(path: Path) -> Datasette:
    """Return Datasette on the database at `path`, which must be one that `Store.reader` opens."""
    if not pm.has_plugin(plugin.__name__):
        pm.register(plugin, plugin.__name__)
    if pm.has_plugin("datasette.handle_exception"):  # it would print the variables of every frame for each wrong address
        pm.unregister(name="datasette.handle_exception")
    datasette = Datasette(
        metadata=_metadata(),
        settings=_SETTINGS,
        template_dir=str(_HERE / "templates"),
        static_mounts=[("static", str(_HERE / "static"))],
    )
    datasette.remove_database("_memory")
    datasette.add_database(Database(datasette, str(path.resolve()), is_mutable=True), name=NAME)
    return datasette


def _metadata() -> dict[str, Any]:
    queries = {query.id: {"sql": query.sql, "title": query.title.vi} for query in load_queries().values()}
    hidden = {table: {"hidden": True} for table in plugin.HIDDEN}
    facets = {table: {"facets": list(columns)} for table, columns in plugin.FACETS.items()}
    return {"title": "mattran", "databases": {NAME: {"queries": queries, "tables": {**hidden, **facets}}}}
