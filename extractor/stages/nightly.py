"""Nightly: crawl → parse → extract → consolidate → report: a run that may be killed anywhere and taken up again."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from extractor.engine.here import Engine
from extractor.errors import Abandoned
from extractor.health import diagnose
from extractor.stages.consolidate import consolidate
from extractor.stages.crawl import Connect, crawl
from extractor.stages.events import Event, Run
from extractor.stages.extract import Reader, extract
from extractor.stages.parse import parse
from extractor.stages.prepare import prepare
from extractor.stages.sitecrawl import Plan
from extractor.store import Store
from extractor.store.rows import ArticleRows
from scrapers.archive import Archive
from scrapers.records import Site


def nightly(
    store: Store,
    chosen: Iterable[Site],
    archive: Path,
    *,
    run: Run,
    connect: Connect,
    extractor: Reader | Engine[ArticleRows],
    data: Path,
    sites: Mapping[str, Site],
    plan: Plan | None = None,
) -> Iterator[Event]:
    """Take the chosen sites through all stages; `sites` are all that have a site file, `archive` is the folder.

    What an earlier run left is done first of all: its fetched pages are parsed, its links fetched.
    """
    yield from take_over(store, run=run)
    with Archive(archive) as warc:
        yield from crawl(store, chosen, warc, run=run, connect=connect, plan=plan)
    yield from parse(store, archive, sites, run=run)
    yield from extract(store, extractor, prepare(store, data, clock=run.clock), run=run)
    yield from consolidate(store, run=run)
    yield from look(store, run=run)


def take_over(store: Store, *, run: Run) -> Iterator[Event]:
    """Close the runs whose processes are gone, and say so; the caller holds the lock."""
    for left in store.journal.unfinished():
        if left["id"] == run.id:
            continue
        gone = left["pid"] if left["pid"] != os.getpid() else "this one, earlier"
        what = f"run {left['id']} of process {gone}, begun {left['started_at'][:19]}, did not come to its end"
        store.journal.abandon(left["id"], now=run.now())
        yield run.fail("run", Abandoned(str(store.path), what, cure="nothing to do: this run goes on where it stopped"))


def look(store: Store, *, run: Run) -> Iterator[Event]:
    """Look at the sites that were visited, and tell which of them yield less than they should."""
    store.journal.put_visits(run.id, run.visit_rows())
    for state in list(store.health.states(run.id)):
        for alarm in diagnose(state, run.clock()).alarms:
            yield run.fail("report", alarm, site=state.slug)
