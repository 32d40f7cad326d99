"""Opening a database to read it, and bringing up an older one: what is refused, what is written, what is kept."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from sqlite_utils import Database
from typer.testing import CliRunner

from extractor.cli import app
from extractor.errors import Outdated, StoreError
from extractor.store import Store
from extractor.store.migrations import migrations
from tests.samples import opened


def listing(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def nothing(path: Path) -> None:
    pass


def empty(path: Path) -> None:
    path.touch()


def notes(path: Path) -> None:
    path.write_text("these are notes, and more than one hundred bytes of them " * 3, encoding="utf-8")


def foreign(path: Path, *, mode: str = "delete") -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("CREATE TABLE accounts (id)")


def foreign_in_wal_mode(path: Path) -> None:
    foreign(path, mode="wal")


def later(path: Path) -> None:
    with Store(path) as store:
        row = {"migration_set": "mattran", "name": "9999 later", "applied_at": "2024-01-01"}
        store.db.table("_sqlite_migrations").insert(row)


def older(path: Path, *, before: str = "0005 claims") -> None:
    db = Database(path)
    migrations.apply(db, stop_before=before)
    db.execute("INSERT INTO runs (command, started_at) VALUES ('run', '2024-01-01')")
    db.conn.commit()
    db.close()


def unindexed(path: Path) -> None:
    """Make a database that another version of the folding has indexed."""
    with opened(path) as store:
        store.db.execute("UPDATE search_state SET version = 'other'")


def cut_in_the_first_page(content: bytearray) -> None:
    del content[3_000:]


def cut(content: bytearray) -> None:
    del content[5_000:]


def no_page_size(content: bytearray) -> None:
    content[16:18] = b"\1\1"


def no_tree(content: bytearray) -> None:
    content[100:500] = b"\xff" * 400


def no_format(content: bytearray) -> None:
    content[18:20] = b"\7\7"


class TestReader:
    @pytest.mark.parametrize(
        ("make", "said"),
        [
            (nothing, "there is no such file; name the database with --db"),
            (lambda path: path.mkdir(), "a folder"),
            (empty, "no database"),
            (notes, "no database"),
            (foreign, "a database of another program"),
            (foreign_in_wal_mode, "a database of another program"),
            (later, "written by a later version of mattran; update"),
            (older, r"written by an older version of mattran; mattran migrate --db \S+a\.db brings it up"),
        ],
    )
    def test_what_is_no_database_of_this_version_is_refused_and_nothing_written(
        self, make: Callable[[Path], None], said: str, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.db"
        make(path)
        before = listing(tmp_path)
        with pytest.raises(StoreError, match=said):
            Store.reader(path)
        after = listing(tmp_path)
        assert after == before

    @pytest.mark.parametrize("harm", [cut_in_the_first_page, cut, no_page_size, no_tree, no_format])
    def test_what_is_corrupt_is_refused_closed_and_left_alone(
        self, harm: Callable[[bytearray], None], tmp_path: Path
    ) -> None:
        path = tmp_path / "a.db"
        opened(path).close()
        content = bytearray(path.read_bytes())
        harm(content)
        path.write_bytes(content)
        before = listing(tmp_path)
        with pytest.raises(StoreError):
            Store.reader(path)
        assert listing(tmp_path) == before
        assert str(path) not in [file.path for file in psutil.Process().open_files()]

    @pytest.mark.parametrize(
        ("table", "words"), [("sites", ["health"]), ("indicators", ["chart", "map", "-o", "a.svg"])]
    )
    def test_what_is_corrupt_within_ends_a_command_in_one_line_and_is_left_alone(
        self, table: str, words: list[str], tmp_path: Path
    ) -> None:
        path = tmp_path / "a.db"
        with opened(path) as store:
            [(page,)] = store.db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table]).fetchall()
            [(size,)] = store.db.execute("PRAGMA page_size").fetchall()
        content = bytearray(path.read_bytes())
        content[(page - 1) * size : page * size] = b"\xff" * size
        path.write_bytes(content)
        before = listing(tmp_path)
        done = CliRunner().invoke(app, [*words, "--db", str(path)])
        assert isinstance(done.exception, StoreError)
        assert "malformed" in str(done.exception)
        assert listing(tmp_path) == before

    @pytest.mark.parametrize("make", [older, unindexed])
    def test_an_older_one_is_told_from_other_troubles(self, make: Callable[[Path], None], tmp_path: Path) -> None:
        make(tmp_path / "a.db")
        with pytest.raises(Outdated):
            Store.reader(tmp_path / "a.db")

    @pytest.mark.parametrize("name", ["a.db", "năm 2023 #1?.db", "100%.db"])
    def test_it_reads_and_can_not_write(self, name: str, tmp_path: Path) -> None:
        opened(tmp_path / name).close()
        before = (tmp_path / name).read_bytes()
        with Store.reader(tmp_path / name) as store:
            assert store.count("indicators") == 2
            for statement in ("DELETE FROM indicators", "CREATE TABLE t (id)", "PRAGMA user_version = 7"):
                with pytest.raises(sqlite3.OperationalError, match="readonly"):
                    store.db.execute(statement)
        assert (tmp_path / name).read_bytes() == before

    def test_it_leaves_nothing_beside_the_file_that_a_link_leads_to(self, tmp_path: Path) -> None:
        (tmp_path / "there").mkdir()
        opened(tmp_path / "there" / "a.db").close()
        (tmp_path / "b.db").symlink_to(tmp_path / "there" / "a.db")
        before = listing(tmp_path / "there")
        Store.reader(tmp_path / "b.db").close()
        assert listing(tmp_path / "there") == before

    def test_the_last_of_two_readers_leaves_nothing(self, tmp_path: Path) -> None:
        opened(tmp_path / "a.db").close()
        before = listing(tmp_path)
        with Store.reader(tmp_path / "a.db") as second:
            with Store.reader(tmp_path / "a.db"):
                pass
            assert second.count("indicators") == 2
        assert listing(tmp_path) == before
        first = Store.reader(tmp_path / "a.db")
        with Store.reader(tmp_path / "a.db"):
            first.close()
        assert listing(tmp_path) == before

    def test_it_sees_what_another_process_writes_meanwhile(self, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        with opened(path) as writer, Store.reader(path) as reader:
            before = reader.count("runs")
            writer.journal.begin("run", now="2024-01-01T00:00:00+00:00")
            assert reader.count("runs") == before + 1

    def test_a_writer_that_was_killed_leaves_what_can_be_read(self, tmp_path: Path) -> None:
        path, copy = tmp_path / "a.db", tmp_path / "killed.db"
        with opened(path) as writer:
            writer.journal.begin("run", now="2024-01-01T00:00:00+00:00")
            for end in ("", "-wal"):  # as it lies on the disk while it is open
                shutil.copy(f"{path}{end}", f"{copy}{end}")
        with Store.reader(copy) as reader:
            assert reader.count("runs") == 1

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX permissions")
    def test_it_reads_where_it_may_not_write_at_all(self, readable: Path) -> None:
        opened(readable / "a.db").close()
        (readable / "a.db").chmod(0o444)
        readable.chmod(0o555)
        assert rows_as_nobody(readable / "a.db", "indicators") == 2
        assert [path.name for path in readable.iterdir()] == ["a.db"]


def rows_as_nobody(path: Path, table: str) -> int:
    """Count the rows in a process that has no rights of root; 255 where it fails."""
    process = os.fork()
    if process == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            with Store.reader(path) as store:
                os._exit(store.count(table))
        finally:
            os._exit(255)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@pytest.fixture
def readable() -> Iterator[Path]:
    """Return a folder that every user can enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


