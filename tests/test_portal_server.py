"""The server of the sample portals: files, routes, faults, and the log that other tests measure by."""

import gzip
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from scrapers.errors import FetchError, SiteError, TooLarge, Unreachable
from scrapers.portal import Portal, Route, Served, load_portals, serve
from scrapers.portal.routes import find, load_routes, route_of
from tests.web import ARTICLE, HTML, QUICK, site_at, visiting

SITE = site_at("http://mattran.example/", hosts=("mattran.example", "m.mattran.example"))
HOST = {"Host": "mattran.example"}
ROUTES = (
    Route(path="/bai/(\\d+)", file="a.html"),
    Route(path="/TIN/Bài viết\\.aspx", caseless=True, file="a.html"),
    Route(path="/list", query={"page": "2"}, file="b.html"),
    Route(path="/list", file="a.html", type="text/plain", headers={"Retry-After": "5", "Cache-Control": "no-store"}),
    Route(path="/gone", file="b.html", status=410),
    Route(path="/old", redirect="/a.html"),
    Route(path="/moved", redirect="http://other.example/", status=302),
    Route(path="/slow", file="a.html", delay=0.1),
    Route(path="/busy", file="a.html", first={"status": 429, "headers": {"Retry-After": "1"}}),
)
FAULTS = ("reset", "truncated-gzip", "wrong-length", "broken-chunk", "endless", "drip", "bomb")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in (("a.html", ARTICLE), ("b.html", "<p>b</p>"), ("muc/index.html", "<p>mục</p>"), ("x.txt", "x")):
        path = tmp_path / "www" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "www" / "map.xml.gz").write_bytes(gzip.compress(b"<urlset/>"))
    return tmp_path / "www"


@pytest.fixture
def served(root: Path) -> Iterator[Served]:
    with serve([Portal(SITE, root, ROUTES)]) as served:
        yield served


def get(served: Served, path: str, **headers: str) -> httpx.Response:
    address = served.hosts["mattran.example"]
    return httpx.get(f"http://{address}{path}", headers={**HOST, **headers}, trust_env=False)


