"""`mattran chart`: the charts of the pages as files."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extractor.cli.claims import check_claims
from extractor.cli.console import plural, warn
from extractor.cli.filters import (
    CampaignFilter,
    IndicatorFilter,
    ProvinceFilter,
    ReadDb,
    StatusFilter,
    YearFilter,
    filters_of,
)
from extractor.paths import data_dir
from extractor.replacing import check_place

if TYPE_CHECKING:
    from extractor.charts import Drawing
    from extractor.labels import Labels
    from extractor.store import Store
    from extractor.store.figures import Key
    from extractor.store.filters import Filters


class Kind(StrEnum):
    """What a chart shows."""

    YEARS = "years"
    PROVINCES = "provinces"
    CAMPAIGNS = "campaigns"
    MAP = "map"


class Side(StrEnum):
    """Which provinces: the 63 of before 1 July 2025, or the 34 of today."""

    THEN = "then"
    NOW = "now"


_FORMS = (".svg", ".png", ".html")
_RANKED = 20


def chart(
    kind: Annotated[str, typer.Argument(metavar="years|provinces|campaigns|map", help="What the chart is over.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A .svg, .png or .html file.")],
    indicator: IndicatorFilter = None,
    province: ProvinceFilter = None,
    year: YearFilter = None,
    campaign: CampaignFilter = None,
    status: StatusFilter = None,
    side: Annotated[
        str, typer.Option("--side", metavar="then|now", help="Provinces of before July 2025, or of today.")
    ] = Side.NOW,
    lang: Annotated[str, typer.Option("--lang", metavar="vi|en", help="Language of its words and numbers.")] = "vi",
    db: ReadDb = Path("mattran.db"),
) -> None:
    """Draw money, or another indicator, by year, by province, by campaign, or on the map of the provinces.

    By default what was achieved. Each figure is counted once; the file stays what it was where anything fails.
    """
    from extractor.labels import load_labels
    from extractor.store import Store

    if output.suffix not in _FORMS:
        raise typer.BadParameter(f"{output} is none of {', '.join(_FORMS)}", param_hint="--output")
    for name, value, known in (("the chart", kind, Kind), ("--side", side, Side), ("--lang", lang, ("vi", "en"))):
        if value not in tuple(known):
            raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}", param_hint=name)
    check_place(output, inputs=[db])
    asked = filters_of(
        indicator=indicator or ["money"],
        province=province,
        year=year,
        campaign=campaign,
        status=status or ["achieved"],
    )
    labels = load_labels(data_dir()).only(lang)
    with Store.reader(db) as store, store.plain_errors():
        check_claims(store, ["totals"])
        filters = asked.checked(store)
        drawn, claims = _drawn(store, Kind(kind), filters, Side(side).value, labels)
        yearless = _yearless(store, Kind(kind), filters, Side(side).value)
    _write(drawn, output)
    if yearless:
        warn(f"not shown: {plural(yearless, 'figure')} of no single year")
    typer.echo(f"{output}: {drawn.title}, {labels.number(claims)} {labels('web', 'claims').vi}")


def _yearless(store: "Store", kind: Kind, asked: "Filters", side: Literal["then", "now"]) -> int:
    """Return how many figures the chart leaves out because no single year holds them."""
    from extractor.store.figures import Figures

    by_year = kind is Kind.YEARS or asked.year is not None
    return Figures(store.db, side).yearless(asked) if by_year else 0


def _drawn(
    store: "Store", kind: Kind, asked: "Filters", side: Literal["then", "now"], labels: "Labels"
) -> "tuple[Drawing, int]":
    from extractor.charts import Drawing, drawing, load_outlines
    from extractor.errors import OutputError
    from extractor.store.figures import Figures, province_names
    from extractor.store.overview import Overview

    overview, figures = Overview(store.db), Figures(store.db, side)
    sums = figures.by(_KEYS[kind], asked, limit=-1 if kind in (Kind.MAP, Kind.YEARS) else _RANKED)
    if not sums:
        raise OutputError(f"chart {kind}", "no figures", cure="ask for more with other filters, or run mattran nightly")
    unit = overview.indicators()[str(asked.indicator)]["unit"]
    if kind is Kind.MAP:
        outlines, names = load_outlines(data_dir(), side), province_names(store.db, side)
        made = drawing.provinces(sums, unit, labels, outlines=outlines, names=names)
    else:
        made = (drawing.years if kind is Kind.YEARS else drawing.ranking)(sums, unit, labels)
    over = labels("web", _TITLES.get(kind, f"map_{side}")).vi
    title = f"{labels('indicator', str(asked.indicator)).vi}, {over[:1].lower()}{over[1:]}"
    about = [labels("unit", unit).vi, labels("status", str(asked.status)).vi, *overview.named(asked)]
    credit = f" · {labels('web', 'map_credit').vi}" if kind is Kind.MAP else ""
    points = [drawing.point(each, unit, labels) for each in sums]
    source = f"mattran · {store.path.name}{credit}"
    return Drawing(made, points, title, " · ".join(about), source, labels.lang), sum(each.claims for each in sums)


_KEYS: "dict[Kind, Key]" = {
    Kind.YEARS: "year",
    Kind.PROVINCES: "province",
    Kind.CAMPAIGNS: "campaign",
    Kind.MAP: "province",
}
_TITLES = {Kind.YEARS: "by_year", Kind.PROVINCES: "by_province", Kind.CAMPAIGNS: "by_campaign"}


def _write(drawn: "Drawing", output: Path) -> None:
    from extractor.charts import as_html, as_png, as_svg
    from extractor.extras import extra
    from extractor.replacing import replacing

    with extra("web"):
        content = {".svg": as_svg, ".png": as_png, ".html": as_html}[output.suffix](drawn)
    with replacing(output) as stream:
        stream.write(content)
