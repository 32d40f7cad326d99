"""The only door to the network: paced, bounded, obedient to robots.txt."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType, TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx
import stamina

from scrapers.errors import Busy, Disallowed, FetchError, ForeignHost, Refused, TooLarge, Unreachable
from scrapers.pace import Pace
from scrapers.records import Page, Site, Validators
from scrapers.robots import Robots, read_robots, robots_url

AGENT = "mattran"
USER_AGENT = f"{AGENT}/0.1 (research crawler of public Front news; obeys robots.txt)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({429, 500, 502, 503, 504})
"""Answers that another try may turn into a page."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one page: seconds, bytes and counts. `longest_wait` is the longest Retry-After that we sit out."""

    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0
    max_bytes: int = 10_000_000
    redirects: int = 5
    attempts: int = 4
    first_backoff: float = 1.0
    longest_backoff: float = 30.0
    longest_wait: float = 120.0


class _Elsewhere(httpx.BaseTransport):
    """Sends what is meant for a host to another address, as curl's --connect-to does; the Host header stays."""

    def __init__(self, address: str) -> None:
        self._to = httpx.URL(f"http://{address}")
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(host=self._to.host, port=self._to.port)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


class Client:
    """Fetches pages of sites, one at a time; use it as a context manager.

    `contact` is told to every server. `connect_to` maps host names to `address:port`, for portals served elsewhere.
    `clock` and `sleep` count seconds for the pacing, `now` is the time of day.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        limits: Limits | None = None,
        connect_to: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._limits = limits or Limits()
        self._clock = clock
        self._now = now
        self._pace = Pace(clock=clock, sleep=sleep)
        self._robots: dict[str, Robots | FetchError] = {}
        self._http = httpx.Client(
            http2=True,
            headers={
                "User-Agent": f"{USER_AGENT} {contact}" if contact else USER_AGENT,
                "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.1",
                "Accept-Language": "vi, en;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=httpx.Timeout(self._limits.read, connect=self._limits.connect),
            mounts={f"all://{host}": _Elsewhere(address) for host, address in (connect_to or {}).items()},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, url: str, *, site: Site, validators: Validators | None = None) -> Page:
        """Return the answer to `url`, after redirects within the site; raise a FetchError for 400 and above.

        With `validators` the answer may be a 304 with an empty body.
        """
        page = self._follow(url, site=site, headers=_conditions(validators), obey=True)
        if page.status >= 400:
            raise Refused(
                url, f"the server answers {page.status}", cure="look whether the page is gone", status=page.status
            )
        return page

    def _follow(self, url: str, *, site: Site, headers: Mapping[str, str], obey: bool) -> Page:
        target = url
        for _ in range(self._limits.redirects + 1):
            if not site.allows(target):
                raise ForeignHost(url, f"leads to {target}", cure=f"add the host to hosts in {site.slug}.toml")
            delay = self._permission(target, site) if obey else site.delay
            page = self._patiently(target, delay=delay, headers=headers)
            if page.status not in REDIRECTS or "location" not in page.headers:
                return replace(page, url=url)
            target = urljoin(target, page.headers["location"])
        raise Refused(
            url,
            f"more than {self._limits.redirects} redirects",
            cure="look at the page in a browser",
            status=page.status,
        )

    def _permission(self, url: str, site: Site) -> float:
        """Return the seconds to keep between requests, or raise Disallowed."""
        rules = self._rules(url, site)
        if not rules.allows(url):
            raise Disallowed(url, "robots.txt forbids it", cure="leave it, or ask the site")
        return max(site.delay, min(rules.delay or 0.0, self._limits.longest_wait))

    def _rules(self, url: str, site: Site) -> Robots:
        """Fetch robots.txt once a client; where it does not come no page of the origin is asked for."""
        address = robots_url(url)
        if address not in self._robots:
            try:
                page = self._follow(address, site=site, headers={}, obey=False)
                self._robots[address] = read_robots(page.status, page.body, agent=AGENT)
            except FetchError as error:
                self._robots[address] = error
        found = self._robots[address]
        if isinstance(found, FetchError):
            raise found
        return found

    def _patiently(self, url: str, *, delay: float, headers: Mapping[str, str]) -> Page:
        tries = stamina.retry_context(
            on=_may_pass,
            attempts=self._limits.attempts,
            timeout=None,
            wait_initial=self._limits.first_backoff,
            wait_max=self._limits.longest_backoff,
            wait_jitter=self._limits.first_backoff,
        )
        for attempt in tries:
            with attempt:
                return self._once(url, delay=delay, headers=headers)
        raise AssertionError("stamina ends with an answer or an error")

    def _once(self, url: str, *, delay: float, headers: Mapping[str, str]) -> Page:
        self._pace.wait(urlsplit(url).netloc, delay)
        try:
            with self._http.stream("GET", url, headers=dict(headers)) as response:
                page = Page(
                    url=url,
                    final_url=url,
                    status=response.status_code,
                    headers=MappingProxyType(dict(response.headers)),
                    body=self._body(response, url),
                    fetched_at=self._now(),
                    encoding=response.charset_encoding,
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(
                url, f"{type(error).__name__}: {error}", cure="try again later; look at the site"
            ) from error
        if page.status in PASSING:
            self._refuse(page)
        return page

    def _body(self, response: httpx.Response, url: str) -> bytes:
        limit, deadline, body = self._limits.max_bytes, self._clock() + self._limits.total, bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limit:
                raise TooLarge(url, f"more than {limit} bytes", cure="leave it: no article is that long")
            if self._clock() > deadline:
                raise Unreachable(url, f"not finished after {self._limits.total:g} s", cure="try again later")
        return bytes(body)

    def _refuse(self, page: Page) -> None:
        """Raise for an answer that may pass, and keep away from the host as long as it wishes."""
        wish = retry_after(page.headers.get("retry-after"), now=self._now())
        what = f"the server answers {page.status}"
        if wish > self._limits.longest_wait:
            raise Busy(
                page.url,
                f"{what} and asks for {wish:.0f} s of rest",
                cure="run again later",
                status=page.status,
                retry_after=wish,
            )
        self._pace.hold(urlsplit(page.url).netloc, wish)
        raise Refused(page.url, what, cure="run again later", status=page.status)


def retry_after(value: str | None, *, now: datetime) -> float:
    """Read a Retry-After header, seconds or a date, as seconds from `now`; 0 where it says nothing."""
    if value is None:
        return 0.0
    if value.strip().isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def _may_pass(error: Exception) -> bool:
    return isinstance(error, Unreachable) or (type(error) is Refused and error.status in PASSING)


def _conditions(validators: Validators | None) -> dict[str, str]:
    wanted = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified} if validators else {}
    return {name: value for name, value in wanted.items() if value}
