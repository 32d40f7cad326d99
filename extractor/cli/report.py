"""What a harvest brought: counts, the largest sums, what went wrong, what to do next."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.cli.console import console, number, period, plural

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from extractor.stages import Run
    from extractor.store import Store

_SHOWN_ISSUES = 10
_LARGEST = 10


def report(store: "Store", run: "Run") -> None:
    """Print the report of `run` and of the database it left."""
    out = console()
    out.print()
    out.print(_counts(store, run))
    if nothing_new(run):
        pages = plural(run.counts["unchanged"], "page")
        out.print(f"{pages} unchanged since the last run: nothing was parsed or extracted again.", style="green")
    _print_issues(out, store.journal.issues(run.id))
    largest = store.largest("money", limit=_LARGEST)
    if largest:
        out.print(_sums(largest))


def nothing_new(run: "Run") -> bool:
    """Say whether every page that was asked for stands as it stood, parsed and extracted."""
    counts = run.counts
    return counts["unchanged"] > 0 and not counts["fetched"] and not counts["parsed"] and not counts["extracted"]


def next_commands(db: Path, sample: Path) -> None:
    """Print commands that work as they stand, from the folder where this one was given."""
    program = _program()
    folder = _from_here(sample)
    query = "SELECT value, province, period_end, quote FROM facts_wide WHERE indicator = 'houses' ORDER BY value"
    lines = (
        f"{program} extract {folder}",
        f"{program} extract {folder} --format jsonl --output facts.jsonl",
        f"{program} explain {min(folder.glob('*.txt'), default=folder)} --html explain.html",
        f"{program} evaluate",
        f'{Path(program).with_name("sqlite-utils")} {db} "{query}" --table',
    )
    out = console()
    out.print("\nNext:")
    for line in lines:
        out.print(f"  {line}", markup=False, soft_wrap=True)


def _counts(store: "Store", run: "Run") -> "Table":
    from rich import box
    from rich.table import Table

    new = {"pages": run.counts["fetched"], "articles": run.counts["parsed"], "issues": run.counts["failed"]}
    table = Table(title=str(store.path), title_justify="left", box=box.SIMPLE_HEAD)
    for name in ("", "in the database", "new in this run"):
        table.add_column(name, justify="right" if name else "left")
    for name in ("pages", "articles", "facts", "issues"):
        fresh = run.facts if name == "facts" else new[name]
        table.add_row(name, f"{store.count(name):,}", f"{fresh:,}")
    return table


def _print_issues(out: "Console", issues: list[dict[str, Any]]) -> None:
    for issue in issues[:_SHOWN_ISSUES]:
        line = f"{issue['kind']}: {issue['subject']}: {issue['message']}; {issue['cure']}"
        out.print(line, style="red", markup=False)
    if len(issues) > _SHOWN_ISSUES:
        out.print(f"… and {len(issues) - _SHOWN_ISSUES} more, in the table issues", style="red")


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
