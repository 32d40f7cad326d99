"""What a search found, as tables for the eye, as JSON or as CSV."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from extractor.cli.console import console, figure, period, safe
from extractor.cli.table import SIGNS
from extractor.search.snippet import Marked

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from extractor.store.filters import Filters
    from extractor.store.searching import Found

    Row = dict[str, Any]
    Rows = Iterable[Row]
    Cells = tuple[RenderableType, ...]

_STYLE = "bold yellow"
_SIGN = "*"  # around what is marked, where there are no colours


@dataclass(frozen=True, slots=True)
class Answer:
    """The words and filters of a search, and what was found of each kind."""

    words: str
    filters: "Filters"
    found: "Mapping[str, Found]"

    @property
    def asked(self) -> str:
        """The search in one line."""
        filters = (f"--{name} {value}" for name, value in self.filters.asked().items())
        return " ".join((f"“{self.words}”", *filters) if self.words else filters)

    def counts(self) -> Iterator[str]:
        """Yield a line a kind: how many rows are shown of how many, and in which order."""
        for kind, found in self.found.items():
            yield f"{kind}: {_count(kind, found)}"


def _count(kind: str, found: "Found") -> str:
    noun = " facts" if kind == "sentences" else ""
    if len(found.rows) == found.total:
        return f"{found.total:,}{noun} found"
    newest = "those with the words in the title, then the newest" if kind == "articles" else "the newest"
    order = "the best" if found.ranked else newest
    return f"{len(found.rows):,} of {found.total:,}{noun} shown, {order}; --limit N shows more"


def print_tables(answer: Answer) -> None:
    """Print a table a kind, of those that have rows."""
    out = console()
    signs = "" if out.is_terminal and not out.no_color else _SIGN
    for kind, found in answer.found.items():
        if found.rows:
            out.print(_table(kind, found, signs))


def print_json(answer: Answer) -> None:
    """Print one object; `*_marks` are the spans of a text that answer the search."""
    parts = [f'"query": {_json(answer.words)}', f'"filters": {_json(answer.filters.asked())}']
    for kind, found in answer.found.items():
        said = {"found": found.total, "shown": len(found.rows), "order": "rank" if found.ranked else "newest"}
        rows = ",\n  ".join(_json(dict(_plain(row, marks=True))) for row in found.rows)
        parts.append(f'{_json(kind)}: {_json(said)[:-1]}, "rows": [\n  {rows}\n ]}}')
    sys.stdout.write("{\n " + ",\n ".join(parts) + "\n}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def print_csv(answer: Answer) -> None:
    """Print a row a hit, with the columns of all kinds that were found."""
    rows = [{"kind": kind, **dict(_plain(row))} for kind, found in answer.found.items() for row in found.rows]
    columns = dict.fromkeys(name for row in rows for name in row)
    writer = csv.DictWriter(sys.stdout, tuple(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


FORMATS: dict[str, Callable[[Answer], None]] = {"table": print_tables, "json": print_json, "csv": print_csv}


def _plain(row: "Row", *, marks: bool = False) -> "Iterator[tuple[str, Any]]":
    for name, value in row.items():
        if isinstance(value, Marked):
            yield name, value.text
            if marks:
                yield f"{name}_marks", [list(span) for span in value.marks]
        else:
            yield name, int(value) if isinstance(value, float) and value.is_integer() else value


def _table(kind: str, found: "Found", signs: str) -> "Table":
    from rich import box
    from rich.table import Table

    title = f"{kind.capitalize()}: {_count(kind, found)}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in _COLUMNS[kind]:
        wide = name == _COLUMNS[kind][-1]
        right = name == "facts"
        table.add_column(name, justify="right" if right else "left", no_wrap=not wide, overflow="fold")
    for cells in _CELLS[kind](found.rows, signs):
        table.add_row(*cells)
    return table


_COLUMNS = {
    "articles": ("published", "site", "facts", "article"),
    "sentences": ("published", "site", "sentence and its facts"),
    "campaigns": ("facts", "campaign", "name"),
}


def _articles(rows: "Rows", signs: str) -> "Iterator[Cells]":
    from rich.text import Text

    for row in rows:
        text = _marked(row["title"], signs, "bold") + Text("\n") + _marked(row["snippet"], signs)
        text += Text(f"\n{safe(row['document'])}", style="dim")
        yield row["published"] or "", row["site"] or "", f"{row['facts']:,}", text


def _sentences(rows: "Rows", signs: str) -> "Iterator[Cells]":
    """A sentence that tells several facts stands once above them, in the order of the text."""
    from rich.text import Text

    for _, group in groupby(rows, lambda row: (row["article"], row["sentence"].text)):
        first, *others = reversed(list(group))
        facts = "\n".join(_fact(row) for row in (first, *others))
        text = _marked(first["sentence"], signs) + Text("\n") + Text(facts, style="dim")
        yield first["published"] or "", first["site"] or "", text


def _fact(row: "Row") -> str:
    value = SIGNS.get(row["modifier"], "") + figure(row["value"], row["value_upper"], row["unit"])
    status = row["status"] if row["aggregation"] == "whole" else f"{row['status']}, {row['aggregation']}"
    days = period(row["period_start"], row["period_end"])
    return "  " + " · ".join(filter(None, (row["indicator"], value, status, row["place"], days, row["campaign"])))


def _campaigns(rows: "Rows", signs: str) -> "Iterator[Cells]":
    for row in rows:
        yield f"{row['facts']:,}", row["campaign"], _marked(row["name"], signs)


_CELLS: "dict[str, Callable[[Rows, str], Iterator[Cells]]]" = {
    "articles": _articles,
    "sentences": _sentences,
    "campaigns": _campaigns,
}


def _marked(text: Marked, signs: str, style: str = "") -> "Text":
    from rich.text import Text

    shown = Text(style=style)
    for piece, marked in text.pieces():
        shown.append(f"{signs}{safe(piece)}{signs}" if marked else safe(piece), _STYLE if marked else None)
    return shown
