"""From a part of an input to its articles, and to the records that are none."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from extractor.cluster.inputs import PER_SLICE, TEXT_COLUMNS, opened
from extractor.cluster.model import Bad, Found, Slice
from extractor.cluster.pages import Told, article_of
from extractor.cluster.reading import Reading
from extractor.errors import InputError, StoreError
from extractor.read_input import require_vietnamese
from extractor.store import ArticleRecord, Store
from scrapers.errors import ArchiveError
from scrapers.foreign import ForeignPage, article_page
from scrapers.parse import parse
from scrapers.warc import Record, stream_records

_COLUMNS = ("url", *TEXT_COLUMNS, "published", "site")
_BATCH = 64  # rows in memory at a time
_BROKEN = "what comes before was read; make or fetch the file anew"


def records(part: Slice, reading: Reading) -> Iterator[Found | Bad]:
    """Yield the articles of a part of an input in their order, and what is bad there; raises nothing for content."""
    return {"parquet": _rows, "warc": _captures, "store": _stored}[part.kind](part, reading)


def _rows(part: Slice, reading: Reading) -> Iterator[Found | Bad]:
    position = 0
    try:
        with opened(part.input) as stream:
            file = pyarrow.parquet.ParquetFile(stream)
            position = sum(file.metadata.row_group(group).num_rows for group in range(part.part))
            columns = [name for name in file.schema_arrow.names if name in _COLUMNS]
            for batch in file.iter_batches(_BATCH, row_groups=[part.part], columns=columns):
                for offset in range(batch.num_rows):
                    yield _row(batch.slice(offset, 1), position, part.input, reading)
                    position += 1
    except (pyarrow.ArrowException, OSError) as error:
        what = f"unreadable from row {position} of row group {part.part} on ({_why(error)})"
        yield Bad(position, None, InputError(part.input, what, cure=_BROKEN), again=True)


def _row(batch: pyarrow.RecordBatch, position: int, address: str, reading: Reading) -> Found | Bad:
    """Read one row of a table; its record is bad where a cell can't be decoded, too."""
    where, url = f"{address}, row {position}", None
    try:
        [row] = _decoded(batch, where)
        url = row.get("url") or None
        article = article_of(_told(row, where, reading), reading.sites, document=url or f"{address}#{position}")
    except Exception as error:  # a mistake of ours costs one record, too
        return Bad.of(error, position=position, url=url, where=where)
    return Found(position, article, key=article.document)


def _decoded(batch: pyarrow.RecordBatch, where: str) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except UnicodeDecodeError as error:
        raise InputError(where, f"text that is no UTF-8 ({error.reason})", cure="write the table anew") from error
    return rows


def _told(row: Mapping[str, Any], where: str, reading: Reading) -> Told:
    published = reading.published or _moment(row.get("published"), where)
    names = {name: str(row[name]) if row.get(name) else None for name in ("url", "site")}
    return Told(where, row.get("text"), row.get("html"), published=published, home=reading.home, **names)


def _moment(value: object, where: str) -> str | None:
    """Return a day or moment as ISO 8601 has it; raises InputError."""
    if value is None or value == "":
        return None
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    try:
        datetime.fromisoformat(text)
    except ValueError:
        cure = "write days as 2023-10-07 in the column published"
        raise InputError(where, f"published is no day: {text[:40]!r}", cure=cure) from None
    return text


def _captures(part: Slice, reading: Reading) -> Iterator[Found | Bad]:
    """Yield the articles' pages of a WARC file; requests, lists and pages that failed are no records of ours."""
    end = 0
    try:
        with opened(part.input) as stream:
            for record in stream_records(stream, part.input):
                end = record.place.offset + record.place.length
                if page := article_page(record, reading.sites):
                    yield _capture(record, page, reading)
    except OSError as error:
        yield Bad(end, None, InputError(part.input, f"unreadable ({_why(error)})", cure=_BROKEN), again=True)
    except ArchiveError as error:
        yield Bad(end, None, error, again=True)


def _capture(record: Record, page: ForeignPage, reading: Reading) -> Found | Bad:
    position = record.place.offset
    site = reading.sites.get(page.site.slug)
    try:
        parsed = parse(page.address, record.body, record.headers, site)
        require_vietnamese(parsed.text, page.address)
    except Exception as error:
        return Bad.of(error, position=position, url=page.address, where=page.address)
    home = reading.home or (site.home if site else None)
    article = ArticleRecord.of_page(parsed, document=page.address, site=page.site.slug, home=home)
    return Found(position, article, key=page.key, fetched_at=record.at.isoformat())


def _stored(part: Slice, reading: Reading) -> Iterator[Found | Bad]:
    try:
        with Store.reader(Path(part.input)) as store, store.plain_errors():
            for key, article in store.slices.records(part.part, PER_SLICE):
                yield Found(key, article, key=article.document)
    except StoreError as error:
        yield Bad(part.part * PER_SLICE, None, error, again=True)


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or " ".join(str(error).split())[:500]
