"""Many processes: the same as one, in the same order; a worker that dies or hangs costs one article."""

import json
import os
import pickle
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from extractor.engine.here import Engine, Here, engine
from extractor.engine.pool import Pool
from extractor.engine.worker import PIECE, Task
from extractor.errors import Defect, InputError, MattranError, NotText, TableError, TooSlow, WorkerLost
from extractor.stages import Event, Extracted, Failed, Unchanged, extract, ingest, running
from extractor.store import ArticleRecord, Store, Versions
from extractor.store.indexing import TABLES as INDEXES
from tests import readers
from tests.samples import TEXT, opened
from tests.texts import gold, mixed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

ROOT = Path(__file__).parent.parent
CURRENT = Versions("tables-1", "code-1")
MAIN = [sys.executable, "-c", "from extractor.cli import main; main()"]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool[str]]:
    """Return a pool of two that outlives what the tests do to its workers."""
    with Pool(readers.echo, jobs=2, time_limit=1.5) as pool:
        yield pool


def tasks(*texts: str) -> Iterator[tuple[int, Task]]:
    return ((number, Task(f"{number}.txt", text)) for number, text in enumerate(texts))


def alive(pid: int) -> bool:
    """Say whether a thread of the process is at work still; the last to end closes the pipes."""
    with suppress(OSError):
        states = [stat.read_text().rpartition(")")[2].split()[0] for stat in Path(f"/proc/{pid}/task").glob("*/stat")]
        return any(state != "Z" for state in states)
    return False


def gone(pids: list[int]) -> bool:
    """Say whether all processes end within five seconds."""
    until = time.monotonic() + 5
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(map(alive, pids))


class TestOrder:
    def test_of_the_input_whoever_is_done_first(self, pool: Pool[str]) -> None:
        texts = ["sleep 0.3", *map(str, range(20)), "sleep 0.1", "a"]
        assert list(pool(tasks(*texts))) == list(enumerate(texts))

    def test_what_is_no_task_passes_through_in_its_place(self, pool: Pool[str]) -> None:
        items = [("a", None), ("b", Task("b", "sleep 0.1")), ("c", None), ("d", Task("d", "x")), ("e", None)]
        assert list(pool(items)) == [("a", None), ("b", "sleep 0.1"), ("c", None), ("d", "x"), ("e", None)]

    def test_nothing_of_nothing(self, pool: Pool[str]) -> None:
        assert list(pool(tasks())) == []

    def test_texts_larger_than_a_pipe_holds(self, pool: Pool[str]) -> None:
        texts = [letter * 300_000 for letter in "abcdefgh"]
        assert [found for _, found in pool(tasks(*texts))] == texts

    def test_two_read_at_the_same_time(self, tmp_path: Path) -> None:
        a, b = tmp_path / "a", tmp_path / "b"
        with Pool(readers.echo, jobs=2) as pool:
            answered: set[object] = set()
            while len(answered) < 2:  # both have begun, or the two tasks might wait in the same worker
                answered |= {pid for _, pid in pool(tasks(*["pid"] * 40))}
            assert list(pool(tasks(f"meet {a} {b}", f"meet {b} {a}"))) == [(0, "met"), (1, "met")]


class TestLookAhead:
    def test_is_bounded_while_the_first_takes_its_time(self) -> None:
        taken = 0

        def endless() -> Iterator[tuple[int, Task]]:
            nonlocal taken
            for number in count():
                taken += 1
                yield number, Task(str(number), "" if number else "sleep 0.5")

        with Pool(readers.echo, jobs=2, ahead=5) as pool:
            assert next(pool(endless())) == (0, "sleep 0.5")
            assert taken == 10

    def test_what_nobody_asks_for_any_more_does_not_come_later(self, pool: Pool[str]) -> None:
        assert list(islice(pool(tasks(*"abcdefghij")), 2)) == [(0, "a"), (1, "b")]
        assert list(pool(tasks("x", "y"))) == [(0, "x"), (1, "y")]

    def test_no_worker_is_started_without_work(self) -> None:
        with Pool(readers.echo, jobs=2) as pool:
            assert list(pool([("a", None)])) == [("a", None)]
            assert pool.pids == []

    def test_few_articles_start_few_workers(self) -> None:
        with Pool(readers.echo, jobs=50) as pool:
            assert list(pool(tasks("a", "b"))) == [(0, "a"), (1, "b")]
            assert len(pool.pids) == 1


