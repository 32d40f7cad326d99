"""`mattran export`: rows of the database as a file for Excel, pandas, R …"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.claims import check_claims
from extractor.cli.console import plural, warn
from extractor.cli.filters import (
    AggregationFilter,
    CampaignFilter,
    IndicatorFilter,
    ProvinceFilter,
    ReadDb,
    SiteFilter,
    StatusFilter,
    YearFilter,
    filters_of,
)
from extractor.paths import data_dir
from extractor.replacing import check_place

if TYPE_CHECKING:
    from extractor.export import About, Format, Table, Written
    from extractor.store.selection import Selection

_STDOUT = Path("-")


def export(
    tables: Annotated[list[str], typer.Argument(metavar="facts|claims|totals|articles", help="What to write.")],
    indicator: IndicatorFilter = None,
    province: ProvinceFilter = None,
    year: YearFilter = None,
    campaign: CampaignFilter = None,
    status: StatusFilter = None,
    aggregation: AggregationFilter = None,
    site: SiteFilter = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", "-c", metavar="NAME", help="Only this one; may be repeated.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="csv|xlsx|parquet|jsonl|datapackage", help="By default what the file's name says."
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to; - is stdout, for csv and jsonl.")
    ] = _STDOUT,
    excel: Annotated[
        bool, typer.Option("--excel", help="Write csv so that a double click opens it in Excel in every country.")
    ] = False,
    db: ReadDb = Path("mattran.db"),
) -> None:
    """Write facts, claims, totals or articles to a file for other programs.

    All rows that the filters leave, in a fixed order; xlsx and datapackage take several tables. Where anything fails,
    the file stays what it was.
    """
    from extractor.export import write
    from extractor.store import Store
    from extractor.store.selection import select

    shape = _format(form, output, excel)
    _check(tables, shape, output)
    if output != _STDOUT:
        check_place(output, inputs=[db])
    filters = filters_of(
        indicator=indicator,
        province=province,
        year=year,
        campaign=campaign,
        status=status,
        aggregation=aggregation,
        site=site,
    )
    with Store.reader(db) as store:
        check_claims(store, tables)
        chosen = select(store, tables, filters, column or ())
        for each in chosen:
            if left := each.open_ended():
                ends = f"end in {each.filters.year}, and began before or no one knows when"
                warn(f"{each.name}: {plural(left, 'row')} more {ends}; without --year they are there")
        done = write(_tables(chosen), shape, sys.stdout.buffer if output == _STDOUT else output, _about(chosen))
    _tell(done, output)


def _format(name: str | None, output: Path, excel: bool) -> "Format":
    from extractor.export import EXCEL_CSV, FORMATS, format_of

    if name is not None and name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}", param_hint="--format")
    by_file = FORMATS["csv"] if output == _STDOUT else format_of(output)
    form = FORMATS[name] if name else by_file
    if form is None:
        raise typer.BadParameter(
            f"the name of {output} says no format; name one of {', '.join(FORMATS)}", param_hint="--format"
        )
    if excel and form.name != "csv":
        raise typer.BadParameter(f"it is a form of csv; {form.name} needs none", param_hint="--excel")
    return EXCEL_CSV if excel else form


def _check(tables: list[str], form: "Format", output: Path) -> None:
    from extractor.store.selection import VIEWS

    if unknown := [name for name in tables if name not in VIEWS]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(VIEWS)}")
    if len(set(tables)) < len(tables):
        raise typer.BadParameter("name each table once")
    if len(tables) > 1 and not form.many:
        raise typer.BadParameter(
            f"{form.name} takes one table; xlsx and datapackage take several", param_hint="--format"
        )
    if output == _STDOUT and not form.plain:
        raise typer.BadParameter(f"{form.name} is no text; name a file", param_hint="--output")


def _tables(chosen: "list[Selection]") -> "list[Table]":
    from extractor.columns import load_columns
    from extractor.export import Table

    columns = load_columns(data_dir())
    return [Table(each.name, columns.of(each.source, each.columns), each.rows(), each.count) for each in chosen]


def _about(chosen: "list[Selection]") -> "About":
    from dataclasses import asdict
    from datetime import UTC, datetime
    from importlib.metadata import version

    from extractor.export import About
    from extractor.labels import load_labels

    filters = {name: value for name, value in asdict(chosen[0].filters).items() if value is not None}
    today = datetime.now(UTC).astimezone().date()
    return About(filters, today, f"mattran {version('mattran')}", load_labels(data_dir()))


def _tell(done: "list[Written]", output: Path) -> None:
    """Say how many rows were written, on stderr where stdout has the rows."""
    rows = ", ".join(f"{plural(each.rows, 'row')} of {each.table}" for each in done)
    cut = sum(each.cut for each in done)
    line = f"{rows}; {plural(cut, 'text')} longer than a cell of Excel cut with “…”" if cut else rows
    if output == _STDOUT:
        warn(line)
    else:
        typer.echo(f"{output}: {line}")
