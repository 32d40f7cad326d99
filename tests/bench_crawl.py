"""How fast pages of many portals are fetched, archived and parsed, with delay 0, and whether memory stays flat."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from extractor.stages import Fetched, Parsed, crawl, parse, running
from extractor.store import Store
from scrapers.archive import Archive
from scrapers.client import Client
from scrapers.portal import load_portals

ROOT = Path(__file__).parent.parent
HOSTS = 10
_SITE = """
name = "Cổng {number}"
base_url = "http://cong{number}.example/"
family = "nukeviet"
delay = 0
max_requests = 1000000
max_bytes = 1000000000000
[[seeds]]
kind = "listing"
url = "/"
"""


def make_portals(folder: Path, pages: int) -> None:
    """Write portals with so many pages in all: the pages of a sample portal over and over, no two the same."""
    [sample] = [portal for portal in load_portals(ROOT / "data" / "pages") if portal.site.slug == "hoasen"]
    texts = [path.read_text(encoding="utf-8") for path in sorted(sample.root.rglob("*-[0-9]*.html"))]
    for number in range(HOSTS):
        www = folder / f"cong{number}" / "www"
        (www / "news").mkdir(parents=True)
        (folder / f"cong{number}" / f"cong{number}.toml").write_text(_SITE.format(number=number), encoding="utf-8")
        links = []
        for page in range(pages // HOSTS):
            text = texts[page % len(texts)].replace("</title>", f" {number}-{page}</title>")
            (www / "news" / f"bai-viet-{page}.html").write_text(text, encoding="utf-8")
            links.append(f'<div class="news_column"><h3><a href="/news/bai-viet-{page}.html">Bài {page}</a></h3></div>')
        (www / "index.html").write_text(f"<html><body>{''.join(links)}</body></html>", encoding="utf-8")


@contextmanager
def served(folder: Path) -> Iterator[dict[str, str]]:
    """Serve the portals from a process of its own; yield where each host is."""
    words = [sys.executable, "-m", "scrapers.portal", str(folder), "0"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline().split() for _ in range(HOSTS)]
        try:
            yield {host: address for host, address in lines}  # noqa: C416
        finally:
            process.terminate()


def measure(pages: int, resident: object) -> dict[str, float]:
    """Crawl and parse `pages` pages; `resident` says how many MB this process has."""
    assert callable(resident)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_portals(folder / "portals", pages)
        sites = {portal.site.slug: portal.site for portal in load_portals(folder / "portals")}
        with (
            served(folder / "portals") as hosts,
            Store(folder / "bench.db") as store,
            Archive(folder / "archive") as archive,
            running(store, "bench") as run,
        ):
            connect = partial(Client, connect_to=hosts, cache=folder / "http.sqlite")
            begun, early, done = time.perf_counter(), 0, 0
            for event in crawl(store, sites.values(), archive, run=run, connect=connect):
                done += isinstance(event, Fetched)
                early = early or (resident() if done == 1_000 else 0)
            fetched = time.perf_counter() - begun
            after_crawl = resident()
            parsed = sum(isinstance(event, Parsed) for event in parse(store, folder / "archive", sites, run=run))
            took = time.perf_counter() - begun
    assert done == parsed, f"{done} pages fetched, {parsed} parsed"
    return {
        "pages": done,
        "fetched, archived, parsed, pages/s": round(done / took),
        "fetched and archived, pages/s": round(done / fetched),
        "RSS after 1,000 pages, MB": early,
        "RSS after the crawl, MB": after_crawl,
        "RSS at the end, MB": resident(),
    }
