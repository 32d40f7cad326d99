"""CSV by RFC 4180, and the form of it that Excel opens rightly by a double click, in every country.

Excel splits UTF-8 at the separator of its country, which is a comma here and a semicolon there, and a line `sep=;` that
says which makes it forget the encoding. UTF-16 with a byte order mark it splits at tabs everywhere, but takes a line end in
quotes for a new row. And it reads `43.5` or `43,5` as thousands where the other mark is the decimal one.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from io import TextIOWrapper
from typing import Any, BinaryIO

from extractor.columns import Column
from extractor.export.cells import harmless, in_one_line, number_anywhere, plain_number, short, untouched
from extractor.export.model import About, Row, Table, Written

Cells = list[Any]


def write_csv(tables: Sequence[Table], out: BinaryIO, _: About) -> Written:
    """Write one table in UTF-8 with commas; a text that a spreadsheet would run begins with an apostrophe."""
    [table] = tables
    return Written(_write(table.columns, map(_plain, table.rows), out, encoding="utf-8", delimiter=","))


def write_excel_csv(tables: Sequence[Table], out: BinaryIO, _: About) -> Written:
    """Write one table in UTF-16 with tabs.

    A text that Excel would run or change begins with an apostrophe, line ends are ` ↵ `, numbers have no decimal mark,
    what is too long for a cell is cut.
    """
    [table] = tables
    out.write("\ufeff".encode("utf-16-le"))
    cut: list[int] = [0]
    shown = [partial(_SHOWN.get(column.type, _text), cut) for column in table.columns]
    rows = ([None if cell is None else show(cell) for show, cell in zip(shown, row, strict=True)] for row in table.rows)
    return Written(_write(table.columns, rows, out, encoding="utf-16-le", delimiter="\t"), cut[0])


def _write(
    columns: Iterable[Column], rows: Iterable[Cells], out: BinaryIO, *, encoding: str, delimiter: str
) -> int:
    stream = TextIOWrapper(out, encoding=encoding, newline="", write_through=False)
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    count = 0
    for count, cells in enumerate(rows, 1):
        writer.writerow(cells)
    stream.detach()
    return count
