"""The wire: names, addresses, certificates, bodies that do not come whole, and what one request may cost."""

import asyncio
import gzip
import socket
import ssl
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived
from pytest_httpserver import HTTPServer

from scrapers.addresses import Addresses
from scrapers.errors import (
    BadCertificate,
    BudgetSpent,
    FetchError,
    ForeignHost,
    NoRobots,
    NoSuchHost,
    TooLarge,
    Unreachable,
)
from scrapers.meter import Meter
from scrapers.records import Exchange, Place, Site
from scrapers.visit import Visit
from tests.web import ARTICLE, HTML, QUICK, Raw, listening, site_at, visiting

pytestmark = pytest.mark.anyio
ONCE = replace(QUICK, attempts=1)


class Kept(list[Exchange]):
    """A recorder that keeps exchanges in a list."""

    def __call__(self, exchange: Exchange) -> Place:
        self.append(exchange)
        return Place("x.warc.gz", 0, 1, "sha1:X", "<x>")


def answer(body: bytes, *headers: str, length: int | None = None) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {HTML}", f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


async def failure(raw: Raw, *, limits=QUICK) -> tuple[FetchError, Kept]:
    """Fetch a page from `raw`; return the error and what was recorded of the page."""
    kept = Kept()
    async with listening(raw) as address, visiting(site_at(address), limits=limits, record=kept) as visit:
        with pytest.raises(FetchError) as caught:
            await visit.get(f"{address}a")
    return caught.value, Kept(each for each in kept if each.url.endswith("/a"))


