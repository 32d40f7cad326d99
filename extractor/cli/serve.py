"""`mattran serve`: the database in a browser."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.filters import ReadDb


def serve(
    db: ReadDb = Path("mattran.db"),
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="0 takes a free one.")] = 8001,
    browse: Annotated[bool, typer.Option("--open", help="Open a browser on it.")] = False,
) -> None:
    """Serve the database to browsers of this machine, read-only: charts, maps, articles, tables, SQL; until Ctrl-C."""
    from extractor.extras import extra
    from extractor.store import Store

    Store.reader(db).close()
    with extra("web"):
        from extractor.web import serve as run

    run(
        db,
        host=host,
        port=port,
        started=lambda address: typer.echo(f"{db}: {address}  (Ctrl-C ends it)"),
        browse=browse,
    )
