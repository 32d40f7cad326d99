"""What the database holds after the demonstration: the largest sums, and what to do next."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.cli.console import console, number, period, plural

if TYPE_CHECKING:
    from rich.table import Table

    from extractor.health import Report
    from extractor.store import Store

_LARGEST = 10


def unchanged(done: "Report") -> None:
    """Say so where nothing has come since the last run."""
    pages = sum(site.not_modified for site in done.sites)
    if pages and not any(site.new or site.facts or site.links for site in done.sites):
        line = f"{plural(pages, 'answer')} 304, nothing new since the last run: nothing was parsed or extracted again."
        console().print(line, style="green")


def largest_sums(store: "Store") -> None:
    """Print what the database holds, and its largest sums of money."""
    out = console()
    counts = ", ".join(plural(store.count(f"{name}s"), name) for name in ("page", "article", "fact", "issue"))
    out.print(f"{store.path}: {counts}", markup=False)
    if largest := store.largest("money", limit=_LARGEST):
        out.print(_sums(largest))


def next_commands(db: Path, sample: Path) -> None:
    """Print commands that work as they stand, from the folder where this one was given."""
    program = _program()
    folder = _from_here(sample)
    lines = (
        f"{program} serve --db {db} --open",
        f"{program} search dai doan ket --indicator houses --db {db}",
        f"{program} export facts claims totals --output mattran.xlsx --db {db}",
        f"{program} extract {folder} --format jsonl --output facts.jsonl",
        f"{program} explain {min(folder.glob('*.txt'), default=folder)} --html explain.html",
    )
    out = console()
    out.print("\nNext:")
    for line in lines:
        out.print(f"  {line}", markup=False, soft_wrap=True)


def _sums(facts: list[dict[str, Any]]) -> "Table":
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(title="The largest sums", title_justify="left", box=box.SIMPLE_HEAD, expand=True)
    table.add_column("đồng", justify="right", no_wrap=True)
    table.add_column("province", ratio=2, min_width=9)
    table.add_column("period", ratio=3, min_width=12)
    table.add_column("sentence", ratio=12)
    for fact in facts:
        sentence = escape(fact["sentence"]).replace(escape(fact["quote"]), f"[bold]{escape(fact['quote'])}[/]", 1)
        days = period(fact["period_start"], fact["period_end"])
        table.add_row(number(fact["value"]), fact["province"] or "", days, sentence)
    return table


def _program() -> str:
    """Return how this program is called from here."""
    called = Path(sys.argv[0])
    found = shutil.which("mattran")
    if not called.is_file() or (found and Path(found).resolve() == called.resolve()):
        return "mattran"
    return str(_from_here(called))


def _from_here(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
