"""Fetching over real HTTP from servers that misbehave, and the archive of what came."""

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from scrapers.archive import Archive, read
from scrapers.blocked import why_blocked
from scrapers.client import Client, Limits, retry_after
from scrapers.errors import (
    ArchiveError,
    Blocked,
    Busy,
    Disallowed,
    FetchError,
    ForeignHost,
    Refused,
    TooLarge,
    Unreachable,
)
from scrapers.fetch import fetch
from scrapers.pace import Pace
from scrapers.records import Link, NotModified, Page, Site, Validators

QUICK = Limits(connect=1, read=1, total=5, attempts=3, first_backoff=0.001, longest_backoff=0.002)
NOON = datetime(2024, 3, 27, 12, 0, tzinfo=UTC)
ARTICLE = "<html><head><title>Bài</title></head><body><h1>Bài</h1>" + "<p>Một đoạn văn.</p>" * 5 + "</body></html>"


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def site(httpserver: HTTPServer) -> Site:
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /admin/\n")
    return Site(slug="s", name="S", base_url=httpserver.url_for("/"), hosts=(httpserver.host,), delay=0.0)


@pytest.fixture
def get(httpserver: HTTPServer, site: Site) -> Callable[..., Page | NotModified]:
    """Fetch a path with a client of its own."""

    def fetch_path(path: str, validators: Validators | None = None, *, limits: Limits = QUICK) -> Page | NotModified:
        with Client(limits=limits) as client:
            return fetch(client, Link(httpserver.url_for(path), "s"), validators, site=site)

    return fetch_path


def answer_in_turn(httpserver: HTTPServer, *responses: Response) -> None:
    waiting = iter(responses)
    httpserver.expect_request("/a").respond_with_handler(lambda _: next(waiting))


def asked(httpserver: HTTPServer, path: str) -> int:
    return sum(request.path == path for request, _ in httpserver.log)


def test_a_page_comes_with_what_the_next_request_needs(httpserver: HTTPServer, get) -> None:
    headers = {"ETag": '"a1"', "Last-Modified": "Wed, 27 Mar 2024 01:42:00 GMT"}
    httpserver.expect_request("/a").respond_with_data(ARTICLE, headers=headers, content_type="text/html; charset=utf-8")
    page = get("/a")
    assert (page.status, page.body.decode(), page.encoding) == (200, ARTICLE, "utf-8")
    assert page.validators == Validators('"a1"', "Wed, 27 Mar 2024 01:42:00 GMT")
    assert page.fetched_at.tzinfo is UTC


def test_the_agent_says_who_it_is(httpserver: HTTPServer, site: Site) -> None:
    httpserver.expect_request("/a").respond_with_data(ARTICLE)
    with Client(limits=QUICK, contact="research@uni.example") as client:
        client.get(httpserver.url_for("/a"), site=site)
    agents = {request.headers["User-Agent"] for request, _ in httpserver.log}
    assert len(agents) == 1
    assert agents.pop().startswith("mattran/")
    assert "research@uni.example" in httpserver.log[-1][0].headers["User-Agent"]


def test_an_unchanged_page_costs_no_body(httpserver: HTTPServer, get) -> None:
    def answer(request: Request) -> Response:
        return Response(status=304 if request.headers.get("If-None-Match") == '"a1"' else 200, response=ARTICLE)

    httpserver.expect_request("/a").respond_with_handler(answer)
    unchanged = get("/a", Validators('"a1"', "Wed, 27 Mar 2024 01:42:00 GMT"))
    assert isinstance(unchanged, NotModified)
    assert unchanged.validators == Validators('"a1"', "Wed, 27 Mar 2024 01:42:00 GMT")
    assert isinstance(get("/a", Validators('"old"')), Page)