class TestFiles:
    @pytest.mark.parametrize(
        ("path", "kind", "text"),
        [
            ("/a.html", HTML, ARTICLE),
            ("/muc/", HTML, "<p>mục</p>"),
            ("/muc", HTML, "<p>mục</p>"),
            ("/x.txt?page=2", "text/plain; charset=utf-8", "x"),
        ],
    )
    def test_are_sent_with_their_type(self, served: Served, path: str, kind: str, text: str) -> None:
        answer = get(served, path)
        assert (answer.status_code, answer.headers["content-type"].lower(), answer.text) == (200, kind, text)

    def test_are_packed_for_who_takes_it(self, served: Served) -> None:
        assert get(served, "/a.html").headers["content-encoding"] == "gzip"
        plain = get(served, "/a.html", **{"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.headers["content-length"] == str(len(ARTICLE.encode()))
        assert gzip.decompress(get(served, "/map.xml.gz").content) == b"<urlset/>"

    def test_that_are_not_there_are_404(self, served: Served, root: Path) -> None:
        assert (get(served, "/none").status_code, get(served, "/none").text) == (404, "")
        (root / "404.html").write_text("Không có")
        assert (get(served, "/none").status_code, get(served, "/none").text) == (404, "Không có")

    @pytest.mark.parametrize(
        "address",
        ["/../b.html", "/%2e%2e/b.html", "/muc/../../b.html", "/none", "/x.expected.json", "/%00", "//etc/passwd"],
    )
    def test_beside_its_pages_are_not_sent(self, address: str, tmp_path: Path) -> None:
        root = tmp_path / "www"
        root.mkdir()
        for name in ("b.html", "www/x.expected.json", "www/a.html"):
            (tmp_path / name).write_text("x")
        assert find(root, address) is None
        assert find(root, "/a.html?page=2") == root / "a.html"


class TestHosts:
    def test_are_those_of_the_site_files(self, served: Served) -> None:
        assert set(served.hosts) == {"mattran.example", "m.mattran.example"}
        assert get(served, "/a.html", Host="m.mattran.example").status_code == 200
        assert get(served, "/a.html", Host="mattran.example:80").status_code == 200
        assert get(served, "/a.html", Host="other.example").status_code == 421

    def test_of_many_portals_are_told_apart(self, root: Path, tmp_path: Path) -> None:
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "a.html").write_text("other")
        other = Portal(site_at("http://other.example/"), tmp_path / "other")
        with serve([Portal(SITE, root), other]) as served:
            texts = [get(served, "/a.html", Host=host).text for host in ("mattran.example", "other.example")]
        assert texts == [ARTICLE, "other"]


class TestConditionalRequests:
    @pytest.mark.parametrize("name", ["If-None-Match", "If-Modified-Since"])
    def test_cost_no_body_while_the_file_is_as_it_was(self, served: Served, root: Path, name: str) -> None:
        first = get(served, "/a.html")
        validators = {"If-None-Match": first.headers["etag"], "If-Modified-Since": first.headers["last-modified"]}
        again = get(served, "/a.html", **{name: validators[name]})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
        (root / "a.html").write_text("<p>anew</p>")
        changed = (root / "a.html").stat().st_mtime + 10
        os.utime(root / "a.html", (changed, changed))
        assert get(served, "/a.html", **{name: validators[name]}).text == "<p>anew</p>"

    def test_a_tag_outweighs_a_time(self, served: Served) -> None:
        stamp = get(served, "/a.html").headers["last-modified"]
        assert get(served, "/a.html", **{"If-None-Match": '"other"', "If-Modified-Since": stamp}).status_code == 200

    def test_with_no_date_are_plain_ones(self, served: Served) -> None:
        assert get(served, "/a.html", **{"If-Modified-Since": "yesterday"}).status_code == 200


class TestRoutes:
    @pytest.mark.parametrize(
        ("path", "status", "text"),
        [
            ("/bai/7", 200, ARTICLE),
            ("/bai/x", 404, ""),
            ("/tin/b%C3%A0i%20Vi%E1%BA%BFt.aspx", 200, ARTICLE),
            ("/tin/ba%CC%80i%20vi%C3%AA%CC%81t.aspx", 200, ARTICLE),
            ("/list?page=2", 200, "<p>b</p>"),
            ("/list?page=3", 200, ARTICLE),
            ("/gone", 410, "<p>b</p>"),
        ],
    )
    def test_lead_to_their_file(self, served: Served, path: str, status: int, text: str) -> None:
        answer = get(served, path)
        assert (answer.status_code, answer.text) == (status, text)

    def test_bear_type_and_headers_of_their_own(self, served: Served) -> None:
        headers = get(served, "/list").headers
        wanted = {"content-type": "text/plain", "retry-after": "5", "cache-control": "no-store"}
        assert wanted.items() <= dict(headers).items()

    @pytest.mark.parametrize(
        ("path", "status", "target"), [("/old", 301, "/a.html"), ("/moved", 302, "http://other.example/")]
    )
    def test_redirect(self, served: Served, path: str, status: int, target: str) -> None:
        answer = get(served, path)
        assert (answer.status_code, answer.headers["location"]) == (status, target)

    def test_are_slow_where_they_say_so(self, served: Served) -> None:
        started = time.monotonic()
        assert get(served, "/slow").status_code == 200
        assert time.monotonic() - started >= 0.1

    def test_answer_otherwise_the_first_time(self, served: Served) -> None:
        first, *others = (get(served, "/busy?page=1") for _ in range(3))
        assert (first.status_code, first.headers["retry-after"], first.text) == (429, "1", "")
        assert [answer.status_code for answer in others] == [200, 200]
        assert get(served, "/busy?page=2").status_code == 429

    def test_the_first_that_fits_is_taken(self) -> None:
        assert route_of("/list?page=2&x=1", ROUTES).file == "b.html"
        assert route_of("/list?page=2&page=2", ROUTES).file == "a.html"
        assert route_of("/anything", ROUTES) == Route(path=".*")

    @pytest.mark.parametrize(
        "text",
        [
            *("[[routes]]\nfile = 'a'", "[[routes]]\npath = '/'\nfault = 'fire'", "[[routes]]\npath = '/'\nx = 1"),
            *("[[routes]]\npath = '/'\ndelay = 100", "routes = 1", "no toml"),
        ],
    )
    def test_that_are_wrong_are_said_so(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "routes.toml").write_text(text)
        with pytest.raises(SiteError, match=r"routes\.toml.*correct the file"):
            load_routes(tmp_path / "routes.toml")


@pytest.mark.anyio
class TestFaults:
    @pytest.mark.parametrize("fault", FAULTS)
    async def test_are_what_a_client_must_survive(self, root: Path, fault: str) -> None:
        route = Route(path="/a.html", fault=fault)
        limits = replace(QUICK, attempts=1, total=0.5, max_bytes=500_000, max_unpacked=1_000_000)
        with serve([Portal(SITE, root, (route,))]) as served:
            async with visiting(SITE, limits=limits, connect_to=served.hosts) as visit:
                with pytest.raises(FetchError) as caught:
                    await visit.get("http://mattran.example/a.html")
                assert (await visit.get("http://mattran.example/b.html")).status == 200
        too_large = {"endless": "more than 500000 bytes", "bomb": "bytes"}
        assert type(caught.value) is (TooLarge if fault in too_large else Unreachable)
        said = {**too_large, "drip": "not finished after 0.5 s", "truncated-gzip": "the end is missing"}
        assert said.get(fault, "Error") in str(caught.value)

    async def test_are_all_tested(self) -> None:
        assert set(FAULTS) == set(Route.model_fields["fault"].annotation.__args__[0].__args__)


class TestTheLog:
    def test_tells_every_request_with_its_moment(self, served: Served) -> None:
        before = time.monotonic()
        for path in ("/a.html", "/none?x=1", "/old"):
            get(served, path)
        assert [(request.host, request.address, request.status) for request in served.log] == [
            ("mattran.example", "/a.html", 200),
            ("mattran.example", "/none?x=1", 404),
            ("mattran.example", "/old", 301),
        ]
        moments = [request.at for request in served.log]
        assert before <= moments[0] <= moments[1] <= moments[2] <= time.monotonic()

    def test_has_the_moment_at_which_a_request_came(self, served: Served) -> None:
        before = time.monotonic()
        get(served, "/slow")
        assert served.log[0].at - before < 0.1


def test_portals_are_read_from_their_folders(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "www").mkdir(parents=True)
        text = f'name = "{name}"\nbase_url = "http://{name}.example/"\n[[seeds]]\nkind = "feed"\nurl = "/rss"\n'
        (tmp_path / name / f"{name}.toml").write_text(text)
    (tmp_path / "two" / "routes.toml").write_text("[[routes]]\npath = '/a'\nfile = 'b.html'\n")
    with pytest.raises(SiteError, match=r"routes\.toml: there is no www/b\.html"):
        load_portals(tmp_path)
    (tmp_path / "two" / "www" / "b.html").write_text("<p>b</p>")
    one, two = load_portals(tmp_path)
    assert (one.site.slug, one.root, one.routes) == ("one", tmp_path / "one" / "www", ())
    assert (two.site.slug, two.routes) == ("two", (Route(path="/a", file="b.html"),))
