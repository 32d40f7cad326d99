"""One client for all sites: pooled connections, a cache for listings, one pace for each host."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

import hishel
import httpx
from hishel.httpx import AsyncCacheTransport

from scrapers.bodies import unpack
from scrapers.errors import Busy, FetchError, Refused, Unreachable
from scrapers.meter import Meter
from scrapers.network import Limits, Network, Sending
from scrapers.pace import Pace
from scrapers.records import Page, Recorder
from scrapers.robots import Robots
from scrapers.stamps import read_mail_date

AGENT = "mattran"
USER_AGENT = f"{AGENT}/0.1 (research crawler of public Front news; obeys robots.txt)"
PASSING = frozenset({429, 500, 502, 503, 504})
"""Answers that another try may turn into a page."""

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_LATER = "run again later"


class Client:
    """Fetches pages of sites; use it as an async context manager, in one event loop.

    `contact` is told to every server. `record` keeps every exchange. `cache` is a file for robots.txt, feeds and
    listings (RFC 9111); without it nothing is cached between runs. `connect_to` maps host names to `address:port`, for
    portals served elsewhere. `clock` and `sleep` count seconds for the pacing, `now` is the time of day. `whole` counts
    and bounds what all sites cost together.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        limits: Limits | None = None,
        connect_to: Mapping[str, str] | None = None,
        record: Recorder | None = None,
        cache: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        whole: Meter | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.whole = whole or Meter()
        self.now = now
        self._pace = Pace(clock=clock, sleep=sleep)
        self.robots: dict[str, Robots | FetchError] = {}
        self.robots_asked: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._network = Network(
            limits=self.limits, pace=self._pace, connect_to=connect_to or {}, now=now, record=record
        )
        self._headers = {
            "User-Agent": f"{USER_AGENT} {contact}" if contact else USER_AGENT,
            "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.1",
            "Accept-Language": "vi, en;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }
        self._timeout = httpx.Timeout(self.limits.read, connect=self.limits.connect).as_dict()
        self._cached: httpx.AsyncBaseTransport = self._network
        if cache is not None:
            cache.parent.mkdir(parents=True, exist_ok=True)
            storage = hishel.AsyncSqliteStorage(database_path=cache)
            self._cached = AsyncCacheTransport(self._network, storage=storage, rfc=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections and the cache."""
        await self._cached.aclose()

    @property
    def certificates(self) -> Mapping[str, datetime]:
        """Host name → until when its certificate holds, for the hosts that were met."""
        return self._network.certificates

    def trust(self, hosts: Iterable[str]) -> None:
        """Let a site be on this machine where its site file says so."""
        for host in set(hosts) & _THIS_MACHINE:
            self._network.trust(host)

    def hold(self, lane: str, seconds: float) -> None:
        """Leave a site alone for so long from now."""
        self._pace.hold(lane, seconds)

    async def send(
        self, url: str, *, headers: Mapping[str, str], cached: Mapping[str, Any] | None, how: Sending
    ) -> Page:
        """Ask once; raise a FetchError for what may pass. `cached` are options of the cache, None to go round it."""
        transport = self._network if cached is None else self._cached
        extensions = {"sending": how, "caching": dict(cached or {}), "timeout": self._timeout}
        try:
            request = httpx.Request("GET", url, headers={**self._headers, **headers}, extensions=extensions)
            answer = await transport.handle_async_request(request)
            raw = b"".join([chunk async for chunk in answer.aiter_raw()])
            await answer.aclose()
        except httpx.InvalidURL as error:
            raise Unreachable(url, f"{type(error).__name__}: {error}", cure=_LATER) from error
        page = Page(
            url=url,
            final_url=url,
            status=answer.status_code,
            headers=MappingProxyType(dict(answer.headers)),
            body=unpack(raw, answer.headers.get("content-encoding"), url=url, limit=self.limits.max_unpacked),
            fetched_at=answer.extensions.get("fetched_at") or self.now(),
            place=answer.extensions.get("place"),
        )
        if page.status in PASSING:
            self._refuse(page, how.lane)
        return page

    def _refuse(self, page: Page, lane: str) -> None:
        """Raise for an answer that may pass, and keep away from the site as long as it wishes."""
        wish = retry_after(page.headers.get("retry-after"), now=self.now())
        what = f"the server answers {page.status}"
        if wish > self.limits.longest_wait:
            raise Busy(
                page.url, f"{what} and asks for {wish:.0f} s of rest", cure=_LATER, status=page.status, retry_after=wish
            )
        self.hold(lane, wish)
        raise Refused(page.url, what, cure=_LATER, status=page.status)


def retry_after(value: str | None, *, now: datetime) -> float:
    """Read a Retry-After header, seconds or a date, as seconds from `now`; 0 where it says nothing."""
    if value is None:
        return 0.0
    if value.strip().isdecimal():
        return float(value)
    until = read_mail_date(value)
    if until is None:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
