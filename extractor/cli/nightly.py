"""`mattran nightly`: everything that is new, from all sites to facts, once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import Archive, Contact, Db, Jobs, ReportFile, Sample, TimeLimit, published_day
from extractor.cli.watch import Log

if TYPE_CHECKING:
    from extractor.stages import Plan

DONE_WITH_ISSUES = 3


def nightly(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SITE", help="Sites; all of them by default.")] = None,
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
    jobs: Jobs = None,
    time_limit: TimeLimit = 60.0,
    report: ReportFile = None,
    sample: Sample = False,
) -> None:
    """Crawl, parse, extract, consolidate, report: every new article of all sites, or of those named.

    Exit codes: 0 all well, 3 done with issues, 1 failed, 2 wrong usage.
    """
    from extractor.cli.job import Job
    from extractor.cli.sources import opened_sources
    from extractor.cli.summary import check_report_file, show, write_report

    check_report_file(report, db)
    with opened_sources(sample=sample) as sources:
        job = Job(
            command="nightly",
            sources=sources,
            sites=sources.choose(slugs or []),
            plan=_plan(since, recheck),
            db=db,
            archive=archive,
            contact=contact,
            max_requests=max_requests,
            jobs=jobs,
            time_limit=time_limit,
        )
        if dry_run:
            raise typer.Exit(DONE_WITH_ISSUES if job.preview() else 0)
        done = job.run(log)
    show(done, log)
    if report is not None:
        write_report(done, report)
    if done.defects:
        raise typer.Exit(1)
    if done.issues or not done.well:
        raise typer.Exit(DONE_WITH_ISSUES)


def _plan(since: str | None, recheck: int) -> "Plan":
    from extractor.stages import Plan

    now = datetime.now(UTC)
    return Plan(published_day(since, "--since"), now - timedelta(days=recheck) if recheck else None)
