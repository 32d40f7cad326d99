"""The sample portals of data/pages, served over real HTTP on loopback.

Each lies in a folder of its own: its site file `<name>.toml`, and under `www/` what it serves. A portal keeps the
invented host name of its site file wherever it is served: give what `serve` yields to `Client(connect_to=...)`.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from scrapers.records import Site
from scrapers.sites import load_site

TYPES = {
    ".html": "text/html; charset=UTF-8",
    ".xml": "application/xml; charset=UTF-8",
    ".txt": "text/plain; charset=UTF-8",
}


@dataclass(frozen=True, slots=True)
class Portal:
    """A sample portal: its site, and the folder of what it serves."""

    site: Site
    root: Path


def load_portals(folder: Path) -> tuple[Portal, ...]:
    """Read every portal of `folder`, by name; raise SiteError where a site file is wrong."""
    files = sorted(folder.glob("*/*.toml"))
    return tuple(Portal(load_site(path), path.parent / "www") for path in files if path.stem == path.parent.name)


@contextmanager
def serve(portals: Iterable[Portal], *, port: int = 0) -> Iterator[dict[str, str]]:
    """Serve the portals until the block ends; yield host name → `address:port`. Port 0 takes a free one."""
    roots = {host: portal.root.resolve() for portal in portals for host in portal.site.hosts}
    server = _Server(roots, port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield dict.fromkeys(roots, f"127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, roots: Mapping[str, Path], port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.roots = roots


class _Handler(BaseHTTPRequestHandler):
    """Answers as a plain web server does, with ETag and Last-Modified."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or every answer waits 40 ms for an acknowledgement
    server: _Server

    def do_GET(self) -> None:
        root = self.server.roots.get((self.headers.get("Host") or "").split(":")[0])
        path = find(root, self.path) if root else None
        if root is None:
            self._send(421, b"no portal of this name", ".txt")
        elif path is None:
            missing = root / "404.html"
            self._send(404, missing.read_bytes() if missing.is_file() else b"", ".html")
        else:
            self._send_file(path)

    def _send_file(self, path: Path) -> None:
        body, changed = path.read_bytes(), int(path.stat().st_mtime)
        tag = f'"{sha1(body, usedforsecurity=False).hexdigest()[:20]}"'
        validators = {"ETag": tag, "Last-Modified": formatdate(changed, usegmt=True)}
        if self._has(tag, changed):
            self._send(304, b"", path.suffix, validators)
        else:
            self._send(200, body, path.suffix, validators)

    def _has(self, tag: str, changed: int) -> bool:
        """Say whether the reader has the page already; a tag outweighs a time (RFC 9110)."""
        if tags := self.headers.get("If-None-Match"):
            return tag in tags
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and parsedate_to_datetime(since).timestamp() >= changed
        except ValueError:
            return False

    def _send(self, status: int, body: bytes, suffix: str, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the crawler reports."""


def find(root: Path, address: str) -> Path | None:
    """Return the page below `root` that answers `address`; a folder is answered by its index."""
    path = unquote(urlsplit(address).path).lstrip("/")
    wanted = (root / path).resolve() if "\x00" not in path else None
    if wanted is None or not wanted.is_relative_to(root):
        return None
    candidates = (wanted, wanted / "index.html", wanted / "index.xml")
    return next((path for path in candidates if path.is_file() and path.suffix in TYPES), None)
