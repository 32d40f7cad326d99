"""A site file held against its site: what fits, and what each thing that does not fit looks like."""

import ssl
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import trustme
from pytest_httpserver import HTTPServer

from scrapers.check import Finding, check_site
from scrapers.client import Client
from scrapers.portal import load_portals, serve
from scrapers.records import Seed, Site
from tests.web import HTML, NOON, QUICK, asked, site_at

pytestmark = pytest.mark.anyio
SAMPLES = Path(__file__).parent.parent / "data" / "pages"
SENTENCE = "Mặt trận Tổ quốc các cấp tiếp tục chăm lo đời sống của người nghèo trong tỉnh. "
BODY = f"<p>Sáng nay, Ủy ban MTTQ tỉnh họp bàn việc chăm lo người nghèo.</p><p>{SENTENCE * 6}</p>"


def article(title: str, published: str | None) -> str:
    date = f'<meta property="article:published_time" content="{published}">' if published else ""
    head = f"<head><title>{title}</title>{date}</head>"
    return f'<html lang="vi">{head}<body><article><h1>{title}</h1>{BODY}</article></body></html>'


def served(httpserver: HTTPServer, *published: str | None, robots: str = "", **changes: Any) -> Site:
    """Serve a list of articles of these dates, and return its site."""
    httpserver.expect_request("/robots.txt").respond_with_data(robots)
    links = "".join(f'<p><a href="/tin/{number}.html">Tin số {number}</a></p>' for number in range(len(published)))
    httpserver.expect_request("/").respond_with_data(f"<html><body>{links}</body></html>", content_type=HTML)
    for number, stamp in enumerate(published):
        page = article(f"Tin số {number} của tỉnh", stamp)
        httpserver.expect_request(f"/tin/{number}.html").respond_with_data(page, content_type=HTML)
    base = httpserver.url_for("/")
    seeds = (Seed("listing", base, next=f"{base}trang-{{page}}.html", pages=3),)
    return site_at(base, **{"seeds": seeds, "article": r"/tin/\d+\.html$", **changes})


async def check(site: Site, *, pages: int = 3, **client: Any) -> list[Finding]:
    return await check_site(site, partial(Client, **{"limits": QUICK, "now": lambda: NOON, **client}), pages=pages)


def parts(findings: list[Finding]) -> list[tuple[str, bool]]:
    return [(finding.part, finding.good) for finding in findings]


def said(findings: list[Finding], part: str) -> str:
    return "\n".join(finding.text for finding in findings if finding.part == part)


DAYS = ("2024-03-25T08:00:00+07:00", "2024-03-26T08:00:00+07:00", "2024-03-27T08:00:00+07:00")


async def test_a_site_that_fits(httpserver: HTTPServer) -> None:
    site = served(
        httpserver, *DAYS, robots="User-agent: *\nCrawl-delay: 0.01\nSitemap: /s.xml\nVisit-time: 0600-1800\n"
    )
    findings = await check(site)
    assert parts(findings) == [(part, True) for part in ("robots", "seed", "tls", *["article"] * 3, "dates")]
    assert said(findings, "robots") == "one request in 0.01 s, visits from 06:00 to 18:00 UTC; sitemaps: /s.xml"
    assert said(findings, "seed") == f"{site.base_url}: 3 articles on the first page, the first “Tin số 0”"
    assert said(findings, "tls") == "plain http"
    first = said(findings, "article").splitlines()[0]
    assert first.startswith(f"{site.base_url}tin/0.html: “Tin số 0 của tỉnh”, 2024-03-25T08:00+07:00, 2 paragraphs, ")
    assert said(findings, "dates") == "3 of 3 articles have one: 25/03/2024 to 27/03/2024"


@pytest.mark.parametrize("name", ["hoasen", "sentrang", "butsen", "songsen"])
async def test_the_sample_portals_fit_their_site_files(name: str) -> None:
    portal = next(portal for portal in load_portals(SAMPLES) if portal.site.slug == name)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with serve([portal]) as server:
        connect = partial(Client, limits=QUICK, connect_to=server.hosts, now=lambda: now)
        findings = await check_site(portal.site, connect, pages=2)
    assert [finding for finding in findings if not finding.good] == []
    assert [finding.part for finding in findings].count("seed") == len(portal.site.seeds)


async def test_only_the_first_page_of_a_seed_and_so_many_articles_are_asked_for(httpserver: HTTPServer) -> None:
    findings = await check(served(httpserver, *DAYS), pages=1)
    assert [finding.part for finding in findings].count("article") == 1
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt", "/", "/tin/0.html"]


