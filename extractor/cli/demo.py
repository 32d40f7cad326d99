"""`mattran demo`: the whole way on a sample portal, without the internet."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import Db
from extractor.paths import data_dir


def demo(
    db: Db = Path("mattran.db"),
    archive: Annotated[Path, typer.Option("--archive", metavar="DIR", help="Where fetched pages are kept.")] = Path(
        "archive"
    ),
) -> None:
    """Serve the bundled sample portal on this machine, crawl it over HTTP, and show what comes of it."""
    from extractor.cli.harvest import harvest
    from extractor.cli.report import next_commands, report
    from extractor.stages import running
    from extractor.store import Store
    from scrapers.client import Client
    from scrapers.portal import load_portals, serve

    portals = load_portals(data_dir() / "pages")
    with (
        Store(db) as store,
        serve(portals) as hosts,
        Client(connect_to=hosts) as client,
        running(store, "demo") as run,
    ):
        harvest(store, [portal.site for portal in portals], client, archive, run=run)
    with Store(db) as store:
        report(store, run)
    next_commands(db, data_dir() / "gold" / "docs")