def test_robots_txt_is_asked_once_and_obeyed(httpserver: HTTPServer, site: Site) -> None:
    httpserver.expect_request("/a").respond_with_data(ARTICLE)
    with Client(limits=QUICK) as client:
        client.get(httpserver.url_for("/a"), site=site)
        client.get(httpserver.url_for("/a"), site=site)
        with pytest.raises(Disallowed, match="robots"):
            client.get(httpserver.url_for("/admin/x"), site=site)
    assert asked(httpserver, "/robots.txt") == 1
    assert asked(httpserver, "/admin/x") == 0


def test_where_robots_txt_fails_nothing_is_asked(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=503)
    site = Site(slug="s", name="S", base_url=httpserver.url_for("/"), hosts=(httpserver.host,), delay=0.0)
    with Client(limits=QUICK) as client:
        for _ in range(2):
            with pytest.raises(Refused, match=r"robots\.txt: the server answers 503"):
                client.get(httpserver.url_for("/a"), site=site)
    assert asked(httpserver, "/a") == 0
    assert asked(httpserver, "/robots.txt") == QUICK.attempts


def test_a_missing_robots_txt_allows_everything(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/a").respond_with_data(ARTICLE)
    site = Site(slug="s", name="S", base_url=httpserver.url_for("/"), hosts=(httpserver.host,), delay=0.0)
    with Client(limits=QUICK) as client:
        assert client.get(httpserver.url_for("/a"), site=site).status == 200


def test_the_delay_is_the_longer_of_ours_and_the_sites(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nCrawl-delay: 7\n")
    httpserver.expect_request("/a").respond_with_data(ARTICLE)
    site = Site(slug="s", name="S", base_url=httpserver.url_for("/"), hosts=(httpserver.host,), delay=2.0)
    clock = Clock()
    with Client(limits=QUICK, clock=clock, sleep=clock.sleep) as client:
        client.get(httpserver.url_for("/a"), site=site)
        client.get(httpserver.url_for("/a"), site=site)
    assert clock.slept == [2.0, 7.0]


def test_a_server_that_asks_for_rest_gets_it(httpserver: HTTPServer, site: Site) -> None:
    answer_in_turn(httpserver, Response("", status=429, headers={"Retry-After": "30"}), Response(ARTICLE))
    clock = Clock()
    with Client(limits=QUICK, clock=clock, sleep=clock.sleep) as client:
        assert client.get(httpserver.url_for("/a"), site=site).status == 200
    assert clock.slept == [30.0]


def test_a_server_that_asks_for_too_much_rest_is_left(httpserver: HTTPServer, get) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=429, headers={"Retry-After": "86400"})
    with pytest.raises(Busy, match="86400 s of rest") as caught:
        get("/a")
    assert caught.value.retry_after == 86400
    assert asked(httpserver, "/a") == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_what_may_pass_is_tried_again(httpserver: HTTPServer, get, status: int) -> None:
    answer_in_turn(httpserver, Response("", status=status), Response(ARTICLE))
    assert get("/a").status == 200


@pytest.mark.parametrize(("status", "times"), [(404, 1), (403, 1), (410, 1), (500, QUICK.attempts)])
def test_a_refusal_bears_its_status(httpserver: HTTPServer, get, status: int, times: int) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=status)
    with pytest.raises(Refused) as caught:
        get("/a")
    assert caught.value.status == status
    assert asked(httpserver, "/a") == times


def test_a_redirect_within_the_site_is_followed(httpserver: HTTPServer, get) -> None:
    httpserver.expect_request("/old").respond_with_data("", status=301, headers={"Location": "/new?id=5"})
    httpserver.expect_request("/new", query_string="id=5").respond_with_data(ARTICLE)
    page = get("/old")
    assert (page.url, page.final_url) == (httpserver.url_for("/old"), httpserver.url_for("/new?id=5"))


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/b", "//other.example/b", "file:///etc/passwd", "ftp://localhost/b"]
)
def test_a_redirect_off_the_site_is_not_followed(httpserver: HTTPServer, get, target: str) -> None:
    httpserver.expect_request("/a").respond_with_data(
        "", status=302, headers={"Location": target.format(port=httpserver.port)}
    )
    with pytest.raises(ForeignHost, match=r"hosts in s\.toml"):
        get("/a")
    assert asked(httpserver, "/b") == 0


