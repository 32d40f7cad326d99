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

_PARQUET = b"PAR1"


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
        list[Path],
        typer.Argument(metavar="PATH", exists=True, help="WARC files; or the Parquet of extract --engine ray."),
    ],
    db: Db = Path("mattran.db"),
    archive: Archive = Path("archive"),
    sample: Sample = False,
) -> None:
    """Take the articles of WARC files that other crawlers made into archive and database, and parse them.

    Pages of hosts that no site file knows are read by what their layout looks like. Of a folder of Parquet that
    `extract --engine ray` wrote, or a file of it, articles and facts go into the database as they are; of an article
    that is in several the one fetched last, else that of the path given last.
    """
    from extractor.cli.sources import opened_sources
    from extractor.stages import import_warc
    from extractor.stages import parse as read
    from scrapers.archive import Archive as Warc

    tables = [path for path in files if path.is_dir() or _is_parquet(path)]
    if tables:
        if len(tables) < len(files):
            raise typer.BadParameter("WARC files and Parquet go one after the other", param_hint="PATH")
        if _load(tables, db):
            raise typer.Exit(1)
        return
    with opened_sources(sample=sample) as sources, _opened_run(db, "import") as (store, run):
        with Warc(archive) as warc:
            failed = _show(import_warc(store, files, warc, sources.sites, run=run))
        failed += _show(read(store, archive, sources.sites, run=run))
        _done(db, store, run)
    if failed:
        raise typer.Exit(3)


def _is_parquet(path: Path) -> bool:
    """Tell a file of Parquet by its first bytes; from a pipe nothing is taken."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_PARQUET)) == _PARQUET


def _load(paths: list[Path], db: Path) -> int:
    """Load the results of an extraction into the database; return how many articles were refused."""
    from extractor.extras import extra
    from extractor.paths import data_dir
    from extractor.stages import consolidate, load, prepare
    from scrapers.sites import load_sites

    with extra("ray"):
        from extractor.cluster.results import results

    sites = {site.slug: site for site in load_sites(data_dir() / "sites")}
    with _opened_run(db, "import") as (store, run):
        current = prepare(store, data_dir())
        refused = _show(load(store, results(*paths), current, sites, run=run))
        _show(consolidate(store, run=run))
        written = f"{plural(run.counts['extracted'], 'article')} written"
        done = f"{written}, {run.counts['unchanged']:,} unchanged, {refused:,} refused"
        total = f"{plural(store.count('facts'), 'fact')}, {plural(store.count('claims'), 'claim')}"
        typer.echo(f"{db}: {done}; {total} in the database")
    return refused


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
