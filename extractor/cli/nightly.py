"""`mattran nightly`: everything that is new, from all sites to facts, once."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import Archive, Contact, Db, Sample, published_day
from extractor.cli.watch import Log, watch
from extractor.paths import data_dir

if TYPE_CHECKING:
    from extractor.cli.sources import Sources
    from extractor.health import Report
    from extractor.stages import Plan

DONE_WITH_ISSUES = 3


def nightly(
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SITE]...", help="Sites; all of them by default.")
    ] = None,
    db: Db = Path("mattran.db"),
    archive: Archive = Path("archive"),
    contact: Contact = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Leave what its list dates before this day.")
    ] = None,
    max_requests: Annotated[
        int | None, typer.Option("--max-requests", metavar="N", min=1, help="Stop after so many requests in all.")
    ] = None,
    recheck: Annotated[
        int,
        typer.Option("--recheck", metavar="DAYS", min=0, help="Ask again for pages that came in the last DAYS days."),
    ] = 0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list what would be fetched: read the lists, write nothing.")
    ] = False,
    log: Annotated[
        Log, typer.Option("--log", help="Progress: bars on a terminal, else one JSON line an event; or nothing.")
    ] = Log.AUTO,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write the report here too, as .html or .json.")
    ] = None,
    sample: Sample = False,
) -> None:
    """Crawl, parse, extract, consolidate, report: every new article of all sites, or of those named.

    Exit codes: 0 all well, 3 done with issues, 1 failed, 2 wrong usage.
    """
    from extractor.cli.sources import opened_sources

    if report is not None and report.suffix not in (".html", ".json"):
        raise typer.BadParameter(f"{report} is neither .html nor .json", param_hint="--report")
    with opened_sources(sample=sample) as sources:
        chosen = [site.slug for site in sources.choose(slugs or [])]
        plan = plan_of(since=published_day(since, "--since"), recheck=recheck)
        if dry_run:
            preview(sources, chosen, db=db, contact=contact, max_requests=max_requests, plan=plan)
            return
        done = harvest(
            sources, chosen, db=db, archive=archive, contact=contact, max_requests=max_requests, plan=plan, log=log
        )
    show(done, log)
    if report is not None:
        write_report(done, report)
    if done.troubles or any(site.troubles for site in done.sites):
        raise typer.Exit(DONE_WITH_ISSUES)


def plan_of(*, since: date | None, recheck: int) -> "Plan":
    """Return what the crawl is for."""
    from extractor.stages import Plan

    now = datetime.now(UTC)
    return Plan(since, now - timedelta(days=recheck) if recheck else None)


def harvest(
    sources: "Sources",
    slugs: list[str],
    *,
    db: Path,
    archive: Path,
    contact: str | None,
    max_requests: int | None,
    plan: "Plan",
    log: Log,
    command: str = "nightly",
) -> "Report":
    """Take the sites through all stages, with the database for this process alone; return the report."""
    from functools import partial

    from extractor.cli.reader import LazyExtractor
    from extractor.health import report_of
    from extractor.stages import nightly as stages
    from extractor.stages import running, utc_now
    from extractor.store import Store, exclusive
    from scrapers.client import Client
    from scrapers.meter import Meter

    connect = partial(
        Client,
        contact=contact,
        connect_to=sources.connect_to,
        cache=archive / ".cache" / "http.sqlite",
        whole=Meter(max_requests),
    )
    with exclusive(db, clock=utc_now), Store(db) as store, running(store, command) as run:
        events = stages(
            store,
            [sources.sites[slug] for slug in slugs],
            archive,
            run=run,
            connect=connect,
            extractor=LazyExtractor(),
            data=data_dir(),
            sites=sources.sites,
            plan=plan,
        )
        watch(events, log)
        store.journal.put_visits(run.id, run.visit_rows())
        return report_of(store.health.states(run.id), store.health.troubles(run.id), now=utc_now(), run=run.id)


def preview(
    sources: "Sources",
    slugs: list[str],
    *,
    db: Path,
    contact: str | None,
    max_requests: int | None,
    plan: "Plan",
) -> None:
    """Print the addresses that a run would fetch."""
    from functools import partial

    from extractor.cli.console import warn
    from extractor.stages import Failed, Found, preview
    from extractor.store import Store
    from scrapers.client import Client
    from scrapers.meter import Meter

    connect = partial(Client, contact=contact, connect_to=sources.connect_to, whole=Meter(max_requests))
    with Store(db if db.exists() else Path(":memory:")) as store:
        for event in preview(store, [sources.sites[slug] for slug in slugs], connect=connect, plan=plan):
            if isinstance(event, Failed):
                warn(event.line)
            elif isinstance(event, Found):
                typer.echo(event.subject)


def show(done: "Report", log: Log) -> None:
    """Print the report as the events were printed."""
    from extractor.cli.summary import print_report
    from extractor.cli.watch import write_json

    if log.here() is Log.JSON:
        write_json({"event": "report", **done.as_json()})
    else:
        print_report(done)


def write_report(done: "Report", path: Path) -> None:
    """Write the report to a file, which is whole or not there."""
    import json

    from extractor.cli.output import opened

    if path.suffix == ".json":
        text = json.dumps(done.as_json(), ensure_ascii=False, indent=1) + "\n"
    else:
        from extractor.health.html import page
        from extractor.labels import load_labels

        text = page(done, load_labels(data_dir()))
    with opened(path) as stream:
        stream.write(text)