class TestBringingUp:
    @pytest.mark.parametrize("before", ["0002 views", "0003 clusters", "0005 claims", "0006 search"])
    def test_a_copy_stays_beside_it(self, before: str, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        older(path, before=before)
        path.chmod(0o640)
        with Store(path) as store:
            assert store.backup == tmp_path / f"a.db.before-{before[:4]}"
            assert store.count("runs") == 1
        assert store.backup.stat().st_mode & 0o777 == 0o640
        copy = Database(store.backup)
        assert migrations.pending(copy)[0].name == before
        assert copy.execute("SELECT count(*) FROM runs").fetchone() == (1,)
        copy.close()
        Store.reader(path).close()

    @pytest.mark.parametrize("make", [nothing, lambda path: opened(path).close(), unindexed])
    def test_what_is_new_or_of_this_schema_needs_none(self, make: Callable[[Path], None], tmp_path: Path) -> None:
        make(tmp_path / "a.db")
        with Store(tmp_path / "a.db") as store:
            assert store.backup is None
        assert [path.name for path in tmp_path.iterdir()] == ["a.db"]

    def test_an_earlier_copy_is_never_written_over(self, tmp_path: Path) -> None:
        older(tmp_path / "a.db")
        (tmp_path / "a.db.before-0005").write_text("mine", encoding="utf-8")
        with Store(tmp_path / "a.db") as store:
            assert store.backup == tmp_path / "a.db.before-0005-2"
        assert (tmp_path / "a.db.before-0005").read_text(encoding="utf-8") == "mine"

    def test_where_it_fails_the_file_is_as_it_was_and_no_copy_is_left(self, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        older(path)
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE claims (mine)")  # in the way of the migration
            before = list(db.iterdump())
        for _ in range(2):
            with pytest.raises(StoreError, match="claims already exists"):
                Store(path)
            with closing(sqlite3.connect(path)) as db:
                assert list(db.iterdump()) == before
            assert [file.name for file in tmp_path.iterdir()] == ["a.db"]

    def test_what_another_version_indexed_is_indexed_anew(self, tmp_path: Path) -> None:
        unindexed(tmp_path / "a.db")
        Store(tmp_path / "a.db").close()
        Store.reader(tmp_path / "a.db").close()
