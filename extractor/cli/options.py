"""The options that several commands share, and how their values are read."""

import os
import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from extractor.paths import data_dir

Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="Day of publication, as 2023-10-07 or 07/10/2023."),
]
Home = Annotated[
    str | None,
    typer.Option("--home", metavar="CODE", help="Code of the province whose site printed it, as 38 for Thanh Hóa."),
]
Archive = Annotated[
    Path, typer.Option("--archive", metavar="DIR", file_okay=False, help="Where fetched pages are kept, as WARC files.")
]
Contact = Annotated[
    str | None, typer.Option("--contact", metavar="TEXT", help="Address told to the sites, in the User-Agent.")
]
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write the report here too, as .html or .json.")
]
Sample = Annotated[
    bool, typer.Option("--sample", help="On the bundled sample portals, served on this machine, not on live sites.")
]
Db = Annotated[Path, typer.Option("--db", metavar="FILE", dir_okay=False, help="The database; made if missing.")]
OldDb = Annotated[Path, typer.Option("--db", metavar="FILE", dir_okay=False, help="The database.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        help="Worker processes, all cores by default; 1 is none: all in this process, without time limit.",
    ),
]
TimeLimit = Annotated[
    float,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        min=0.1,
        help="A worker's time for one article; with --jobs 1 there is none.",
    ),
]

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def published_day(value: str | None, option: str = "--published") -> date | None:
    """Read a day given to `option`; any other form or an impossible day is wrong usage."""
    if value is None:
        return None
    try:
        if match := _DAY_FIRST.fullmatch(value.strip()):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(value.strip())
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no day; write 2023-10-07 or 07/10/2023", param_hint=option) from None


def all_cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def home_code(value: str | None) -> str | None:
    """Check `--home` against the provinces of then and now; any other code is wrong usage."""
    if value is None:
        return None
    from extractor.lexicon.gazetteer import load_gazetteer

    units = load_gazetteer(data_dir() / "gazetteer").units
    provinces = {unit.code for unit in units if unit.level == "province"}
    if value not in provinces:
        raise typer.BadParameter(
            f"{value!r} is no province's code; it has two digits, as 01 for Hà Nội", param_hint="--home"
        )
    return value
