"""Crawl: many sites at once, each at its own pace, into archive, frontier and pages."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from extractor.stages.events import Discovered, Event, Fetched, Found, Rehearsal, Run, Unchanged, Visited, utc_now
from extractor.stages.together import Put, all_of, together
from extractor.store import Store
from scrapers.archive import Archive
from scrapers.client import Client
from scrapers.discover import is_article, walk
from scrapers.errors import (
    BadCertificate,
    Blocked,
    BudgetSpent,
    Busy,
    Closed,
    FetchError,
    Gap,
    NoRobots,
    NoSuchHost,
    ParseError,
    Refused,
    Unreachable,
)
from scrapers.fetch import CURES, fetch
from scrapers.identity import identity, site_url
from scrapers.records import VIETNAM, Link, Page, Site
from scrapers.records import Unchanged as AsItWas
from scrapers.visit import Visit

Connect = Callable[..., AbstractAsyncContextManager[Client]]
"""Opens the client; is given `record`."""

ENDS = (NoRobots, Closed, Busy, BudgetSpent, NoSuchHost, BadCertificate)
"""Errors after which nothing else of the site is asked for in this run."""
SILENT = 3
"""Pages in a row that do not come at all or are challenges, after which a site is left for this run."""
GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Plan:
    """What a crawl is for: articles dated `since` a day, pages whose bytes came at `recheck` or later once more."""

    since: date | None = None
    recheck: datetime | None = None


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
            crawls = [_Crawl(store, archive, Visit(client, site), run, plan or Plan(), put) for site in chosen]
            await all_of([each.go() for each in crawls])

    yield from together(work)


def preview(
    store: Store, sites: Iterable[Site], *, connect: Connect, plan: Plan, clock: Callable[[], datetime] = utc_now
) -> Iterator[Event]:
    """Walk the seeds and yield what a crawl would fetch that is new; nothing is archived or written."""
    run = Rehearsal(store, 0, clock)

    async def work(put: Put[Event]) -> None:
        async with connect(record=None) as client:
            await all_of([_Crawl(store, None, Visit(client, site), run, plan, put).show() for site in sites])

    yield from together(work)


@dataclass(slots=True)
class _Crawl:
    """The crawl of one site."""

    store: Store
    archive: Archive | None
    visit: Visit
    run: Run
    plan: Plan
    put: Put[Event]
    new: int = 0
    lists: int = 0
    silent: int = 0

    @property
    def site(self) -> Site:
        return self.visit.site

    async def go(self) -> None:
        """Walk the seeds, then fetch what waits; an error that ends the visit is its one issue."""
        try:
            await self._discover()
            await self._fetch_all()
        except ENDS as error:
            await self._fail(error)
        meter = self.visit.meter
        came = (self.lists, meter.requests, meter.not_modified, meter.bytes, meter.waited)
        await self.put(self.run.note(Visited(self.site.base_url, *came, site=self.site.slug)))

    async def show(self) -> None:
        """Walk the seeds and tell what is new."""
        shown = set[str]()
        try:
            async for links in self._walk():
                for link in links:
                    if link.key in shown or self.store.links.known(link.key):
                        continue
                    shown.add(link.key)
                    await self.put(self.run.note(Found(link.url, site=self.site.slug)))
        except ENDS as error:
            await self._fail(error)

    async def _discover(self) -> None:
        async for _ in self._walk(keep=True):
            pass
        waiting = self.store.links.waiting(self.site.slug)
        await self.put(self.run.note(Discovered(self.site.base_url, self.new, waiting, site=self.site.slug)))

    async def _walk(self, *, keep: bool = False) -> AsyncIterator[list[Link]]:
        """Walk seed after seed.

        A walk stops at what an earlier run knew, unless the one before it broke off: then it goes on to its end.
        """
        links, slug = self.store.links, self.site.slug
        today = self.run.clock().astimezone(VIETNAM).date()
        for seed in self.site.seeds:
            again = links.walked(slug, seed)
            known = partial(links.known, before=self.run.id) if again else _nothing
            walking = walk(seed, self.visit, known=known, today=today, since=self.plan.since, again=again)
            try:
                async for found in walking:
                    self.lists += 1
                    if keep:
                        self.new += links.add(found, seed=seed, run=self.run.id, now=self.run.now())
                    yield found
            except ENDS:
                raise
            except Gap as error:
                await self._fail(error)
            except (FetchError, ParseError) as error:
                await self._fail(error)
                continue
            if keep:
                links.ended(slug, seed, now=self.run.now())

    async def _fetch_all(self) -> None:
        started = self.run.clock()
        since = self.plan.since.isoformat() if self.plan.since else None
        for link in self.store.links.pending(self.site.slug, now=started.isoformat(), since=since):
            if not await self._fetch(link):
                return
        if self.plan.recheck is not None:
            await self._recheck(self.plan.recheck.isoformat(), before=started.isoformat())

    async def _recheck(self, moment: str, *, before: str) -> None:
        for link in self.store.pages.fetched_between(self.site.slug, moment, before):
            if not await self._fetch(link):
                return

    async def _fetch(self, link: Link) -> bool:
        """Fetch one page, from where the site is now; say whether the site still answers."""
        link = replace(link, url=site_url(link.url, self.site) or link.url)
        try:
            answer = await fetch(self.visit, link, self.store.pages.validators(link))
            event = self._keep(link, answer)
        except ENDS:
            raise
        except FetchError as error:
            self._failed(link, error)
            await self._fail(error)
            self.silent = self.silent + 1 if _is_deaf(error) else 0
            return self.silent < SILENT
        self.silent = 0
        await self.put(self.run.note(event))
        return True

    def _keep(self, link: Link, answer: Page | AsItWas) -> Event:
        """Write what came: first to the archive, then page and link in one transaction."""
        if isinstance(answer, AsItWas):
            if answer.page is not None:
                self.store.pages.renew(answer.page, key=link.key)
            self.store.links.fetched(link.key)
            return Unchanged(link.url, site=self.site.slug)
        key = _landed(link, answer, self.site)
        if key != link.key and self.store.pages.known(key):  # an old address of an article that we have
            self.store.links.fetched(link.key)
            return Unchanged(link.url, site=self.site.slug)
        assert self.archive is not None
        assert answer.place is not None
        about = {"site": self.site.slug, "url": link.url, "key": key}
        self.archive.describe(answer.place, about, url=answer.final_url, at=answer.fetched_at)
        with self.store.db.atomic():
            self.store.pages.put(answer, key=key, site=self.site.slug)
            self.store.links.fetched(link.key)
            self.store.links.fetched(key)
        return Fetched(link.url, len(answer.body), site=self.site.slug)

    def _failed(self, link: Link, error: FetchError) -> None:
        if isinstance(error, Refused) and error.status in GONE:
            self.store.links.gone(link.key)
        else:
            self.store.links.failed(link.key, now=self.run.clock())

    async def _fail(self, error: FetchError | ParseError | Gap) -> None:
        await self.put(self.run.fail("crawl", error, site=self.site.slug))


def _is_deaf(error: FetchError) -> bool:
    return isinstance(error, Unreachable) or (isinstance(error, Blocked) and error.kind == "challenge")


def _nothing(_: str) -> bool:
    return False


def _landed(link: Link, page: Page, site: Site) -> str:
    """Return the identity of the article where the redirects ended; raise Blocked where that is no article."""
    address = site_url(page.final_url, site)
    if address is None or address == link.url:
        return link.key
    if not is_article(address, site):
        raise Blocked(link.url, f"leads to {address}, which is no article", cure=CURES["missing"], kind="missing")
    return identity(address, site)
