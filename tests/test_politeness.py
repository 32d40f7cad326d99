"""Two hundred sites at once: each at its own pace, measured where it counts, at the server."""

from collections import defaultdict
from functools import partial
from itertools import pairwise
from pathlib import Path

from extractor.stages import Fetched, crawl, running
from scrapers.archive import Archive
from scrapers.client import Client
from scrapers.portal import Portal, serve
from scrapers.records import Seed, Site
from tests.samples import TEXT, opened
from tests.world import page

SITES = 200


def portal(number: int, root: Path) -> Portal:
    host = f"s{number}.example"
    base = f"http://{host}/"
    site = Site(
        slug=f"s{number}",
        name=host,
        base_url=base,
        hosts=(host,),
        delay=0.2 + 0.1 * (number % 5),
        article=r"/tin/\d+\.html$",
        seeds=(Seed("listing", base),),
    )
    return Portal(site, root)


def test_no_request_of_two_hundred_sites_comes_early(tmp_path: Path) -> None:
    (tmp_path / "www" / "tin").mkdir(parents=True)
    for number in (1, 2):
        (tmp_path / "www" / "tin" / f"{number}.html").write_text(page(f"Tin số {number} của tỉnh", TEXT))
    links = "".join(f'<a href="/tin/{number}.html">Tin số {number}</a> ' for number in (1, 2))
    (tmp_path / "www" / "index.html").write_text(f"<html><body>{links}</body></html>")
    (tmp_path / "www" / "robots.txt").write_text("User-agent: *\nAllow: /\n")
    portals = [portal(number, tmp_path / "www") for number in range(SITES)]
    with (
        serve(portals) as served,
        opened(tmp_path / "test.db") as store,
        Archive(tmp_path / "archive") as archive,
        running(store, "test") as run,
    ):
        connect = partial(Client, connect_to=served.hosts)
        events = list(crawl(store, [each.site for each in portals], archive, run=run, connect=connect))
    assert sum(isinstance(event, Fetched) for event in events) == 2 * SITES
    asked = defaultdict(list)
    for request in served.log:
        asked[request.host].append(request.at)
    for each in portals:
        moments = sorted(asked[each.site.hosts[0]])
        assert len(moments) == 4  # robots.txt, the list, two pages
        assert min(later - earlier for earlier, later in pairwise(moments)) >= each.site.delay
    first, last = min(map(min, asked.values())), max(map(max, asked.values()))
    assert last - first < 12, "the sites did not go side by side"  # one after the other they take over four minutes