class TestOneArticle:
    @pytest.mark.parametrize(
        ("text", "error", "what"),
        [
            ("kill", WorkerLost, "SIGKILL"),
            ("exit 3", WorkerLost, "exit code 3"),
            ("exit 0", WorkerLost, "exit code 0"),
            ("sleep 600", TooSlow, "longer than 1.5 seconds"),
            ("memory", WorkerLost, "more memory than there is"),
            ("fail xyz", Defect, "ZeroDivisionError: xyz (readers.py:"),
        ],
    )
    def test_is_all_that_a_trouble_costs(self, pool: Pool[str], text: str, error: type, what: str) -> None:
        answers = list(pool(tasks(*"abcdefgh", text, *"ijklmnop")))
        assert [found for _, found in answers if isinstance(found, str)] == list("abcdefghijklmnop")
        number, found = answers[8]
        assert (number, type(found)) == (8, error)
        assert isinstance(found, MattranError)
        assert (found.where, what in found.what, bool(found.cure)) == ("8.txt", True, True)

    def test_troubles_in_a_row(self, pool: Pool[str]) -> None:
        found = [found for _, found in pool(tasks("kill", "kill", "a", "exit 1", "kill", "b"))]
        assert [type(f).__name__ for f in found] == [
            "WorkerLost",
            "WorkerLost",
            "str",
            "WorkerLost",
            "WorkerLost",
            "str",
        ]

    def test_the_time_is_that_of_one_article_not_of_those_that_wait(self, pool: Pool[str]) -> None:
        assert [found for _, found in pool(tasks(*["sleep 0.5"] * 8))] == ["sleep 0.5"] * 8

    def test_what_a_caller_does_in_between_is_not_the_workers_time(self, pool: Pool[str]) -> None:
        answers = pool(tasks(*["sleep 0.1"] * 8))
        first = next(answers)
        time.sleep(2)
        assert [found for _, found in [first, *answers]] == ["sleep 0.1"] * 8

    def test_a_large_answer_has_time_while_the_caller_is_away(self, pool: Pool[str]) -> None:
        answers = pool(tasks("a", "large 3000000", "b"))
        first = next(answers)
        time.sleep(2)
        assert [found for _, found in [first, *answers]] == ["a", "x" * 3_000_000, "b"]

    def test_a_worker_that_is_stopped_in_the_middle_of_a_large_answer_is_out_of_time(self) -> None:
        with Pool(readers.echo, jobs=1, time_limit=1.5) as pool:
            answers = pool(tasks("a", "large 3000000", "b"))
            assert next(answers) == (0, "a")
            time.sleep(0.5)  # until the pipe is full
            [stopped] = pool.pids
            os.kill(stopped, signal.SIGSTOP)
            after_all = threading.Timer(10, os.kill, (stopped, signal.SIGKILL))
            after_all.start()
            [(_, slow), last] = answers
            after_all.cancel()
        assert isinstance(slow, TooSlow)
        assert last == (2, "b")

    def test_an_idle_worker_that_is_stopped_costs_no_large_article(self) -> None:
        with Pool(readers.echo, jobs=1, time_limit=1.5) as pool:
            list(pool(tasks("a")))
            [stopped] = pool.pids
            os.kill(stopped, signal.SIGSTOP)
            after_all = threading.Timer(10, os.kill, (stopped, signal.SIGKILL))
            after_all.start()
            texts, begun = ["x" * 300_000, "b"], time.monotonic()
            assert [found for _, found in pool(tasks(*texts))] == texts
            after_all.cancel()
        assert time.monotonic() - begun < 9

    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a pipe holds what it holds")
    def test_a_worker_goes_on_while_the_caller_is_away(self, tmp_path: Path) -> None:
        mine, other = tmp_path / "mine", tmp_path / "other"
        other.touch()
        with Pool(readers.echo, jobs=1) as pool:
            answers = pool(tasks("sleep 0.5", *["large 60000"] * 5, f"meet {mine} {other}"))
            assert next(answers) == (0, "sleep 0.5")
            assert readers.within(10, mine.exists)
            assert [found for _, found in answers][-1] == "met"

    def test_an_answer_of_whole_pieces(self, pool: Pool[str]) -> None:
        [size] = [n for n in range(PIECE, 2 * PIECE) if len(pickle.dumps(("done", "x" * n))) == 2 * PIECE]
        assert list(pool(tasks(f"large {size}", "a"))) == [(0, "x" * size), (1, "a")]

    def test_with_two_tries_one_death_costs_none(self, tmp_path: Path) -> None:
        once = f"once {tmp_path / 'flag'}"
        with Pool(readers.echo, jobs=1, tries=2) as pool:
            found = [found for _, found in pool(tasks("a", once, "kill", "b"))]
        assert found[:2] + found[3:] == ["a", once, "b"]
        assert isinstance(found[2], WorkerLost)

    @pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGSEGV])
    def test_a_worker_that_is_killed_from_without(self, by: signal.Signals) -> None:
        with Pool(readers.echo, jobs=1) as pool:
            answers = pool(tasks("a", *["sleep 0.3"] * 3, "b"))
            assert next(answers) == (0, "a")
            os.kill(pool.pids[0], by)
            [(_, lost), *others] = answers
            assert isinstance(lost, WorkerLost)
            assert by.name in lost.what
            assert [found for _, found in others] == ["sleep 0.3", "sleep 0.3", "b"]

    def test_an_idle_worker_that_is_killed_costs_none(self) -> None:
        with Pool(readers.echo, jobs=1) as pool:
            list(pool(tasks("a")))
            os.kill(pool.pids[0], signal.SIGKILL)
            assert gone(pool.pids)
            assert list(pool(tasks("b"))) == [(0, "b")]


