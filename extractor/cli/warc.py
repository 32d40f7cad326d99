"""`mattran parse` and `mattran import`: pages without the network, from the archive or from WARC files of others."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import plural, warn
from extractor.cli.options import Archive, Db, Sample
from extractor.cli.stores import opened_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.stages import Event, Run
    from extractor.store import Store


def parse(
    db: Db = Path("mattran.db"),
    archive: Archive = Path("archive"),
    from_archive: Annotated[
        bool, typer.Option("--from-archive", help="Rebuild pages and articles from the archive alone.")
    ] = False,
    sample: Sample = False,
) -> None:
    """Read the articles of archived pages that this version has not read yet; without the network.

    With `--from-archive` a lost database is filled again. Then: mattran nightly.
    """
    from extractor.cli.sources import opened_sources
    from extractor.stages import parse as read
    from extractor.stages import rebuild

    stage = rebuild if from_archive else read
    with opened_sources(sample=sample) as sources, _opened_run(db, "parse") as (store, run):
        failed = _show(stage(store, archive, sources.sites, run=run))
        _done(db, store, run)
    if failed:
        raise typer.Exit(3)


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="WARC files, gzipped or not.")
    ],
    db: Db = Path("mattran.db"),
    archive: Archive = Path("archive"),
    sample: Sample = False,
) -> None:
    """Take the articles of WARC files that other crawlers made into archive and database, and parse them.

    Pages of hosts that no site file knows are read by what their layout looks like.
    """
    from extractor.cli.sources import opened_sources
    from extractor.stages import import_warc
    from extractor.stages import parse as read
    from scrapers.archive import Archive as Warc

    with opened_sources(sample=sample) as sources, _opened_run(db, "import") as (store, run):
        with Warc(archive) as warc:
            failed = _show(import_warc(store, files, warc, sources.sites, run=run))
        failed += _show(read(store, archive, sources.sites, run=run))
        _done(db, store, run)
    if failed:
        raise typer.Exit(3)


@contextmanager
def _opened_run(db: Path, command: str) -> "Iterator[tuple[Store, Run]]":
    """Open database and run, for this process alone."""
    from extractor.stages import running, utc_now
    from extractor.store import exclusive

    with exclusive(db, clock=utc_now), opened_store(db) as store, running(store, command) as run:
        yield store, run


def _show(events: "Iterable[Event]") -> int:
    """Run a stage; return how much failed."""
    from extractor.stages import Failed

    failed = 0
    for event in events:
        if isinstance(event, Failed):
            warn(event.line)
            failed += 1
    return failed


def _done(db: Path, store: "Store", run: "Run") -> None:
    pages, articles = plural(run.counts["fetched"], "page"), plural(run.counts["parsed"], "article")
    total = plural(store.count("articles"), "article")
    typer.echo(f"{db}: {pages} written, {articles} read, {run.counts['failed']:,} failed; {total} in the database")
