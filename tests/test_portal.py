"""The sample portals: every page beside what a careful reader takes from it, every portal crawled over real HTTP."""

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractor.stages import Failed, Fetched, crawl, running
from scrapers.archive import Archive
from scrapers.blocked import why_blocked
from scrapers.charset import decode
from scrapers.client import Client
from scrapers.discover import walk
from scrapers.errors import NoArticle
from scrapers.fetch import fetch
from scrapers.identity import identity
from scrapers.layouts import LAYOUTS, detect
from scrapers.parse import parse
from scrapers.portal import Portal, serve
from scrapers.records import Page, Unchanged
from scrapers.sites import load_sites
from scrapers.visit import Visit
from tests.expected import (
    ARTICLES,
    DATA,
    EXPECTED,
    FIELDS,
    FOLDER,
    PAGES,
    PORTALS,
    REFUSED,
    TROUBLE,
    address_of,
    as_expected,
    content_type,
    page_of,
    portal_of,
    read,
    wanted,
)
from tests.samples import opened
from tests.world import QUICK, no_sleep


def name(path: Path) -> str:
    return f"{path.relative_to(FOLDER).parts[0]}: {path.name.removesuffix('.expected.json')[-40:]}"


class TestPages:
    @pytest.mark.parametrize("expected", ARTICLES, ids=name)
    def test_a_page_gives_its_expected_article(self, expected: Path) -> None:
        article = wanted(expected)
        assert as_expected(read(expected)) == {field: article[field] for field in FIELDS}

    @pytest.mark.parametrize("expected", REFUSED, ids=name)
    def test_a_page_that_is_no_article_gives_none(self, expected: Path) -> None:
        with pytest.raises(NoArticle) as caught:
            read(expected)
        assert wanted(expected)["refused"] in str(caught.value)

    @pytest.mark.parametrize("expected", ARTICLES, ids=name)
    def test_detection_finds_the_family(self, expected: Path) -> None:
        tree = LexborHTMLParser(decode(page_of(expected).read_bytes(), content_type=content_type(expected)))
        assert detect(tree).name in (portal_of(expected).site.family, "generic")

    def test_every_page_has_an_expectation(self) -> None:
        """Lists are named index…, error pages 404; anything else is an article or refused."""
        read_by_us = {path for path in PAGES if not path.stem.startswith(("index", "404"))}
        assert {page_of(expected) for expected in EXPECTED} == read_by_us

    @pytest.mark.parametrize("expected", [path for path in ARTICLES if "twin_of" in wanted(path)], ids=name)
    def test_a_twin_is_the_same_article_to_its_site(self, expected: Path) -> None:
        site, article = portal_of(expected).site, wanted(expected)
        other = site.base_url.rstrip("/") + article["twin_of"]
        assert identity(address_of(expected), site) == identity(other, site)


class TestFamilies:
    def test_every_family_has_a_portal_with_articles(self) -> None:
        assert {wanted(path)["layout"] for path in ARTICLES} == set(LAYOUTS)
        assert {portal.site.family for portal in PORTALS.values()} == set(LAYOUTS)
        assert len(PORTALS) >= 10

    @pytest.mark.parametrize("slug", PORTALS)
    def test_every_portal_has_pages(self, slug: str) -> None:
        assert [path for path in ARTICLES if portal_of(path).site.slug == slug]

    @pytest.mark.parametrize("site", load_sites(DATA / "sites"), ids=lambda site: site.slug)
    def test_every_site_is_of_a_family_whose_pages_are_tested(self, site: Any) -> None:
        assert site.family in {portal_of(path).site.family for path in ARTICLES}


async def _crawl(portal: Portal, hosts: Mapping[str, str]) -> tuple[dict[str, Page], list[object]]:
    """Return the pages of all articles that are found, by identity, and what a second request for each gives."""
    async with Client(connect_to=hosts, limits=QUICK, sleep=no_sleep) as client:
        visit, links = Visit(client, portal.site), {}
        for seed in portal.site.seeds:
            async for found in walk(seed, visit, known=lambda _: False, today=client.now().date()):
                links |= {link.key: link for link in found}
        pages = {key: await fetch(visit, link) for key, link in links.items()}
        again = [
            await fetch(visit, links[key], page.validators) for key, page in pages.items() if isinstance(page, Page)
        ]
    return {key: page for key, page in pages.items() if isinstance(page, Page)}, again


@pytest.mark.parametrize("slug", [slug for slug in PORTALS if slug != TROUBLE])
def test_a_crawl_finds_every_article_once_and_then_nothing_changed(slug: str) -> None:
    portal = PORTALS[slug]
    with serve([portal]) as served:
        pages, again = asyncio.run(_crawl(portal, served.hosts))
    refused = {identity(address_of(path), portal.site) for path in REFUSED if portal_of(path) is portal}
    own = [path for path in ARTICLES if portal_of(path) is portal and "twin_of" not in wanted(path)]
    articles = {identity(address_of(path), portal.site): path for path in own}
    assert set(pages) - refused == set(articles)
    for key, path in articles.items():
        got = parse(pages[key].url, pages[key].body, pages[key].headers, portal.site)
        assert as_expected(got) == {field: wanted(path)[field] for field in FIELDS}
    assert all(isinstance(answer, Unchanged) for answer in again)


@pytest.mark.parametrize(
    "path", [path for path in PAGES if not path.stem.startswith("404")], ids=lambda path: path.stem[-40:]
)
def test_no_page_of_a_portal_looks_blocked(path: Path) -> None:
    if portal_of(path).site.slug != TROUBLE:
        assert why_blocked(path.read_bytes()) is None


def test_the_portal_of_troubles_loses_no_article_and_tells_every_trouble(tmp_path: Path) -> None:
    portal = PORTALS[TROUBLE]
    with (
        serve([portal]) as served,
        opened(tmp_path / "test.db") as store,
        Archive(tmp_path / "archive") as archive,
        running(store, "test") as run,
    ):
        connect = partial(Client, connect_to=served.hosts, limits=QUICK, sleep=no_sleep)
        events = list(crawl(store, [portal.site], archive, run=run, connect=connect))
    numbers = {event.subject[-8:-5] for event in events if isinstance(event, Fetched)}
    assert numbers == {"101", "102", "110"}
    assert {event.subject[-8:-5]: event.kind for event in events if isinstance(event, Failed)} == {
        "103": "Blocked",
        "104": "ForeignHost",
        "105": "TooLarge",
        "106": "Refused",
        "107": "Blocked",
        "108": "Blocked",
        "109": "Blocked",
    }