class TestStart:
    @pytest.mark.parametrize(
        ("make", "error", "says"),
        [
            (readers.broken_table, TableError, "units.csv:3: no such unit; name a unit of units.csv"),
            (readers.broken_code, Defect, "a worker process: ZeroDivisionError: nothing to divide by"),
            (readers.dead_at_start, WorkerLost, "worker processes: the last of 3 ended with exit code 7 before it"),
        ],
    )
    def test_what_fails_in_all_workers_ends_the_run_once(self, make: Any, error: type, says: str) -> None:
        with Pool(make, jobs=2) as pool, pytest.raises(error) as raised:
            list(pool(tasks(*map(str, range(100)))))
        assert str(raised.value).startswith(says)

    @pytest.mark.parametrize("make", [readers.stuck_at_start, readers.stopped_at_start])
    def test_workers_that_never_begin_end_the_run(self, make: Any) -> None:
        with Pool(make, jobs=1, start_limit=1) as pool, pytest.raises(WorkerLost) as raised:
            list(pool(tasks("a")))
        assert raised.value.what == "the last of 3 was ended after 1 seconds before it could begin"

    def test_one_that_never_begins_costs_nothing(self, tmp_path: Path) -> None:
        make = partial(readers.stuck_once, tmp_path / "mark")
        with Pool(make, jobs=1, start_limit=4) as pool:
            assert list(pool(tasks("a", "b"))) == [(0, "a"), (1, "b")]


class TestEnd:
    def test_no_process_outlives_the_pool(self) -> None:
        with Pool(readers.echo, jobs=2) as pool:
            answers = pool(tasks(*["sleep 600" if n % 2 else "a" for n in range(20)]))
            assert next(answers) == (0, "a")
            pids = pool.pids
        assert pids
        assert gone(pids)
        assert pool.pids == []

    def test_workers_end_where_their_parent_is_killed(self) -> None:
        code = """
import sys, time
from extractor.engine.pool import Pool
from extractor.engine.worker import Task
from tests import readers
if __name__ == "__main__":
    with Pool(readers.echo, jobs=2) as pool:
        items = ((n, Task(str(n), "x")) for n in range(10**9))
        answers = pool(items)
        next(answers)
        print(*pool.pids, flush=True)
        time.sleep(600)
"""
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
            assert process.stdout
            pids = list(map(int, process.stdout.readline().split()))
            process.kill()
        assert pids
        assert gone(pids)


