"""One article's facts as a table for the eye."""

from typing import TYPE_CHECKING, Any

from extractor.cli.console import figure, period, plural

if TYPE_CHECKING:
    from rich.table import Table

SIGNS = {"more_than": "> ", "less_than": "< ", "approx": "~ ", "at_least": "≥ ", "at_most": "≤ "}

_COLUMNS = ("quote", "indicator", "value", "status", "period", "place", "campaign")


def article_table(record: dict[str, Any]) -> "Table":
    """Return the table of an article of the output contract."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    count = plural(len(record["facts"]), "fact")
    head = " · ".join(filter(None, (record["title"], record["published"], record["document"], count)))
    table = Table(title=escape(head), title_justify="left", box=box.SIMPLE_HEAD)
    for name in _COLUMNS:
        figures = name == "value"
        table.add_column(name, justify="right" if figures else "left", overflow="fold", no_wrap=figures)
    for fact in record["facts"]:
        table.add_row(*map(escape, _cells(fact)))
    return table


def _cells(fact: dict[str, Any]) -> tuple[str, ...]:
    status = fact["status"] if fact["aggregation"] == "whole" else f"{fact['status']}, {fact['aggregation']}"
    return (
        fact["quote"],
        fact["indicator"],
        SIGNS.get(fact["modifier"], "") + figure(fact["value"], fact["value_upper"], fact["unit"]),
        status,
        period(fact["period_start"], fact["period_end"]),
        f"{fact['locality_name']} ({fact['locality']})" if fact["locality"] else "",
        fact["campaign"] or "",
    )
