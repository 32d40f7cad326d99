"""The archive: WARC as others read it, and read back by us, whole or broken."""

import gzip
import io
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from scrapers.archive import Archive, Record, read, records
from scrapers.errors import ArchiveError
from scrapers.fetch import fetch
from scrapers.records import Capture, Exchange, Link, Page, Site, Unchanged, Validators
from tests.web import ARTICLE, HTML, NOON, visiting

URL = "http://x.example/tin/1.html?b=1"
HEADERS = ((b"Content-Type", b"text/html"), (b"ETag", b'"a"'))


def exchange(body: bytes = b"<html>", **changes: Any) -> Exchange:
    """Return an exchange with `body`, gzipped where its headers say so."""
    first = Exchange(URL, ((b"Host", b"x.example"),), 200, "OK", HEADERS, body, NOON, address="192.0.2.1")
    return replace(first, **changes)


def whole(file: Path) -> list[Record]:
    return list(records(file))


def by_warcio(file: Path) -> Iterator[tuple[Any, bytes]]:
    """Yield the records as warcio reads them, digests verified, with their raw payloads."""
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            yield record, record.raw_stream.read()


def header(record: Any, name: str) -> str | None:
    return record.rec_headers.get_header(name)


class TestWhatOthersRead:
    def test_request_response_and_what_the_page_is(self, tmp_path: Path) -> None:
        with Archive(tmp_path) as archive:
            place = archive.add(exchange(ARTICLE.encode()))
            archive.describe(place, {"site": "s", "key": "s:1", "title": "Mặt\ntrận"}, url=URL, at=NOON)
        found = list(by_warcio(tmp_path / place.file))
        assert [record.rec_type for record, _ in found] == ["warcinfo", "response", "request", "metadata"]
        assert all(record.digest_checker.passed for record, _ in found)
        info, response, request, metadata = (record for record, _ in found)
        assert header(info, "WARC-Filename") == place.file
        assert header(response, "WARC-Target-URI") == header(metadata, "WARC-Target-URI") == URL
        assert header(response, "WARC-Date") == "2024-03-27T12:00:00Z"
        assert header(response, "WARC-IP-Address") == "192.0.2.1"
        assert header(response, "WARC-Truncated") is None
        assert header(response, "WARC-Payload-Digest") == place.digest
        assert header(request, "WARC-Concurrent-To") == header(metadata, "WARC-Refers-To") == place.record_id
        assert (response.http_headers.protocol, response.http_headers.statusline) == ("HTTP/1.1", "200 OK")
        assert response.http_headers.headers == [("Content-Type", "text/html"), ("ETag", '"a"')]
        assert (request.http_headers.protocol, request.http_headers.statusline) == ("GET", "/tin/1.html?b=1 HTTP/1.1")
        assert request.http_headers.headers == [("Host", "x.example")]
        assert found[1][1] == ARTICLE.encode()
        assert found[3][1].decode().splitlines() == [
            *("site: s", "key: s:1", "title: Mặt trận"),
            *(f"response-file: {place.file}", f"response-offset: {place.offset}", f"response-length: {place.length}"),
        ]

    def test_each_record_is_a_gzip_member_of_its_own(self, tmp_path: Path) -> None:
        with Archive(tmp_path) as archive:
            places = [archive.add(exchange(body)) for body in (b"one", b"two")]
        content = (tmp_path / places[0].file).read_bytes()
        for place in places:
            member = gzip.decompress(content[place.offset : place.offset + place.length])
            assert member.startswith(b"WARC/1.1\r\n")
            assert member.count(b"WARC/1.1\r\n") == 1

    def test_a_body_as_it_came_and_its_chunks_joined(self, tmp_path: Path) -> None:
        packed = gzip.compress(ARTICLE.encode())
        lines = ((b"Content-Encoding", b"gzip"), (b"Transfer-Encoding", b"chunked"))
        with Archive(tmp_path) as archive:
            place = archive.add(exchange(packed, headers=lines))
        record, body = list(by_warcio(tmp_path / place.file))[1]
        assert body == packed
        assert record.http_headers.headers == [
            ("Content-Encoding", "gzip"),
            ("x-archive-orig-Transfer-Encoding", "chunked"),
        ]
        assert read(tmp_path / place.file, place.offset).body.decode() == ARTICLE

    @pytest.mark.parametrize("why", ["length", "time", "disconnect"])
    def test_why_a_body_is_not_whole(self, tmp_path: Path, why: str) -> None:
        known = Capture(URL, exchange_digest(b"<html>ha"), NOON)
        with Archive(tmp_path) as archive:
            place = archive.add(exchange(b"<html>ha", truncated=why, known=known))
        record, body = list(by_warcio(tmp_path / place.file))[1]
        assert (record.rec_type, header(record, "WARC-Truncated"), body) == ("response", why, b"<html>ha")
        assert read(tmp_path / place.file, place.offset).fields["warc-truncated"] == why

    def test_the_same_payload_again_as_a_revisit(self, tmp_path: Path) -> None:
        with Archive(tmp_path) as archive:
            first = archive.add(exchange(ARTICLE.encode()))
            known = Capture("http://x.example/first", first.digest, datetime(2024, 3, 1, 8, 30, tzinfo=UTC))
            again = archive.add(exchange(ARTICLE.encode(), known=known))
            changed = archive.add(exchange(b"other", known=known))
        assert (first.revisit, again.revisit, changed.revisit) == (False, True, False)
        assert first.digest == again.digest != changed.digest
        found = {header(record, "WARC-Record-ID"): (record, body) for record, body in by_warcio(tmp_path / first.file)}
        record, body = found[again.record_id]
        assert (record.rec_type, body) == ("revisit", b"")
        assert record.http_headers.get_header("ETag") == '"a"'
        assert header(record, "WARC-Refers-To-Target-URI") == "http://x.example/first"
        assert header(record, "WARC-Refers-To-Date") == "2024-03-01T08:30:00Z"
        assert header(record, "WARC-Payload-Digest") == first.digest
        assert header(record, "WARC-Profile").endswith("/1.1/revisit/identical-payload-digest")
        assert read(tmp_path / again.file, again.offset).place.revisit

    def test_header_bytes_as_they_came(self, tmp_path: Path) -> None:
        lines = (
            (b"X-Name", "Mặt trận".encode()),
            (b"X-Old", b"caf\xe9"),
            (b"Set-Cookie", b"a=1"),
            (b"set-cookie", b"b=2"),
        )
        with Archive(tmp_path) as archive:
            place = archive.add(exchange(headers=lines))
        member = gzip.decompress((tmp_path / place.file).read_bytes()[place.offset :][: place.length])
        assert b"".join(name + b": " + value + b"\r\n" for name, value in lines) in member
        assert read(tmp_path / place.file, place.offset).headers["x-name"] == "Mặt trận"

    def test_the_moment_to_the_microsecond(self, tmp_path: Path) -> None:
        moment = datetime(2024, 3, 27, 12, 0, 0, 123456, tzinfo=UTC)
        with Archive(tmp_path) as archive:
            place = archive.add(exchange(fetched_at=moment))
        assert read(tmp_path / place.file, place.offset).at == moment