def test_errors_go_from_process_to_process() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(NotText("a.txt", "empty", cure="check it")))
    assert (type(error), str(error)) == (NotText, "a.txt: empty; check it")


# Into the store

MANY = [
    ArticleRecord(document="a.txt", text=TEXT),
    NotText("b.txt", "empty", cure="check it"),
    *(ArticleRecord(document=f"{n}.txt", text=f"{TEXT} {n}", published_at="2024-01-20") for n in range(30)),
    ArticleRecord(document="a.txt", text=TEXT),  # once more
    ArticleRecord(document="3.txt", text="Không có số."),  # changed
    ArticleRecord(document="3.txt", text=f"{TEXT} 3", published_at="2024-01-20"),  # and back
    ArticleRecord(document="bad.txt", text="fail at it"),
    InputError("c.txt", "no such file or folder", cure="check the path"),
]


def ingested(path: Path, inputs: list[ArticleRecord | Any], work: Any) -> list[Event]:
    with (
        opened(path) as store,
        work as read,
        running(store, "extract", clock=lambda: datetime(2024, 2, 1, tzinfo=UTC)) as run,
    ):
        return list(ingest(store, inputs, read, CURRENT, run=run))


def dump(path: Path) -> list[str]:
    """Return all rows of all tables, without the number of the process and the moments of the migrations.

    Of the search indexes it is every word and where it stands, whatever the pieces that they were written in.
    """
    pieces = re.compile(r'INSERT INTO "search_\w+_(?:data|idx)"')
    with sqlite3.connect(path) as db:
        db.execute("UPDATE runs SET pid = 0")
        db.execute("DELETE FROM _sqlite_migrations")
        lines = [line for line in db.iterdump() if not pieces.match(line)]
        for table in INDEXES:
            db.execute(f"CREATE VIRTUAL TABLE temp.words_of_{table} USING fts5vocab('main', '{table}', 'instance')")
            words = db.execute(f"SELECT * FROM words_of_{table} ORDER BY doc, col, offset")
            lines += [f"{table} {word}" for word in words]
    db.close()
    return lines


class TestTheSameDatabase:
    @pytest.fixture(scope="class")
    @classmethod
    def of_one(cls, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Event], list[str]]:
        path = tmp_path_factory.mktemp("one") / "1.db"
        return ingested(path, MANY, Here(readers.samples)), dump(path)

    @pytest.mark.parametrize("jobs", [1, 2, 3])
    def test_row_by_row_and_event_by_event(
        self, tmp_path: Path, jobs: int, of_one: tuple[list[Event], list[str]]
    ) -> None:
        path = tmp_path / "n.db"
        events, rows = of_one
        assert len(events) == len(MANY)
        assert ingested(path, MANY, Pool(readers.samples, jobs=jobs)) == events
        assert dump(path) == rows

    def test_what_comes_twice_is_told_as_one_process_tells_it(self, of_one: tuple[list[Event], list[str]]) -> None:
        events, _ = of_one
        assert events[-5:-2] == [
            Unchanged("a.txt"),
            Extracted("3.txt", 0, "text changed"),
            Extracted("3.txt", 2, "text changed"),
        ]
        assert isinstance(events[-2], Failed)
        assert (events[-2].kind, events[-2].stage) == ("Defect", "extract")

    def test_a_second_run_reads_nothing(self, tmp_path: Path) -> None:
        inputs = [ArticleRecord(document=f"{n}.txt", text=TEXT) for n in range(5)]
        path = tmp_path / "n.db"
        ingested(path, inputs, Here(readers.samples))
        with Pool(readers.samples, jobs=2) as pool:
            assert ingested(path, inputs, pool) == [Unchanged(article.document) for article in inputs]

    def test_of_articles_that_stand_in_it(self, tmp_path: Path) -> None:
        dumps = []
        for work in (Here(readers.samples), Pool(readers.samples, jobs=2)):
            path = tmp_path / f"{len(dumps)}.db"
            with opened(path) as store:
                for n in range(20):
                    store.articles.put(ArticleRecord(document=f"{n}.txt", text=f"{TEXT} {n}"))
                store.articles.put(ArticleRecord(document="bad.txt", text="fail"))
                with work as read, running(store, "x", clock=lambda: datetime(2024, 2, 1, tzinfo=UTC)) as run:
                    events = list(extract(store, read, CURRENT, run=run))
                    assert [event.subject for event in events] == [*(f"{n}.txt" for n in range(20)), "bad.txt"]
                    assert [event.subject for event in extract(store, read, CURRENT, run=run)] == ["bad.txt"]
            dumps.append(dump(path))
        assert dumps[0] == dumps[1]


