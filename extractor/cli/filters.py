"""The options that every reading command filters with; their values are checked against the database."""

from pathlib import Path
from typing import Annotated

import typer

IndicatorFilter = Annotated[
    str | None, typer.Option("--indicator", metavar="NAME", help="What is counted: houses, money, land …")
]
ProvinceFilter = Annotated[
    str | None,
    typer.Option("--province", metavar="CODE|NAME", help="Province of then or of now, as 38 or “thanh hoa”."),
]
YearFilter = Annotated[
    str | None, typer.Option("--year", metavar="YEAR", help="Calendar year within which the figure's period lies.")
]
CampaignFilter = Annotated[
    str | None, typer.Option("--campaign", metavar="NAME", help="Campaign, by id or name, as “vi nguoi ngheo”.")
]
StatusFilter = Annotated[str | None, typer.Option("--status", metavar="STATUS", help="achieved, target or pledged.")]
AggregationFilter = Annotated[
    str | None, typer.Option("--aggregation", metavar="KIND", help="whole, part of a total, or each of several.")
]
SiteFilter = Annotated[str | None, typer.Option("--site", metavar="SLUG", help="The site that published it.")]
ReadDb = Annotated[Path, typer.Option("--db", metavar="FILE", help="The database; it is only read.")]
