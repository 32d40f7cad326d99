"""One request over the wire: at the host's pace, within the budget, read whole within the limits, recorded."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpcore
import httpx

from scrapers.addresses import Addresses
from scrapers.errors import BadCertificate, TooLarge, Unreachable
from scrapers.meter import Meter
from scrapers.pace import Pace
from scrapers.records import Capture, Exchange, Place, Recorder

_CONNECTIONS = 2  # the host's pace lets one request at a time through


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one page: seconds, bytes and counts; `longest_wait` is the longest Retry-After that we sit out.

    `max_bytes` holds for a body as it comes, `max_unpacked` for one whose coding is undone.
    """

    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0
    max_bytes: int = 10_000_000
    max_unpacked: int = 20_000_000
    redirects: int = 5
    attempts: int = 4
    first_backoff: float = 1.0
    longest_backoff: float = 30.0
    longest_wait: float = 120.0


@dataclass(frozen=True, slots=True)
class Sending:
    """How a request is to be sent; it travels with the request as the extension `sending`.

    Requests of one `lane` go one after the other, `delay` seconds apart: those of a site, whichever of its hosts or
    ports they go to.
    """

    lane: str
    delay: float
    meter: Meter
    known: Capture | None = None
    ca_file: Path | None = None


class Network(httpx.AsyncBaseTransport):
    """Sends requests that bear a Sending; an answer bears the extension `place` where it was recorded.

    `certificates` says until when those of the hosts that were met hold.
    """

    def __init__(
        self,
        *,
        limits: Limits,
        pace: Pace,
        connect_to: Mapping[str, str],
        now: Callable[[], datetime],
        record: Recorder | None = None,
    ) -> None:
        self._limits = limits
        self._pace = pace
        self._connect_to = connect_to
        self._now = now
        self._record = record
        self._pools: dict[tuple[str, Path | None], httpx.AsyncHTTPTransport] = {}
        self._contexts: dict[Path | None, ssl.SSLContext] = {}
        self._trusted: set[str] = set()
        self.certificates: dict[str, datetime] = {}

    def trust(self, host: str) -> None:
        """Let `host` have a private address: the site file says so in figures, or names this machine."""
        self._trusted.add(host)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request`; raise a FetchError, or ArchiveError where the answer could not be kept."""
        sending: Sending = request.extensions["sending"]
        async with self._pace.turn(sending.lane, sending.delay) as slept:
            sending.meter.slept(slept)
            sending.meter.ask(str(request.url))
            exchange, problem = await self._exchange(request, sending)
            if exchange is not None:
                sending.meter.answered(size=len(exchange.body), status=exchange.status)
        place = self._keep(exchange)
        if problem is not None:
            raise problem
        assert exchange is not None
        return httpx.Response(
            exchange.status,
            headers=list(exchange.headers),
            stream=httpx.ByteStream(exchange.body),
            extensions={"place": place, "fetched_at": exchange.fetched_at},
        )

    def _keep(self, exchange: Exchange | None) -> Place | None:
        """A 304 has nothing to keep."""
        if exchange is None or exchange.status == 304 or self._record is None:
            return None
        return self._record(exchange)

    async def _exchange(self, request: httpx.Request, sending: Sending) -> tuple[Exchange | None, Exception | None]:
        """Return what came and what went wrong, one of them or both: half a body is kept too."""
        url, body, response = str(request.url), bytearray(), None
        address: str | None = None
        why: str | None = None
        problem: Exception | None = None
        try:
            async with asyncio.timeout(self._limits.total):
                response = await self._pool(request.url.host, sending.ca_file).handle_async_request(request)
                address = self._meet(request.url.host, response.extensions.get("network_stream"))
                await self._read(response, body, url)
        except TooLarge as error:
            why, problem = "length", error
        except TimeoutError:
            why, problem = "time", Unreachable(url, f"not finished after {self._limits.total:g} s", cure=_LATER)
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            why, problem = "disconnect", _plain(error, url)
        finally:
            if response is not None:
                await response.aclose()
        if response is None:
            return None, problem
        return self._recorded(request, response, bytes(body), why, sending, address), problem

    async def _read(self, response: httpx.Response, body: bytearray, url: str) -> None:
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self._limits.max_bytes:
                del body[self._limits.max_bytes :]
                raise TooLarge(
                    url, f"more than {self._limits.max_bytes} bytes", cure="leave it: no article is that long"
                )

    def _recorded(
        self,
        request: httpx.Request,
        response: httpx.Response,
        body: bytes,
        why: str | None,
        sending: Sending,
        address: str | None,
    ) -> Exchange:
        return Exchange(
            url=str(request.url),
            request=tuple(request.headers.raw),
            status=response.status_code,
            reason=response.reason_phrase,
            headers=tuple(response.headers.raw),
            body=body,
            fetched_at=self._now(),
            address=address,
            truncated=why,
            known=sending.known,
        )

    def _meet(self, host: str, stream: httpcore.AsyncNetworkStream | None) -> str | None:
        """Note the certificate of `host` and return its address: a connection that is closed knows neither."""
        if stream is None:
            return None
        secured = stream.get_extra_info("ssl_object")
        if secured is not None and host not in self.certificates:
            until = ssl.cert_time_to_seconds(secured.getpeercert()["notAfter"])
            self.certificates[host] = datetime.fromtimestamp(until, UTC)
        peer = stream.get_extra_info("server_addr")
        return str(peer[0]) if peer else None

    def _pool(self, host: str, ca_file: Path | None) -> httpx.AsyncHTTPTransport:
        """Each host has a pool of its own: one pool looks at all its connections at each request."""
        if (host, ca_file) not in self._pools:
            self._pools[host, ca_file] = self._opened(self._context(ca_file))
        return self._pools[host, ca_file]

    def _context(self, ca_file: Path | None) -> ssl.SSLContext:
        if ca_file not in self._contexts:
            self._contexts[ca_file] = httpx.create_ssl_context()
            if ca_file is not None:
                self._contexts[ca_file].load_verify_locations(cafile=ca_file)
        return self._contexts[ca_file]

    def _opened(self, context: ssl.SSLContext) -> httpx.AsyncHTTPTransport:
        transport = httpx.AsyncHTTPTransport(verify=context)
        transport._pool = httpcore.AsyncConnectionPool(  # httpx has no argument for what opens its connections
            ssl_context=context,
            max_connections=_CONNECTIONS,
            keepalive_expiry=30.0,
            http1=True,
            http2=True,
            network_backend=Addresses(connect_to=self._connect_to, trusted=self._trusted),
        )
        return transport

    async def aclose(self) -> None:
        """Close the connections."""
        for pool in self._pools.values():
            await pool.aclose()


_LATER = "try again later; look at the site"


def _plain(error: Exception, url: str) -> Exception:
    """Say what failed in the terms of our own errors."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            cure = "wait until the site renews it; or, if the authority is missing, name its certificate in ca_file"
            return BadCertificate(url, f"the certificate does not hold ({cause.verify_message})", cure=cure)
        cause = cause.__cause__ or cause.__context__
    return Unreachable(url, f"{type(error).__name__}: {error}", cure=_LATER)