class TestTroubleInTheStore:
    def test_is_an_issue_with_a_cure_and_the_others_are_stored(self, tmp_path: Path) -> None:
        texts = [TEXT, "kill", TEXT, "sleep 600", TEXT]
        inputs = [ArticleRecord(document=f"{n}.txt", text=text) for n, text in enumerate(texts)]
        path = tmp_path / "n.db"
        ingested(path, inputs, Pool(readers.samples, jobs=2, time_limit=0.5))
        with Store(path) as store:
            issues = [(i["subject"], i["kind"], i["stage"], bool(i["cure"])) for i in store.journal.issues(1)]
            documents = [row["document"] for row in store.db.query("SELECT document FROM articles ORDER BY id")]
        assert issues == [("1.txt", "WorkerLost", "extract", True), ("3.txt", "TooSlow", "extract", True)]
        assert documents == ["0.txt", "2.txt", "4.txt"]

    def test_what_one_run_lost_the_next_one_reads(self, tmp_path: Path) -> None:
        inputs = [ArticleRecord(document="a.txt", text=f"once {tmp_path / 'flag'}")]
        path = tmp_path / "n.db"
        with Pool(readers.samples, jobs=1) as pool:
            [lost] = ingested(path, inputs, pool)
            assert isinstance(lost, Failed)
            assert ingested(path, inputs, pool) == [Extracted("a.txt", 0, "new")]


# The command

INGEST = """
import sys
from pathlib import Path
from extractor.cli import main
from extractor.engine.pool import Pool
from extractor.stages import ingest, running
from extractor.store import ArticleRecord, Versions
from tests import readers
from tests.samples import TEXT, opened

def run():
    articles = (ArticleRecord(document=f"{n}.txt", text=TEXT) for n in range(100_000))
    with opened(Path(sys.argv[1])) as store, Pool(readers.slow, jobs=2) as pool, running(store, "extract") as run:
        for event in ingest(store, articles, pool, Versions("tables-1", "code-1"), run=run):
            print(event.subject, *pool.pids, flush=True)

if __name__ == "__main__":
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(130)
"""


class TestInterrupted:
    @pytest.mark.parametrize("after", [1, 9])
    def test_all_that_was_told_of_is_stored_and_no_process_is_left(self, tmp_path: Path, after: int) -> None:
        path = tmp_path / "n.db"
        words = [sys.executable, "-c", INGEST, str(path)]
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True, start_new_session=True
        ) as process:
            assert process.stdout
            lines = [process.stdout.readline() for _ in range(after)]
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
            rest, said = process.communicate(timeout=20)
        lines += rest.splitlines()
        assert (process.returncode, said) == (130, "")
        assert gone(list(map(int, lines[-1].split()[1:])))
        with sqlite3.connect(path) as db:
            stored = {
                document
                for (document,) in db.execute("SELECT document FROM articles JOIN facts ON article = articles.id")
            }
            [(counts, finished)] = db.execute("SELECT counts, finished_at FROM runs").fetchall()
        db.close()
        assert {line.split()[0] for line in lines} <= stored
        assert '"interrupted": 1' in counts
        assert finished

    @pytest.mark.parametrize(
        ("by", "to"), [(signal.SIGINT, os.killpg), (signal.SIGTERM, os.kill), (signal.SIGTERM, os.killpg)]
    )
    def test_the_command_says_so_in_one_line(self, tmp_path: Path, by: signal.Signals, to: Callable[..., None]) -> None:
        for n, text in enumerate(mixed(1_000, size=1_000)):
            (tmp_path / f"{n:04}.txt").write_text(text, encoding="utf-8")
        db = tmp_path / "n.db"
        words = [*MAIN, "extract", str(tmp_path), "--db", str(db), "--jobs", "2"]
        with subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            until = time.monotonic() + 60
            while stored_in(db) == 0 and time.monotonic() < until:
                time.sleep(0.02)
            to(process.pid, by)
            said = process.communicate(timeout=20)
        assert (process.returncode, said) == (130, ("", "mattran: interrupted; what was whole is kept\n"))
        with sqlite3.connect(db) as file:
            kinds = file.execute("SELECT kind FROM issues").fetchall()
            [(counts,)] = file.execute("SELECT counts FROM runs").fetchall()
            halves = file.execute("SELECT count(*) FROM articles WHERE extracted_digest IS NULL").fetchall()
        file.close()
        assert (kinds, halves) == ([], [(0,)])
        told = json.loads(counts)
        assert told.pop("interrupted") == 1
        assert stored_in(db) - told["extracted"] in (0, 1)  # it may come between an article and its count