def test_a_redirect_to_a_forbidden_path_is_not_followed(httpserver: HTTPServer, get) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": "/admin/"})
    with pytest.raises(Disallowed):
        get("/a")
    assert asked(httpserver, "/admin/") == 0


def test_a_redirect_loop_ends(httpserver: HTTPServer, get) -> None:
    httpserver.expect_request("/a").respond_with_data("", status=302, headers={"Location": "/a"})
    with pytest.raises(Refused, match="redirects"):
        get("/a")
    assert asked(httpserver, "/a") == QUICK.redirects + 1


def test_a_truncated_body_is_no_page(httpserver: HTTPServer, get) -> None:
    def answer(_: Request) -> Response:
        response = Response("<html>half")
        response.headers["Content-Length"] = "5000"
        return response

    httpserver.expect_request("/a").respond_with_handler(answer)
    with pytest.raises(Unreachable):
        get("/a")
    assert asked(httpserver, "/a") == QUICK.attempts


def test_a_broken_gzip_body_is_no_page(httpserver: HTTPServer, get) -> None:
    httpserver.expect_request("/a").respond_with_data(b"no gzip at all", headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unreachable):
        get("/a")


@pytest.mark.parametrize("packed", [False, True])
def test_an_oversized_body_is_cut_off(httpserver: HTTPServer, get, packed: bool) -> None:
    body = b"x" * 2_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    httpserver.expect_request("/a").respond_with_data(gzip.compress(body) if packed else body, headers=headers)
    with pytest.raises(TooLarge, match="1000000 bytes"):
        get("/a", limits=Limits(max_bytes=1_000_000))
    assert asked(httpserver, "/a") == 1


def test_a_slow_answer_times_out(httpserver: HTTPServer, get) -> None:
    def answer(_: Request) -> Response:
        time.sleep(0.3)
        return Response(ARTICLE)

    httpserver.expect_request("/a").respond_with_handler(answer)
    with pytest.raises(Unreachable, match="ReadTimeout"):
        get("/a", limits=Limits(read=0.05, attempts=1))


def test_a_body_that_drips_times_out(httpserver: HTTPServer, get) -> None:
    def drips():
        for _ in range(20):
            time.sleep(0.03)
            yield b"drip"

    httpserver.expect_request("/a").respond_with_handler(lambda _: Response(drips()))
    with pytest.raises(Unreachable, match=r"not finished after 0\.1 s"):
        get("/a", limits=Limits(total=0.1, attempts=1))


def test_no_server_is_unreachable() -> None:
    site = Site(slug="s", name="S", base_url="http://127.0.0.1:9/", hosts=("127.0.0.1",), delay=0.0)
    with Client(limits=QUICK) as client, pytest.raises(Unreachable, match="try again later"):
        client.get("http://127.0.0.1:9/a", site=site)


D1N = '<html><body><script>document.cookie="D1N=0123456789abcdef";window.location.reload(true);</script></body></html>'
WAIT = "<html><head><title>Hãy đợi...</title></head><body><p>Bạn đã gửi quá nhiều yêu cầu.</p></body></html>"
LOGIN = "<html><head><title>Đăng nhập hệ thống</title></head><body><form><input type='password'></form></body></html>"
LOST = "<html><head><title>Không tìm thấy trang</title></head><body><p>Bài viết không tồn tại.</p></body></html>"


