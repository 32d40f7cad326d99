"""`mattran extract`: texts and pages to facts."""

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import plural, warn
from extractor.cli.engine import Address, EngineName, check_engine, extract_with_ray
from extractor.cli.options import Home, Jobs, Published, TimeLimit, all_cores, home_code, published_day
from extractor.cli.stores import opened_store
from extractor.paths import data_dir
from extractor.replacing import check_place

if TYPE_CHECKING:
    from extractor.cli.output import Format
    from extractor.engine.here import Engine
    from extractor.engine.worker import Record, Task
    from extractor.errors import InputError
    from extractor.stages import Event
    from extractor.store import ArticleRecord
    from extractor.store.rows import ArticleRows

    Inputs = Iterator[ArticleRecord | InputError]


def extract(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help="Texts, HTML pages, folders of them, or - for stdin.")
    ] = None,
    published: Published = None,
    home: Home = None,
    form: Annotated[str, typer.Option("--format", metavar="table|jsonl|csv", help="How to print.")] = "table",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Print into a file.")] = None,
    db: Annotated[Path | None, typer.Option("--db", metavar="FILE", help="Store in this database instead.")] = None,
    engine: EngineName = "local",
    address: Address = None,
    stale: Annotated[
        bool, typer.Option("--stale", help="Read again the articles of --db whose tables or code have changed since.")
    ] = False,
    jobs: Jobs = None,
    time_limit: TimeLimit = 60.0,
) -> None:
    """Find dates, places, campaigns, quantities and facts in articles.

    What can't be read is named on stderr and the others are done; then the exit code is 1.
    """
    from extractor.cli.inputs import STDIN, articles, files
    from extractor.cli.renew import renew
    from extractor.engine import here

    many = check_engine(engine, output=output, db=db, form=form, address=address)
    work = partial(here.engine, jobs=jobs or all_cores(), time_limit=time_limit)
    if stale:
        if paths or db is None:
            raise typer.BadParameter("it takes the articles of --db, and no other", param_hint="--stale")
        if renew(db, work):
            raise typer.Exit(1)
        return
    if not paths:
        raise typer.BadParameter("name a text, a page or a folder; - is stdin", param_hint="PATH")
    if db and output:
        raise typer.BadParameter("with --db nothing is printed; leave one of the two out", param_hint="--output")
    shape = _format(form)
    if output and str(output) != STDIN:
        check_place(output, inputs=_read_by_ray(paths, output) if many else files(paths))
    day = published_day(published)
    told = {"published": day.isoformat() if day else None, "home": home_code(home)}
    if many and output:
        all_right = extract_with_ray(paths, output, **told, time_limit=time_limit, address=address, jobs=jobs)
        raise typer.Exit(0 if all_right else 1)
    inputs = articles(paths, **told)
    refused = _store(inputs, db, work) if db else _print(inputs, shape, output, work)
    if refused:
        raise typer.Exit(1)


def _read_by_ray(paths: list[str], output: Path) -> "Iterator[Path]":
    """Yield the inputs, `output` itself where it would lie in one: the next run would read what this one wrote."""
    for path in map(Path, paths):
        inside = path.is_dir() and output.resolve().is_relative_to(path.resolve())
        yield output if inside else path


def _format(name: str) -> "Format":
    from extractor.cli.output import Format

    try:
        return Format(name)
    except ValueError:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(Format)}", param_hint="--format") from None


def _print(inputs: "Inputs", form: "Format", output: Path | None, engine: "Callable[..., Engine[Record]]") -> int:
    """Print each article as it is done, in the order of the inputs; return how many were refused."""
    from extractor.cli.output import opened, writer
    from extractor.engine.worker import Task, record_reader
    from extractor.errors import InputError, MattranError

    def asked() -> "Iterator[tuple[InputError | None, Task | None]]":
        for article in inputs:
            if isinstance(article, InputError):
                yield article, None
            else:
                yield None, Task.of(article)

    refused = 0
    with opened(output) as stream, engine(record_reader) as read:
        write = writer(form, stream)
        for error, found in read(asked()):
            if wrong := error or (found if isinstance(found, MattranError) else None):
                warn(str(wrong))
                refused += 1
            elif isinstance(found, dict):
                write(found)
    return refused


def _store(inputs: "Inputs", db: Path, engine: "Callable[..., Engine[ArticleRows]]") -> int:
    """Store each article as it is done; return how many inputs were refused."""
    from extractor.cli.watch import Log, watch
    from extractor.engine.worker import rows_reader
    from extractor.stages import consolidate, ingest, prepare, running

    with opened_store(db) as store, engine(rows_reader) as read, running(store, "extract") as run:
        events = chain(ingest(store, inputs, read, prepare(store, data_dir()), run=run), consolidate(store, run=run))
        watch(_told(events), Log.BARS if sys.stdout.isatty() else Log.NONE)
        done = f"{plural(run.counts['extracted'], 'article')}, {run.counts['unchanged']:,} unchanged"
        refused = run.counts["failed"]
        total = f"{plural(store.count('facts'), 'fact')}, {plural(store.count('claims'), 'claim')}"
        typer.echo(f"{db}: {done}, {refused:,} refused; {total} in the database")
    return refused


def _told(events: "Iterable[Event]") -> "Iterator[Event]":
    """Hand the events on, and name on stderr what fails."""
    from extractor.stages import Failed

    for event in events:
        if isinstance(event, Failed):
            warn(event.line)
        yield event
