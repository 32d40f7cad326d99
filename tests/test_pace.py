"""The pace: one request to a host at a time, and none too early, whichever sites are on it."""

import asyncio
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from scrapers.client import Client
from scrapers.pace import Pace
from scrapers.portal import Portal, serve
from scrapers.visit import Visit
from tests.web import ARTICLE, QUICK, Clock, listening, site_at, visiting

pytestmark = pytest.mark.anyio


async def take(pace: Pace, host: str, delay: float) -> float:
    async with pace.turn(host, delay) as slept:
        return slept


class TestTheDistance:
    async def test_runs_from_the_end_of_a_request(self) -> None:
        clock = Clock()
        pace = Pace(clock=clock, sleep=clock.sleep)
        async with pace.turn("a", 2):
            clock.now += 30
        assert await take(pace, "a", 2) == 2
        assert clock.slept == [2]

    async def test_is_kept_after_a_failure(self) -> None:
        clock = Clock()
        pace = Pace(clock=clock, sleep=clock.sleep)
        with pytest.raises(ConnectionError):
            async with pace.turn("a", 2):
                raise ConnectionError
        assert await take(pace, "a", 2) == 2

    async def test_is_that_of_the_request_before(self) -> None:
        clock = Clock()
        pace = Pace(clock=clock, sleep=clock.sleep)
        assert [await take(pace, "a", delay) for delay in (2, 7, 0, 5)] == [0, 2, 7, 0]

    async def test_is_each_hosts_own(self) -> None:
        clock = Clock()
        pace = Pace(clock=clock, sleep=clock.sleep)
        assert [await take(pace, host, 2) for host in ("a", "b", "c")] == [0, 0, 0]

    async def test_is_nothing_once_the_time_has_passed(self) -> None:
        clock = Clock()
        pace = Pace(clock=clock, sleep=clock.sleep)
        await take(pace, "a", 2)
        clock.now += 2
        assert await take(pace, "a", 2) == 0

    async def test_grows_by_a_promise_of_rest_and_never_shrinks(self) -> None:
        clock = Clock()
        pace = Pace(clock=clock, sleep=clock.sleep)
        await take(pace, "a", 2)
        pace.hold("a", 10)
        pace.hold("a", 1)
        assert await take(pace, "a", 2) == 10

    async def test_is_kept_where_sleep_ends_early(self) -> None:
        clock, slept = Clock(), list[float]()

        async def sleep_half(seconds: float) -> None:
            slept.append(seconds)
            clock.now += max(seconds / 2, 0.25)

        pace = Pace(clock=clock, sleep=sleep_half)
        await take(pace, "a", 2)
        await take(pace, "a", 2)
        assert slept == [2, 1, 0.5, 0.25]


async def test_turns_are_taken_one_after_the_other() -> None:
    clock, busy = Clock(), list[str]()
    pace = Pace(clock=clock, sleep=clock.sleep)

    async def ask(name: str) -> None:
        async with pace.turn("a", 1):
            busy.append(f"{name} begins")
            await asyncio.sleep(0)
            busy.append(f"{name} ends")

    async with asyncio.TaskGroup() as group:
        for name in ("one", "two", "three"):
            group.create_task(ask(name))
    assert busy == [f"{name} {what}" for name in ("one", "two", "three") for what in ("begins", "ends")]
    assert clock.slept == [1, 1]


class TestOverTheNetwork:
    async def test_two_sites_on_one_host_are_never_too_early(self, tmp_path: Path) -> None:
        """By the server's own clock, and with robots.txt."""
        delay = 0.08
        site = site_at("http://mattran.example/", delay=delay)
        (tmp_path / "a.html").write_text(ARTICLE, encoding="utf-8")
        with serve([Portal(site, tmp_path)]) as served:
            async with Client(limits=QUICK, connect_to=served.hosts) as client, asyncio.TaskGroup() as group:
                visits = [Visit(client, site_at(site.base_url, slug=slug, delay=delay)) for slug in ("one", "two")]
                for visit in visits * 2:
                    group.create_task(visit.get(f"{site.base_url}a.html"))
            moments = [request.at for request in served.log]
        assert [request.address for request in served.log] == ["/robots.txt"] + ["/a.html"] * 4
        assert min(later - earlier for earlier, later in pairwise(moments)) >= delay
        assert sum(visit.meter.waited for visit in visits) == pytest.approx(client.whole.waited)

    async def test_a_host_has_one_request_at_a_time_and_another_host_its_own(self) -> None:
        at_once = dict.fromkeys(("localhost", "127.0.0.1", "both"), 0)
        most = dict(at_once)

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            host = (await reader.readuntil(b"\r\n\r\n")).split(b"ost: ")[1].split(b":")[0].decode()
            for name in (host, "both"):
                at_once[name] += 1
                most[name] = max(most[name], at_once[name])
            await asyncio.sleep(0.02)
            for name in (host, "both"):
                at_once[name] -= 1
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()

        async with listening(answer) as address:
            there = address.replace("localhost", "127.0.0.1")
            async with Client(limits=QUICK) as client, asyncio.TaskGroup() as group:
                for base in (address, address, there, there):
                    visit = Visit(client, site_at(base))
                    for _ in range(2):
                        group.create_task(visit.get(f"{base}a"))
        assert most == {"localhost": 1, "127.0.0.1": 1, "both": 2}


async def test_the_twins_and_ports_of_a_site_are_one_lane(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/robots.txt").respond_with_data("")
    httpserver.expect_request("/a").respond_with_data(ARTICLE)
    site = site_at(httpserver.url_for("/"), delay=5.0)
    twins = replace(site, hosts=("localhost", "127.0.0.1"))
    clock = Clock()
    async with visiting(twins, clock=clock, sleep=clock.sleep) as visit:
        await visit.get(f"http://localhost:{httpserver.port}/a")
        await visit.get(f"http://127.0.0.1:{httpserver.port}/a")
    assert clock.slept == [5.0] * 3  # each host's robots.txt, too