def stored_in(db: Path) -> int:
    """Return how many articles another process has stored."""
    if not db.exists():
        return 0
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as file, suppress(sqlite3.OperationalError):
        [(stored,)] = file.execute("SELECT count(*) FROM articles").fetchall()
        return int(stored)
    return 0


def mattran(*words: object, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*MAIN, *map(str, words)], cwd=ROOT, capture_output=True, check=False, **more)


class TestCommand:
    @pytest.fixture(scope="class")
    @classmethod
    def folder(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("texts")
        for name, text in islice(gold().items(), 10):
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / "empty.txt").write_text("")
        return folder

    def test_prints_the_same_bytes_with_any_number_of_jobs(self, folder: Path) -> None:
        one, two = (mattran("extract", folder, "--format", "jsonl", "--jobs", jobs) for jobs in (1, 2))
        assert len(one.stdout.splitlines()) == 10
        assert one.stderr.startswith(f"mattran: {folder}/empty.txt: ".encode())
        assert (one.stdout, one.stderr, one.returncode) == (two.stdout, two.stderr, 1)
        assert two.returncode == 1

    def test_reads_stdin(self) -> None:
        done = mattran("extract", "-", "--format", "csv", "--jobs", 2, input=TEXT.encode())
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.count(b"\n-,") == 2

    def test_a_text_out_of_time_is_refused_in_one_line(self, tmp_path: Path, folder: Path) -> None:
        text = "76 tỷ đồng cho xã Hòa Bình năm 2023. " * 40_000
        (tmp_path / "long.txt").write_text(text, encoding="utf-8")
        done = mattran("extract", tmp_path, "--db", tmp_path / "n.db", "--jobs", 2, "--time-limit", "0.1")
        assert done.returncode == 1
        assert done.stderr.decode() == (
            f"mattran: {tmp_path}/long.txt: took longer than 0.1 seconds; "
            "give it more with --time-limit, or leave it out\n"
        )
        assert b"0 articles, 0 unchanged, 1 refused" in done.stdout

    @pytest.mark.parametrize("words", [("--jobs", "0"), ("--jobs", "two"), ("--time-limit", "0")])
    def test_what_is_no_number_of_jobs_or_seconds_is_wrong_usage(self, words: tuple[str, str]) -> None:
        assert mattran("extract", "x.txt", *words).returncode == 2


@pytest.mark.parametrize(("jobs", "kind"), [(1, Here), (2, Pool)])
def test_one_job_is_this_process(jobs: int, kind: type) -> None:
    make: Callable[[], Callable[[Task], str]] = readers.echo
    work: Engine[str] = engine(make, jobs=jobs)
    assert isinstance(work, kind)


def test_this_process_makes_its_reader_at_the_first_task() -> None:
    assert list(Here(readers.broken_table)([("a", None)])) == [("a", None)]
    with pytest.raises(TableError):
        list(Here(readers.broken_table)(tasks("a")))


def test_a_mistake_costs_one_article_in_this_process_too() -> None:
    [_, (_, failed), (_, last)] = Here(readers.echo)(tasks("a", "fail x", "b"))
    assert (type(failed), last) == (Defect, "b")
