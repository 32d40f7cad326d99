"""Datasette as we serve it: one file, read-only, nothing else within reach."""

import os
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from extractor.store import Store
from extractor.web import plugin
from extractor.web.asgi import App, only_read
from extractor.web.language import in_language
from extractor.web.queries import load_queries
from extractor.web.uncounted import uncounted

NAME = "data"
"""What the database is called in addresses, whatever its file is called."""

TIME_LIMIT = 1000
"""Milliseconds that a query may take; then it is cut off, and the page says so."""

_HERE = Path(__file__).parent
_THEIRS = "datasette.handle_exception"
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


LARGE = 100_000
"""Facts from which a table is neither counted nor faceted unless the reader asks: that would take too long."""


def application(path: Path) -> App:
    """Return the application on the database at `path`; raises StoreError where `Store.reader` does."""
    with Store.reader(path) as store:
        large = store.count("facts") > LARGE
    if not pm.has_plugin(plugin.__name__):
        pm.register(plugin, plugin.__name__)
    if pm.has_plugin(_THEIRS):  # it prints the variables of every frame for each wrong address
        pm.unregister(name=_THEIRS)
    datasette = Datasette(
        metadata=_metadata(large=large),
        settings=_SETTINGS,
        template_dir=str(_HERE / "templates"),
        static_mounts=[("static", str(_HERE / "static"))],
    )
    datasette.remove_database("_memory")
    datasette.add_database(Database(datasette, str(path.resolve()), is_mutable=_may_change(path)), name=NAME)
    app = only_read(datasette.app())
    return in_language(uncounted(app) if large else app)


def _may_change(path: Path) -> bool:
    """Tell whether SQLite can have its own files beside the database; without them it reads only what never changes."""
    return os.access(path.resolve().parent, os.W_OK) or path.with_name(f"{path.name}-wal").exists()


def _metadata(*, large: bool) -> dict[str, Any]:
    queries = {query.id: {"sql": query.sql, "title": query.title.vi} for query in load_queries().values()}
    hidden = {table: {"hidden": True} for table in plugin.HIDDEN}
    faceted = () if large else plugin.FACETS.items()
    facets = {table: {"facets": list(columns)} for table, columns in faceted}
    return {"title": "mattran", "databases": {NAME: {"queries": queries, "tables": {**hidden, **facets}}}}
