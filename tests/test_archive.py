"""The archive: WARC as others read it, and read back by us, whole or broken."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive import Archive
from scrapers.errors import ArchiveError
from scrapers.fetch import fetch
from scrapers.records import Capture, Link, Page, Site, Unchanged, Validators
from scrapers.warc import read, records
from tests.web import ARTICLE, HTML, NOON, URL, digest_of, exchange, visiting


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
        known = Capture(URL, digest_of(b"<html>ha"), NOON)
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
        assert all(len(list(records(tmp_path / place.file))) == 3 for place in (first, second))

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
