"""JSON lines: one object a row by the names of the columns, booleans and lists as such."""

import json
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from extractor.export.cells import plain_number
from extractor.export.model import About, Table, Written

_MEANT: dict[str, Callable[[Any], Any]] = {"boolean": bool, "json": json.loads, "number": plain_number}


def write_jsonl(tables: Sequence[Table], out: BinaryIO, _: About) -> list[Written]:
    """Write one table; what is not stated is null."""
    [table] = tables
    names = [column.name for column in table.columns]
    meant = [(i, _MEANT[column.type]) for i, column in enumerate(table.columns) if column.type in _MEANT]
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    count = 0
    for row in table.rows:
        cells = list(row)
        for i, meaning in meant:
            if cells[i] is not None:
                cells[i] = meaning(cells[i])
        out.write(f"{encode(dict(zip(names, cells, strict=True)))}\n".encode())
        count += 1
    return [Written(table.name, count)]
