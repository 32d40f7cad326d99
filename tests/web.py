"""A web to fetch from: servers that do what a real one might, and a clock that only sleeping moves."""

import asyncio
import ssl
from base64 import b32encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any
from urllib.parse import urlsplit

from pytest_httpserver import HTTPServer
from werkzeug import Response

from scrapers.client import Client
from scrapers.network import Limits
from scrapers.records import Exchange, Place, Site
from scrapers.visit import Visit

QUICK = Limits(connect=1, read=1, total=5, attempts=3, first_backoff=0.001, longest_backoff=0.002)
NOON = datetime(2024, 3, 27, 12, 0, tzinfo=UTC)
ARTICLE = "<html><head><title>Bài</title></head><body><h1>Bài</h1>" + "<p>Một đoạn văn.</p>" * 5 + "</body></html>"
HTML = "text/html; charset=utf-8"
URL = "http://x.example/tin/1.html?b=1"

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def site_at(base_url: str, **changes: Any) -> Site:
    """Return a site that is served at `base_url`, without a delay."""
    host = urlsplit(base_url).hostname or ""
    return Site(**{"slug": "s", "name": "S", "base_url": base_url, "hosts": (host,), "delay": 0.0, **changes})


@asynccontextmanager
async def visiting(site: Site, **client: Any) -> AsyncIterator[Visit]:
    """Yield a visit to `site` by a client of its own."""
    async with Client(**{"limits": QUICK, **client}) as opened:
        yield Visit(opened, site)


def answer_in_turn(httpserver: HTTPServer, *responses: Response, path: str = "/a") -> None:
    """Answer each request with the next response."""
    waiting = iter(responses)
    httpserver.expect_request(path).respond_with_handler(lambda _: next(waiting))


def asked(httpserver: HTTPServer, path: str) -> int:
    """Count the requests for `path`."""
    return sum(request.path == path for request, _ in httpserver.log)


@asynccontextmanager
async def listening(handler: Handler, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Serve connections on loopback by `handler`, and yield the address; it is https with a `context`."""

    open_connections = set[asyncio.Task[None]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_connections.add(this := asyncio.current_task())
        try:
            await handler(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has had enough
        finally:
            writer.close()
            open_connections.discard(this)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"{'https' if context else 'http'}://localhost:{port}/"
    finally:
        server.close()
        for task in open_connections:
            task.cancel()
        await asyncio.gather(*open_connections, return_exceptions=True)


@dataclass
class Raw:
    """A server that writes `answer` to every request but those for robots.txt; `asked` are the paths it saw.

    `then` is done with the connection after it; by default it is closed.
    """

    answer: bytes
    then: Callable[[asyncio.StreamWriter], Awaitable[None]] | None = None
    asked: list[str] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split()[1].decode()
        self.asked.append(path)
        missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        writer.write(missing if path == "/robots.txt" else self.answer)
        await writer.drain()
        if path != "/robots.txt" and self.then is not None:
            await self.then(writer)


def response(body: bytes, *headers: str, length: int | None = None) -> bytes:
    """Return an answer as it goes over the wire; `length` is what it says of its body."""
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {HTML}", f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


class Kept(list[Exchange]):
    """A recorder that keeps exchanges in a list."""

    def __call__(self, exchange: Exchange) -> Place:
        self.append(exchange)
        return Place("x.warc.gz", 0, 1, "sha1:X", "<x>")


def exchange(body: bytes = b"<html>", **changes: Any) -> Exchange:
    """Return an exchange for the archive."""
    lines = ((b"Content-Type", b"text/html"), (b"ETag", b'"a"'))
    first = Exchange(URL, ((b"Host", b"x.example"),), 200, "OK", lines, body, NOON, address="192.0.2.1")
    return replace(first, **changes)


def digest_of(body: bytes) -> str:
    """Return the digest of a payload as WARC writes it."""
    return f"sha1:{b32encode(sha1(body, usedforsecurity=False).digest()).decode()}"
