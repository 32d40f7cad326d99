"""`mattran health`: how all sites do."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import Db, ReportFile


def health(
    db: Db = Path("mattran.db"),
    form: Annotated[str, typer.Option("--format", metavar="table|json", help="How to print.")] = "table",
    report: ReportFile = None,
) -> None:
    """Print the state of all sites from the database: which fail, which are mute, whose layout moved.

    Exit code 3 where one of them is not well.
    """
    import json

    from extractor.cli.nightly import DONE_WITH_ISSUES
    from extractor.cli.summary import check_report_file, print_report, write_report
    from extractor.health import report_of
    from extractor.stages import utc_now
    from extractor.store import Store

    if form not in ("table", "json"):
        raise typer.BadParameter(f"{form!r} is none of table, json", param_hint="--format")
    check_report_file(report, db)
    with Store.reader(db) as store, store.plain_errors():
        found = report_of(store.health.states(), (), now=utc_now(), run=None)
    if form == "json":
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    else:
        print_report(found)
    if report is not None:
        write_report(found, report)
    if not found.well:
        raise typer.Exit(DONE_WITH_ISSUES)
