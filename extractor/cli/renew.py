"""`mattran extract --stale`: reads again what was read with other tables or code, and says which and why."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extractor.cli.console import plural, safe, warn
from extractor.cli.stores import opened_store
from extractor.paths import data_dir

if TYPE_CHECKING:
    from extractor.engine.here import Engine
    from extractor.store.rows import ArticleRows


def renew(db: Path, engine: "Callable[..., Engine[ArticleRows]]") -> int:
    """Bring the facts of the database's stale articles up to date, a line each; return how many failed."""
    from extractor.engine.worker import rows_reader
    from extractor.errors import StoreError
    from extractor.stages import Extracted, Failed, consolidate, extract, prepare, running

    if not db.exists():
        raise StoreError(str(db), "there is no such file", cure="name the database with --db")
    with opened_store(db) as store, engine(rows_reader) as read, running(store, "extract") as run:
        for event in extract(store, read, prepare(store, data_dir()), run=run):
            if isinstance(event, Extracted):
                typer.echo(safe(f"{event.subject}: {event.reason}"))
            elif isinstance(event, Failed):
                warn(event.line)
        for _ in consolidate(store, run=run):
            pass
        again, kept, failed = (run.counts[name] for name in ("extracted", "kept", "failed"))
        left = f"{plural(kept, 'article')} without a changed word left as they are"
        typer.echo(f"{db}: {plural(again, 'article')} read again, {left}, {failed:,} failed")
    return failed
