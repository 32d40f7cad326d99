"""The bytes as they came, in WARC files: request, response, and for a page what it is.

Only appended to, by one process at a time: each opens files of its own, so that what a killed process left half
written is at the end of a file that nobody goes on with.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from scrapers.bodies import unpack
from scrapers.errors import ArchiveError, FetchError
from scrapers.records import Exchange, Place

MAX_UNPACKED = 50_000_000
"""Bytes that are read of one record's body."""

_JOINED = frozenset({b"transfer-encoding"})
"""Headers that no longer tell the truth of a body whose chunks are joined; kept under another name."""
_CURE = "make room or choose another archive folder"
_CUT = "it ends in the middle of a record"


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


class Archive:
    """A folder of `<moment>-NNNNN.warc.gz` files; the next is begun where one has `max_bytes`. A context manager."""

    def __init__(self, folder: Path, *, max_bytes: int = 1_000_000_000) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._file: BinaryIO | None = None
        self._path = folder
        self._serial = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Bring everything to the disk; a later record begins a new file."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None

    def add(self, exchange: Exchange) -> Place:
        """Append request and response, or a revisit record where the known capture has the same payload.

        Raises ArchiveError; then nothing of it is in the file.
        """
        digest = _digest(exchange.body)
        known = exchange.known
        repeated = known is not None and known.digest == digest and exchange.truncated is None
        answer = _revisit(exchange, digest) if repeated else _response(exchange, digest)
        number = str(answer.rec_headers.get_header("WARC-Record-ID"))
        packed = _packed(answer)
        question = _packed(_request(exchange, concurrent_to=number))
        file, offset = self._append(packed + question, at=exchange.fetched_at)
        return Place(file, offset, len(packed), digest, number, revisit=repeated)

    def describe(self, place: Place, fields: Mapping[str, str], *, url: str, at: datetime) -> None:
        """Append a metadata record that says of the response at `place` what page it is; raise ArchiveError."""
        where = {"file": place.file, "offset": place.offset, "length": place.length}
        lines = {**fields, **{f"response-{name}": str(value) for name, value in where.items()}}
        block = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in lines.items()).encode()
        record = _builder().create_warc_record(
            url,
            "metadata",
            payload=BytesIO(block),
            length=len(block),
            warc_content_type="application/warc-fields",
            warc_headers_dict={"WARC-Date": _date(at), "WARC-Refers-To": place.record_id},
        )
        self._append(_packed(record), at=at)

    def _append(self, content: bytes, *, at: datetime) -> tuple[str, int]:
        """Write all of `content` or nothing of it; return file name and offset."""
        try:
            file = self._open(at)
            offset = file.seek(0, os.SEEK_END)
            _write(file, content, offset)
        except OSError as error:
            raise ArchiveError(str(self._path), str(error), cure=_CURE) from error
        return self._path.name, offset

    def _open(self, at: datetime) -> BinaryIO:
        if self._file is not None and self._file.tell() >= self._max_bytes:
            self.close()
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = self._new_file(at)
        return self._file

    def _new_file(self, at: datetime) -> BinaryIO:
        while True:
            self._serial += 1
            self._path = self._folder / f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{self._serial:05}.warc.gz"
            try:
                file = self._path.open("xb", buffering=0)
            except FileExistsError:
                continue
            try:
                _write(file, _packed(_warcinfo(self._path.name)), 0)
            except OSError:
                file.close()
                self._path.unlink()
                raise
            return file


def read(file: Path, offset: int) -> Record:
    """Return the record at `offset`; raise ArchiveError where there is none."""
    try:
        with file.open("rb") as stream:
            stream.seek(offset)
            return next(_records(stream, file.name))
    except (*_UNREADABLE, StopIteration) as error:
        raise ArchiveError(str(file), f"no record at byte {offset}", cure="fetch the page again") from error


def records(file: Path) -> Iterator[Record]:
    """Yield the records of a WARC file, gzipped or not, in their order, one in memory at a time.

    Raises ArchiveError where the file is no WARC or ends in the middle of a record: those before it were yielded.
    """
    end = 0
    try:
        with file.open("rb") as stream:
            for record in _records(stream, file.name):
                end = record.place.offset + record.place.length
                yield record
    except _UNREADABLE as error:
        what = f"unreadable from byte {end} on ({error})"
        raise ArchiveError(str(file), what, cure="the records before it were read; fetch what is missing") from error


