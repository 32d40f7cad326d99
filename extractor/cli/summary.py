"""The report of a run and the state of all sites, on the terminal."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extractor.cli.console import console, plural
from extractor.cli.watch import Log, write_json
from extractor.paths import data_dir
from extractor.replacing import check_place

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from extractor.health import Report, SiteReport, Trouble

_COLOURS = {"failing": "red", "mute": "yellow", "new": "dim"}
_SHOWN = 12
_ROOM = 100
"""Columns of a terminal from which the costs are shown as well."""

_Cell = Callable[["SiteReport"], str]
_FIGURES: tuple[tuple[str, bool, _Cell], ...] = (  # heading, whether it is a cost, cell
    ("new", False, lambda site: f"{site.new:,}"),
    ("expected", False, lambda site: f"{site.expected[0]:g}-{site.expected[1]:g}" if site.expected else ""),
    ("articles", False, lambda site: f"{site.articles:,}"),
    ("facts", False, lambda site: f"{site.facts:,}"),
    ("304", True, lambda site: f"{site.not_modified:,}"),
    ("asked", True, lambda site: f"{site.requests:,}"),
    ("kB", True, lambda site: f"{site.bytes / 1000:,.0f}"),
    ("waited", True, lambda site: f"{site.waited:.0f} s"),
    ("left", False, lambda site: f"{site.waiting:,}"),
    ("silent", False, lambda site: f"{site.silent_days} d" if site.silent_days is not None else ""),
    ("issues", False, lambda site: f"{site.issues:,}"),
)


def show(report: "Report", log: Log) -> None:
    """Print the report of a run as its events were printed."""
    if log.here() is Log.JSON:
        write_json({"event": "report", **report.as_json()})
    else:
        print_report(report)


def print_report(report: "Report") -> None:
    """Print the sites, those that fail first, and what went wrong, the root cause first."""
    out = console()
    out.print(_sites(report, out.width))
    troubles = [(site.slug, trouble) for site in report.sites for trouble in site.troubles]
    _print_troubles(out, [*(("", trouble) for trouble in report.troubles), *troubles])


def check_report_file(path: Path | None, db: Path) -> None:
    """Refuse a file of another kind, or the database, before anything is done; that is wrong usage."""
    if path is not None and path.suffix not in (".html", ".json"):
        raise typer.BadParameter(f"{path} is neither .html nor .json", param_hint="--report")
    if path is not None and not (path.parent.is_dir() and os.access(path.parent, os.W_OK)):
        raise typer.BadParameter(f"{path.parent} is no folder that may be written to", param_hint="--report")
    if path is not None:
        check_place(path, inputs=[db])


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


def _sites(report: "Report", width: int) -> "Table":
    from rich import box
    from rich.table import Table

    figures = [(name, cell) for name, is_cost, cell in _FIGURES if width >= _ROOM or not is_cost]
    title = "Sites" if report.run is None else f"Run {report.run}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("site", "state", "layout"):
        table.add_column(name, no_wrap=True)
    for name, _ in figures:
        table.add_column(name, justify="right", no_wrap=True)
    for site in report.sites:
        cells = (cell(site) for _, cell in figures)
        table.add_row(site.slug, _coloured(site.site), _coloured(site.layout), *cells)
    return table


def _coloured(state: str) -> str:
    colour = _COLOURS.get(state)
    return f"[{colour}]{state}[/]" if colour else state


def _print_troubles(out: "Console", troubles: list[tuple[str, "Trouble"]]) -> None:
    for slug, trouble in troubles[:_SHOWN]:
        where = f"{slug}: " if slug and slug != trouble.subject else ""
        more = f" (and {trouble.count - 1} more)" if trouble.count > 1 else ""
        line = f"{where}{trouble.kind}: {trouble.subject}{more}: {trouble.message}; {trouble.cure}"
        out.print(line, style="red", markup=False, soft_wrap=True)
    if len(troubles) > _SHOWN:
        out.print(
            f"… and {plural(len(troubles) - _SHOWN, 'more kind', 'more kinds')}, in the table issues", style="red"
        )
