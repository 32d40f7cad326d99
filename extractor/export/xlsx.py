"""XLSX: typed columns, a frozen head, filters, a sheet that says what it is. With guide.py the door to xlsxwriter."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from extractor.columns import Column
from extractor.export.cells import harmless, short
from extractor.export.guide import write_guide
from extractor.export.model import About, Table, Written

_FIRST = date(1900, 3, 1)  # Excel's calendar begins in 1900, and has a 29 February there
_WIDTHS = {"text": 24.0, "json": 24.0, "moment": 20.0, "date": 11.0, "number": 18.0, "integer": 9.0, "boolean": 9.0}
_WIDE = {"sentence": 80.0, "text": 80.0, "lead": 60.0, "title": 50.0}
_EVERYWHERE = "A1:XFD1048576"


def write_xlsx(tables: Sequence[Table], out: BinaryIO, about: About) -> list[Written]:
    """Write each table into a sheet, and one more that says what they are; a text too long for a cell is cut."""
    with _workbook(out) as book:
        cells = _Cells(book)
        done = [_write(book.add_worksheet(table.name), table, cells) for table in tables]
        write_guide(book, tables, done, about)
    return done


@contextmanager
def _workbook(out: BinaryIO) -> Iterator[Workbook]:
    """Open a workbook whose sheets grow in files beside it, a row in memory at a time."""
    with TemporaryDirectory(prefix=".mattran.", dir=Path(out.name).parent) as scratch:
        outlet = _Outlet(out)
        book = Workbook(outlet, {"constant_memory": True, "tmpdir": scratch})
        book.use_zip64()
        try:
            yield book
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None  # the OSError
        finally:
            outlet.out = BytesIO()
            for sheet in book.worksheets():
                with suppress(OSError):
                    sheet._opt_close()  # else its file stays open where the disk was full


class _Outlet:
    """Where the zip of a workbook goes: after an error xlsxwriter leaves it open, and it ends itself some time on."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def __getattr__(self, name: str) -> Any:
        return getattr(self.out, name)


def _write(sheet: Worksheet, table: Table, cells: "_Cells") -> Written:
    _head(sheet, table.columns, cells)
    before, count = cells.cut, 0
    puts = [cells.of(column) for column in table.columns]
    for count, row in enumerate(table.rows, 1):
        for place, (put, cell) in enumerate(zip(puts, row, strict=True)):
            if cell is not None:
                put(sheet, count, place, cell)
    sheet.autofilter(0, 0, count, len(table.columns) - 1)
    return Written(table.name, count, cells.cut - before)


def _head(sheet: Worksheet, columns: Sequence[Column], cells: "_Cells") -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDE.get(column.name, _WIDTHS[column.type]))
        sheet.write_string(0, place, column.name, cells.bold)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": _EVERYWHERE})  # codes: 01


_Put = Callable[[Worksheet, int, int, Any], None]


class _Cells:
    """How cells of each type are put into a sheet; counts what it cuts."""

    def __init__(self, book: Workbook) -> None:
        self.cut = 0
        self.bold: Format = book.add_format({"bold": True})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self._whole: Format = book.add_format({"num_format": "#,##0"})
        self._decimals: Format = book.add_format({"num_format": "#,##0.0##"})
        self._quoted: Format = book.add_format({"quote_prefix": True})  # stays text where someone edits it

    def of(self, column: Column) -> _Put:
        """Return what puts a cell of `column` into a row and place of a sheet."""
        types: dict[str, _Put] = {
            "number": self._number,
            "integer": self._integer,
            "boolean": self._boolean,
            "date": self._date,
        }
        return types.get(column.type, self._text)

    def _text(self, sheet: Worksheet, row: int, place: int, cell: Any) -> None:
        text = str(cell).replace("\r\n", "\n").replace("\r", "\n")  # as Excel's own line ends
        shown = short(text)
        self.cut += shown is not text
        sheet.write_string(row, place, shown, self._quoted if harmless(shown) is not shown else None)

    def _number(self, sheet: Worksheet, row: int, place: int, cell: float) -> None:
        sheet.write_number(row, place, cell, self._whole if cell == int(cell) else self._decimals)

    def _integer(self, sheet: Worksheet, row: int, place: int, cell: int) -> None:
        sheet.write_number(row, place, cell)

    def _boolean(self, sheet: Worksheet, row: int, place: int, cell: int) -> None:
        sheet.write_boolean(row, place, bool(cell))

    def _date(self, sheet: Worksheet, row: int, place: int, cell: str) -> None:
        day = _day(cell)
        if day < _FIRST:
            sheet.write_string(row, place, cell)
        else:
            sheet.write_datetime(row, place, day, self._day)


_day = lru_cache(maxsize=4_096)(date.fromisoformat)
