"""WARC files read back: ours and those of others."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from scrapers.bodies import unpack
from scrapers.errors import ArchiveError, FetchError
from scrapers.records import Place

MAX_UNPACKED = 50_000_000
"""Bytes that are read of one record's body."""

_CUT = "it ends in the middle of a record"
_FOREIGN = "no WARC"


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it is read back: `kind` is request, response, revisit, metadata, …; `body` has its coding undone.

    `headers` are those of HTTP, names in lower case; `fields` those of the record and, of a metadata record, its own.
    """

    kind: str
    url: str
    at: datetime
    status: int
    headers: Mapping[str, str]
    fields: Mapping[str, str]
    body: bytes
    place: Place


def read(file: Path, offset: int) -> Record:
    """Return the record at `offset`; raise ArchiveError where there is none."""
    try:
        with file.open("rb") as stream:
            stream.seek(offset)
            found = next(_records(stream, file))
            if found.place.offset != offset:  # the record itself has no date and was left out
                raise EOFError
            return found
    except (*_UNREADABLE, StopIteration) as error:
        raise ArchiveError(str(file), f"no record at byte {offset}", cure="fetch the page again") from error


def records(file: Path) -> Iterator[Record]:
    """Yield the records of a WARC file as `stream_records` does; raise ArchiveError where it can't be opened too."""
    try:
        stream = file.open("rb")
    except OSError as error:
        raise _unreadable(str(file), 0, error) from error
    with stream:
        yield from stream_records(stream, str(file))


def stream_records(stream: BinaryIO, where: str) -> Iterator[Record]:
    """Yield the records of a WARC file, gzipped or not, in their order, one in memory at a time.

    `stream` can seek, `where` is its path or address. Raises ArchiveError where it is no WARC or ends in the middle of
    a record, those before it were yielded; and at the end where records have no date that can be read, all others were
    yielded.
    """
    end = 0
    try:
        for record in _records(stream, Path(where)):
            end = record.place.offset + record.place.length
            yield record
    except _UNREADABLE as error:
        raise _unreadable(where, end, error) from error


def _unreadable(where: str, end: int, error: Exception) -> ArchiveError:
    what = f"unreadable from byte {max(end, 0)} on ({_why(error)})"
    return ArchiveError(where, what, cure="the records before it were read; fetch what is missing")


_UNREADABLE = (OSError, ArchiveLoadFailed, EOFError, ValueError, AttributeError, KeyError)
"""What warcio raises for files that are broken or no WARC."""


def _why(error: Exception) -> str:
    """Return the reason in one line; warcio's own may have many."""
    text = " ".join(str(error).split())
    return _FOREIGN if text.startswith("Unknown archive format") else text[:500]


def _records(stream: BinaryIO, file: Path) -> Iterator[Record]:
    iterator = ArchiveIterator(stream)
    undated: list[int] = []
    for found in iterator:
        if found.format != "warc":  # ARC, or a line that looks like one of its heads
            raise ArchiveLoadFailed(_FOREIGN)
        body = _body(found)
        _finish(iterator, found)
        place = Place(file.name, iterator.get_record_offset(), iterator.get_record_length(), "", "")
        if (at := _moment(found)) is None:
            undated.append(place.offset)
        else:
            yield _record(found, body, place, at)
    if iterator.offset != stream.seek(0, os.SEEK_END):
        raise EOFError(_CUT)
    if undated:
        what = f"{len(undated)} records without a WARC-Date that can be read, the first at byte {undated[0]}"
        raise ArchiveError(str(file), what, cure="the others were read; correct the dates and read it again")


def _moment(found: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(found.rec_headers.get_header("WARC-Date") or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _finish(iterator: ArchiveIterator, found: Any) -> None:
    """Read on to the record's end: warcio itself takes the end of the file for it."""
    iterator.read_to_end()
    length = found.rec_headers.get_header("Content-Length") or ""
    unpacker = iterator.reader.decompressor
    if not length.isdecimal() or found.raw_stream.limit > 0 or (unpacker is not None and not unpacker.eof):
        raise EOFError(_CUT)


def _body(found: Any) -> bytes:
    """Return the body with its codings undone, or as it is where they can't be."""
    head = found.http_headers
    chunked = head is not None and (head.get_header("transfer-encoding") or "").lower() == "chunked"
    stream = ChunkedDataReader(found.raw_stream) if chunked else found.raw_stream
    raw = bytes(stream.read(MAX_UNPACKED))
    try:
        return unpack(raw, head.get_header("content-encoding"), url="", limit=MAX_UNPACKED) if head else raw
    except FetchError:
        return raw


def _record(found: Any, body: bytes, place: Place, at: datetime) -> Record:
    head = found.http_headers
    fields = {name.lower(): value for name, value in found.rec_headers.headers}
    if found.rec_type == "metadata":
        fields |= dict(_fields(body.decode("utf-8", "replace")))
    code = head.get_statuscode() if head and found.rec_type != "request" else ""
    return Record(
        kind=found.rec_type,
        url=fields.get("warc-target-uri", ""),
        at=at,
        status=int(code) if code.isdecimal() else 0,
        headers=MappingProxyType(_joined(head.headers) if head else {}),
        fields=MappingProxyType(fields),
        body=body,
        place=replace(
            place,
            digest=fields.get("warc-payload-digest", ""),
            record_id=fields.get("warc-record-id", ""),
            revisit=found.rec_type == "revisit",
        ),
    )


def _joined(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Join the values of a name that stands several times, as the client does (RFC 9110)."""
    found: dict[str, str] = {}
    for name, value in lines:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def _fields(block: str) -> Iterator[tuple[str, str]]:
    for line in block.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()
