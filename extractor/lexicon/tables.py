"""How a table of `data/` is read: its columns checked, every row with the place where it stands."""

import csv
from collections.abc import Iterator
from pathlib import Path

from extractor.errors import TableError


def read_table(path: Path, columns: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield `file:line` and the cells of each row; other columns are a TableError."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            raise TableError(f"{path}:1", f"columns are {reader.fieldnames}", cure=f"use {columns}")
        for row in reader:
            yield f"{path}:{reader.line_num}", row
