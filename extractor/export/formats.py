"""The formats by name; a library is imported when its format is written."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from extractor.export.csvfile import write_csv, write_excel_csv
from extractor.export.datapackage import write_datapackage
from extractor.export.jsonlines import write_jsonl
from extractor.export.model import About, Format, Table, Written
from extractor.extras import extra

_SHEET_ROWS = 1_048_575  # beside the head


def _write_xlsx(tables: Sequence[Table], out: BinaryIO, about: About) -> list[Written]:
    with extra("export"):
        from extractor.export.xlsx import write_xlsx
    return write_xlsx(tables, out, about)


def _write_parquet(tables: Sequence[Table], out: BinaryIO, about: About) -> list[Written]:
    with extra("export"):
        from extractor.export.parquet import write_parquet
    return write_parquet(tables, out, about)


FORMATS = {
    each.name: each
    for each in (
        Format("csv", ".csv", write_csv, plain=True),
        Format("xlsx", ".xlsx", _write_xlsx, most=_SHEET_ROWS, many=True),
        Format("parquet", ".parquet", _write_parquet),
        Format("jsonl", ".jsonl", write_jsonl, plain=True),
        Format("datapackage", ".zip", write_datapackage, many=True),
    )
}
EXCEL_CSV = Format("csv", ".csv", write_excel_csv, most=_SHEET_ROWS, plain=True)
"""What `--excel` makes of csv."""


def format_of(path: Path) -> Format | None:
    """Return the format that the name of a file says, None where it says none of them."""
    return next((each for each in FORMATS.values() if each.suffix == path.suffix.lower()), None)
