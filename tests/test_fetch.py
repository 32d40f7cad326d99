"""From a link to its page, or to the news that it is as it was, or that what came is none."""

import gzip

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from scrapers.errors import Blocked, Disallowed, Refused
from scrapers.fetch import WHAT, fetch
from scrapers.records import Capture, Link, Page, Site, Unchanged, Validators
from tests.web import ARTICLE, HTML, NOON, asked, visiting

pytestmark = pytest.mark.anyio

D1N = '<html><body><script>document.cookie="D1N=0123456789abcdef";window.location.reload(true);</script></body></html>'
WAIT = "<html><head><title>Hãy đợi...</title></head><body><p>Bạn đã gửi quá nhiều yêu cầu.</p></body></html>"
CAPTCHA = "<html><head><title>Captcha</title></head><body><form><input name='captcha'></form></body></html>"
LOGIN = "<html><head><title>Đăng nhập hệ thống</title></head><body><form><input type='password'></form></body></html>"
LOST = "<html><head><title>Không tìm thấy trang</title></head><body><p>Bài viết không tồn tại.</p></body></html>"


@pytest.fixture
def link(site: Site) -> Link:
    return Link(f"{site.base_url}a", "s")


async def test_a_link_leads_to_its_page(httpserver: HTTPServer, site: Site, link: Link) -> None:
    httpserver.expect_request("/a").respond_with_data(ARTICLE, headers={"ETag": '"a1"'}, content_type=HTML)
    async with visiting(site) as visit:
        page = await fetch(visit, link)
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.status, page.body.decode()) == (link.url, link.url, 200, ARTICLE)
    assert page.validators.etag == '"a1"'


async def test_a_page_that_the_server_calls_unchanged_is(httpserver: HTTPServer, site: Site, link: Link) -> None:
    def answer(request: Request) -> Response:
        return Response(status=304 if request.headers.get("If-None-Match") == '"a1"' else 200, response=ARTICLE)

    httpserver.expect_request("/a").respond_with_handler(answer)
    capture = Capture(link.url, "sha1:X", NOON)
    async with visiting(site) as visit:
        unchanged = await fetch(visit, link, Validators('"a1"', capture=capture))
        changed = await fetch(visit, link, Validators('"old"', capture=capture))
    assert unchanged == Unchanged(link.url)
    assert isinstance(changed, Page)


@pytest.mark.parametrize(
    ("body", "kind", "cure"),
    [
        (D1N, "challenge", "ask the site for access"),
        (WAIT, "challenge", "ask the site for access"),
        (CAPTCHA, "challenge", "ask the site for access"),
        (LOGIN, "login", "not public"),
        (LOST, "missing", "gone"),
        (b"%PDF-1.7\n" + bytes(2000), "file", "no web page"),
        (b"PK\x03\x04" + bytes(2000), "file", "no web page"),
        (b"\xff\xd8\xff\xe0" + bytes(2000), "file", "no web page"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
async def test_an_answer_that_is_no_page_is_blocked(
    httpserver: HTTPServer, site: Site, link: Link, body: str | bytes, kind: str, cure: str, packed: bool
) -> None:
    plain = body.encode() if isinstance(body, str) else body
    headers = {"Content-Encoding": "gzip"} if packed else {}
    httpserver.expect_request("/a").respond_with_data(
        gzip.compress(plain) if packed else plain, headers=headers, content_type=HTML
    )
    async with visiting(site) as visit:
        with pytest.raises(Blocked, match=f"the answer is {WHAT[kind]}; .*{cure}") as caught:
            await fetch(visit, link)
    assert (caught.value.kind, caught.value.where) == (kind, link.url)
    assert asked(httpserver, "/a") == 1


async def test_an_empty_answer_is_a_page(httpserver: HTTPServer, site: Site, link: Link) -> None:
    """The parser says what is wrong with it."""
    httpserver.expect_request("/a").respond_with_data("")
    async with visiting(site) as visit:
        page = await fetch(visit, link)
    assert isinstance(page, Page)
    assert page.body == b""


async def test_an_error_page_with_its_status_is_refused_not_blocked(
    httpserver: HTTPServer, site: Site, link: Link
) -> None:
    httpserver.expect_request("/a").respond_with_data(LOST, status=404, content_type=HTML)
    async with visiting(site) as visit:
        with pytest.raises(Refused, match="look whether the page is gone"):
            await fetch(visit, link)


async def test_a_forbidden_link_is_not_asked_for(httpserver: HTTPServer, site: Site) -> None:
    async with visiting(site) as visit:
        with pytest.raises(Disallowed, match="leave it, or ask the site"):
            await fetch(visit, Link(f"{site.base_url}admin/a", "s"))
    assert asked(httpserver, "/admin/a") == 0
