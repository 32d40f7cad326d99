"""What a visit costs is counted, and nothing is sent past what it may cost."""

from dataclasses import replace

import pytest
from pytest_httpserver import HTTPServer

from scrapers.client import Client
from scrapers.errors import BudgetSpent
from scrapers.meter import Meter
from scrapers.records import Site
from scrapers.visit import Visit
from tests.web import ARTICLE, QUICK, site_at, visiting

pytestmark = pytest.mark.anyio


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
        async with Client(limits=QUICK, whole=Meter(2)) as client:
            await Visit(client, site).get(f"{site.base_url}a")
            with pytest.raises(BudgetSpent, match="2 requests"):
                await Visit(client, here).get(f"{here.base_url}a")
        assert len(httpserver.log) == 2

    async def test_every_attempt_counts(self, httpserver: HTTPServer, site: Site) -> None:
        httpserver.expect_request("/a").respond_with_data("", status=503)
        async with visiting(replace(site, max_requests=3)) as visit:
            with pytest.raises(BudgetSpent):
                await visit.get(f"{site.base_url}a")
        assert len(httpserver.log) == 3