_UNREADABLE = (OSError, ArchiveLoadFailed, EOFError, ValueError, AttributeError, KeyError)
"""What warcio raises for files that are broken or no WARC."""


def _records(stream: BinaryIO, name: str) -> Iterator[Record]:
    iterator = ArchiveIterator(stream)
    for found in iterator:
        body = _body(found)
        _finish(iterator, found)
        place = Place(name, iterator.get_record_offset(), iterator.get_record_length(), "", "")
        yield _record(found, body, place)
    if iterator.offset != stream.seek(0, os.SEEK_END):
        raise EOFError(_CUT)


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


def _record(found: Any, body: bytes, place: Place) -> Record:
    head = found.http_headers
    fields = {name.lower(): value for name, value in found.rec_headers.headers}
    if found.rec_type == "metadata":
        fields |= dict(_fields(body.decode("utf-8", "replace")))
    code = head.get_statuscode() if head and found.rec_type != "request" else ""
    return Record(
        kind=found.rec_type,
        url=fields.get("warc-target-uri", ""),
        at=datetime.fromisoformat(fields["warc-date"]).astimezone(UTC),
        status=int(code) if code.isdecimal() else 0,
        headers=MappingProxyType({name.lower(): value for name, value in head.headers} if head else {}),
        fields=MappingProxyType(fields),
        body=body,
        place=replace(
            place,
            digest=fields.get("warc-payload-digest", ""),
            record_id=fields.get("warc-record-id", ""),
            revisit=found.rec_type == "revisit",
        ),
    )


def _fields(block: str) -> Iterator[tuple[str, str]]:
    for line in block.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _builder() -> WARCWriter:
    return WARCWriter(BytesIO(), gzip=True, warc_version="WARC/1.1")


def _packed(record: Any) -> bytes:
    target = BytesIO()
    WARCWriter(target, gzip=True, warc_version="WARC/1.1").write_record(record)
    return target.getvalue()


def _warcinfo(name: str) -> Any:
    info = {"software": "mattran", "format": "WARC File Format 1.1"}
    return _builder().create_warcinfo_record(name, info)


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """A head whose bytes are written as they came: warcio percent-encodes what is not ASCII."""

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, encoding="latin-1")


def _response(exchange: Exchange, digest: str) -> Any:
    fields = {**_common(exchange), "WARC-Payload-Digest": digest}
    if exchange.truncated:
        fields["WARC-Truncated"] = exchange.truncated
    return _builder().create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_answer_head(exchange),
        warc_headers_dict=fields,
    )


def _revisit(exchange: Exchange, digest: str) -> Any:
    assert exchange.known is not None
    return _builder().create_revisit_record(
        exchange.url,
        digest,
        exchange.known.url,
        _date(exchange.known.at),
        http_headers=_answer_head(exchange),
        warc_headers_dict=_common(exchange),
    )


def _request(exchange: Exchange, *, concurrent_to: str) -> Any:
    target = exchange.url.split("://", 1)[-1]
    path = "/" + target.partition("/")[2]
    head = _Head(f"GET {path} HTTP/1.1", _text(exchange.request), is_http_request=True)
    return _builder().create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(b""),
        length=0,
        http_headers=head,
        warc_headers_dict={**_common(exchange), "WARC-Concurrent-To": concurrent_to},
    )


def _common(exchange: Exchange) -> dict[str, str]:
    address = {"WARC-IP-Address": exchange.address} if exchange.address else {}
    return {"WARC-Date": _date(exchange.fetched_at), **address}


def _answer_head(exchange: Exchange) -> _Head:
    lines = ((b"x-archive-orig-" + name if name.lower() in _JOINED else name, v) for name, v in exchange.headers)
    return _Head(f"{exchange.status} {exchange.reason}", _text(lines), protocol="HTTP/1.1")


def _text(lines: Any) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in lines]


def _date(moment: datetime) -> str:
    return str(datetime_to_iso_date(moment.astimezone(UTC).replace(tzinfo=None), use_micros=True))


def _digest(body: bytes) -> str:
    digester = Digester("sha1")
    digester.update(body)
    return str(digester)


def _write(file: BinaryIO, content: bytes, offset: int) -> None:
    try:
        written = file.write(content)
    except OSError:
        file.truncate(offset)
        raise
    if written != len(content):
        file.truncate(offset)
        raise OSError("the disk is full")