class TestConnecting:
    @pytest.mark.parametrize("name", ["khong-co.invalid", "khong co", "a..b", "x" * 64 + ".invalid", "fe80::1%none0"])
    async def test_a_name_without_address_is_no_such_host(self, name: str) -> None:
        with pytest.raises(NoSuchHost, match="no address"):
            await Addresses(connect_to={}).connect_tcp(name, 80, timeout=10)

    async def test_a_site_without_address_has_no_robots_txt_and_is_left(self) -> None:
        site = site_at(f"http://{'x' * 64}.invalid/")
        async with visiting(site) as visit:
            with pytest.raises(NoRobots, match=r"no robots\.txt: no address .*correct the host") as caught:
                await visit.get(site.base_url)
        assert isinstance(caught.value.__cause__, NoSuchHost)

    async def test_a_refused_connection_is_unreachable(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            site = site_at(f"http://127.0.0.1:{free.getsockname()[1]}/")
            async with visiting(site) as visit:
                with pytest.raises(NoRobots, match="no page is asked for until it comes: try again later") as caught:
                    await visit.get(f"{site.base_url}a")
        assert type(caught.value.__cause__) is Unreachable

    async def test_a_server_that_says_nothing_times_out(self) -> None:
        error, kept = await failure(Raw(b"", then=lambda _: asyncio.sleep(0.3)), limits=replace(ONCE, read=0.05))
        assert type(error) is Unreachable
        assert "ReadTimeout" in str(error)
        assert kept == []


class TestPrivateAddresses:
    @pytest.mark.parametrize(
        "name",
        [
            *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
            *("::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
            *("224.0.0.1", "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::"),
            *("localhost", "2130706433", "0x7f.1", "127.1"),
        ],
    )
    async def test_a_name_with_a_private_address_is_refused_after_it_was_looked_up(self, name: str) -> None:
        with pytest.raises(ForeignHost, match="private address"):
            await Addresses(connect_to={}).connect_tcp(name, 9, timeout=1)

    async def test_a_host_that_is_not_of_this_machine_by_name_is_refused_where_it_leads_here(self) -> None:
        """The site file names the host, and its name leads to this machine all the same."""
        raw = Raw(answer(ARTICLE.encode()))
        async with listening(raw) as address:
            site = site_at(address.replace("localhost", "2130706433"))
            async with visiting(site) as visit:
                with pytest.raises(NoRobots, match=r"private address 127\.0\.0\.1") as caught:
                    await visit.get(f"{site.base_url}a")
        assert isinstance(caught.value.__cause__, ForeignHost)
        assert raw.asked == []

    async def test_each_site_that_names_this_machine_may_be_here(self, httpserver: HTTPServer, site: Site) -> None:
        """Also a site whose visit begins after the first request of the client."""
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        here = site_at(f"http://127.0.0.1:{httpserver.port}/")
        async with visiting(site) as visit:
            await visit.get(f"{site.base_url}a")
            assert (await Visit(visit._client, here).get(f"{here.base_url}a")).status == 200

    async def test_a_name_can_be_served_elsewhere(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a", headers={"Host": "mattran.example"}).respond_with_data(ARTICLE)
        there = {"mattran.example": f"127.0.0.1:{httpserver.port}"}
        async with visiting(site_at("http://mattran.example/"), connect_to=there) as visit:
            assert (await visit.get("http://mattran.example/a")).body.decode() == ARTICLE


async def reset(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.02)  # let the half arrive
    linger = (1).to_bytes(4, "little") + bytes(4)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def endlessly(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


async def drip(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"1\r\nx\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
HALF_GZIP = gzip.compress(ARTICLE.encode())[:60]
BROKEN = {  # what comes, what then happens, what is kept of it and why it is no whole body
    "reset": (answer(b"<html>half", length=5000), reset, b"<html>half", "disconnect"),
    "short": (answer(b"<html>half", length=5000), None, b"<html>half", "disconnect"),
    "broken chunk": (CHUNKED + b"5\r\nxxxxx\r\nno length\r\n", None, b"xxxxx", "disconnect"),
    "truncated gzip": (answer(HALF_GZIP, "Content-Encoding: gzip"), None, HALF_GZIP, None),
    "no gzip": (answer(b"no gzip at all", "Content-Encoding: gzip"), None, b"no gzip at all", None),
    "unknown coding": (answer(b"zzz", "Content-Encoding: br"), None, b"zzz", None),
}


class TestBodiesThatAreNotWhole:
    @pytest.mark.parametrize(("came", "then", "body", "why"), BROKEN.values(), ids=BROKEN)
    async def test_they_are_no_page_but_tried_again_and_kept(self, came: bytes, then, body: bytes, why) -> None:
        raw = Raw(came, then)
        error, kept = await failure(raw)
        assert type(error) is Unreachable
        assert raw.asked == ["/robots.txt"] + ["/a"] * QUICK.attempts
        assert [(each.body, each.truncated) for each in kept] == [(body, why)] * QUICK.attempts

    async def test_what_is_no_http_is_not_kept(self) -> None:
        error, kept = await failure(Raw(b"SSH-2.0-OpenSSH_9.2\r\n"))
        assert type(error) is Unreachable
        assert "RemoteProtocolError" in str(error)
        assert kept == []

    async def test_more_bytes_than_the_length_says_are_not_read(self) -> None:
        async with listening(Raw(answer(b"<html>whole and more", length=11))) as address:
            async with visiting(site_at(address)) as visit:
                assert (await visit.get(f"{address}a")).body == b"<html>whole"

    async def test_an_endless_body_is_cut_off_by_its_bytes(self) -> None:
        raw = Raw(CHUNKED, endlessly)
        error, kept = await failure(raw, limits=replace(QUICK, max_bytes=1_000_000))
        assert type(error) is TooLarge
        assert "more than 1000000 bytes" in str(error)
        assert raw.asked == ["/robots.txt", "/a"]
        assert [(len(each.body), each.truncated) for each in kept] == [(1_000_000, "length")]

    async def test_an_endless_body_is_cut_off_by_its_time(self) -> None:
        error, kept = await failure(Raw(CHUNKED, drip), limits=replace(ONCE, total=0.2))
        assert type(error) is Unreachable
        assert "not finished after 0.2 s" in str(error)
        assert [(set(each.body), each.truncated) for each in kept] == [(set(b"x"), "time")]

    async def test_a_gzip_bomb_is_cut_off_before_it_fills_the_memory(self) -> None:
        limits = replace(QUICK, max_unpacked=2_000_000)
        raw = Raw(answer(zeros(100_000_000), "Content-Encoding: gzip"))
        tracemalloc.start()
        try:
            error, kept = await failure(raw, limits=limits)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert type(error) is TooLarge
        assert "more than 2000000 bytes unpacked" in str(error)
        assert raw.asked == ["/robots.txt", "/a"]
        assert len(kept) == 1
        assert peak < 8_000_000

    async def test_they_count_for_the_budget(self) -> None:
        async with listening(Raw(CHUNKED, endlessly)) as address:
            site = site_at(address, max_bytes=150_000)
            async with visiting(site, limits=replace(QUICK, max_bytes=100_000)) as visit:
                for error in (TooLarge, TooLarge, BudgetSpent):
                    with pytest.raises(error):
                        await visit.get(f"{address}a")
        assert visit.meter.bytes == 200_000


def zeros(size: int) -> bytes:
    """Return `size` zero bytes as gzip has them, without ever holding them."""
    packer = zlib.compressobj(1, wbits=16 + zlib.MAX_WBITS)
    block = bytes(1_000_000)
    return b"".join([*(packer.compress(block) for _ in range(size // len(block))), packer.flush()])


Https = Callable[..., AbstractAsyncContextManager[tuple[str, Raw]]]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def https(authority: trustme.CA) -> Https:
    """Serve the article over TLS with a certificate of `authority`."""

    @asynccontextmanager
    async def serving(name: str = "localhost", **dates: datetime) -> AsyncIterator[tuple[str, Raw]]:
        raw = Raw(answer(ARTICLE.encode(), "Connection: close"))
        async with listening(raw, context_of(authority.issue_cert(name, **dates))) as address:
            yield address, raw

    return serving


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


async def refused_certificate(site: Site, raw: Raw) -> str:
    """Ask for a page of `site`; return what the error says, with nothing asked of the server."""
    async with visiting(site) as visit:
        with pytest.raises(NoRobots) as caught:
            await visit.get(f"{site.base_url}a")
    assert isinstance(caught.value.__cause__, BadCertificate)
    assert raw.asked == []
    assert visit.meter.requests == 1  # not tried again
    return str(caught.value)


class TestCertificates:
    async def test_an_untrusted_authority_is_a_bad_certificate(self, https: Https) -> None:
        async with https() as (address, raw):
            said = await refused_certificate(site_at(address), raw)
        assert "the certificate does not hold (unable to get local issuer certificate)" in said
        assert "name its certificate in ca_file" in said

    async def test_a_sites_own_authority_is_trusted_for_that_site_only(self, https: Https, ca_file: Path) -> None:
        async with https() as (address, raw):
            site = site_at(address, ca_file=ca_file)
            async with visiting(site) as visit:
                assert (await visit.get(f"{address}a")).body.decode() == ARTICLE
                assert raw.asked == ["/robots.txt", "/a"]
                other = Visit(visit._client, replace(site, slug="other", ca_file=None))
                with pytest.raises(BadCertificate):
                    await other.get(f"{address}a")
        assert raw.asked == ["/robots.txt", "/a"]

    async def test_an_expired_certificate_stays_refused(self, https: Https, ca_file: Path) -> None:
        now = datetime.now(UTC)
        async with https(not_before=now - timedelta(30), not_after=now - timedelta(1)) as (address, raw):
            said = await refused_certificate(site_at(address, ca_file=ca_file), raw)
        assert "certificate has expired" in said
        assert "wait until the site renews it" in said

    async def test_a_certificate_of_another_name_is_refused(self, https: Https, ca_file: Path) -> None:
        async with https("mattran.example") as (address, raw):
            assert "Hostname mismatch" in await refused_certificate(site_at(address, ca_file=ca_file), raw)

    async def test_the_client_knows_until_when_a_certificate_holds(self, https: Https, ca_file: Path) -> None:
        until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=20)
        async with https(not_after=until) as (address, _):
            async with visiting(site_at(address, ca_file=ca_file)) as visit:
                await visit.get(f"{address}a")
                assert visit._client.certificates == {"localhost": until}


async def test_http_2_is_spoken_where_the_server_offers_it(authority: trustme.CA, ca_file: Path) -> None:
    context = context_of(authority.issue_cert("localhost"))
    context.set_alpn_protocols(["h2"])
    kept, paths = Kept(), list[str]()

    async def two(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        http = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        http.initiate_connection()
        while True:
            writer.write(http.data_to_send())
            data = await reader.read(65_536)
            for event in http.receive_data(data) if data else []:
                if isinstance(event, RequestReceived):
                    paths.append(dict(event.headers)[":path"])
                    status = "404" if paths[-1] == "/robots.txt" else "200"
                    http.send_headers(event.stream_id, [(":status", status), ("content-type", HTML)])
                    http.send_data(event.stream_id, ARTICLE.encode(), end_stream=True)
            if not data:
                return

    async with listening(two, context) as address:
        async with visiting(site_at(address, ca_file=ca_file), record=kept) as visit:
            page = await visit.get(f"{address}a")
    assert (page.status, page.body.decode(), page.headers["content-type"]) == (200, ARTICLE, HTML)
    assert paths == ["/robots.txt", "/a"]
    assert [(each.status, each.reason, each.address) for each in kept] == [
        (404, "Not Found", "127.0.0.1"),
        (200, "OK", "127.0.0.1"),
    ]


class TestRecording:
    async def test_an_exchange_is_kept_as_it_went_over_the_wire(self, httpserver: HTTPServer, site: Site) -> None:
        packed = gzip.compress(ARTICLE.encode())
        httpserver.expect_request("/a").respond_with_data(packed, headers={"Content-Encoding": "gzip"})
        kept = Kept()
        async with visiting(site, record=kept) as visit:
            page = await visit.get(f"{site.base_url}a")
        exchange = kept[-1]
        assert (exchange.url, exchange.status, exchange.reason) == (f"{site.base_url}a", 200, "OK")
        assert (exchange.body, page.body.decode()) == (packed, ARTICLE)
        assert (b"Content-Encoding", b"gzip") in exchange.headers
        assert (b"Host", f"localhost:{httpserver.port}".encode()) in exchange.request
        assert exchange.address == "127.0.0.1"
        assert exchange.truncated is None
        assert page.place == Place("x.warc.gz", 0, 1, "sha1:X", "<x>")
        assert page.fetched_at == exchange.fetched_at

    async def test_an_answer_without_a_page_is_kept_but_not_a_304(self, httpserver: HTTPServer, site: Site) -> None:
        for path, status in (("/none", 404), ("/same", 304)):
            httpserver.expect_request(path).respond_with_data("", status=status)
        kept = Kept()
        async with visiting(site, record=kept) as visit:
            await visit.get(f"{site.base_url}same")
            with pytest.raises(FetchError):
                await visit.get(f"{site.base_url}none")
        assert [(each.url.rpartition("/")[2], each.status) for each in kept] == [("robots.txt", 200), ("none", 404)]


class TestMeter:
    def test_it_counts_for_the_site_and_for_the_run(self) -> None:
        whole = Meter()
        one, two = Meter(whole=whole), Meter(whole=whole)
        for meter, status in ((one, 200), (one, 304), (two, 200)):
            meter.ask("u")
            meter.answered(size=10, status=status)
            meter.slept(0.5)
        assert (one.requests, one.bytes, one.not_modified, one.waited) == (2, 20, 1, 1.0)
        assert (whole.requests, whole.bytes, whole.not_modified, whole.waited) == (3, 30, 1, 1.5)

    @pytest.mark.parametrize(("requests", "size", "used"), [(2, None, "2 requests"), (None, 15, "20 bytes")])
    def test_it_stops_at_its_bounds(self, requests: int | None, size: int | None, used: str) -> None:
        whole = Meter()
        meter = Meter(requests, size, whole=whole)
        for _ in range(2):
            meter.ask("u")
            meter.answered(size=10, status=200)
        with pytest.raises(BudgetSpent, match=f"{used} are used up; the next run goes on"):
            meter.ask("u")
        assert meter.requests == whole.requests == 2

    def test_the_run_stops_a_site_that_has_budget_left(self) -> None:
        whole = Meter(1)
        one, two = Meter(5, whole=whole), Meter(5, whole=whole)
        one.ask("u")
        with pytest.raises(BudgetSpent):
            two.ask("u")
        assert two.requests == 0


class TestBudgets:
    async def test_nothing_is_sent_past_a_sites_requests(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        async with visiting(replace(site, max_requests=2)) as visit:
            await visit.get(f"{site.base_url}a")
            with pytest.raises(BudgetSpent, match="2 requests"):
                await visit.get(f"{site.base_url}a")
        assert len(httpserver.log) == 2

    async def test_nothing_is_sent_past_a_sites_bytes(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data(b"x" * 2000)
        async with visiting(replace(site, max_bytes=1500)) as visit:
            await visit.get(f"{site.base_url}a")
            with pytest.raises(BudgetSpent, match="bytes"):
                await visit.get(f"{site.base_url}a")
        assert len(httpserver.log) == 2

    async def test_nothing_is_sent_past_a_runs_budget(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE)
        here = site_at(f"http://127.0.0.1:{httpserver.port}/")
        async with visiting(site, whole=Meter(2)) as visit:
            await visit.get(f"{site.base_url}a")
            with pytest.raises(BudgetSpent, match="2 requests"):
                await Visit(visit._client, here).get(f"{here.base_url}a")
        assert len(httpserver.log) == 2

    async def test_every_attempt_counts(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data("", status=503)
        async with visiting(replace(site, max_requests=3)) as visit:
            with pytest.raises(BudgetSpent):
                await visit.get(f"{site.base_url}a")
        assert len(httpserver.log) == 3