async def test_without_robots_txt_nothing_else_is_looked_at(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=503)
    findings = await check(site_at(httpserver.url_for("/"), seeds=(Seed("listing", httpserver.url_for("/")),)))
    assert parts(findings) == [("robots", False)]
    assert "no robots.txt: the server answers 503" in said(findings, "robots")
    assert asked(httpserver, "/") == 0


async def test_a_seed_that_fails_leaves_the_others(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/mute").respond_with_data("<html><body></body></html>", content_type=HTML)
    base = httpserver.url_for("/")
    seeds = (Seed("feed", f"{base}none"), Seed("listing", f"{base}mute"), Seed("listing", base))
    httpserver.expect_request("/none").respond_with_data("", status=404)
    findings = await check(served(httpserver, *DAYS, seeds=seeds), pages=0)
    assert parts(findings) == [("robots", True), ("seed", False), ("seed", False), ("seed", True), ("tls", True)]
    failed, mute, _ = said(findings, "seed").splitlines()
    assert "none: the server answers 404" in failed
    assert "mute: no article's address in this listing; check kind" in mute


@pytest.mark.parametrize("path", ["/", "/tin/0.html"])
async def test_what_ends_a_visit_ends_the_check(httpserver: HTTPServer, path: str) -> None:
    httpserver.expect_request(path).respond_with_data("", status=429, headers={"Retry-After": "3600"})
    findings = await check(served(httpserver, *DAYS))
    assert parts(findings)[-1] == ("visit", False)
    assert "asks for 3600 s of rest" in said(findings, "visit")
    assert httpserver.log[-1][0].path == path
    assert asked(httpserver, path) == 1


async def test_a_page_called_unchanged_that_was_never_asked_for_so_is_told(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/tin/0.html").respond_with_data("", status=304)
    findings = await check(served(httpserver, *DAYS))
    assert parts(findings)[-4:] == [("article", False), ("article", True), ("article", True), ("dates", True)]
    assert "the server answers 304" in said(findings, "article")


async def test_a_seed_that_stands_twice_is_looked_at_twice(httpserver: HTTPServer) -> None:
    base = httpserver.url_for("/")
    findings = await check(served(httpserver, *DAYS, seeds=(Seed("listing", base), Seed("listing", base))), pages=0)
    assert parts(findings) == [("robots", True), ("seed", True), ("seed", True), ("tls", True)]


async def test_a_page_that_is_no_article_is_told(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/tin/0.html").respond_with_data("<html><body><form></form></body></html>")
    httpserver.expect_request("/tin/1.html").respond_with_data(b"%PDF-1.7", content_type="application/pdf")
    findings = await check(served(httpserver, *DAYS))
    assert parts(findings)[-4:] == [("article", False), ("article", False), ("article", True), ("dates", True)]
    empty, file, _ = said(findings, "article").splitlines()
    assert "tin/0.html: no title" in empty
    assert "tin/1.html: the answer is a file and no page; it is no web page: leave it" in file


class TestDates:
    async def test_none_is_bad(self, httpserver: HTTPServer) -> None:
        findings = await check(served(httpserver, None, None))
        assert parts(findings)[-3:] == [("article", False), ("article", False), ("dates", False)]
        assert ", no date, " in said(findings, "article")
        assert said(findings, "dates") == "0 of 2 articles have one: none"

    async def test_all_the_same_are_a_clocks(self, httpserver: HTTPServer) -> None:
        findings = await check(served(httpserver, *[DAYS[0]] * 3))
        assert findings[-1].good is False
        assert "all articles are dated 2024-03-25 08:00:00+07:00: a clock? set selectors.date" in findings[-1].text

    async def test_two_may_be_the_same(self, httpserver: HTTPServer) -> None:
        assert (await check(served(httpserver, *[DAYS[0]] * 2)))[-1].good is True

    async def test_in_the_future_are_wrong(self, httpserver: HTTPServer) -> None:
        findings = await check(served(httpserver, DAYS[0], "2024-12-03T08:00:00+07:00"))
        assert findings[-1].good is False
        assert "2024-12-03 08:00:00+07:00 lies in the future: day and month? set date_format" in findings[-1].text


class TestTls:
    async def test_says_how_long_the_certificate_holds(self, tmp_path: Path) -> None:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        until = datetime.now(UTC) + timedelta(days=10)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("localhost", not_after=until).configure_cert(context)
        with HTTPServer(ssl_context=context) as server:
            site = served(server, *DAYS, ca_file=tmp_path / "ca.pem")
            assert site.base_url.startswith("https:")
            fine = await check(site, pages=0, now=lambda: until - timedelta(days=9, hours=1))
            late = await check(site, pages=0, now=lambda: until + timedelta(hours=1))
        assert said(fine, "tls") == "the certificate of localhost holds for 9 days"
        assert parts(fine)[-1] == ("tls", True)
        assert parts(late)[-1] == ("tls", False)
