"""A crawl as the command line asks for it: which sites, into what, how far."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extractor.cli.console import warn
from extractor.cli.options import all_cores
from extractor.cli.stores import opened_store
from extractor.cli.watch import Log, watch
from extractor.paths import data_dir

if TYPE_CHECKING:
    from extractor.cli.sources import Sources
    from extractor.health import Report
    from extractor.stages import Plan
    from scrapers.client import Client
    from scrapers.records import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What `nightly` and `demo` do; `command` is the name of their runs."""

    command: str
    sources: "Sources"
    sites: "list[Site]"
    plan: "Plan"
    db: Path
    archive: Path
    contact: str | None = None
    max_requests: int | None = None
    jobs: int | None = None
    time_limit: float = 60.0

    def run(self, log: Log) -> "Report":
        """Take the sites through all stages, with the database for this process alone; return the report."""
        from extractor.engine.here import engine
        from extractor.engine.worker import rows_reader
        from extractor.health import report_of
        from extractor.stages import nightly, running, utc_now
        from extractor.store import exclusive

        connect = partial(self._connect, cache=self.archive / ".cache" / "http.sqlite")
        self._make_archive()
        with exclusive(self.db, clock=utc_now), opened_store(self.db) as store:
            work = engine(rows_reader, jobs=self.jobs or all_cores(), time_limit=self.time_limit)
            with work as extractor, running(store, self.command) as run:
                events = nightly(
                    store,
                    self.sites,
                    self.archive,
                    run=run,
                    connect=connect,
                    extractor=extractor,
                    data=data_dir(),
                    sites=self.sources.sites,
                    plan=self.plan,
                )
                watch(events, log)
            return report_of(store.health.states(run.id), store.health.troubles(run.id), now=utc_now(), run=run.id)

    def preview(self) -> int:
        """Print the addresses that `run` would fetch; what fails goes to stderr; return how much does."""
        from extractor.stages import Failed, Found, preview
        from extractor.store import Store

        failed = 0
        with Store.reader(self.db) if self.db.exists() else Store(Path(":memory:")) as store:
            for event in preview(store, self.sites, connect=self._connect, plan=self.plan):
                if isinstance(event, Failed):
                    warn(event.line)
                    failed += 1
                elif isinstance(event, Found):
                    typer.echo(event.subject)
        return failed

    def _make_archive(self) -> None:
        from scrapers.errors import ArchiveError

        try:
            self.archive.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            cure = "name another folder with --archive"
            raise ArchiveError(str(self.archive), str(error.strerror), cure=cure) from error

    @property
    def _connect(self) -> "partial[Client]":
        from scrapers.client import Client
        from scrapers.meter import Meter

        return partial(Client, contact=self.contact, connect_to=self.sources.connect_to, whole=Meter(self.max_requests))
