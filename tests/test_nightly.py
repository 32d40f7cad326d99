"""The nightly job from outside: killed, doubled, without room, with the clock going back; and what it reports."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import Occupied, StoreError
from extractor.stages import Event, Failed, Fetched, import_warc, rebuild, running, take_over
from extractor.store import Store, exclusive
from scrapers.archive import Archive
from scrapers.portal import Route
from tests.samples import opened
from tests.world import World, failures, page, url

ROOT = Path(__file__).parent.parent
MAIN = (sys.executable, "-c", "from extractor.cli import main; main()")
SITES = ("hoasen", "sentrang")
"""Two portals are enough for what is tested here."""


def mattran(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([*MAIN, *map(str, words)], cwd=cwd, env=environment, capture_output=True, text=True)


def nightly(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return mattran("nightly", *SITES, "--sample", *words, cwd=folder)


def events(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def harvest(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a harvest comes to, whatever the order in which it was made."""
    queries = {
        "pages": "SELECT key, url, final_url, site, status, digest FROM pages ORDER BY key",
        "links": "SELECT key, url, site, state FROM links ORDER BY key",
        "articles": "SELECT document, title, text, published_at, site, layout FROM articles ORDER BY document",
        "facts": "SELECT document, facts.start, quote, value, period_start, locality FROM facts "
        "JOIN articles ON articles.id = article ORDER BY document, facts.start, indicator, value",
        "clusters": "SELECT a.document, b.document, a.same_figures FROM articles a JOIN articles b ON b.id = a.cluster "
        "ORDER BY a.document",
    }
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        return {name: db.execute(sql).fetchall() for name, sql in queries.items()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a night that went well."""
    folder = tmp_path_factory.mktemp("undisturbed")
    done = nightly(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


class TestKilled:
    AFTER = (1, 2, 9, 20, 33, 30, 40)
    """Events of a run until it is killed: in discovery, between pages, in parsing and in extraction."""

    @pytest.fixture(scope="class")
    @classmethod
    def folder(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """Return the folder of a night whose run was killed again and again, and then came to its end."""
        folder = tmp_path_factory.mktemp("killed")
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        killed = 0
        for after in cls.AFTER:
            words = [*MAIN, "nightly", *SITES, "--sample"]
            with subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout
                for _ in range(after):
                    process.stdout.readline()
                process.send_signal(signal.SIGKILL)
            killed += process.returncode == -signal.SIGKILL
        (folder / "killed").write_text(str(killed))
        nightly(folder)
        return folder

    def test_nothing_is_lost_and_nothing_doubled(self, folder: Path, undisturbed: Path) -> None:
        assert harvest(folder / "mattran.db") == harvest(undisturbed / "mattran.db")

    def test_each_run_that_was_killed_is_told_of_once(self, folder: Path) -> None:
        with sqlite3.connect(folder / "mattran.db") as db:
            told = db.execute("SELECT count(*) FROM issues WHERE kind = 'Abandoned'").fetchone()
            left = db.execute("SELECT count(*) FROM runs WHERE finished_at IS NULL").fetchone()
        killed = int((folder / "killed").read_text())
        assert (told, left) == ((killed,), (0,))
        assert killed >= 5

    def test_the_archive_alone_gives_the_same_pages_and_articles(self, folder: Path, undisturbed: Path) -> None:
        done = mattran("parse", "--from-archive", "--sample", "--db", "new.db", cwd=folder)
        found, wanted = harvest(folder / "new.db"), harvest(undisturbed / "mattran.db")
        assert (found["pages"], found["articles"]) == (wanted["pages"], wanted["articles"]), done.stderr


def test_the_archive_gives_the_same_rows_to_the_last_column(undisturbed: Path) -> None:
    done = mattran("parse", "--from-archive", "--sample", "--db", "rebuilt.db", cwd=undisturbed)
    assert (done.returncode, done.stderr) == (0, "")
    rows = []
    for name in ("mattran.db", "rebuilt.db"):
        with sqlite3.connect(undisturbed / name) as db:
            pages = db.execute("SELECT * FROM pages ORDER BY id").fetchall()
            read = "id, document, page, url, canonical_url, site, home, lead, text, author, layout, published_at, "
            articles = db.execute(f"SELECT {read} digest, added_at FROM articles ORDER BY id").fetchall()
            rows.append((pages, articles))
    assert rows[0] == rows[1]


class TestSecondNight:
    def test_it_asks_for_the_lists_alone_and_adds_nothing(self, undisturbed: Path) -> None:
        before = harvest(undisturbed / "mattran.db")
        files = sorted((file.name, file.stat().st_size) for file in (undisturbed / "archive").glob("*.gz"))
        done = nightly(undisturbed)
        assert (done.returncode, done.stderr) == (0, "")
        happened = [event["event"] for event in events(done)]
        assert happened == ["discovered", "visited", "discovered", "visited", "report"]
        assert harvest(undisturbed / "mattran.db") == before
        assert sorted((file.name, file.stat().st_size) for file in (undisturbed / "archive").glob("*.gz")) == files

    def test_one_request_a_seed(self, undisturbed: Path) -> None:
        [report] = [event for event in events(nightly(undisturbed)) if event["event"] == "report"]
        requests = {site["slug"]: (site["requests"], site["not_modified"]) for site in report["sites"]}
        assert requests == {"hoasen": (5, 5), "sentrang": (3, 3)}


class TestOneAtATime:
    def test_the_second_of_two_runs_says_who_is_at_work(self, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        begun = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
        later = begun + timedelta(hours=1, minutes=5)
        with exclusive(path, clock=lambda: begun), Store(path) as store, running(store, "nightly", clock=lambda: begun):
            with pytest.raises(Occupied) as caught, exclusive(path, clock=lambda: later):
                pass
            assert f"(process {os.getpid()}, for 1:05:00)" in str(caught.value)
            done = mattran("nightly", "--sample", "--db", path, cwd=tmp_path)
            assert (done.returncode, done.stdout) == (1, "")
            assert f"another run is at work on it (process {os.getpid()}, for " in done.stderr
            assert len(done.stderr.splitlines()) == 1

    def test_a_clock_that_went_back_makes_no_negative_age(self, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        now = datetime(2026, 3, 1, tzinfo=UTC)
        with exclusive(path, clock=lambda: now), Store(path) as store, running(store, "nightly", clock=lambda: now):
            earlier = now - timedelta(days=2)
            with pytest.raises(Occupied, match="for 0:00:00"), exclusive(path, clock=lambda: earlier):
                pass

    def test_what_a_killed_run_left_is_taken_over_and_told(self, tmp_path: Path) -> None:
        with opened(tmp_path / "a.db") as store:
            left = store.journal.begin("nightly", now="2026-03-01T02:30:00+00:00", pid=4711)
            with running(store, "nightly") as run:
                [event] = take_over(store, run=run)
            assert isinstance(event, Failed)
            assert "run 1 of process 4711, begun 2026-03-01T02:30:00, did not come to its end" in event.line
            assert [row["id"] for row in store.journal.unfinished()] == []
            assert left == 1

    def test_the_lock_is_free_again_after_a_run(self, tmp_path: Path) -> None:
        for _ in range(2):
            with exclusive(tmp_path / "a.db", clock=lambda: datetime.now(UTC)):
                pass


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path / "test.db") as store:
        yield World(tmp_path, store)


class TestInterrupted:
    @pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
    def test_one_line_and_the_next_run_has_nothing_to_tell(self, tmp_path: Path, by: signal.Signals) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        words = [*MAIN, "nightly", *SITES, "--sample"]
        with subprocess.Popen(
            words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            for _ in range(5):
                process.stdout.readline()
            process.send_signal(by)
            _, said = process.communicate(timeout=20)
        assert process.returncode == 130
        assert said == "mattran: interrupted; what was whole is kept\n"
        done = nightly(tmp_path)
        assert (done.returncode, done.stderr) == (0, "")


class TestClock:
    def test_a_clock_that_goes_back_loses_nothing(self, world: World) -> None:
        world.clock = lambda: datetime(2026, 3, 2, tzinfo=UTC)
        world.go()
        world.write(3, page("Mặt trận huyện tặng quà", "Huyện tặng quà người nghèo."))
        world.show(3, 1, 2)
        world.clock = lambda: datetime(2026, 3, 1, tzinfo=UTC)
        assert [e.subject for e in world.go(recheck=True) if isinstance(e, Fetched)] == [url(3)]
        [visit] = world.store.journal.visits(2)
        assert visit["articles"] == 1


SMALL = """
import random, resource, sys
from pathlib import Path
from tests.samples import opened
from tests.world import World, page
from extractor.errors import StoreError
from scrapers.errors import ArchiveError
root = Path(sys.argv[1])
with opened(root / "test.db") as store:
    world = World(root, store)
    letters = random.Random(7)
    for number in range(1, 21):
        noise = "".join(letters.choice("abcdefghiklmnopqrstuvxy") for _ in range(250_000))
        world.write(number, page(f"Tin số {number} của Mặt trận tỉnh", f"Xã thứ {number} họp.<!--{noise}-->"))
    world.show(*range(1, 21))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        world.go()
    except (ArchiveError, StoreError) as error:
        print(type(error).__name__, error)
"""


class TestNoRoom:
    @pytest.mark.parametrize(("room", "kind"), [(2_000_000, "ArchiveError"), (400_000, "StoreError")])
    def test_a_full_disk_ends_the_run_and_loses_nothing(self, tmp_path: Path, room: int, kind: str) -> None:
        """No file may grow past `room`: first the archive is too long, then already the database's journal."""
        words = [sys.executable, "-c", SMALL, str(tmp_path), str(room)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        assert done.stdout.startswith(f"{kind} "), done.stderr
        assert "make room" in done.stdout
        with Store(tmp_path / "test.db") as store:
            world = Again(tmp_path, store)
            fetched = [e.subject for e in world.go() if isinstance(e, Fetched)]
            assert sorted([*fetched, *world.before]) == sorted(url(n) for n in range(1, 21))
            assert store.count("articles") == 20


class Again(World):
    """The same portal and database in a later process."""

    def __post_init__(self) -> None:
        from scrapers.sites import load_site

        self.site = load_site(self.root / "thu.toml")
        self.before = [row["url"] for row in self.store.db.query("SELECT url FROM pages")]


class TestDatabase:
    def test_a_database_that_may_not_be_written_is_one_line(self, tmp_path: Path) -> None:
        with opened(tmp_path / "a.db") as store:
            store.db.execute("PRAGMA query_only = ON")
            with (
                pytest.raises(StoreError, match="make the file and its folder writable"),
                running(store, "x"),
            ):
                pass

    def test_a_database_that_another_program_holds_is_one_line(self, world: World) -> None:
        world.store.db.execute("PRAGMA busy_timeout = 50")
        holder = sqlite3.connect(world.store.path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked; close the program that holds the file"):
            world.go()
        holder.close()
        assert failures(world.go()) == []
        assert world.store.count("articles") == 2

    def test_a_reader_in_a_long_query_holds_nobody_up(self, world: World) -> None:
        world.store.db.execute("PRAGMA busy_timeout = 50")
        reader = sqlite3.connect(world.store.path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        world.go()
        assert world.store.count("articles") == 2
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (0,)
        reader.close()


class TestRebuild:
    def rebuild(self, world: World) -> tuple[list[Event], list[dict[str, Any]]]:
        with opened(world.root / "new.db") as store, running(store, "parse") as run:
            told = list(rebuild(store, world.archive, {"thu": world.site}, run=run))
            return told, list(store.db.query("SELECT url, etag, digest FROM pages ORDER BY id"))

    def test_a_page_that_came_twice_is_the_last_one(self, world: World) -> None:
        world.go()
        world.write(1, page("Thanh Hóa chăm lo người nghèo", "Bài đã được sửa."))
        world.go(recheck=True)
        assert self.rebuild(world)[1] == list(world.store.db.query("SELECT url, etag, digest FROM pages ORDER BY id"))

    def test_a_page_whose_version_alone_is_new(self, world: World) -> None:
        world.routes = (Route(path="/tin/1.html", headers={"X": "1"}),)
        world.go()
        os.utime(world.www / "tin" / "1.html", (1, 1))
        world.store.db.execute("UPDATE pages SET etag = NULL, last_modified = NULL")
        world.go(recheck=True)
        wanted = list(world.store.db.query("SELECT url, etag, digest FROM pages ORDER BY id"))
        assert wanted[0]["etag"] is not None
        assert self.rebuild(world)[1] == wanted

    def test_pages_of_a_host_that_no_site_file_knows(self, world: World) -> None:
        for number in (1001, 1002):
            world.write(number, page(f"Tin số {number} của Mặt trận tỉnh", f"Xã thứ {number} họp dân."))
        world.show(1001, 1002)
        world.go()
        with (
            opened(world.root / "other.db") as store,
            running(store, "import") as run,
            Archive(world.root / "other") as archive,
        ):
            list(import_warc(store, world.archive.glob("*.gz"), archive, {}, run=run))
        with opened(world.root / "new.db") as store, running(store, "parse") as run:
            list(rebuild(store, world.root / "other", {}, run=run))
            assert store.count("articles") == 2
            assert {row["site"] for row in store.db.query("SELECT site FROM articles")} == {"thu.example"}

    def test_a_file_cut_short_gives_what_is_whole_and_says_so(self, world: World) -> None:
        world.go()
        [file] = world.archive.glob("*.warc.gz")
        file.write_bytes(file.read_bytes()[:-40])
        told, pages = self.rebuild(world)
        assert [kind for _, kind, _ in failures(told)] == ["ArchiveError"]
        assert [row["url"] for row in pages] == [url(1)]

    def test_a_run_that_is_killed_in_the_middle_of_a_record_never_harms_the_next(self, world: World) -> None:
        world.go()
        [file] = world.archive.glob("*.warc.gz")
        with file.open("ab") as stream:
            stream.write(b"\x1f\x8b\x08half a record")
        world.write(3, page("Mặt trận huyện tặng quà", "Huyện tặng quà người nghèo."))
        world.show(3, 1, 2)
        world.go()
        _, pages = self.rebuild(world)
        assert [row["url"] for row in pages] == [url(1), url(2), url(3)]
