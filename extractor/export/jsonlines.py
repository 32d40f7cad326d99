"""JSON lines: one object a row, by the names of the columns; what SQLite keeps as 0 and 1 or as text is what it means."""

import json
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from extractor.export.cells import plain_number
from extractor.export.model import About, Table, Written

_MEANT: dict[str, Callable[[Any], Any]] = {"boolean": bool, "json": json.loads, "number": plain_number}


def write_jsonl(tables: Sequence[Table], out: BinaryIO, _: About) -> Written:
    """Write one table; what is not stated is null."""
    [table] = tables
    names = [column.name for column in table.columns]
    meant = [(i, _MEANT[column.type]) for i, column in enumerate(table.columns) if column.type in _MEANT]
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    count = 0
    for count, row in enumerate(table.rows, 1):
        cells = list(row)
        for i, meaning in meant:
            if cells[i] is not None:
                cells[i] = meaning(cells[i])
        out.write(f"{encode(dict(zip(names, cells, strict=True)))}\n".encode())
    return Written(count)
