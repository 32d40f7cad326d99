"""The sample portals: every page against its expected article, and a crawl over real HTTP."""

import json
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from scrapers.client import Client
from scrapers.discover import discover
from scrapers.errors import Blocked, Refused
from scrapers.fetch import fetch
from scrapers.parse import parse
from scrapers.portal import find, load_portals, serve
from scrapers.records import Link, NotModified, Page

FOLDER = Path(__file__).parent.parent / "data" / "pages"
PORTALS = {portal.site.slug: portal for portal in load_portals(FOLDER)}
EXPECTED = sorted(FOLDER.glob("*/www/**/*.expected.json"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name.removesuffix(".expected.json")[-40:])
def test_a_page_gives_its_expected_article(expected: Path) -> None:
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    page = expected.with_name(expected.name.replace(".expected.json", ".html"))
    portal = PORTALS[page.relative_to(FOLDER).parts[0]]
    address = portal.site.base_url + page.relative_to(portal.root).as_posix()
    article = parse(address, page.read_bytes(), {"content-type": "text/html; charset=UTF-8"}, portal.site)
    assert {
        "title": article.title,
        "lead": article.lead,
        "paragraphs": list(article.paragraphs),
        "published": article.published.isoformat() if article.published else None,
        "author": article.author,
        "tags": list(article.tags),
        "canonical_url": article.canonical_url,
        "layout": article.layout,
    } == wanted


def test_every_article_page_has_its_expectation() -> None:
    pages = {path for portal in PORTALS.values() for path in portal.root.rglob("*-[0-9]*.html")}
    assert {path.with_suffix(".expected.json") for path in pages} == set(EXPECTED)
    assert len(pages) >= 11


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_a_crawl_finds_every_article_once_and_then_nothing_changed(portal) -> None:
    with serve([portal]) as addresses, Client(connect_to=addresses) as client:
        links = list(discover(portal.site, client, known=lambda _: False))
        pages = [fetch(client, link, site=portal.site) for link in links]
        assert all(isinstance(page, Page) for page in pages)
        again = [
            fetch(client, link, page.validators, site=portal.site) for link, page in zip(links, pages, strict=True)
        ]
    articles = [parse(page.url, page.body, page.headers, portal.site) for page in pages]
    assert len({article.canonical_url for article in articles}) == len(links) == 13
    assert [article.canonical_url for article in articles] == [link.url for link in links]
    assert all(isinstance(answer, NotModified) for answer in again)


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_what_is_known_is_not_found_again(portal) -> None:
    with serve([portal]) as addresses, Client(connect_to=addresses) as client:
        known = {link.url for link in discover(portal.site, client, known=lambda _: False)}
        assert list(discover(portal.site, client, known=known.__contains__)) == []


def test_a_missing_page_is_refused_with_its_status() -> None:
    portal = PORTALS["hoasen"]
    link = Link(f"{portal.site.base_url}news/khong-co-999.html", "hoasen")
    with (
        serve([portal]) as addresses,
        Client(connect_to=addresses) as client,
        pytest.raises(Refused, match="404") as caught,
    ):
        fetch(client, link, site=portal.site)
    assert caught.value.status == 404
    assert not isinstance(caught.value, Blocked)


def test_the_server_knows_its_hosts_only() -> None:
    with serve([PORTALS["hoasen"]]) as addresses:
        (address,) = addresses.values()
        assert httpx.get(f"http://{address}/news/").status_code == 421
        answer = httpx.get(f"http://{address}/news/", headers={"Host": "mattran.hoasen.example"})
        assert answer.status_code == 200
        since = {"Host": "mattran.hoasen.example", "If-Modified-Since": answer.headers["last-modified"]}
        assert httpx.get(f"http://{address}/news/", headers=since).status_code == 304


@pytest.mark.parametrize("address", ["/../hoasen.toml", "/%2e%2e/hoasen.toml", "/none", "/x.expected.json", "/%00"])
def test_the_server_gives_nothing_but_its_pages(address: str, tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    for name in ("hoasen.toml", "www/x.expected.json", "www/a.html"):
        (tmp_path / name).write_text("x")
    assert find(root, address) is None
    assert find(root, "/a.html?page=2") == root / "a.html"


def test_the_expectations_are_dated_after_the_first_page() -> None:
    stamps = [datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["published"]) for path in EXPECTED]
    assert min(stamps).year == 2023
    assert max(stamps).year == 2025
