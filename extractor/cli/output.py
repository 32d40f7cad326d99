"""How articles are printed: JSON lines, CSV, or a table for the eye."""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from extractor.cli.table import article_table
from extractor.replacing import replacing

Record = dict[str, Any]
Write = Callable[[Record], None]

FACT_COLUMNS = (
    *("indicator", "value", "value_upper", "unit", "modifier", "status", "aggregation", "item", "action"),
    *("period_start", "period_end", "period_basis", "locality", "locality_name", "locality_basis"),
    *("campaign", "campaign_basis", "start", "end", "quote", "sentence", "rules", "confidence"),
)


class Format(StrEnum):
    """What `--format` takes."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def writer(form: Format, stream: TextIO) -> Write:
    """Return what writes one article after the other to `stream`."""
    return {Format.TABLE: _table, Format.JSONL: _jsonl, Format.CSV: _csv}[form](stream)


@contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """Open the output: stdout for None and `-`; a file is written beside its place and takes it once it is whole."""
    if path is None or str(path) == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    with replacing(path) as file, TextIOWrapper(file, encoding="utf-8", newline="") as stream:
        yield stream


def _jsonl(stream: TextIO) -> Write:
    def write(record: Record) -> None:
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")

    return write


def _csv(stream: TextIO) -> Write:
    """One row a fact; names of rules are joined with `; `."""
    rows = csv.DictWriter(stream, ("document", "title", "published", *FACT_COLUMNS), lineterminator="\n")
    rows.writeheader()

    def write(record: Record) -> None:
        article = {key: record[key] for key in ("document", "title", "published")}
        for fact in record["facts"]:
            rows.writerow({**article, **_flat(fact)})

    return write


def _flat(fact: Mapping[str, Any]) -> Record:
    return {**{key: fact[key] for key in FACT_COLUMNS}, "rules": "; ".join(fact["rules"])}


def _table(stream: TextIO) -> Write:
    from extractor.cli.console import console

    out = console(stream)

    def write(record: Record) -> None:
        out.print(article_table(record))

    return write
