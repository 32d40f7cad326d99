"""Fixtures that many tests share; those that are dear to build once a run."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner

from extractor.cli import app
from extractor.pipeline import Extractor
from scrapers.records import Site
from tests.web import site_at


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Return the extractor on the tables of this checkout."""
    return Extractor()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database that `make run` makes; copy it before you write to it."""
    folder = tmp_path_factory.mktemp("demo")
    done = CliRunner().invoke(app, ["demo", "--db", f"{folder}/mattran.db", "--archive", f"{folder}/archive"])
    assert done.exit_code == 0, done.output
    return folder / "mattran.db"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run coroutines marked `anyio` in the event loop that the crawler itself uses."""
    return "asyncio"


@pytest.fixture
def site(httpserver: HTTPServer) -> Site:
    """Return a site served by `httpserver`, whose robots.txt forbids /admin/."""
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /admin/\n")
    return site_at(httpserver.url_for("/"))
