"""`mattran search`: full-text search in articles, sentences and campaigns."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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

if TYPE_CHECKING:
    from extractor.cli.found import Answer

_MOST = 10_000  # rows at once; `mattran export` has no limit
_SHOWN = 20


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help="All of these; “a phrase”, begins*, one OR other, -without."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--in", metavar="articles|sentences|campaigns", help="Where; by default wherever the filters fit."
        ),
    ] = None,
    indicator: IndicatorFilter = None,
    province: ProvinceFilter = None,
    year: YearFilter = None,
    campaign: CampaignFilter = None,
    status: StatusFilter = None,
    aggregation: AggregationFilter = None,
    site: SiteFilter = None,
    form: Annotated[str, typer.Option("--format", metavar="table|json|csv", help="How to print.")] = "table",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=_MOST, help="Rows of each kind.")] = _SHOWN,
    db: ReadDb = Path("mattran.db"),
) -> None:
    """Find articles, the sentences of facts, and campaigns; diacritics, đ, case and Unicode form do not matter.

    Filters ask the facts: of articles those are found that tell a fact that fits. Exit code 1 where nothing is found.
    """
    from extractor.cli.found import FORMATS, Answer
    from extractor.search.query import parse
    from extractor.store import Store
    from extractor.store.searching import COLUMNS
    from extractor.store.selection import select

    for name, value, known in (("--format", form, FORMATS), ("--in", kind, COLUMNS)):
        if value is not None and value not in known:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}", param_hint=name)
    filters = filters_of(
        indicator=indicator,
        province=province,
        year=year,
        campaign=campaign,
        status=status,
        aggregation=aggregation,
        site=site,
    )
    text = " ".join(words or ())
    query = parse(text)
    with Store.reader(db) as store, store.plain_errors():
        checked = filters.checked(store)
        kinds = (kind,) if kind else store.search.kinds(checked)
        left = select(store, ["facts"], filters)[0].open_ended()
        answer = Answer(text, checked, {each: store.search.find(each, query, checked, limit=limit) for each in kinds})
    _print(answer, form)
    if left:
        ends = f"end in {checked.year}, and began before or no one knows when"
        warn(f"of all that these filters ask, whatever the words, {plural(left, 'fact')} more {ends}; leave out --year")


def _print(answer: "Answer", form: str) -> None:
    from extractor.cli.found import FORMATS

    if not any(found.total for found in answer.found.values()):
        within = "; --year holds where the whole period lies in it" if answer.filters.year is not None else ""
        warn(f"{answer.asked}: nothing is found; try fewer words or filters, or words* for what begins so{within}")
        raise typer.Exit(1)
    FORMATS[form](answer)
    if form == "csv":
        for line in answer.counts():
            warn(line)
