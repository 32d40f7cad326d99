"""The bytes as they came, in WARC files: request, response, and for a page what it is.

Only appended to, by one process at a time: each opens files of its own, so that what a killed process left half
written is at the end of a file that nobody goes on with.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from scrapers.errors import ArchiveError
from scrapers.records import Exchange, Place

_JOINED = frozenset({b"transfer-encoding"})
"""Headers that no longer tell the truth of a body whose chunks are joined; kept under another name."""
_CURE = "make room or choose another archive folder"


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
        """Bring everything to the disk, or raise ArchiveError; a later record begins a new file."""
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            with file:
                os.fsync(file.fileno())
        except OSError as error:
            raise ArchiveError(str(self._path), str(error), cure=_CURE) from error

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
