"""One site's turn: obedient to robots.txt, patient, within its hosts and its budget."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urldefrag, urljoin

import stamina

from scrapers.client import AGENT, PASSING, Client
from scrapers.errors import (
    BadCertificate,
    BudgetSpent,
    Closed,
    Disallowed,
    FetchError,
    ForeignHost,
    NoRobots,
    NoSuchHost,
    Refused,
    Unreachable,
)
from scrapers.meter import Meter
from scrapers.network import Sending
from scrapers.records import Page, Site, Validators
from scrapers.robots import MAX_AGE, Robots, read_robots, robots_url

logging.getLogger("stamina").addHandler(logging.NullHandler())  # it would warn of each retry on stderr
LONGEST_DELAY = 600.0
"""Seconds between two requests beyond which a site is left alone altogether."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_A_DAY = {"rfc": False, "ttl": MAX_AGE}
"""How the cache keeps robots.txt, whatever its headers say (RFC 9309)."""


class Visit:
    """Fetches pages of one site with `client`; what they cost is counted in `meter`."""

    def __init__(self, client: Client, site: Site) -> None:
        self.site = site
        self.meter = Meter(site.max_requests, site.max_bytes, whole=client.whole)
        self._client = client
        client.trust(site.hosts)

    @property
    def lane(self) -> str:
        """What its requests go one after the other in: all hosts and ports of the site together."""
        return self.site.hosts[0]

    async def get(self, url: str, validators: Validators | None = None, *, listing: bool = False) -> Page:
        """Return the answer to `url`, after redirects within the site; raise a FetchError for anything but a page.

        With `validators` the answer may be a 304 with an empty body. A `listing` comes through the cache, which asks
        the server each time whether it still holds.
        """
        conditions = _conditions(validators)
        if listing:
            page = await self._follow(url, headers={"Cache-Control": "no-cache"}, cached={})
        else:
            page = await self._follow(url, headers=conditions, validators=validators)
        if page.status == 200 or (page.status == 304 and conditions):
            return page
        cure = "look whether the page is gone"
        raise Refused(url, f"the server answers {page.status}", cure=cure, status=page.status)

    async def robots(self, url: str | None = None) -> Robots:
        """Return what robots.txt says that governs `url`, by default the site's; raise NoRobots where it does not come.

        It is asked for once a client.
        """
        address = robots_url(url or self.site.base_url)
        known = self._client.robots
        async with self._client.robots_asked[address]:
            if address not in known:
                known[address] = await self._ask_robots(address)
        found = known[address]
        if isinstance(found, NoSuchHost | BadCertificate):  # the root cause, whatever was asked for first
            raise found
        if isinstance(found, FetchError):
            cure = f"no page is asked for until it comes: {found.cure}"
            raise NoRobots(found.where, f"no robots.txt: {found.what}", cure=cure) from found
        return found

    async def _ask_robots(self, address: str) -> Robots | FetchError:
        try:
            page = await self._follow(address, headers={}, cached=_A_DAY, obey=False)
        except BudgetSpent:  # says nothing of the host
            raise
        except FetchError as error:
            return error
        rules = read_robots(page.status, page.body, agent=AGENT)
        self._client.hold(self.lane, min(rules.delay or 0.0, LONGEST_DELAY))  # asking for it was a request too
        return rules

    async def _follow(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        cached: Mapping[str, Any] | None = None,
        validators: Validators | None = None,
        obey: bool = True,
    ) -> Page:
        """Ask for `url` and go where redirects lead, as far as the site's own hosts."""
        target = url
        for _ in range(self._client.limits.redirects + 1):
            if not self.site.allows(target):
                cure = f"if the site has moved there, add the host to hosts in {self.site.slug}.toml"
                raise ForeignHost(url, "is off the site" if target == url else f"leads to {target}", cure=cure)
            delay = await self._permission(target) if obey else self.site.delay
            known = validators.capture if validators else None
            how = Sending(self.lane, delay, self.meter, known=known, ca_file=self.site.ca_file)
            try:
                page = await self._patiently(target, headers=headers, cached=cached, how=how)
            except FetchError as error:
                if target != url:  # the reader knows the address that was asked for
                    error.where, error.what = url, f"{error.what}, at {target}"
                raise
            if page.status not in REDIRECTS or "location" not in page.headers:
                return replace(page, url=url)
            target = _redirected(target, page.headers["location"])
        what = f"more than {self._client.limits.redirects} redirects"
        raise Refused(url, what, cure="look at the page in a browser", status=page.status)

    async def _permission(self, url: str) -> float:
        """Return the seconds to keep between requests, or raise Disallowed."""
        rules = await self.robots(url)
        if not rules.allows(url):
            raise Disallowed(url, "robots.txt forbids it", cure="leave it, or ask the site")
        if not rules.open_at(self._client.now()):
            raise Closed(url, f"robots.txt asks for visits {rules.hours}", cure="run in those hours")
        delay = rules.delay or 0.0
        if delay > LONGEST_DELAY:
            what = f"robots.txt asks for {delay:.0f} s between requests"
            raise Closed(url, what, cure="leave it: a night is too short for that")
        return max(self.site.delay, delay)

    async def _patiently(
        self, url: str, *, headers: Mapping[str, str], cached: Mapping[str, Any] | None, how: Sending
    ) -> Page:
        limits = self._client.limits
        tries = stamina.retry_context(
            on=_may_pass,
            attempts=limits.attempts,
            timeout=None,
            wait_initial=limits.first_backoff,
            wait_max=limits.longest_backoff,
            wait_jitter=limits.first_backoff,
        )
        async for attempt in tries:
            with attempt:
                return await self._client.send(url, headers=headers, cached=cached, how=how)
        raise AssertionError("stamina ends with an answer or an error")


def _redirected(url: str, location: str) -> str:
    """Return where a redirect leads; what cannot be read stays as it is, to be refused."""
    try:
        return urldefrag(urljoin(url, location)).url
    except ValueError:
        return location


def _may_pass(error: Exception) -> bool:
    return isinstance(error, Unreachable) or (type(error) is Refused and error.status in PASSING)


def _conditions(validators: Validators | None) -> dict[str, str]:
    """Return what makes the request conditional; a value that is not ASCII can't be sent as it came."""
    wanted = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified} if validators else {}
    return {name: value for name, value in wanted.items() if value and value.isascii()}
