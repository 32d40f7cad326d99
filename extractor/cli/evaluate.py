"""`mattran evaluate`: how good the extraction is on a folder of labelled articles."""

import json as json_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.console import console, plural
from extractor.paths import data_dir

if TYPE_CHECKING:
    from rich.table import Table

    from extractor.evaluate import Json, Rate, Scores


def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="GOLD_DIR", help="A folder of docs/ and labels/; else the installed one."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List every miss, false find and wrong slot.")] = False,
    update_floors: Annotated[bool, typer.Option("--update-floors", help="Raise the floors to these figures.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="With --update-floors: lower floors too.")] = False,
) -> None:
    """Score the extractor against gold labels.

    A figure below its floor in GOLD_DIR/floors.toml is named on stderr; then the exit code is 1.
    """
    from extractor import floors
    from extractor.evaluate import evaluate as run

    if lower and not update_floors:
        raise typer.BadParameter("goes with --update-floors only", param_hint="--lower")
    folder = gold or data_dir() / "gold"
    scores = run(folder, _Record())
    _print(scores, json=json, errors=errors)
    path = folder / floors.FILE
    pinned = floors.load_floors(path)
    if update_floors:
        pinned = floors.updated(scores, pinned, lower=lower)
        floors.write_floors(path, pinned)
    floors.check(scores, pinned, path)


class _Record:
    """Extracts with one extractor, loaded at the first text."""

    def __init__(self) -> None:
        from extractor.cli.reader import LazyExtractor

        self._extractor = LazyExtractor()

    def __call__(self, text: str, document: str) -> "Json":
        from extractor.contract import as_record

        return as_record(self._extractor(text), document)


def _print(scores: "Scores", *, json: bool, errors: bool) -> None:
    if errors:
        for line in scores.errors:
            typer.echo(line, err=json)
    if json:
        typer.echo(json_.dumps(figures(scores), ensure_ascii=False))
        return
    out = console()
    wrong = scores.bad_spans
    spans = f"{plural(wrong, 'span')} not their own text" if wrong else "every span is its own text"
    out.print(f"{plural(scores.documents, 'document')}, {spans}")
    for table in (_rates(scores), _slots(scores), _calibration(scores)):
        out.print(table)


def figures(scores: "Scores") -> dict[str, Any]:
    """Return all figures as plain values, rounded to four digits."""
    from extractor.evaluate import SLOTS

    return {
        "documents": scores.documents,
        "bad_spans": scores.bad_spans,
        **{name: _figures(rate) for name, rate in scores.rates.items()},
        "slots": {slot: None if (share := scores.slot(slot)) is None else round(share, 4) for slot in SLOTS},
        "confidence": {"halves": _shares(scores, 2), "quartiles": _shares(scores, 4)},
    }


def _figures(rate: "Rate") -> dict[str, float]:
    shares = {"p": rate.precision, "r": rate.recall, "f1": rate.f1}
    counts = {"tp": rate.right, "gold": rate.gold, "pred": rate.predicted}
    return {name: round(share, 4) for name, share in shares.items()} | counts


def _shares(scores: "Scores", count: int) -> list[dict[str, float]]:
    from extractor.evaluate import bands

    cut = bands(scores.judged, count)
    return [{"low": b.low, "high": b.high, "facts": b.count, "right": round(b.share, 4)} for b in cut]


def _rates(scores: "Scores") -> "Table":
    from extractor.evaluate import FACTS, SETS

    table = _table("", "P", "R", "F1", "right", "gold", "predicted")
    for name in (*SETS, *FACTS):
        rate = scores.rates[name]
        shares = (f"{share:.4f}" for share in (rate.precision, rate.recall, rate.f1))
        table.add_row(name.replace("_", " "), *shares, *map(str, (rate.right, rate.gold, rate.predicted)))
    return table


def _slots(scores: "Scores") -> "Table":
    from extractor.evaluate import SLOTS

    table = _table("slot", "share right", "right", "scored")
    for slot in SLOTS:
        share = scores.slot(slot)
        table.add_row(slot, "-" if share is None else f"{share:.4f}", *map(str, scores.slots.get(slot, (0, 0))))
    return table


def _calibration(scores: "Scores") -> "Table":
    from extractor.evaluate import bands

    table = _table("confidence", "from", "to", "facts", "strictly right")
    names = {2: ("upper half", "lower half"), 4: ("1st quarter", "2nd quarter", "3rd quarter", "4th quarter")}
    for count, rows in names.items():
        for name, band in zip(rows, bands(scores.judged, count), strict=False):
            table.add_row(name, f"{band.low:.2f}", f"{band.high:.2f}", str(band.count), f"{band.share:.4f}")
    return table


def _table(first: str, *columns: str) -> "Table":
    from rich.table import Table

    table = Table(first, box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right")
    return table
