"""The sheet of a workbook that says what the others hold and how to read them."""

from collections.abc import Iterator, Sequence

from xlsxwriter import Workbook

from extractor.export.model import About, Table, Written
from extractor.export.notes import origin, reading, title

_WIDTHS = (24, 24, 10, 12, 70, 70)


def write_guide(book: Workbook, tables: Sequence[Table], done: Sequence[Written], about: About) -> None:
    """Add the sheet: where the rows come from, how they are read, every column."""
    sheet = book.add_worksheet(str(about.labels("export", "about")))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width, wrapped if place > 3 else None)
    for row, (head, *cells) in enumerate(_lines(tables, done, about)):
        sheet.write_string(row, 0, head, bold)
        for place, cell in enumerate(cells, 1):
            sheet.write_string(row, place, cell)


def _lines(tables: Sequence[Table], done: Sequence[Written], about: About) -> Iterator[tuple[str, ...]]:
    for _, name, value in origin(about):
        yield str(name), value
    if any(written.cut for written in done):
        yield "", str(about.labels("export", "read_cut"))
    for table, written in zip(tables, done, strict=True):
        yield ("",)
        yield from _about_table(table, written, about)


def _about_table(table: Table, written: Written, about: About) -> Iterator[tuple[str, ...]]:
    labels = about.labels
    yield str(labels("export", "table")), f"{table.name}: {title(table, about)}"
    yield str(labels("export", "rows")), f"{written.rows:,}"
    for number, sentence in enumerate(reading(table, about)):
        yield "" if number else str(labels("export", "reading")), sentence
    yield tuple(str(labels("export", head)) for head in ("table", "column", "type", "unit", "vi", "en"))
    for column in table.columns:
        yield table.name, column.name, column.type, column.unit, column.vi, column.en
