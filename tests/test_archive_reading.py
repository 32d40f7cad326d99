"""WARC files read back: ours, those of others, and what is left of broken ones."""

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from scrapers.archive import Archive
from scrapers.errors import ArchiveError
from scrapers.records import Capture
from scrapers.warc import Record, read, records
from tests.web import NOON, URL, Raw, digest_of, exchange, listening, response, site_at, visiting

ARC = (
    b"filedesc://x.arc 0.0.0.0 20240101000000 text/plain 76\n1 0 InternetArchive\n"
    b"URL IP-address Archive-date Content-type Archive-length\n\n"
    b"http://x.example/ 192.0.2.1 20240101000000 text/html 19\nHTTP/1.1 200 OK\r\n\r\n\n"
)


def plain(line: str, body: bytes) -> bytes:
    """Return a record, not packed, with a line of your own in its head."""
    head = f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: {URL}\r\n{line}\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def whole(file: Path) -> list[Record]:
    return list(records(file))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a record of every kind."""
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder) as archive:
        place = archive.add(
            exchange(gzip.compress(b"Vi\xe1\xbb\x87t Nam" * 20), headers=((b"Content-Encoding", b"gzip"),))
        )
        archive.add(exchange(b"y" * 100))
        archive.add(exchange(b"y" * 100, known=Capture(URL, digest_of(b"y" * 100), NOON)))
        archive.describe(place, {"site": "s"}, url=URL, at=NOON)
    return folder / place.file


class TestReading:
    def test_gives_back_what_was_put_in(self, tmp_path: Path) -> None:
        bodies = ["Mặt trận".encode(), b"", bytes(range(256)) * 100]
        with Archive(tmp_path) as archive:
            places = [archive.add(exchange(body)) for body in bodies]
        file = tmp_path / places[0].file
        for place, body in zip(reversed(places), reversed(bodies), strict=True):
            assert read(file, place.offset).body == body
        answers = [record for record in records(file) if record.kind == "response"]
        assert [record.body for record in answers] == bodies
        assert [record.place for record in answers] == places

    def test_goes_through_all_kinds_in_their_order(self, sample: Path) -> None:
        found = whole(sample)
        kinds = ["warcinfo", "response", "request", "response", "request", "revisit", "request", "metadata"]
        assert [record.kind for record in found] == kinds
        assert [record.status for record in found] == [0, 200, 0, 200, 0, 200, 0, 0]
        assert [record.url for record in found] == ["", *[URL] * 7]
        assert found[1].body.decode() == "Việt Nam" * 20
        assert found[2].headers["host"] == "x.example"
        assert (found[-1].fields["site"], found[-1].fields["response-file"]) == ("s", sample.name)
        assert found[-1].fields["response-offset"] == str(found[1].place.offset)
        assert found[0].place.offset == 0
        for record, following in pairwise(found):
            assert record.place.offset + record.place.length == following.place.offset
        assert found[-1].place.offset + found[-1].place.length == sample.stat().st_size
        for record in found:
            alone = read(sample, record.place.offset)
            assert replace(alone, headers=None, fields=None) == replace(record, headers=None, fields=None)

    @pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
    @pytest.mark.parametrize("packed", [True, False])
    def test_knows_the_files_of_others(self, tmp_path: Path, version: str, packed: bool) -> None:
        """Chunks not joined, several members of gzip in a body, no digest of the payload, no HTTP at all."""
        body = gzip.compress(b"one ") + gzip.compress(b"two")
        chunked = b"%x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (10, body[:10], len(body) - 10, body[10:])
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
        file = tmp_path / "other.warc"
        with file.open("wb") as stream:
            writer = WARCWriter(stream, gzip=packed, warc_version=version)
            for url, kind, block in ((URL, "response", head + chunked), ("dns:x.example", "resource", b"192.0.2.1")):
                record = writer.create_warc_record(url, kind, payload=io.BytesIO(block), length=len(block))
                writer.write_record(record)
        answer, name = whole(file)
        assert (answer.status, answer.body, answer.url) == (200, b"one two", URL)
        assert (name.kind, name.body, name.status) == ("resource", b"192.0.2.1", 0)
        assert read(file, answer.place.offset).body == b"one two"
        assert read(file, name.place.offset).body == b"192.0.2.1"

    @pytest.mark.anyio
    async def test_gives_the_headers_that_the_client_gave(self, tmp_path: Path) -> None:
        """Also where a name stands several times: what was known of a page is known after a rebuild."""
        raw = Raw(response(b"<html>", 'ETag: "a"', 'ETag: "b"', "X-Powered-By: A", "x-powered-by: B"))
        with Archive(tmp_path) as archive:
            async with listening(raw) as address, visiting(site_at(address), record=archive.add) as visit:
                page = await visit.get(f"{address}a")
        assert page.place is not None
        record = read(tmp_path / page.place.file, page.place.offset)
        assert record.headers["etag"] == page.headers["etag"] == '"a", "b"'
        assert record.headers == page.headers

    def test_gives_a_body_that_cannot_be_unpacked_as_it_is(self, tmp_path: Path) -> None:
        odd = [(b"no gzip", b"gzip"), (gzip.compress(b"cut off")[:12], b"gzip"), (b"brotli", b"br")]
        with Archive(tmp_path) as archive:
            for body, coding in odd:
                place = archive.add(exchange(body, headers=((b"Content-Encoding", coding),)))
        found = [record.body for record in records(tmp_path / place.file) if record.kind == "response"]
        assert found == [body for body, _ in odd]

    def test_holds_one_record_in_memory_at_a_time(self, tmp_path: Path) -> None:
        size = 500_000
        with Archive(tmp_path) as archive:
            for number in range(20):
                place = archive.add(exchange(bytes([number]) * size))
        tracemalloc.start()
        try:
            sizes = [len(record.body) for record in records(tmp_path / place.file) if record.kind == "response"]
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert sizes == [size] * 20
        assert peak < 6 * size


class TestReadingWhatIsBroken:
    def test_a_file_cut_anywhere_gives_the_records_before_and_an_error(self, sample: Path, tmp_path: Path) -> None:
        content, found = sample.read_bytes(), whole(sample)
        ends = [record.place.offset + record.place.length for record in found]
        cut = tmp_path / sample.name
        for size in sorted({*range(1, len(content), 11), *(end + by for end in ends for by in (-9, -1, 0, 1, 9))}):
            cut.write_bytes(content[:size])
            came, error = self.read_on(cut)
            count = sum(end <= size for end in ends)
            assert [record.place for record in came] == [record.place for record in found[:count]]
            assert [record.body for record in came] == [record.body for record in found[:count]]
            assert (error is None) is (size in ends or size > len(content))
            if error is not None:
                assert f"unreadable from byte {ends[count - 1] if count else 0} on" in str(error)

    def test_a_record_cut_anywhere_is_none(self, sample: Path, tmp_path: Path) -> None:
        content, last = sample.read_bytes(), whole(sample)[-1].place
        cut = tmp_path / sample.name
        for size in range(last.offset, len(content), 7):
            cut.write_bytes(content[:size])
            with pytest.raises(ArchiveError, match=f"no record at byte {last.offset}"):
                read(cut, last.offset)

    def test_a_plain_file_cut_anywhere_gives_no_half_record(self, sample: Path, tmp_path: Path) -> None:
        plain, cut = tmp_path / "plain.warc", tmp_path / "cut.warc"
        plain.write_bytes(gzip.decompress(sample.read_bytes()))
        content, bodies = plain.read_bytes(), [record.body for record in records(plain)]
        assert bodies == [record.body for record in records(sample)]
        for size in range(1, len(content), 17):
            cut.write_bytes(content[:size])
            came, _ = self.read_on(cut)
            assert [record.body for record in came] == bodies[: len(came)]

    @pytest.mark.parametrize(
        "content",
        [
            b"no WARC", b"<html></html>\n" * 100, b"\x1f\x8b", b"\x1f\x8b\x08\0", gzip.compress(b"no WARC\n" * 100),
            b"WARC/1.1\r\n", b"WARC/1.1\r\n\r\n", b"WARC/1.1\r\nContent-Length: x\r\n\r\n", bytes(100), b"PK\x03\x04",
            b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Date: 2024-03-27T12:00:00Z\r\nContent-Length: ",
        ],
    )  # fmt: skip
    def test_a_file_that_is_no_warc_is_said_so(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x.warc.gz").write_bytes(content)
        with pytest.raises(ArchiveError, match="unreadable from byte 0 on"):
            whole(tmp_path / "x.warc.gz")

    @pytest.mark.parametrize("packed", [True, False])
    @pytest.mark.parametrize("content", [b"<!DOCTYPE html>\n<html></html>", b"<html lang='vi' x y z>\n<p>", ARC])
    def test_a_page_and_an_older_archive_are_no_warc(self, tmp_path: Path, content: bytes, packed: bool) -> None:
        (tmp_path / "x.warc.gz").write_bytes(gzip.compress(content) if packed else content)
        with pytest.raises(ArchiveError, match=r"unreadable from byte 0 on \(no WARC\)"):
            whole(tmp_path / "x.warc.gz")

    def test_a_file_packed_as_a_whole_is_said_so_in_one_line(self, sample: Path, tmp_path: Path) -> None:
        file = tmp_path / "x.warc.gz"
        file.write_bytes(gzip.compress(gzip.decompress(sample.read_bytes())))
        with pytest.raises(ArchiveError, match=r"unreadable from byte 0 on .*warcio recompress") as caught:
            whole(file)
        assert "\n" not in caught.value.what

    @pytest.mark.parametrize("date", ["yesterday", "", "2024-13-01T00:00:00Z", "0001-01-01T00:00:00+10:00", None])
    def test_a_record_without_a_date_leaves_the_others(self, tmp_path: Path, date: str | None) -> None:
        file, heads = tmp_path / "x.warc", [f"WARC-Date: {each}" for each in ("2024-03-27T12:00:00Z", date)]
        if date is None:
            heads[1] = "X-Date: none"
        file.write_bytes(b"".join(plain(heads[at], b"%d" % number) for number, at in enumerate((0, 1, 0, 1, 0))))
        second = len(plain(heads[0], b"0"))
        came, error = self.read_on(file)
        assert [record.body for record in came] == [b"0", b"2", b"4"]
        assert f"2 records without a WARC-Date that can be read, the first at byte {second}" in str(error)
        with pytest.raises(ArchiveError, match=f"no record at byte {second}"):
            read(file, second)

    def test_an_empty_file_has_no_records(self, tmp_path: Path) -> None:
        (tmp_path / "x.warc.gz").touch()
        assert whole(tmp_path / "x.warc.gz") == []

    def test_a_missing_file_is_said_so(self, tmp_path: Path) -> None:
        for look in (whole, lambda path: read(path, 0)):
            with pytest.raises(ArchiveError, match="none"):
                look(tmp_path / "none.warc.gz")

    def test_a_wrong_place_is_an_error(self, sample: Path) -> None:
        for offset in (7, sample.stat().st_size, 10**6):
            with pytest.raises(ArchiveError, match=f"no record at byte {offset}"):
                read(sample, offset)

    @settings(max_examples=100, deadline=None)
    @given(data=st.data())
    def test_a_changed_byte_gives_no_changed_body(self, sample: Path, data: st.DataObject) -> None:
        content = bytearray(sample.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
        broken = sample.with_name("broken.warc.gz")
        broken.write_bytes(content)
        bodies = [record.body for record in records(sample)]
        came, _ = self.read_on(broken)
        assert [record.body for record in came] == bodies[: len(came)]

    @staticmethod
    def read_on(file: Path) -> tuple[list[Record], ArchiveError | None]:
        came = []
        try:
            for record in records(file):
                came.append(record)
        except ArchiveError as error:
            return came, error
        return came, None


NAMES = st.from_regex(r"x-[a-z0-9-]{1,15}", fullmatch=True)
VALUES = st.binary(max_size=30).map(lambda value: bytes(byte for byte in value if byte > 31 and byte != 127))
CODINGS = {None: bytes, b"gzip": gzip.compress, b"deflate": zlib.compress}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Path]]:
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder) as archive:
        yield archive, folder


@settings(max_examples=100, deadline=None)
@given(
    body=st.binary(max_size=3000),
    lines=st.dictionaries(NAMES, VALUES, max_size=5),
    coding=st.sampled_from([*CODINGS]),
    status=st.integers(100, 599),
)
def test_what_is_put_in_is_read_back(archive, body: bytes, lines: dict[str, bytes], coding, status: int) -> None:
    keeper, folder = archive
    sent = {
        **{name.encode(): value for name, value in lines.items()},
        **({b"content-encoding": coding} if coding else {}),
    }
    came = CODINGS[coding](body)
    place = keeper.add(exchange(came, headers=tuple(sent.items()), status=status, reason=""))
    record = read(folder / place.file, place.offset)
    assert (record.body, record.status, record.url, record.at) == (body, status, URL, NOON)
    assert record.headers == {name.decode(): as_text(value) for name, value in sent.items()}
    with (folder / place.file).open("rb") as stream:
        stream.seek(place.offset)
        checked = next(iter(ArchiveIterator(stream, check_digests="raise")))
        assert checked.raw_stream.read() == came


def as_text(value: bytes) -> str:
    """Return a header's value as warcio reads it: UTF-8 where it is that, else Latin-1."""
    try:
        return value.decode().strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()
