"""From tables to a file that is whole, or to a stream."""

import errno
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from extractor.errors import OutputError
from extractor.export.model import About, Format, Table, Written
from extractor.replacing import replacing


def write(tables: Sequence[Table], form: Format, to: Path | BinaryIO, about: About) -> list[Written]:
    """Write tables in a format that takes them; a file is replaced once the new one is whole.

    Raises OutputError, with nothing written, where there are no rows, more than the format holds, or no room, and
    MissingLibrary where the format needs one.
    """
    if form.most is not None:
        for table in tables:
            _check_size(table, form, form.most)
    begun = _begun(tables)
    if not isinstance(to, Path):
        return form.write(begun, to, about)
    try:
        with replacing(to) as out:
            return form.write(begun, out, about)
    except OSError as error:
        cure = "make room, then run again; the file is as it was" if error.errno in _FULL else "the file is as it was"
        raise OutputError(str(to), error.strerror or str(error), cure=cure) from error


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _check_size(table: Table, form: Format, most: int) -> None:
    if (rows := table.count()) > most:
        what = f"{rows:,} rows are more than the {most:,} of a sheet"
        raise OutputError(table.name, what, cure="ask for fewer with filters, or take csv, parquet or jsonl")


def _begun(tables: Sequence[Table]) -> list[Table]:
    """Read the first row of each table, to know before anything is written whether there is one."""
    begun, empty = [], True
    for table in tables:
        first = next(table.rows, None)
        empty = empty and first is None
        begun.append(table if first is None else replace(table, rows=chain((first,), table.rows)))
    if empty:
        names = ", ".join(table.name for table in tables)
        raise OutputError(names, "no rows", cure="ask for more with other filters, or run mattran nightly")
    return begun
