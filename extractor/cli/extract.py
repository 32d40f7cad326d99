"""`mattran extract`: texts and pages to facts."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import plural, warn
from extractor.cli.options import Home, Published, home_code, published_day
from extractor.cli.stores import opened_store
from extractor.paths import data_dir

if TYPE_CHECKING:
    from extractor.cli.output import Format
    from extractor.errors import InputError
    from extractor.store import ArticleRecord

    Inputs = Iterator[ArticleRecord | InputError]


def extract(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Texts, HTML pages, folders of them, or - for stdin.")
    ],
    published: Published = None,
    home: Home = None,
    form: Annotated[str, typer.Option("--format", metavar="table|jsonl|csv", help="How to print.")] = "table",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Print into a file.")] = None,
    db: Annotated[Path | None, typer.Option("--db", metavar="FILE", help="Store in this database instead.")] = None,
) -> None:
    """Find dates, places, campaigns, quantities and facts in articles.

    What can't be read is named on stderr and the others are done; then the exit code is 1.
    """
    from extractor.cli.inputs import articles

    if db and output:
        raise typer.BadParameter("with --db nothing is printed; leave one of the two out", param_hint="--output")
    shape = _format(form)
    day = published_day(published)
    inputs = articles(paths, published=day.isoformat() if day else None, home=home_code(home))
    refused = _store(inputs, db) if db else _print(inputs, shape, output)
    if refused:
        raise typer.Exit(1)


def _format(name: str) -> "Format":
    from extractor.cli.output import Format

    try:
        return Format(name)
    except ValueError:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(Format)}", param_hint="--format") from None


def _print(inputs: "Inputs", form: "Format", output: Path | None) -> int:
    """Print each article as it is done; return how many inputs were refused."""
    from extractor.cli.output import opened, writer
    from extractor.cli.reader import LazyExtractor
    from extractor.contract import as_record
    from extractor.errors import InputError

    refused, extractor = 0, LazyExtractor()
    with opened(output) as stream:
        write = writer(form, stream)
        for article in inputs:
            if isinstance(article, InputError):
                warn(str(article))
                refused += 1
                continue
            extraction = extractor(article.text, published=article.day, home=article.home)
            write(as_record(extraction, article.document))
    return refused


def _store(inputs: "Inputs", db: Path) -> int:
    """Store each article as it is done; return how many inputs were refused."""
    from extractor.cli.reader import LazyExtractor
    from extractor.stages import Failed, consolidate, ingest, prepare, running

    with opened_store(db) as store, running(store, "extract") as run:
        for event in ingest(store, inputs, LazyExtractor(), prepare(store, data_dir()), run=run):
            if isinstance(event, Failed):
                warn(event.line)
        for _ in consolidate(store, run=run):
            pass
        done = f"{plural(run.counts['extracted'], 'article')}, {run.counts['unchanged']:,} unchanged"
        refused = run.counts["failed"]
        total = f"{plural(store.count('facts'), 'fact')}, {plural(store.count('claims'), 'claim')}"
        typer.echo(f"{db}: {done}, {refused:,} refused; {total} in the database")
    return refused
