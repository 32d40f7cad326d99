"""The crawl of one site: what waits, what its seeds show, what is to be asked for again."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from extractor.errors import Defect, GivenUp, MattranError
from extractor.stages.events import Discovered, Event, Fetched, Found, Run, Unchanged, Visited
from extractor.stages.together import Put
from extractor.store import DatabaseError, Store
from scrapers.archive import Archive
from scrapers.discover import walk
from scrapers.errors import (
    ENDS,
    ArchiveError,
    Blocked,
    FetchError,
    Moved,
    Refused,
    ScrapeError,
    Unreachable,
)
from scrapers.fetch import CURES, fetch
from scrapers.identity import identity, is_article, site_url
from scrapers.records import VIETNAM, Link, Page, Site
from scrapers.records import Unchanged as AsItWas
from scrapers.visit import Visit

DEAF = 3
"""Pages in a row that are refused, do not come or are challenges, after which a site is left for this run."""
GONE = frozenset({404, 410})
FATAL = (ArchiveError, MattranError, DatabaseError)
"""What is no fault of a site: it ends the run."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a crawl is for: articles dated `since` a day, pages whose bytes came at `recheck` or later once more."""

    since: date | None = None
    recheck: datetime | None = None


@dataclass(slots=True)
class SiteCrawl:
    """Crawls one site; `put` is given what happens."""

    store: Store
    archive: Archive | None
    visit: Visit
    run: Run
    plan: Plan
    put: Put[Event]
    new: int = 0
    lists: int = 0
    deaf: int = 0

    @property
    def site(self) -> Site:
        return self.visit.site

    async def go(self) -> None:
        """Fetch what waits, walk the seeds, fetch what they showed, then what is to be asked for again.

        What waits comes first, so that a budget that the lists alone use up still brings pages in the next run.
        """
        try:
            await self._all()
        except ENDS as error:
            await self._fail(error)
        except FATAL:
            raise
        except Exception as error:  # a mistake of ours, on one site: the others go on, and the run ends with 1
            await self._fail(Defect.of(error, where=self.site.base_url))
        meter = self.visit.meter
        came = (self.lists, meter.requests, meter.not_modified, meter.bytes, meter.waited)
        await self.put(self.run.note(Visited(self.site.base_url, *came, site=self.site.slug)))

    async def show(self) -> None:
        """Walk the seeds and tell what is new."""
        shown = set[str]()
        try:
            async for links in self._walk():
                for link in links:
                    if link.key not in shown and not self.store.links.known(link.key):
                        shown.add(link.key)
                        await self.put(self.run.note(Found(link.url, site=self.site.slug)))
        except ENDS as error:
            await self._fail(error)

    async def _all(self) -> None:
        started = self.run.clock().isoformat()
        if not await self._fetch_all(self._waiting(started)):
            return
        async for _ in self._walk(keep=True):
            pass
        waiting = self.store.links.waiting(self.site.slug)
        await self.put(self.run.note(Discovered(self.site.base_url, self.new, waiting, site=self.site.slug)))
        if await self._fetch_all(self._waiting(started)) and self.plan.recheck is not None:
            known = self.store.pages.fetched_between(self.site.slug, self.plan.recheck.isoformat(), started)
            await self._fetch_all(known)

    def _waiting(self, now: str) -> Iterable[Link]:
        since = self.plan.since.isoformat() if self.plan.since else None
        links = self.store.links
        return (link for link in links.pending(self.site.slug, now=now, since=since) if links.is_pending(link.key))

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
            except ScrapeError as error:
                if keep:
                    links.broke_off(slug, seed)
                if isinstance(error, (*ENDS, *FATAL)):
                    raise
                await self._fail(error)
            else:
                if keep and self.plan.since is None:  # a walk cut short by a day has seen no end
                    links.ended(slug, seed, now=self.run.now())

    async def _fetch_all(self, links: Iterable[Link]) -> bool:
        """Fetch page after page; say whether the site still answers."""
        for link in links:
            try:
                await self._fetch(replace(link, url=site_url(link.url, self.site) or link.url))
            except (*ENDS, *FATAL):
                raise
            except FetchError as error:
                await self._failed(link, error)
                self.deaf = self.deaf + 1 if _is_deaf(error) else 0
                if self.deaf >= DEAF:
                    return False
            except Exception as error:  # a mistake of ours, on one page
                await self._failed(link, Defect.of(error, where=link.url))
            else:
                self.deaf = 0
        return True

    async def _fetch(self, link: Link) -> None:
        answer = await fetch(self.visit, link, self.store.pages.validators(link))
        event = self._same(link, answer) if isinstance(answer, AsItWas) else self._keep(link, answer)
        await self.put(self.run.note(event))

    def _same(self, link: Link, answer: AsItWas) -> Event:
        """Write what is new of a page that is as it was: nothing, or how the server names its version now."""
        if answer.page is not None:
            self._describe(answer.page, link, link.key)
            self.store.pages.renew(answer.page, key=link.key)
        self.store.links.fetched(link.key)
        return Unchanged(link.url, site=self.site.slug)

    def _keep(self, link: Link, page: Page) -> Event:
        """Write what came: first to the archive, then page and link in one transaction."""
        key = landed(link, page, self.site)
        if key != link.key and (self.store.pages.known(key) or self.store.pages.known(link.key)):
            self.store.links.fetched(link.key)
            cure = "look which of the two the site still has; both stay as they came first"
            raise Moved(link.url, f"leads to another article, {page.final_url}", cure=cure)
        self._describe(page, link, key)
        with self.store.db.atomic():
            self.store.pages.put(page, key=key, site=self.site.slug)
            self.store.links.fetched(link.key)
            self.store.links.fetched(key)
        return Fetched(link.url, len(page.body), site=self.site.slug)

    def _describe(self, page: Page, link: Link, key: str) -> None:
        assert self.archive is not None
        assert page.place is not None
        about = {"site": self.site.slug, "url": link.url, "key": key}
        self.archive.describe(page.place, about, url=page.final_url, at=page.fetched_at)

    async def _failed(self, link: Link, error: FetchError | Defect) -> None:
        """Note when the page is to be asked for again; an outage of the whole site is no fault of the page."""
        await self._fail(error)
        links = self.store.links
        if isinstance(error, Moved):
            return
        if isinstance(error, Refused) and error.status in GONE:
            links.gone(link.key)
        elif links.failed(link.key, now=self.run.clock(), counts=not _is_outage(error)):
            cure = "look at the page; mattran nightly will not ask for it again"
            await self._fail(GivenUp(link.url, f"did not come in many nights, last: {error.what}", cure=cure))

    async def _fail(self, error: ScrapeError | MattranError) -> None:
        await self.put(self.run.fail("crawl", error, site=self.site.slug))


def landed(link: Link, page: Page, site: Site) -> str:
    """Return the identity of the article where the redirects ended; raise Blocked where that is no article."""
    address = site_url(page.final_url, site)
    if address is None or address == link.url:
        return link.key
    if not is_article(address, site):
        raise Blocked(link.url, f"leads to {address}, which is no article", cure=CURES["missing"], kind="missing")
    return identity(address, site)


def _is_outage(error: FetchError | Defect) -> bool:
    return isinstance(error, Unreachable) or (isinstance(error, Refused) and error.status >= 500)


def _is_deaf(error: FetchError) -> bool:
    if isinstance(error, Refused):
        return error.status not in GONE
    return isinstance(error, Unreachable) or (isinstance(error, Blocked) and error.kind == "challenge")


def _nothing(_: str) -> bool:
    return False