def exchange_digest(body: bytes) -> str:
    from warcio.utils import Digester

    digester = Digester("sha1")
    digester.update(body)
    return str(digester)


class TestFiles:
    def test_are_begun_anew_by_size_and_by_archive(self, tmp_path: Path) -> None:
        for size in (1, 10**9):
            with Archive(tmp_path, max_bytes=size) as archive:
                files = [archive.add(exchange()).file for _ in range(2)]
        assert files == ["20240327T120000Z-00003.warc.gz"] * 2
        names = sorted(path.name for path in tmp_path.iterdir())
        assert names == [f"20240327T120000Z-0000{number}.warc.gz" for number in (1, 2, 3)]
        kinds = [[record.kind for record in records(path)] for path in sorted(tmp_path.iterdir())]
        assert kinds[0] == kinds[1] == ["warcinfo", "response", "request"]
        assert kinds[2] == ["warcinfo", "response", "request", "response", "request"]

    def test_are_made_with_their_folder_and_only_when_needed(self, tmp_path: Path) -> None:
        with Archive(tmp_path / "a" / "b") as archive:
            assert not (tmp_path / "a").exists()
            archive.add(exchange())
        assert len(list((tmp_path / "a" / "b").iterdir())) == 1

    def test_go_on_after_they_were_closed(self, tmp_path: Path) -> None:
        archive = Archive(tmp_path)
        first = archive.add(exchange())
        archive.close()
        archive.close()
        second = archive.add(exchange())
        archive.close()
        assert first.file != second.file
        assert all(whole(tmp_path / place.file) for place in (first, second))

    def test_that_cannot_be_made_are_an_error_that_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(ArchiveError, match="choose another archive folder"):
            Archive(tmp_path / "file").add(exchange())


FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, ".")
from scrapers.archive import Archive
from scrapers.errors import ArchiveError
from scrapers.records import Exchange
from datetime import UTC, datetime

def exchange(body):
    return Exchange("http://x.example/", (), 200, "OK", (), body, datetime(2024, 3, 27, 12, tzinfo=UTC))

archive = Archive(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
kept = 0
try:
    while True:
        archive.add(exchange(bytes(kept)))
        kept += 1
except ArchiveError as error:
    print(kept)
    print(error)
try:
    archive.add(exchange(bytes(range(256)) * 300))
except ArchiveError:
    print("again")
resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
archive.add(exchange(b"there is room again"))
archive.close()
"""


class TestAFullDisk:
    @pytest.mark.parametrize("room", [20_000, 300])
    def test_leaves_whole_records_only(self, tmp_path: Path, room: int) -> None:
        """300 bytes are room for the first record of a file, and for nothing of an exchange."""
        said = self.run(tmp_path, room)
        kept = int(said[0])
        assert (kept > 5) is (room > 1000)
        assert "make room or choose another archive folder" in said[1]
        assert said[2] == "again"
        found = [record.body for file in sorted(tmp_path.iterdir()) for record in records(file) if record.status]
        assert found == [*(bytes(size) for size in range(kept)), b"there is room again"]

    def test_leaves_no_file_without_its_first_record(self, tmp_path: Path) -> None:
        assert self.run(tmp_path, 100)[0] == "0"
        (file,) = tmp_path.iterdir()
        assert [record.kind for record in records(file)] == ["warcinfo", "response", "request"]

    @staticmethod
    def run(folder: Path, room: int) -> list[str]:
        root = Path(__file__).parent.parent
        command = [sys.executable, "-c", FULL, str(folder), str(room)]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a record of every kind."""
    folder = tmp_path_factory.mktemp("archive")
    with Archive(folder) as archive:
        place = archive.add(
            exchange(gzip.compress(b"Vi\xe1\xbb\x87t Nam" * 20), headers=((b"Content-Encoding", b"gzip"),))
        )
        archive.add(exchange(b"y" * 100))
        archive.add(exchange(b"y" * 100, known=Capture(URL, exchange_digest(b"y" * 100), NOON)))
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
        ],
    )  # fmt: skip
    def test_a_file_that_is_no_warc_is_said_so(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x.warc.gz").write_bytes(content)
        with pytest.raises(ArchiveError, match="unreadable from byte 0 on"):
            whole(tmp_path / "x.warc.gz")

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


@pytest.mark.anyio
class TestFetchingIntoIt:
    async def test_an_unchanged_page_is_a_revisit_and_comes_as_unchanged(
        self, httpserver: HTTPServer, site: Site, tmp_path: Path
    ) -> None:
        httpserver.expect_request("/a").respond_with_data(ARTICLE, content_type=HTML)
        link = Link(f"{site.base_url}a", "s")
        with Archive(tmp_path) as archive:
            async with visiting(site, record=archive.add) as visit:
                first = await fetch(visit, link)
                assert isinstance(first, Page)
                assert first.place is not None
                known = Capture(first.final_url, first.place.digest, first.fetched_at)
                again = await fetch(visit, link, Validators(capture=known))
        assert isinstance(again, Unchanged)
        assert again.page is not None
        assert again.page.body.decode() == ARTICLE
        kinds = [(record.kind, record.url) for record in records(tmp_path / first.place.file)]
        assert [kind for kind, url in kinds if url == link.url] == ["response", "request", "revisit", "request"]
        assert read(tmp_path / first.place.file, first.place.offset).body.decode() == ARTICLE

    async def test_a_full_disk_ends_the_fetch(self, httpserver: HTTPServer, site: Site, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        async with visiting(site, record=Archive(tmp_path / "file").add) as visit:
            with pytest.raises(ArchiveError):
                await fetch(visit, Link(f"{site.base_url}a", "s"))
