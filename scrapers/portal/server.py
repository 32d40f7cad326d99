"""One HTTP server for many portals, told apart by host name."""

import gzip
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from scrapers.portal.faults import send_fault
from scrapers.portal.model import Portal
from scrapers.portal.routes import TYPES, Route, find, route_of


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the server saw it: `at` in seconds of time.monotonic, `status` of the answer."""

    at: float
    host: str
    address: str
    status: int


@dataclass(slots=True)
class Served:
    """Portals being served: `hosts` maps each host name to `address:port`; `log` is what was asked for so far."""

    hosts: dict[str, str]
    log: list[Request] = field(default_factory=list)


@contextmanager
def serve(portals: Iterable[Portal], *, port: int = 0) -> Iterator[Served]:
    """Serve the portals until the block ends. Port 0 takes a free one."""
    by_host = {host: portal for portal in portals for host in portal.site.hosts}
    server = _Server(by_host, port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Served(dict.fromkeys(by_host, f"127.0.0.1:{server.server_port}"), server.log)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, portals: Mapping[str, Portal], port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.portals = portals
        self.log: list[Request] = []
        self.asked: set[tuple[str, str]] = set()

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent: clients that hang up are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    """Answers as a plain web server does, with ETag, Last-Modified and gzip."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or every answer waits 40 ms for an acknowledgement
    server: _Server

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").split(":")[0]
        self._seen = time.monotonic(), host
        portal = self.server.portals.get(host)
        if portal is None:
            self._send(421, b"no portal of this name", TYPES[".txt"])
            return
        route = route_of(self.path, portal.routes)
        time.sleep(route.delay)
        asked = (host, self.path)
        again = asked in self.server.asked
        self.server.asked.add(asked)
        if route.first is not None and not again:
            self._send(route.first.status, b"", TYPES[".html"], route.first.headers)
        elif route.redirect is not None:
            status = route.status if route.status >= 300 else 301
            self._send(status, b"", TYPES[".html"], {"Location": route.redirect})
        else:
            spared = route.once and again
            self._answer(portal.root.resolve(), route.model_copy(update={"fault": None}) if spared else route)

    def _answer(self, root: Path, route: Route) -> None:
        path = root / route.file if route.file else find(root, self.path)
        if path is None:
            missing = root / "404.html"
            self._send(404, missing.read_bytes() if missing.is_file() else b"", TYPES[".html"])
        elif route.fault is not None:
            self._note(200)
            send_fault(self, route.fault, path.read_bytes())
        else:
            self._send_file(path, route)

    def _send_file(self, path: Path, route: Route) -> None:
        body, changed = path.read_bytes(), int(path.stat().st_mtime)
        tag = f'"{sha1(body, usedforsecurity=False).hexdigest()[:20]}"'
        headers = {**route.headers, "ETag": tag, "Last-Modified": formatdate(changed, usegmt=True)}
        kind = route.type or TYPES[path.suffix]
        if route.status == 200 and self._has(tag, changed):
            self._send(304, b"", kind, headers)
        elif "gzip" in (self.headers.get("Accept-Encoding") or "") and path.suffix != ".gz":
            packed = gzip.compress(body, compresslevel=1, mtime=0)
            self._send(route.status, packed, kind, {**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
        else:
            self._send(route.status, body, kind, headers)

    def _has(self, tag: str, changed: int) -> bool:
        """Say whether the reader has the page already; a tag outweighs a time (RFC 9110)."""
        if tags := self.headers.get("If-None-Match"):
            return tag in tags
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and parsedate_to_datetime(since).timestamp() >= changed
        except ValueError:
            return False

    def _send(self, status: int, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> None:
        self._note(status)
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _note(self, status: int) -> None:
        at, host = self._seen
        self.server.log.append(Request(at, host, self.path, status))

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the crawler reports."""
