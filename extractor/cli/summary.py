"""The report of a run and the state of all sites, on the terminal."""

from typing import TYPE_CHECKING

from extractor.cli.console import console, plural

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from extractor.health import Report, SiteReport, Trouble

_COLOURS = {"failing": "red", "mute": "yellow", "new": "dim"}
_SHOWN = 12


def print_report(report: "Report") -> None:
    """Print the sites, those that fail first, and what went wrong, the root cause first."""
    out = console()
    out.print(_sites(report))
    troubles = [(site.slug, trouble) for site in report.sites for trouble in site.troubles]
    _print_troubles(out, [*(("", trouble) for trouble in report.troubles), *troubles])


def _sites(report: "Report") -> "Table":
    from rich import box
    from rich.table import Table

    title = "Sites" if report.run is None else f"Run {report.run}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("site")
    for name in ("state", "layout"):
        table.add_column(name, no_wrap=True)
    for name in (
        "new",
        "expected",
        "articles",
        "facts",
        "304",
        "requests",
        "kB",
        "waited",
        "waiting",
        "silent",
        "issues",
    ):
        table.add_column(name, justify="right", no_wrap=True)
    for site in report.sites:
        table.add_row(*_row(site))
    return table


def _row(site: "SiteReport") -> list[str]:
    return [
        site.slug,
        _coloured(site.site),
        _coloured(site.layout),
        f"{site.new:,}",
        f"{site.expected[0]:g}-{site.expected[1]:g}" if site.expected else "",
        f"{site.articles:,}",
        f"{site.facts:,}",
        f"{site.not_modified:,}",
        f"{site.requests:,}",
        f"{site.bytes / 1000:,.0f}",
        f"{site.waited:.0f} s",
        f"{site.waiting:,}",
        f"{site.silent_days} d" if site.silent_days is not None else "",
        f"{sum(trouble.count for trouble in site.troubles):,}",
    ]


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