@pytest.mark.parametrize(
    ("body", "kind"), [(D1N, "challenge"), (WAIT, "challenge"), (LOGIN, "login"), (LOST, "missing")]
)
def test_an_answer_that_is_no_page_is_blocked(httpserver: HTTPServer, get, body: str, kind: str) -> None:
    httpserver.expect_request("/a").respond_with_data(body, content_type="text/html; charset=utf-8")
    with pytest.raises(Blocked, match=kind) as caught:
        get("/a")
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    "title",
    [
        "Không tìm thấy người thân sau lũ",
        "Hãy đợi bà con về",
        "Đăng nhập cổng dịch vụ công dễ hơn",
        "Quyết định 404",
        "Tin tức",
    ],
)
def test_a_headline_with_such_words_is_a_page(title: str) -> None:
    body = f"<html><head><title>{title}</title></head><body>" + "<p>Một đoạn văn của bài viết.</p>" * 8
    assert why_blocked(body.encode()) is None


def test_a_long_page_that_sets_a_cookie_is_a_page() -> None:
    assert why_blocked((D1N + "<p>Đoạn văn của bài.</p>" * 200).encode()) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0), ("17", 17), (" 5 ", 5), ("Wed, 27 Mar 2024 12:01:30 GMT", 90), ("Wed, 27 Mar 2024 11:00:00 GMT", 0),
        ("soon", 0), ("-3", 0), ("²", 0),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float) -> None:
    assert retry_after(header, now=NOON) == seconds


def test_each_host_has_its_own_pace() -> None:
    clock = Clock()
    pace = Pace(clock=clock, sleep=clock.sleep)
    pace.wait("a", 2)
    pace.wait("b", 2)
    assert clock.slept == []
    pace.wait("a", 2)
    pace.hold("a", 10)
    pace.hold("a", 1)
    pace.wait("a", 2)
    assert clock.slept == [2, 10]


def test_every_error_is_one_line_with_where_and_cure() -> None:
    error = FetchError("http://x.example/a", "went\nwrong", cure="try again")
    assert str(error) == "http://x.example/a: went wrong; try again"


def page(body: bytes, *, url: str = "http://x.example/a", at: datetime = NOON) -> Page:
    headers = {"content-type": "text/html", "content-encoding": "gzip", "etag": '"a"', "content-length": "3"}
    return Page(url=url, final_url=url, status=200, headers=headers, body=body, fetched_at=at)


def test_the_archive_gives_back_what_was_put_in(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    bodies = ["Mặt trận".encode(), b"", bytes(range(256)) * 100]
    places = [archive.add(page(body)) for body in bodies]
    assert {place.file for place in places} == {"2024-03-27-0001.warc.gz"}
    assert places[1].offset == places[0].offset + places[0].length
    for place, body in zip(reversed(places), reversed(bodies), strict=True):
        headers, found = read(tmp_path / "archive" / place.file, place.offset)
        assert found == body
        assert headers["etag"] == '"a"'
        assert headers["content-length"] == str(len(body))
        assert "content-encoding" not in headers
    assert places[0].digest.startswith("sha1:")
    assert places[0].digest == archive.add(page(bodies[0], url="http://x.example/b")).digest


def test_the_archive_begins_a_new_file_by_day_and_by_size(tmp_path: Path) -> None:
    archive = Archive(tmp_path, max_bytes=1)
    later = datetime(2024, 3, 28, tzinfo=UTC)
    files = [archive.add(page(b"x", at=at)).file for at in (NOON, NOON, later)]
    assert files == ["2024-03-27-0001.warc.gz", "2024-03-27-0002.warc.gz", "2024-03-28-0001.warc.gz"]


def test_a_second_archive_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    first = Archive(tmp_path).add(page(b"x"))
    second = Archive(tmp_path).add(page(b"y"))
    assert (second.file, second.offset) == (first.file, first.length)


def test_a_wrong_place_in_the_archive_is_an_error(tmp_path: Path) -> None:
    place = Archive(tmp_path).add(page(b"x" * 1000))
    for offset in (7, place.length, 10**6):
        with pytest.raises(ArchiveError, match=f"no record at byte {offset}"):
            read(tmp_path / place.file, offset)
    with pytest.raises(ArchiveError):
        read(tmp_path / "none.warc.gz", 0)


def test_an_archive_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveError, match="choose another archive folder"):
        Archive(tmp_path / "file").add(page(b"x"))
