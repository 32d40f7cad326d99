"""Crawl, parse and extract with the eye of somebody at a terminal."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.console import console
from extractor.paths import data_dir

if TYPE_CHECKING:
    from extractor.stages import Event, Run
    from extractor.store import Store
    from scrapers.client import Client
    from scrapers.records import Site


def harvest(
    store: "Store", sites: Iterable["Site"], client: "Client", archive: Path, *, run: "Run", new_only: bool = False
) -> None:
    """Take `sites` through the three stages."""
    from extractor.cli.reader import LazyExtractor
    from extractor.stages import crawl, extract, parse, prepare
    from scrapers.archive import Archive

    by_slug = {site.slug: site for site in sites}
    keep = Archive(archive)
    for site in by_slug.values():
        _watch(f"crawl {site.slug}", crawl(store, site, client, keep, run=run, new_only=new_only))
    _watch("parse", parse(store, archive, by_slug, run=run))
    _watch("extract", extract(store, LazyExtractor(), prepare(store, data_dir()), run=run))


def _watch(stage: str, events: Iterator["Event"]) -> None:
    """Run a stage; on a terminal its subjects pass by, elsewhere only its outcome is printed."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from extractor.stages import Failed

    out = console()
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    done = failed = 0
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        task = progress.add_task(stage)
        for event in events:
            failed += isinstance(event, Failed)
            done += 1
            progress.update(task, description=f"{stage}: {done}  {event.subject}"[: out.width - 12])
    out.print(f"{stage}: {done - failed} done" + (f", {failed} failed" if failed else ""), markup=False)
