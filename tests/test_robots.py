"""robots.txt: what it lets us do, at which pace and when, and what holds while it does not come."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from scrapers.client import Client
from scrapers.errors import Closed, Disallowed, NoRobots, Refused, Unreachable
from scrapers.records import Site
from scrapers.robots import MAX_BYTES, Robots, read_robots, robots_url
from scrapers.visit import Visit
from tests.web import ARTICLE, NOON, QUICK, Clock, answer_in_turn, asked, site_at, visiting

pytestmark = pytest.mark.anyio


def rules(text: str, status: int = 200) -> Robots:
    return read_robots(status, text.encode(), agent="mattran")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 3, 27, hour, minute, tzinfo=UTC)


class TestRules:
    @pytest.mark.parametrize(
        ("text", "path", "allowed"),
        [
            ("", "/a", True),
            ("User-agent: *\nDisallow:", "/a", True),
            ("User-agent: *\nDisallow: /", "/a", False),
            ("User-agent: *\nDisallow: /admin/", "/admin/x", False),
            ("User-agent: *\nDisallow: /admin/", "/a", True),
            ("User-agent: *\nDisallow: /\nAllow: /tin/", "/tin/1", True),
            ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
            ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
            ("User-agent: mattran\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
            ("User-agent: *\nDisallow: /\n\nUser-agent: MatTran\nDisallow:", "/a", True),
            ("User-agent: googlebot\nDisallow: /", "/a", True),
            ("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/a", False),
            ("User-agent: *\nDisallow: /tin-tức/", "/tin-t%E1%BB%A9c/1", False),
            ("<html>Không tìm thấy trang</html>", "/a", True),
        ],
    )
    def test_say_what_may_be_asked_for(self, text: str, path: str, allowed: bool) -> None:
        assert rules(text).allows(f"http://x.example{path}") is allowed

    @pytest.mark.parametrize(
        ("status", "allowed"), [(200, False), (404, True), (403, True), (401, True), (410, True), (500, False)]
    )
    def test_of_a_missing_file_allow_everything_and_of_a_broken_server_nothing(
        self, status: int, allowed: bool
    ) -> None:
        assert rules("User-agent: *\nDisallow: /", status).allows("http://x.example/a") is allowed

    def test_are_read_as_far_as_the_standard_asks(self) -> None:
        rest = "User-agent: *\nDisallow: /\n"
        assert rules("#" * (MAX_BYTES - len(rest) - 1) + "\n" + rest).allows("http://x.example/a") is False
        assert rules("#" * MAX_BYTES + "\n" + rest).allows("http://x.example/a") is True

    @pytest.mark.parametrize(
        ("text", "delay"),
        [
            ("", None),
            ("User-agent: *\nCrawl-delay: 7", 7.0),
            ("User-agent: *\nCrawl-delay: 0.5", 0.5),
            ("User-agent: *\nCrawl-delay: soon", None),
            ("User-agent: *\nRequest-rate: 1/5", 5.0),
            ("User-agent: *\nRequest-rate: 2/1m", 30.0),
            ("User-agent: *\nCrawl-delay: 7\nRequest-rate: 1/5", 7.0),
            ("User-agent: *\nCrawl-delay: 3\nRequest-rate: 1/5", 5.0),
            ("User-agent: *\nRequest-rate: 0/5", None),
            ("User-agent: googlebot\nCrawl-delay: 7", None),
        ],
    )
    def test_say_the_delay(self, text: str, delay: float | None) -> None:
        assert rules(text).delay == delay

    @pytest.mark.parametrize(
        ("visit", "moment", "is_open"),
        [
            ("0600-0845", at(6), True), ("0600-0845", at(8, 45), True), ("0600-0845", at(5, 59), False),
            ("0600-0845", at(12), False), ("2200-0500", at(23), True), ("2200-0500", at(0), True),
            ("2200-0500", at(4, 59), True), ("2200-0500", at(12), False), ("2200-0500", at(21, 59), False),
            ("0600-0845", datetime(2024, 3, 27, 14, 0, tzinfo=timezone(timedelta(hours=7))), True),
            ("0600-0845", datetime(2024, 3, 27, 7, 0, tzinfo=timezone(timedelta(hours=7))), False),
        ],
    )  # fmt: skip
    def test_say_at_which_hours(self, visit: str, moment: datetime, is_open: bool) -> None:
        assert rules(f"User-agent: *\nVisit-time: {visit}").open_at(moment) is is_open

    def test_without_hours_are_open_always(self) -> None:
        assert all(rules("").open_at(at(hour)) for hour in range(24))
        assert rules("").hours == "at any hour"
        assert rules("User-agent: *\nVisit-time: 2200-0500").hours == "from 22:00 to 05:00 UTC"

    def test_name_sitemaps(self) -> None:
        named = ("http://x.example/a.xml", "http://x.example/b.xml")
        assert rules("".join(f"Sitemap: {url}\n" for url in named)).sitemaps == named
        assert rules("").sitemaps == ()

    @pytest.mark.parametrize("url", ["http://x.example:81/a/b?c=1", "http://x.example:81"])
    def test_hold_for_one_origin(self, url: str) -> None:
        assert robots_url(url) == "http://x.example:81/robots.txt"


class TestObedience:
    async def test_robots_txt_is_asked_for_once_and_obeyed(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        async with visiting(site) as visit:
            for _ in range(2):
                await visit.get(f"{site.base_url}a")
                with pytest.raises(Disallowed, match=r"robots\.txt forbids it"):
                    await visit.get(f"{site.base_url}admin/x")
        assert asked(httpserver, "/robots.txt") == 1
        assert asked(httpserver, "/admin/x") == 0

    async def test_it_is_the_first_thing_asked_for(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        async with visiting(site) as visit:
            await visit.get(f"{site.base_url}a")
        assert [request.path for request, _ in httpserver.log] == ["/robots.txt", "/a"]

    async def test_without_one_everything_is_allowed(self, httpserver: HTTPServer) -> None:
        httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        site = site_at(httpserver.url_for("/"))
        async with visiting(site) as visit:
            assert (await visit.get(f"{site.base_url}a")).status == 200

    async def test_a_moved_one_is_followed(self, httpserver: HTTPServer) -> None:
        httpserver.expect_request("/robots.txt").respond_with_data("", status=301, headers={"Location": "/r.txt"})
        httpserver.expect_request("/r.txt").respond_with_data("User-agent: *\nDisallow: /a")
        site = site_at(httpserver.url_for("/"))
        async with visiting(site) as visit:
            with pytest.raises(Disallowed):
                await visit.get(f"{site.base_url}a")
        assert asked(httpserver, "/a") == 0

    @pytest.mark.parametrize(
        ("ours", "theirs", "kept"), [(2.0, 7, [7.0] * 3), (5.0, 1, [5.0] * 3), (0.0, 3, [3.0] * 3)]
    )
    async def test_the_delay_is_the_longer_of_ours_and_the_sites(
        self, httpserver: HTTPServer, ours: float, theirs: int, kept: list[float]
    ) -> None:
        """The first is that between robots.txt and a page."""
        httpserver.expect_request("/robots.txt").respond_with_data(f"User-agent: *\nCrawl-delay: {theirs}\n")
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        site, clock = site_at(httpserver.url_for("/"), delay=ours), Clock()
        async with visiting(site, clock=clock, sleep=clock.sleep) as visit:
            for _ in range(3):
                await visit.get(f"{site.base_url}a")
        assert clock.slept == kept

    async def test_a_site_that_asks_for_hours_between_requests_is_left(self, httpserver: HTTPServer) -> None:
        httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nCrawl-delay: 3600\n")
        site, clock = site_at(httpserver.url_for("/")), Clock()
        async with visiting(site, clock=clock, sleep=clock.sleep) as visit:
            with pytest.raises(Closed, match="3600 s between requests"):
                await visit.get(f"{site.base_url}a")
        assert asked(httpserver, "/a") == 0

    async def test_outside_of_its_hours_a_site_is_closed(self, httpserver: HTTPServer) -> None:
        httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nVisit-time: 2200-0500\n")
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        site = site_at(httpserver.url_for("/"))
        async with visiting(site, now=lambda: NOON) as visit:
            with pytest.raises(Closed, match="visits from 22:00 to 05:00 UTC; run in those hours"):
                await visit.get(f"{site.base_url}a")
        assert asked(httpserver, "/a") == 0
        async with visiting(site, now=lambda: at(23)) as visit:
            assert (await visit.get(f"{site.base_url}a")).status == 200


class TestWhereItDoesNotCome:
    @pytest.mark.parametrize("status", [500, 503, 429])
    async def test_nothing_else_is_asked_for(self, httpserver: HTTPServer, status: int) -> None:
        httpserver.expect_request("/robots.txt").respond_with_data("", status=status)
        site = site_at(httpserver.url_for("/"))
        async with visiting(site) as visit:
            for _ in range(2):
                with pytest.raises(NoRobots, match=rf"robots\.txt: no robots\.txt: the server answers {status}") as no:
                    await visit.get(f"{site.base_url}a")
        assert isinstance(no.value.__cause__, Refused)
        assert [request.path for request, _ in httpserver.log] == ["/robots.txt"] * QUICK.attempts

    async def test_it_is_asked_for_again_within_the_run(self, httpserver: HTTPServer) -> None:
        answer_in_turn(
            httpserver, Response("", status=503), Response("User-agent: *\nDisallow: /b"), path="/robots.txt"
        )
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        site = site_at(httpserver.url_for("/"))
        async with visiting(site) as visit:
            assert (await visit.get(f"{site.base_url}a")).status == 200
            with pytest.raises(Disallowed):
                await visit.get(f"{site.base_url}b")

    async def test_nothing_is_asked_for_without_a_connection(self) -> None:
        site = site_at("http://127.0.0.1:9/")
        async with visiting(site) as visit:
            for _ in range(2):
                with pytest.raises(NoRobots, match="no page is asked for until it comes") as no:
                    await visit.get(f"{site.base_url}a")
        assert type(no.value.__cause__) is Unreachable
        assert visit.meter.requests == QUICK.attempts

    async def test_nor_where_it_leads_off_the_site(self, httpserver: HTTPServer) -> None:
        away = {"Location": "http://other.example/robots.txt"}
        httpserver.expect_request("/robots.txt").respond_with_data("", status=301, headers=away)
        site = site_at(httpserver.url_for("/"))
        async with visiting(site) as visit:
            with pytest.raises(NoRobots, match=r"leads to http://other\.example/robots\.txt"):
                await visit.get(f"{site.base_url}a")
        assert asked(httpserver, "/a") == 0


class TestTheCopy:
    async def test_stands_in_for_it_in_the_next_run(self, httpserver: HTTPServer, site: Site, tmp_path: Path) -> None:
        """Whatever its headers say: RFC 9309 lets a copy stand in for a day."""
        httpserver.clear()
        httpserver.expect_request("/robots.txt").respond_with_data(
            "User-agent: *\nDisallow: /admin/", headers={"Cache-Control": "no-store"}
        )
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        for _ in range(2):
            async with visiting(site, cache=tmp_path / "cache") as visit:
                await visit.get(f"{site.base_url}a")
                with pytest.raises(Disallowed):
                    await visit.get(f"{site.base_url}admin/x")
        assert [request.path for request, _ in httpserver.log] == ["/robots.txt", "/a", "/a"]
        assert visit.meter.requests == 1

    @pytest.mark.parametrize(("seconds", "times"), [(86_000, 1), (86_500, 2)])
    async def test_stands_in_for_a_day(
        self, httpserver: HTTPServer, site: Site, tmp_path: Path, seconds: int, times: int
    ) -> None:
        cache = tmp_path / "cache"
        async with visiting(site, cache=cache) as visit:
            await visit.robots()
        with closing(sqlite3.connect(cache)) as kept, kept:
            kept.execute("UPDATE entries SET expires_at = expires_at - ?", [seconds])  # as if so long had passed
        async with visiting(site, cache=cache) as visit:
            assert not (await visit.robots()).allows(f"{site.base_url}admin/")
        assert asked(httpserver, "/robots.txt") == times

    @pytest.mark.parametrize("status", [404, 503])
    async def test_is_made_of_an_answer_only(self, httpserver: HTTPServer, tmp_path: Path, status: int) -> None:
        """A missing file is asked for again, and so is one that did not come."""
        answers = [Response("", status=status)] * (1 if status == 404 else QUICK.attempts)
        answer_in_turn(httpserver, *answers, Response("User-agent: *\nDisallow: /a"), path="/robots.txt")
        site = site_at(httpserver.url_for("/"))
        async with visiting(site, cache=tmp_path / "cache") as visit:
            if status == 404:
                assert (await visit.robots()).allows(f"{site.base_url}a")
            else:
                with pytest.raises(NoRobots):
                    await visit.robots()
        async with visiting(site, cache=tmp_path / "cache") as visit:
            assert not (await visit.robots()).allows(f"{site.base_url}a")

    async def test_is_shared_by_the_sites_of_a_client(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        async with Client(limits=QUICK) as client:
            for slug in ("one", "two"):
                await Visit(client, site_at(site.base_url, slug=slug)).get(f"{site.base_url}a")
        assert asked(httpserver, "/robots.txt") == 1
