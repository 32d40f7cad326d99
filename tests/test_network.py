"""The wire: names, addresses, certificates, bodies that do not come whole, and what one request may cost."""

import asyncio
import gzip
import socket
import tracemalloc
import zlib
from dataclasses import replace

import pytest
from pytest_httpserver import HTTPServer

from scrapers.addresses import Addresses
from scrapers.client import Client
from scrapers.errors import (
    BudgetSpent,
    FetchError,
    ForeignHost,
    NoRobots,
    NoSuchHost,
    TooLarge,
    Unreachable,
)
from scrapers.records import Place, Site
from scrapers.visit import Visit
from tests.web import ARTICLE, QUICK, Kept, Raw, listening, response, site_at, visiting

pytestmark = pytest.mark.anyio
ONCE = replace(QUICK, attempts=1)


async def failure(raw: Raw, *, limits=QUICK) -> tuple[FetchError, Kept]:
    """Fetch a page from `raw`; return the error and what was recorded of the page."""
    kept = Kept()
    async with listening(raw) as address, visiting(site_at(address), limits=limits, record=kept) as visit:
        with pytest.raises(FetchError) as caught:
            await visit.get(f"{address}a")
    return caught.value, Kept(each for each in kept if each.url.endswith("/a"))


class TestConnecting:
    @pytest.mark.parametrize("name", ["khong co", "a..b", "x" * 64 + ".invalid", "fe80::1%none0"])
    async def test_a_name_without_address_is_no_such_host(self, name: str) -> None:
        with pytest.raises(NoSuchHost, match="no address"):
            await Addresses(connect_to={}).connect_tcp(name, 80, timeout=10)

    async def test_a_site_without_address_is_told_so_whatever_was_asked_for_first(self) -> None:
        site = site_at(f"http://{'x' * 64}.invalid/")
        async with visiting(site) as visit:
            for _ in range(2):
                with pytest.raises(NoSuchHost, match=r"no address .*correct the host"):
                    await visit.get(site.base_url)

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
            *("224.0.0.1", "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:224.0.0.1"),
            *("::127.0.0.1", "::8.8.8.8", "64:ff9b:1::7f00:1", "fec0::1", "::ffff:0:127.0.0.1"),
            *("localhost", "2130706433", "0x7f.1", "127.1"),
        ],
    )
    async def test_a_name_with_a_private_address_is_refused_after_it_was_looked_up(self, name: str) -> None:
        with pytest.raises(ForeignHost, match="private address"):
            await Addresses(connect_to={}).connect_tcp(name, 9, timeout=1)

    async def test_a_host_that_is_not_of_this_machine_by_name_is_refused_where_it_leads_here(self) -> None:
        """The site file names the host, and its name leads to this machine all the same."""
        raw = Raw(response(ARTICLE.encode()))
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
        async with Client(limits=QUICK) as client:
            for each in (site, here):
                assert (await Visit(client, each).get(f"{each.base_url}a")).status == 200

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
    "reset": (response(b"<html>half", length=5000), reset, b"<html>half", "disconnect"),
    "short": (response(b"<html>half", length=5000), None, b"<html>half", "disconnect"),
    "broken chunk": (CHUNKED + b"5\r\nxxxxx\r\nno length\r\n", None, b"xxxxx", "disconnect"),
    "truncated gzip": (response(HALF_GZIP, "Content-Encoding: gzip"), None, HALF_GZIP, None),
    "no gzip": (response(b"no gzip at all", "Content-Encoding: gzip"), None, b"no gzip at all", None),
    "unknown coding": (response(b"zzz", "Content-Encoding: br"), None, b"zzz", None),
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
        raw = Raw(response(b"<html>whole and more", length=11))
        async with listening(raw) as address, visiting(site_at(address)) as visit:
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
        raw = Raw(response(zeros(100_000_000), "Content-Encoding: gzip"))
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
            for path in ("same", "none"):
                with pytest.raises(FetchError):
                    await visit.get(f"{site.base_url}{path}")
        assert [(each.url.rpartition("/")[2], each.status) for each in kept] == [("robots.txt", 200), ("none", 404)]
