"""The client and a site's visit over real HTTP: retries, redirects, conditional requests, the cache."""

import gzip
from datetime import UTC
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from scrapers import errors
from scrapers.client import retry_after
from scrapers.errors import Busy, Disallowed, FetchError, ForeignHost, Refused, ScrapeError
from scrapers.records import Site, Validators
from tests.web import (
    ARTICLE,
    HTML,
    NOON,
    QUICK,
    Clock,
    Raw,
    answer_in_turn,
    asked,
    listening,
    response,
    site_at,
    visiting,
)

pytestmark = pytest.mark.anyio
A_YEAR = {"Cache-Control": "public, max-age=31536000", "ETag": '"l1"'}


class TestAPage:
    async def test_comes_with_what_the_next_request_needs(self, httpserver: HTTPServer, site: Site) -> None:
        headers = {"ETag": '"a1"', "Last-Modified": "Wed, 27 Mar 2024 01:42:00 GMT"}
        httpserver.expect_request("/a").respond_with_data(ARTICLE, headers=headers, content_type=HTML)
        async with visiting(site) as visit:
            page = await visit.get(f"{site.base_url}a")
        assert (page.status, page.body.decode(), page.headers["content-type"]) == (200, ARTICLE, HTML)
        assert page.validators == Validators('"a1"', "Wed, 27 Mar 2024 01:42:00 GMT")
        assert page.fetched_at.tzinfo is UTC

    async def test_is_asked_for_by_an_agent_that_says_who_it_is(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        async with visiting(site, contact="research@uni.example") as visit:
            await visit.get(f"{site.base_url}a")
        agents = {request.headers["User-Agent"] for request, _ in httpserver.log}
        assert len(httpserver.log) == 2
        assert len(agents) == 1
        assert agents.pop().startswith("mattran/")
        assert all(request.headers["User-Agent"].endswith(" research@uni.example") for request, _ in httpserver.log)
        assert all(request.headers["Accept-Language"].startswith("vi") for request, _ in httpserver.log)

    async def test_is_asked_for_without_the_cookies_that_came(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE, headers={"Set-Cookie": "visitor=1; Path=/"})
        async with visiting(site) as visit:
            for _ in range(2):
                await visit.get(f"{site.base_url}a")
        assert asked(httpserver, "/a") == 2
        assert not any("Cookie" in request.headers for request, _ in httpserver.log)

    async def test_that_is_unchanged_costs_no_body(self, httpserver: HTTPServer, site: Site) -> None:
        def answer(request: Request) -> Response:
            return Response(status=304 if request.headers.get("If-None-Match") == '"a1"' else 200, response=ARTICLE)

        httpserver.expect_request("/a").respond_with_handler(answer)
        stamp = "Wed, 27 Mar 2024 01:42:00 GMT"
        async with visiting(site) as visit:
            unchanged = await visit.get(f"{site.base_url}a", Validators('"a1"', stamp))
            changed = await visit.get(f"{site.base_url}a", Validators('"old"'))
        assert (unchanged.status, unchanged.body) == (304, b"")
        assert changed.status == 200
        assert visit.meter.not_modified == 1
        first, second = (request.headers for request, _ in httpserver.log[-2:])
        assert (first["If-None-Match"], first["If-Modified-Since"]) == ('"a1"', stamp)
        assert "If-Modified-Since" not in second

    async def test_is_asked_for_plainly_where_its_validators_are_no_ascii(
        self, httpserver: HTTPServer, site: Site
    ) -> None:
        raw = Raw(
            response(ARTICLE.encode(), 'ETag: "\u00e9"', "Last-Modified: Th\u1ee9 t\u01b0").replace(
                b"\xc3\xa9", b"\xe9"
            )
        )
        async with listening(raw) as address, visiting(site_at(address)) as visit:
            first = await visit.get(f"{address}a")
            assert first.validators.etag == '"\u00e9"'
            assert (await visit.get(f"{address}a", first.validators)).status == 200
        assert raw.asked.count("/a") == 2


class TestRetries:
    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
    async def test_what_may_pass_is_tried_again(self, httpserver: HTTPServer, site: Site, status: int) -> None:
        answer_in_turn(httpserver, Response("", status=status), Response(ARTICLE))
        async with visiting(site) as visit:
            assert (await visit.get(f"{site.base_url}a")).status == 200

    @pytest.mark.parametrize(
        ("status", "times"), [(400, 1), (403, 1), (404, 1), (410, 1), (501, 1), (429, 3), (500, 3), (503, 3)]
    )
    async def test_a_refusal_bears_its_status(
        self, httpserver: HTTPServer, site: Site, status: int, times: int
    ) -> None:
        httpserver.expect_request("/a").respond_with_data("", status=status)
        async with visiting(site) as visit:
            with pytest.raises(Refused, match=f"the server answers {status}") as caught:
                await visit.get(f"{site.base_url}a")
        assert caught.value.status == status
        assert QUICK.attempts == 3
        assert asked(httpserver, "/a") == times

    async def test_a_server_that_asks_for_rest_gets_it(self, httpserver: HTTPServer, site: Site) -> None:
        answer_in_turn(httpserver, Response("", status=429, headers={"Retry-After": "30"}), Response(ARTICLE))
        clock = Clock()
        async with visiting(site, clock=clock, sleep=clock.sleep) as visit:
            assert (await visit.get(f"{site.base_url}a")).status == 200
        assert clock.slept == [30.0]
        assert visit.meter.waited == 30.0

    async def test_it_may_ask_by_a_date(self, httpserver: HTTPServer, site: Site) -> None:
        until = {"Retry-After": "Wed, 27 Mar 2024 12:01:30 GMT"}
        answer_in_turn(httpserver, Response("", status=503, headers=until), Response(ARTICLE))
        clock = Clock()
        async with visiting(site, clock=clock, sleep=clock.sleep, now=lambda: NOON) as visit:
            await visit.get(f"{site.base_url}a")
        assert clock.slept == [90.0]

    async def test_the_host_rests_however_its_address_is_spelt(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/old").respond_with_data(
            "", status=302, headers={"Location": f"http://LOCALHOST:0{httpserver.port}/a"}
        )
        answer_in_turn(httpserver, Response("", status=429, headers={"Retry-After": "30"}), Response(ARTICLE))
        clock = Clock()
        async with visiting(site, clock=clock, sleep=clock.sleep) as visit:
            assert (await visit.get(f"{site.base_url}old")).status == 200
        assert clock.slept == [30.0]

    async def test_a_server_that_asks_for_too_much_rest_is_left(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data("", status=429, headers={"Retry-After": "86400"})
        clock = Clock()
        async with visiting(site, clock=clock, sleep=clock.sleep) as visit:
            with pytest.raises(Busy, match="86400 s of rest") as caught:
                await visit.get(f"{site.base_url}a")
        assert (caught.value.retry_after, caught.value.status) == (86400, 429)
        assert asked(httpserver, "/a") == 1
        assert clock.slept == []

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [
            (None, 0), ("17", 17), (" 5 ", 5), ("Wed, 27 Mar 2024 12:01:30 GMT", 90), ("soon", 0), ("-3", 0), ("²", 0),
            ("Wed, 27 Mar 2024 11:00:00 GMT", 0), ("Wed, 27 Mar 2024 19:01:30 +0700", 90), ("", 0), ("1.5", 0),
            ("27 Mar 2024 12:01:30", 90), ("99999", 99999), ("Wed, 27 Mar 99999 12:01:30 GMT", 0),
            ("Wed, 27 Mar 99999999999999999999 12:01:30 GMT", 0),
        ],
    )  # fmt: skip
    def test_retry_after_is_seconds_or_a_date(self, header: str | None, seconds: float) -> None:
        assert retry_after(header, now=NOON) == seconds


class TestRedirects:
    async def test_within_the_site_are_followed(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/old").respond_with_data("", status=301, headers={"Location": "/new?id=5#top"})
        httpserver.expect_request("/new", query_string="id=5").respond_with_data(ARTICLE)
        async with visiting(site) as visit:
            page = await visit.get(f"{site.base_url}old")
        assert (page.url, page.final_url) == (f"{site.base_url}old", f"{site.base_url}new?id=5")

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    async def test_of_every_kind_are_followed(self, httpserver: HTTPServer, site: Site, status: int) -> None:
        httpserver.expect_request("/old").respond_with_data("", status=status, headers={"Location": "a"})
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        async with visiting(site) as visit:
            assert (await visit.get(f"{site.base_url}old")).status == 200

    async def test_without_a_place_are_no_page(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE, status=302)
        async with visiting(site) as visit:
            with pytest.raises(Refused, match="the server answers 302"):
                await visit.get(f"{site.base_url}a")

    @pytest.mark.parametrize(
        "target",
        [
            *("http://127.0.0.1:{port}/b", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/b"),
            *("http://localhost:22/b", "https://localhost:8443/b"),  # another port is another site
            *("//other.example/b", "http://localhost.other.example:{port}/b", "http://localhost.:{port}/b"),
            *(
                "file:///etc/passwd",
                "ftp://localhost:{port}/b",
                "javascript:alert(1)",
                "data:text/html,b",
                "mailto:b@b",
            ),
        ],
    )
    async def test_off_the_site_are_refused(self, httpserver: HTTPServer, site: Site, target: str) -> None:
        there = target.format(port=httpserver.port)
        httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": there})
        async with visiting(site) as visit:
            with pytest.raises(ForeignHost, match=r"leads to .*hosts in s\.toml"):
                await visit.get(f"{site.base_url}a")
        assert [request.path for request, _ in httpserver.log] == ["/robots.txt", "/a"]

    @pytest.mark.parametrize(
        "target",
        [
            *("http://[", "http://[]/", "http://localhost:99999/", "http://localhost:0/", "http://localhost:abc/"),
            *("http://xn--/", "//a..b/", "http://\u1ec7.example/"),
        ],
    )
    async def test_to_no_address_are_refused(self, target: str) -> None:
        raw = Raw(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())
        async with listening(raw) as address, visiting(site_at(address)) as visit:
            with pytest.raises(ForeignHost, match="leads to "):
                await visit.get(f"{address}a")
        assert raw.asked == ["/robots.txt", "/a"]

    async def test_to_a_forbidden_path_are_not_followed(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": "/admin/"})
        async with visiting(site) as visit:
            with pytest.raises(Disallowed):
                await visit.get(f"{site.base_url}a")
        assert asked(httpserver, "/admin/") == 0

    async def test_to_a_twin_obey_the_twins_robots_txt(self, httpserver: HTTPServer) -> None:
        """Each host of a site has rules of its own."""
        here, twin = (f"{name}:{httpserver.port}" for name in ("localhost", "127.0.0.1"))
        httpserver.expect_request("/robots.txt", headers={"Host": here}).respond_with_data("")
        httpserver.expect_request("/robots.txt", headers={"Host": twin}).respond_with_data("User-agent: *\nDisallow: /")
        httpserver.expect_request("/a").respond_with_data("", status=301, headers={"Location": f"http://{twin}/b"})
        async with visiting(site_at(f"http://{here}/", hosts=("localhost", "127.0.0.1"))) as visit:
            with pytest.raises(Disallowed, match=twin):
                await visit.get(f"http://{here}/a")
        assert asked(httpserver, "/b") == 0

    async def test_in_a_loop_end(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": "/b"})
        httpserver.expect_request("/b").respond_with_data("", status=302, headers={"Location": "/a"})
        async with visiting(site) as visit:
            with pytest.raises(Refused, match="more than 5 redirects"):
                await visit.get(f"{site.base_url}a")
        assert asked(httpserver, "/a") + asked(httpserver, "/b") == QUICK.redirects + 1


async def test_an_address_off_the_site_is_refused_unasked(site: Site) -> None:
    async with visiting(site) as visit:
        for url in ("http://other.example/a", "file:///etc/passwd", "http://[", "", "/a"):
            with pytest.raises(ForeignHost):
                await visit.get(url)
    assert visit.meter.requests == 0


class TestListings:
    async def test_come_from_the_cache_once_the_server_says_they_hold(
        self, httpserver: HTTPServer, site: Site, tmp_path: Path
    ) -> None:
        """Also in a later run, and also where the server called the list fresh for a year."""
        seen: list[str | None] = []

        def answer(request: Request) -> Response:
            seen.append(request.headers.get("If-None-Match"))
            if seen[-1] == '"l1"':
                return Response(status=304, headers={**A_YEAR, "X-Run": "2"})
            return Response(ARTICLE, headers=A_YEAR, content_type=HTML)

        httpserver.expect_request("/list", headers={"Cache-Control": "no-cache"}).respond_with_handler(answer)
        pages = []
        for _ in range(2):
            async with visiting(site, cache=tmp_path / "new" / "cache") as visit:
                pages += [await visit.get(f"{site.base_url}list", listing=True) for _ in range(2)]
        assert seen == [None, '"l1"', '"l1"', '"l1"']
        assert [(page.status, page.body.decode(), page.headers["content-type"]) for page in pages] == [
            (200, ARTICLE, HTML)
        ] * 4
        assert (visit.meter.requests, visit.meter.not_modified) == (2, 2)

    async def test_come_anew_where_their_etag_is_no_ascii(self, tmp_path: Path) -> None:
        raw = Raw(response(ARTICLE.encode(), 'ETag: "\u00e9"').replace(b"\xc3\xa9", b"\xe9"))
        async with listening(raw) as address, visiting(site_at(address), cache=tmp_path / "cache") as visit:
            pages = [await visit.get(f"{address}list", listing=True) for _ in range(2)]
        assert [page.body.decode() for page in pages] == [ARTICLE] * 2

    async def test_that_have_changed_come_anew(self, httpserver: HTTPServer, site: Site, tmp_path: Path) -> None:
        answer_in_turn(httpserver, *(Response(text, headers={"ETag": f'"{text}"'}) for text in ("one", "two")))
        async with visiting(site, cache=tmp_path / "cache") as visit:
            bodies = [(await visit.get(f"{site.base_url}a", listing=True)).body for _ in range(2)]
        assert bodies == [b"one", b"two"]

    async def test_come_packed_from_the_cache_as_from_the_server(
        self, httpserver: HTTPServer, site: Site, tmp_path: Path
    ) -> None:
        def answer(request: Request) -> Response:
            if request.headers.get("If-None-Match"):
                return Response(status=304, headers={"ETag": '"l1"'})
            return Response(gzip.compress(ARTICLE.encode()), headers={"ETag": '"l1"', "Content-Encoding": "gzip"})

        httpserver.expect_request("/list").respond_with_handler(answer)
        async with visiting(site, cache=tmp_path / "cache") as visit:
            pages = [await visit.get(f"{site.base_url}list", listing=True) for _ in range(2)]
        assert [page.body.decode() for page in pages] == [ARTICLE] * 2
        assert visit.meter.not_modified == 1

    async def test_that_fail_do_so_with_a_cache_as_well(
        self, httpserver: HTTPServer, site: Site, tmp_path: Path
    ) -> None:
        answers = [Response(ARTICLE, headers=A_YEAR), *(Response("", status=500) for _ in range(QUICK.attempts))]
        answer_in_turn(httpserver, *answers)
        async with visiting(site, cache=tmp_path / "cache") as visit:
            await visit.get(f"{site.base_url}a", listing=True)
            with pytest.raises(Refused, match="500"):
                await visit.get(f"{site.base_url}a", listing=True)

    async def test_are_asked_for_plainly_without_a_cache(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/list", headers={"Cache-Control": "no-cache"}).respond_with_data(
            ARTICLE, headers=A_YEAR
        )
        async with visiting(site) as visit:
            for _ in range(2):
                await visit.get(f"{site.base_url}list", listing=True)
        assert asked(httpserver, "/list") == 2

    async def test_a_cache_that_is_none_costs_only_the_cache(
        self, httpserver: HTTPServer, site: Site, tmp_path: Path
    ) -> None:
        (tmp_path / "cache").write_text("no database at all " * 100)
        httpserver.expect_request("/list").respond_with_data(ARTICLE, headers=A_YEAR)
        async with visiting(site, cache=tmp_path / "cache") as visit:
            assert (await visit.get(f"{site.base_url}list", listing=True)).body.decode() == ARTICLE

    async def test_articles_never_come_from_the_cache(self, httpserver: HTTPServer, site: Site, tmp_path: Path) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE, headers=A_YEAR)
        async with visiting(site, cache=tmp_path / "cache") as visit:
            for _ in range(2):
                assert (await visit.get(f"{site.base_url}a")).status == 200
        assert asked(httpserver, "/a") == 2


class TestErrors:
    def test_are_one_line_with_where_and_cure(self) -> None:
        error = FetchError("http://x.example/a", "went\nwrong", cure="try again")
        assert str(error) == "http://x.example/a: went wrong; try again"

    def test_are_drawn_as_they_are(self) -> None:
        """The tree in the module's docstring is the tree of its classes."""
        drawn = dict[str, str]()
        above = list[str]()
        for line in (errors.__doc__ or "").splitlines():
            bare = line.lstrip("├└─│ ")
            if bare and bare.split()[0][0].isupper() and bare.split()[0] in vars(errors):
                depth = (len(line) - len(bare)) // 4
                above[depth:] = [bare.split()[0]]
                drawn[above[-1]] = above[-2] if depth else "Exception"
        kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ScrapeError)]
        assert drawn == {kind.__name__: kind.__base__.__name__ for kind in kinds}
        assert len(drawn) > 15
