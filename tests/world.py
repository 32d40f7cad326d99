"""A small portal in a folder, with a store and an archive: what the stages work on in the tests."""

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from extractor.stages import Event, Failed, Plan, crawl, extract, parse, running, utc_now
from extractor.store import Store, Versions
from scrapers.archive import Archive
from scrapers.client import Client
from scrapers.network import Limits
from scrapers.portal import Portal, Route, Served, serve
from scrapers.records import Site
from scrapers.sites import load_site
from tests.samples import TEXT, extraction

CURRENT = Versions(lexicon="tables-1", code="code-1")
EVERYTHING = datetime.min.replace(tzinfo=UTC)
QUICK = Limits(connect=2, read=2, total=5, attempts=2, first_backoff=0.001, longest_backoff=0.002)

SITE = """
name = "Mặt trận thử"
base_url = "http://thu.example/"
family = "generic"
home = "38"
delay = 0
article = '/tin/\\d+\\.html$'
[[seeds]]
kind = "listing"
url = "/"
next = "/trang-{page}.html"
pages = 3
"""
BODY = "Mặt trận Tổ quốc các cấp tiếp tục chăm lo đời sống của người nghèo trong tỉnh. " * 6
ENGLISH = "The Front keeps caring for the poor of the province, and thanks everyone who helped it to. " * 6


def page(title: str, text: str, *, body: str = BODY) -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body><article>'
        f"<h1>{title}</h1><p>{text}</p><p>{body}</p></article></body></html>"
    )


def url(number: int, host: str = "thu.example") -> str:
    return f"http://{host}/tin/{number}.html"


async def no_sleep(_: float) -> None:
    """Pass the time."""


@dataclass
class World:
    """A portal under `root`, and what `go` makes of it; `clock` is the time of day."""

    root: Path
    store: Store
    clock: Callable[[], datetime] = utc_now
    routes: tuple[Route, ...] = ()
    served: Served | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        (self.www / "tin").mkdir(parents=True)
        self.file(SITE)
        self.write(1, page("Thanh Hóa chăm lo người nghèo", TEXT))
        self.write(2, page("Mặt trận xã họp dân", "Xã họp bàn việc xây dựng đường thôn xóm."))
        self.show(1, 2)
        (self.www / "robots.txt").write_text("User-agent: *\nDisallow: /quan-tri/\n")

    @property
    def www(self) -> Path:
        return self.root / "www"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    def file(self, text: str) -> None:
        """Write the site file."""
        (self.root / "thu.toml").write_text(text, encoding="utf-8")
        self.site: Site = load_site(self.root / "thu.toml")

    def write(self, number: int, html: str) -> None:
        (self.www / "tin" / f"{number}.html").write_text(html, encoding="utf-8")

    def show(self, *numbers: int, name: str = "index.html") -> None:
        """Write a listing page."""
        links = "".join(f'<li><a href="/tin/{n}.html">Bài viết số {n} của Mặt trận tỉnh</a></li>' for n in numbers)
        (self.www / name).write_text(f"<html><body><ul>{links}</ul></body></html>", encoding="utf-8")

    def portal(self) -> AbstractContextManager[Served]:
        return serve([Portal(self.site, self.www, self.routes)])

    def go(
        self,
        *,
        recheck: bool = False,
        since: date | None = None,
        portal: AbstractContextManager[Served] | None = None,
    ) -> list[Event]:
        """Take the portal through crawl, parse and extract."""
        plan = Plan(since, EVERYTHING if recheck else None)
        with portal or self.portal() as served, running(self.store, "test", clock=self.clock) as run:
            self.served = served
            connect = partial(
                Client, connect_to=served.hosts, limits=QUICK, sleep=no_sleep, cache=self.root / "cache" / "http.sqlite"
            )
            with Archive(self.archive) as archive:
                events = list(crawl(self.store, [self.site], archive, run=run, connect=connect, plan=plan))
            events += parse(self.store, self.archive, {"thu": self.site}, run=run)
            events += extract(self.store, extraction, CURRENT, run=run)
        return events

    def asked(self) -> list[str]:
        """Return what the last run asked the portal for."""
        assert self.served is not None
        return [request.address for request in self.served.log]

    def content(self, *, without: tuple[str, ...] = ("runs", "visits", "issues")) -> str:
        """Return all rows of the database and the sizes of the archive, to compare."""
        tables = [name for name in self.store.db.table_names() if name not in without and "migrations" not in name]
        rows = {name: list(self.store.db.table(name).rows) for name in tables}
        files = sorted((file.name, file.stat().st_size) for file in self.archive.glob("*.gz"))
        return json.dumps([rows, files], default=str)

    def forget_everything(self) -> None:
        """Throw away the database, keep the archive."""
        path = self.store.path
        self.store.close()
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()

    def lose_archive(self) -> None:
        shutil.rmtree(self.archive)


def failures(events: list[Event]) -> list[tuple[str, str, str]]:
    return [(e.stage, e.kind, e.subject) for e in events if isinstance(e, Failed)]
