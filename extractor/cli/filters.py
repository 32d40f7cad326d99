"""The options that every reading command filters with; each once; their values are checked against the database."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extractor.store.filters import Filters

IndicatorFilter = Annotated[
    list[str] | None, typer.Option("--indicator", metavar="NAME", help="What is counted: houses, money, land …")
]
ProvinceFilter = Annotated[
    list[str] | None,
    typer.Option("--province", metavar="CODE|NAME", help="Province of then or of now, as 38 or “thanh hoa”."),
]
YearFilter = Annotated[
    list[str] | None,
    typer.Option("--year", metavar="YEAR", help="Calendar year within which the figure's period lies."),
]
CampaignFilter = Annotated[
    list[str] | None, typer.Option("--campaign", metavar="NAME", help="Campaign, by id or name, as “vi nguoi ngheo”.")
]
StatusFilter = Annotated[
    list[str] | None, typer.Option("--status", metavar="STATUS", help="achieved, target or pledged.")
]
AggregationFilter = Annotated[
    list[str] | None, typer.Option("--aggregation", metavar="KIND", help="whole, part of a total, or each of several.")
]
SiteFilter = Annotated[list[str] | None, typer.Option("--site", metavar="SLUG", help="The site that published it.")]
ReadDb = Annotated[Path, typer.Option("--db", metavar="FILE", help="The database; it is only read.")]


def filters_of(**given: list[str] | None) -> "Filters":
    """Return the filters that a command is given, by name; raises FilterError for one that is given twice."""
    from extractor.store.filters import Filters, single

    return Filters(**{name: single(name, values) for name, values in given.items()})
