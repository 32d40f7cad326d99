"""CSV by RFC 4180, and the form of it that Excel opens rightly by a double click, in every country.

Excel splits UTF-8 at the separator of its country, which is a comma here and a semicolon there; a line `sep=;` to tell
it so makes it forget the encoding. UTF-16 with a byte order mark it splits at tabs everywhere, but takes a line end in
quotes for a new row. And it reads `43.5` or `43,5` as thousands where the other mark is the decimal one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import TextIOWrapper
from typing import Any, BinaryIO

from extractor.export.cells import LONGEST, harmless, in_one_line, number_anywhere, plain_number, short, untouched
from extractor.export.model import About, Table, Written

_Ways = dict[type, Callable[[Any], str]]
_END = "\r\n"
_KEPT = 512  # cells of text: most are those of the rows before, and few articles are as long as this allows


def write_csv(tables: Sequence[Table], out: BinaryIO, _: About) -> list[Written]:
    """Write one table in UTF-8 with commas; a text that a spreadsheet would run begins with an apostrophe."""
    [table] = tables
    text = lru_cache(_KEPT)(lambda cell: _quoted(harmless(cell), ","))
    return [Written(table.name, _write(table, out, _Dialect("utf-8", ",", text, plain_number)))]


def write_excel_csv(tables: Sequence[Table], out: BinaryIO, _: About) -> list[Written]:
    """Write one table in UTF-16 with tabs.

    A text that Excel would run or change begins with an apostrophe, line ends are ` ↵ `, numbers have no decimal mark,
    what is too long for a cell is cut.
    """
    [table] = tables
    text = _ExcelText()
    out.write("\ufeff".encode("utf-16-le"))
    rows = _write(table, out, _Dialect("utf-16-le", "\t", text, number_anywhere))
    return [Written(table.name, rows, text.cut)]


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What stands between cells, how texts are written, what is written for a number."""

    encoding: str
    delimiter: str
    text: Callable[[str], str]
    number: Callable[[float], Any]


class _ExcelText:
    """A text as a cell of Excel; counts what it cuts."""

    def __init__(self) -> None:
        self.cut = 0

    def __call__(self, text: str) -> str:
        whole = untouched(in_one_line(text))
        cell = short(whole, LONGEST)
        self.cut += cell is not whole
        return _quoted(cell, "\t")


def _write(table: Table, out: BinaryIO, dialect: _Dialect) -> int:
    """Write head and rows, leave `out` open, return how many rows."""
    stream = TextIOWrapper(out, encoding=dialect.encoding, newline="")
    stream.write(dialect.delimiter.join(column.name for column in table.columns) + _END)
    count = 0
    for line in _lines(table, dialect):
        stream.write(line)
        count += 1
    stream.detach()
    return count


def _lines(table: Table, dialect: _Dialect) -> Iterator[str]:
    """Yield a line a row; by hand, for the csv module takes twice as long."""
    cells: _Ways = {
        str: dialect.text,
        float: lambda cell: str(dialect.number(cell)),
        int: str,
        type(None): lambda _: "",
    }
    days: _Ways = {**cells, str: str}
    ways = [days if column.type == "date" else cells for column in table.columns]
    for row in table.rows:
        yield dialect.delimiter.join([way[cell.__class__](cell) for way, cell in zip(ways, row, strict=True)]) + _END


def _quoted(text: str, delimiter: str) -> str:
    """Put quotes around what holds quotes, line ends or the delimiter."""
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if delimiter in text or "\n" in text or "\r" in text else text
