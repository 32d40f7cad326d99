"""Crawl: many sites at once, each at its own pace, into archive, frontier and pages."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from extractor.stages.events import Event, Rehearsal, Run, utc_now
from extractor.stages.sitecrawl import Plan, SiteCrawl
from extractor.stages.together import Put, all_of, together
from extractor.store import Store
from scrapers.archive import Archive
from scrapers.client import Client
from scrapers.records import Site
from scrapers.visit import Visit

Connect = Callable[..., AbstractAsyncContextManager[Client]]
"""Opens the client; is given `record`."""


def crawl(
    store: Store, sites: Iterable[Site], archive: Archive, *, run: Run, connect: Connect, plan: Plan | None = None
) -> Iterator[Event]:
    """Bring every new article of the sites into the archive and the table of pages.

    What fails on one page or site is an issue, and the others go on; ArchiveError and StoreError end the run.
    """
    chosen = list(sites)
    for site in chosen:
        store.pages.put_site(site)

    async def work(put: Put[Event]) -> None:
        async with connect(record=archive.add) as client:
            crawls = [SiteCrawl(store, archive, Visit(client, site), run, plan or Plan(), put) for site in chosen]
            await all_of([each.go() for each in crawls])

    yield from together(work)


def preview(
    store: Store, sites: Iterable[Site], *, connect: Connect, plan: Plan, clock: Callable[[], datetime] = utc_now
) -> Iterator[Event]:
    """Walk the seeds and yield what a crawl would fetch that is new; nothing is archived or written."""
    run = Rehearsal(store, 0, clock)

    async def work(put: Put[Event]) -> None:
        async with connect(record=None) as client:
            await all_of([SiteCrawl(store, None, Visit(client, site), run, plan, put).show() for site in sites])

    yield from together(work)
