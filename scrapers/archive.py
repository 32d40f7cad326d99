"""The bytes as they came, in WARC files: one response record a page."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.errors import ArchiveError
from scrapers.records import Page

_UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that no longer tell the truth of a decoded body; kept under another name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: `file` is its name in the archive's folder, `offset` and `length` count bytes.

    `digest` is that of the body, as `sha1:BASE32`.
    """

    file: str
    offset: int
    length: int
    digest: str


class Archive:
    """A folder of `<date>-NNNN.warc.gz` files; a new one is begun where the newest of the day has `max_bytes`."""

    def __init__(self, folder: Path, *, max_bytes: int = 100_000_000) -> None:
        self._folder = folder
        self._max_bytes = max_bytes

    def add(self, page: Page) -> Place:
        """Append `page` as one response record that is on the disk when this returns; raise ArchiveError."""
        content, digest = _record(page)
        path = self._file(page.fetched_at.astimezone(UTC).strftime("%Y-%m-%d"))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            offset = _append(path, content)
        except OSError as error:
            raise ArchiveError(str(path), str(error), cure="make room or choose another archive folder") from error
        return Place(file=path.name, offset=offset, length=len(content), digest=digest)

    def _file(self, day: str) -> Path:
        newest = max(self._folder.glob(f"{day}-[0-9][0-9][0-9][0-9].warc.gz"), default=None)
        if newest is None:
            return self._folder / f"{day}-0001.warc.gz"
        if newest.stat().st_size < self._max_bytes:
            return newest
        number = int(newest.name.removesuffix(".warc.gz")[-4:]) + 1
        return self._folder / f"{day}-{number:04}.warc.gz"


def read(file: Path, offset: int) -> tuple[Mapping[str, str], bytes]:
    """Return headers (lower-case names) and body of the record at `offset`; raise ArchiveError where there is none."""
    try:
        with file.open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            headers = {name.lower(): value for name, value in record.http_headers.headers}
            return MappingProxyType(headers), record.content_stream().read()
    except (OSError, ArchiveLoadFailed, StopIteration, AttributeError) as error:
        raise ArchiveError(str(file), f"no record at byte {offset}", cure="fetch the page again") from error


def _record(page: Page) -> tuple[bytes, str]:
    """Return the gzipped record and its payload digest."""
    target = BytesIO()
    writer = WARCWriter(target, gzip=True)
    headers = [(f"x-archive-orig-{name}" if name in _UNDONE else name, value) for name, value in page.headers.items()]
    headers.append(("content-length", str(len(page.body))))
    record = writer.create_warc_record(
        page.final_url,
        "response",
        payload=BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(str(page.status), headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
    )
    writer.write_record(record)
    return target.getvalue(), str(record.rec_headers.get_header("WARC-Payload-Digest"))


def _append(path: Path, content: bytes) -> int:
    """Write all of `content` or nothing of it."""
    with path.open("ab", buffering=0) as stream:
        offset = stream.seek(0, os.SEEK_END)
        try:
            written = stream.write(content)
            os.fsync(stream.fileno())
        except OSError:
            stream.truncate(offset)
            raise
        if written != len(content):
            stream.truncate(offset)
            raise OSError("the disk is full")
    return offset
