"""Parquet: typed columns in row groups, what each column holds in its metadata. The only door to pyarrow."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

import pyarrow
import pyarrow.parquet

from extractor.export.model import About, Row, Table, Written
from extractor.export.notes import origin, reading, title

_BATCH = 500  # rows turned into columns at once
_GROUP_ROWS = 131_072
_GROUP_BYTES = 6_000_000  # in memory: long texts make smaller groups


def write_parquet(tables: Sequence[Table], out: BinaryIO, about: About) -> list[Written]:
    """Write one table; days are dates, booleans booleans, JSON and moments text."""
    [table] = tables
    schema = _schema(table, about)
    count = 0
    with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for group in _groups(table.rows, schema):
            writer.write_table(group)
            count += group.num_rows
    return [Written(table.name, count)]


def _schema(table: Table, about: About) -> pyarrow.Schema:
    types = {
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "date": pyarrow.date32(),
        "boolean": pyarrow.bool_(),
    }
    fields = []
    for column in table.columns:
        said = {"description": column.description, "vi": column.vi, "en": column.en, "unit": column.unit}
        fields.append(pyarrow.field(column.name, types.get(column.type, pyarrow.string()), metadata=said))
    said = {name: value for name, _, value in origin(about)}
    return pyarrow.schema(
        fields, metadata={"title": str(title(table, about)), "description": " ".join(reading(table, about)), **said}
    )


def _groups(rows: Iterator[Row], schema: pyarrow.Schema) -> Iterator[pyarrow.Table]:
    """Yield the rows in groups that are large enough for readers and small enough for memory."""
    group: list[Any] = []
    while batch := list(islice(rows, _BATCH)):
        group.append(_columns(batch, schema))
        if sum(b.num_rows for b in group) >= _GROUP_ROWS or sum(b.nbytes for b in group) >= _GROUP_BYTES:
            yield pyarrow.Table.from_batches(group, schema)
            group = []
    if group:
        yield pyarrow.Table.from_batches(group, schema)


def _columns(rows: Sequence[Row], schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    arrays = [_array(cells, field.type) for cells, field in zip(zip(*rows, strict=True), schema, strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _array(cells: Sequence[Any], kind: pyarrow.DataType) -> pyarrow.Array:
    """Make a column of what SQLite gives: days are text there, booleans 0 and 1."""
    stored = {pyarrow.date32(): pyarrow.string(), pyarrow.bool_(): pyarrow.int64()}.get(kind)
    return pyarrow.array(cells, stored).cast(kind) if stored else pyarrow.array(cells, kind)
