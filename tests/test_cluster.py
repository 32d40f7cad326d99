"""Large inputs, part by part, without Ray: inputs, records, the output folder, and what a database makes of it."""

import gzip
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor.cli import app
from extractor.cluster.claim import claimed
from extractor.cluster.inputs import slices
from extractor.cluster.model import Job, Slice
from extractor.cluster.outputs import Manifest, manifests, outstanding, sweep, writing
from extractor.cluster.reading import reading_of
from extractor.cluster.results import results
from extractor.cluster.work import work
from extractor.engine.here import Here
from extractor.engine.worker import as_rows
from extractor.errors import InputError, MattranError, Occupied, OutputError
from extractor.paths import data_dir
from extractor.pipeline import Extraction, Extractor
from extractor.stages import Unchanged, consolidate, ingest, load, prepare, running
from extractor.store import ArticleRecord, Store, Versions
from tests.test_jobs import dump
from tests.texts import gold

CURRENT = Versions("tables", "code")
ENDLESS = "huyện A 5 nhà; " * 40_000
"""An article that takes more than ten seconds."""
TEXTS = dict(list(gold().items())[:8])
PAGE = (
    "<html><head><title>Xã Hòa Bình</title></head><body><article><h1>Xã Hòa Bình trao quà</h1>"
    "<p>Năm 2023, Ủy ban Mặt trận Tổ quốc xã Hòa Bình trao {} suất quà cho hộ nghèo trên địa bàn xã.</p>"
    "<p>Nhân dân trong xã phấn khởi, cùng nhau xây dựng đời sống văn hóa ở khu dân cư.</p></article></body></html>"
)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path / "out", "run", CURRENT)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    """Return two jobs with folders of their own."""
    return [Job(tmp_path / f"out{number}", "run", CURRENT) for number in (0, 1)]


def table(path: Path, rows: list[dict[str, object]], *, group: int = 3) -> Path:
    """Write a table with row groups of `group` rows."""
    parquet.write_table(pa.Table.from_pylist(rows), path, row_group_size=group)
    return path


def texts(path: Path) -> Path:
    """Write a table of labelled articles."""
    return table(path, [{"url": name, "text": text, "published": None} for name, text in TEXTS.items()])


def warc(path: Path, pages: Iterable[tuple[str, str]], *, date: str = "2024-01-01") -> Path:
    """Write a WARC file of answers that came on that day."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for address, page in pages:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            body = page.encode()
            record = writer.create_warc_record(
                *(address, "response"),
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=head,
                warc_headers_dict={"WARC-Date": f"{date}T00:00:00Z"},
            )
            writer.write_record(record)
    return path


def planned(*paths: object, versions: str = "v") -> list[Slice]:
    """Return the parts of inputs that can all be used."""
    found = list(slices(map(str, paths), versions=versions))
    assert not [each for each in found if isinstance(each, InputError)]
    return [each for each in found if isinstance(each, Slice)]


def do(parts: Iterable[Slice], extractor: Callable[..., Extraction], job: Job) -> list[Manifest]:
    """Do parts in this process, as a worker does them; return what is said of them."""
    job.folder.mkdir(exist_ok=True)
    with Here(lambda: partial(as_rows, extractor)) as read:
        for part in parts:
            work(part, read, reading_of(job), job)
    return [manifests(job.folder)[part.name] for part in parts]


def bad(folder: Path) -> list[dict[str, object]]:
    """Return the bad records."""
    return [json.loads(line) for file in folder.glob("_failed/*") for line in file.read_text().splitlines()]


class TestInputs:
    def test_a_row_group_is_a_part(self, tmp_path: Path) -> None:
        parts = planned(texts(tmp_path / "a.parquet"))
        assert [(part.kind, part.part) for part in parts] == [("parquet", 0), ("parquet", 1), ("parquet", 2)]

    def test_folders_and_patterns_in_order(self, tmp_path: Path) -> None:
        (tmp_path / "x").mkdir()
        for name in ("b.parquet", "a.parquet", "x/c.parquet"):
            table(tmp_path / name, [{"text": "a"}])
        (tmp_path / "notes.txt").write_text("x")
        names = [Path(part.input).name for part in planned(tmp_path)]
        assert names == ["a.parquet", "b.parquet", "c.parquet"]
        assert [Path(part.input).name for part in planned(f"{tmp_path}/*.parquet")] == ["a.parquet", "b.parquet"]

    def test_other_file_systems(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        content = texts(tmp_path / "a.parquet").read_bytes()
        with fsspec.open("memory://in/a.parquet", "wb") as stream:
            stream.write(content)
        for address in ("memory://in/a.parquet", f"file://{tmp_path}/a.parquet"):
            done = do(planned(address), extractor, job)
            assert sum(each.articles for each in done) == len(TEXTS)

    def test_a_change_of_the_file_or_of_the_readers_changes_its_state(self, tmp_path: Path) -> None:
        path = texts(tmp_path / "a.parquet")
        [first, *_] = planned(path)
        assert planned(path)[0] == first
        assert planned(path, versions="w")[0].state != first.state
        os.utime(path, (1, 1))
        assert planned(path)[0].state != first.state
        assert planned(path)[0].name == first.name

    @pytest.mark.parametrize(
        ("make", "said"),
        [
            (lambda path: table(path, [{"body": "a"}]), "no column text or html; it has body; name the column"),
            (lambda path: None, "no such file"),
            (lambda path: path.with_suffix("").write_text("Năm 2023"), "no such file"),
        ],
    )
    def test_what_can_not_be_used(self, make: object, said: str, tmp_path: Path) -> None:
        make(tmp_path / "a.parquet")  # type: ignore[operator]
        [error] = slices([str(tmp_path / "a.parquet")], versions="v")
        assert isinstance(error, InputError)
        assert said in str(error)

    def test_neither_a_table_nor_an_archive(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Năm 2023, xã trao 5 căn nhà.")
        [error] = slices([str(tmp_path / "a.txt")], versions="v")
        assert "no Parquet, no WARC and no database; give" in str(error)


def whole(path: Path, inputs: Iterable[ArticleRecord], extractor: Extractor) -> list[str]:
    """Store articles as one process does; return all rows."""
    with Store(path) as store, running(store, "x", clock=lambda: datetime(2024, 1, 1, tzinfo=UTC)) as run:
        prepare(store, data_dir(), clock=run.clock)
        store.lexicons.know(CURRENT.lexicon)
        list(ingest(store, inputs, extractor, CURRENT, run=run))
        list(consolidate(store, run=run))
    return rows_of(path)


def rows_of(path: Path) -> list[str]:
    """Return all rows of a database, from a copy."""
    copy = path.with_suffix(".copy")
    copy.write_bytes(path.read_bytes())
    return dump(copy)


def loaded(path: Path, *folders: Path) -> list[str]:
    """Store the results in folders; return all rows."""
    with Store(path) as store, running(store, "x", clock=lambda: datetime(2024, 1, 1, tzinfo=UTC)) as run:
        prepare(store, data_dir(), clock=run.clock)
        list(load(store, results(*folders), CURRENT, {}, run=run))
        list(consolidate(store, run=run))
    return rows_of(path)


class TestTheSameDatabase:
    def test_of_texts_in_parquet(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        do(planned(texts(tmp_path / "a.parquet")), extractor, job)
        one = whole(tmp_path / "1.db", (ArticleRecord(document=n, text=t) for n, t in TEXTS.items()), extractor)
        assert loaded(tmp_path / "2.db", job.folder) == one

    def test_of_a_database(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        one = whole(tmp_path / "1.db", (ArticleRecord(document=n, text=t) for n, t in TEXTS.items()), extractor)
        do(planned(tmp_path / "1.db"), extractor, job)
        assert loaded(tmp_path / "2.db", job.folder) == one

    def test_loaded_again_nothing_changes(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        do(planned(texts(tmp_path / "a.parquet")), extractor, job)
        loaded(tmp_path / "1.db", job.folder)
        with Store(tmp_path / "1.db") as store, running(store, "x") as run:
            events = list(load(store, results(job.folder), CURRENT, {}, run=run))
        assert {type(event) for event in events} == {Unchanged}

    def test_an_older_result_does_not_take_the_place_of_a_newer(
        self, tmp_path: Path, extractor: Extractor, job: Job
    ) -> None:
        path = texts(tmp_path / "a.parquet")
        do(planned(path), extractor, job)
        old = Job(tmp_path / "old", "run", Versions("old tables", "old code"))
        do(planned(path), extractor, old)
        loaded(tmp_path / "1.db", job.folder)
        with Store(tmp_path / "1.db") as store, running(store, "x") as run:
            assert {type(event) for event in load(store, results(old.folder), CURRENT, {}, run=run)} == {Unchanged}
            assert list(store.articles.stale(CURRENT)) == []

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_of_copies_in_several_folders_that_of_the_last_holds(
        self, order: tuple[int, int], tmp_path: Path, extractor: Extractor, jobs: list[Job]
    ) -> None:
        for number, job in enumerate(jobs):
            rows = [
                {"url": url, "text": f"Năm 2023, xã Hòa Bình trao {number + 5} căn nhà."}
                for url in ("a", job.folder.name)
            ]
            do(planned(table(tmp_path / f"{number}.parquet", rows)), extractor, job)
        folders = [jobs[number].folder for number in order]
        loaded(tmp_path / "1.db", *folders)
        with Store(tmp_path / "1.db") as store:
            sql = "SELECT value FROM facts JOIN articles ON articles.id = article WHERE document = 'a'"
            assert store.db.execute(sql).fetchall() == [(order[1] + 5,)]
            assert store.count("articles") == 3
            with running(store, "x") as run:  # once more: nothing goes to and fro
                assert {type(event) for event in load(store, results(*folders), CURRENT, {}, run=run)} == {Unchanged}

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_of_pages_in_several_folders_that_fetched_last_holds(
        self, order: tuple[int, int], tmp_path: Path, extractor: Extractor, jobs: list[Job]
    ) -> None:
        for number, job in enumerate(jobs):
            pages = [("http://x.example/tin-tuc/xa-hoa-binh-trao-qua-1020.html", PAGE.format(20 + number))]
            do(planned(warc(tmp_path / f"{number}.warc.gz", pages, date=f"2024-01-0{number + 1}")), extractor, job)
        found = results(*(jobs[number].folder for number in order))
        assert [fact["value"] for result in found for fact in result.rows.facts] == [21]

    def test_of_a_page_and_a_row_of_one_address_that_with_a_moment_holds(
        self, tmp_path: Path, extractor: Extractor, jobs: list[Job]
    ) -> None:
        address = "http://x.example/tin-tuc/xa-hoa-binh-trao-qua-1020.html"
        do(planned(warc(tmp_path / "a.warc.gz", [(address, PAGE.format(20))])), extractor, jobs[0])
        do(planned(table(tmp_path / "a.parquet", [{"url": address, "html": PAGE.format(21)}])), extractor, jobs[1])
        found = results(*(job.folder for job in jobs))
        assert [fact["value"] for result in found for fact in result.rows.facts] == [20]

    def test_facts_of_other_versions_are_stale(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        do(planned(texts(tmp_path / "a.parquet")), extractor, job)
        loaded(tmp_path / "1.db", job.folder)
        with Store(tmp_path / "1.db") as store:
            assert list(store.articles.stale(CURRENT)) == []
            assert len(list(store.articles.stale(Versions("tables", "new code")))) == len(TEXTS)


@pytest.mark.parametrize("name", ["a.parquet", "results", "a.warc.gz"])
def test_a_file_of_results_is_told_by_what_is_in_it(name: str, tmp_path: Path, extractor: Extractor, job: Job) -> None:
    do(
        planned(table(tmp_path / "in.parquet", [{"url": "a", "text": "Năm 2023, xã Hòa Bình trao 5 căn nhà."}])),
        extractor,
        job,
    )
    [file] = job.folder.glob("month=*/*.parquet")
    done = CliRunner().invoke(app, ["import", str(file.rename(tmp_path / name)), "--db", str(tmp_path / "1.db")])
    assert (done.exit_code, done.exception) == (0, None)
    assert "1 article written" in done.stdout


def test_a_warc_file_is_none_of_results_whatever_its_name(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.parquet", [("http://x.example/tin-tuc/xa-hoa-binh-trao-qua-1020.html", PAGE.format(20))])
    words = ["import", str(path), "--db", str(tmp_path / "1.db"), "--archive", str(tmp_path / "archive")]
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.exception) == (0, None), done.output
    assert "1 page written, 1 article read" in done.stdout


class TestRefused:
    @pytest.mark.parametrize(
        ("slot", "value", "said"),
        [
            ("locality", "99999", "the tables here have no place 99999 of "),
            ("indicator", "cats", "the tables here have no indicator cats"),
            ("status", "dreamt", "what was found in it does not fit the tables here (CHECK constraint failed: status"),
        ],
    )
    def test_what_the_tables_here_lack_costs_its_article(
        self, slot: str, value: str, said: str, tmp_path: Path, extractor: Extractor, job: Job
    ) -> None:
        rows: list[dict[str, object]] = [
            {"url": url, "text": f"Năm 2023, tỉnh Thanh Hóa trao {count} căn nhà."}
            for count, url in enumerate("abc", start=5)
        ]
        do(planned(table(tmp_path / "a.parquet", rows)), extractor, job)
        [file] = job.folder.glob("month=*/*.parquet")
        found = parquet.read_table(file)
        changed = found.to_pylist()
        changed[1]["facts"][0][slot] = value
        parquet.write_table(pa.Table.from_pylist(changed, found.schema), file)
        done = CliRunner().invoke(app, ["import", str(job.folder), "--db", str(tmp_path / "1.db")])
        assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1), done.output
        assert "2 articles written, 0 unchanged, 1 refused; 2 facts" in done.stdout
        with Store(tmp_path / "1.db") as store:
            assert [row["document"] for row in store.db.query("SELECT document FROM articles")] == ["a", "c"]
            [issue] = store.journal.issues(1)
        assert (issue["stage"], issue["subject"]) == ("import", "b")
        assert issue["message"].startswith(said)
        assert (
            issue["cure"]
            == "extract it anew with this version of mattran, or import with the version that extracted it"
        )


class TestRecords:
    def test_pages_and_their_sites(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        rows = [{"url": f"http://x.example/tin/{n}.html", "html": PAGE.format(n), "site": "x"} for n in (20, 31)]
        [done] = do(planned(table(tmp_path / "a.parquet", rows)), extractor, job)
        assert (done.articles, done.failed) == (2, 0)
        found = list(results(job.folder))
        assert [result.article.site for result in found] == ["x", "x"]
        assert [fact["value"] for result in found for fact in result.rows.facts] == [20, 31]

    def test_pages_of_a_warc_each_once_the_last_one(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        pages = [(f"http://x.example/tin-tuc/xa-hoa-binh-trao-qua-10{n}.html", PAGE.format(n)) for n in (20, 31)]
        again = (pages[0][0], PAGE.format(25))
        path = warc(tmp_path / "a.warc.gz", [*pages, ("http://x.example/style.css", "a{}"), again])
        [done] = do(planned(path), extractor, job)
        assert done.failed == 0
        assert [fact["value"] for result in results(job.folder) for fact in result.rows.facts] == [31, 25]

    def test_what_is_bad_is_written_down_and_the_others_are_done(
        self, tmp_path: Path, extractor: Extractor, job: Job
    ) -> None:
        rows = [
            {"url": "a", "text": "Năm 2023, xã Hòa Bình trao 5 căn nhà cho hộ nghèo.", "published": "2024-01-05"},
            {"url": "b", "text": None, "published": None},
            {"url": "c", "text": "The quick brown fox jumps over the lazy dog. " * 9, "published": None},
            {"url": "d", "text": "Năm 2023, xã Hòa Bình trao 6 căn nhà cho hộ nghèo.", "published": "hôm qua"},
            {"url": "e", "text": "Năm 2023, xã Hòa Bình trao 7 căn nhà cho hộ nghèo.", "published": None},
        ]
        [done] = do(planned(table(tmp_path / "a.parquet", rows, group=9)), extractor, job)
        assert (done.articles, done.failed) == (2, 3)
        assert [result.article.document for result in results(job.folder)] == ["a", "e"]
        found = bad(job.folder)
        assert [(each["position"], each["url"], each["kind"]) for each in found] == [
            (1, "b", "NoText"),
            (2, "c", "NotVietnamese"),
            (3, "d", "InputError"),
        ]
        assert all(each["input"] == str(tmp_path / "a.parquet") and each["cure"] for each in found)

    @pytest.mark.parametrize("more", [{}, {"url": "http://x.example/tin/1.html"}])
    def test_a_page_that_is_bad_names_its_row(
        self, more: dict[str, object], tmp_path: Path, extractor: Extractor, job: Job
    ) -> None:
        rows = [{**more, "html": page} for page in (PAGE.format(20), "<html><body><p>x</p></body></html>")]
        path = table(tmp_path / "a.parquet", rows)
        [done] = do(planned(path), extractor, job)
        assert (done.articles, done.failed) == (1, 1)
        [row] = bad(job.folder)
        assert (row["kind"], row["position"], row["where"]) == ("NoArticle", 1, f"{path}, row 1")
        assert str(done.first).startswith(f"{path}, row 1: no title")

    def test_of_a_broken_table_the_other_parts_are_done(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        path = texts(tmp_path / "a.parquet")
        parts = planned(path)
        content = bytearray(path.read_bytes())
        second = parquet.ParquetFile(path).metadata.row_group(1).column(1)
        at = second.dictionary_page_offset or second.data_page_offset
        content[at : at + 40] = b"\xff" * 40
        path.write_bytes(content)
        done = do(parts, extractor, job)
        assert [(each.articles, each.again) for each in done] == [(3, False), (0, True), (2, False)]
        [row] = bad(job.folder)
        assert "unreadable from row 3 of row group 1 on" in str(row["message"])
        assert [part.part for part in outstanding(parts, manifests(job.folder))] == [1]  # next time again

    def test_an_article_that_had_not_its_time_or_memory_is_tried_again(
        self, tmp_path: Path, extractor: Extractor, job: Job
    ) -> None:
        parts = planned(texts(tmp_path / "a.parquet"))

        def short_of_memory(text: str, **told: Any) -> Extraction:
            if text == TEXTS[third]:
                raise MemoryError
            return extractor(text, **told)

        third = list(TEXTS)[2]
        first = do(parts, short_of_memory, job)
        assert [(each.articles, each.failed, each.again) for each in first] == [
            (2, 1, True),
            (3, 0, False),
            (2, 0, False),
        ]
        assert [part.part for part in outstanding(parts, manifests(job.folder))] == [0]
        [second] = do(parts[:1], extractor, job)
        assert (second.articles, second.failed, second.again) == (3, 0, False)
        sweep(job.folder, parts)
        assert bad(job.folder) == []
        assert outstanding(parts, manifests(job.folder)) == []

    def test_a_table_cut_short(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        path = texts(tmp_path / "a.parquet")
        path.write_bytes(path.read_bytes()[:-200])
        [done] = do(planned(path), extractor, job)
        assert (done.articles, done.failed, done.again) == (0, 1, True)

    def test_of_a_warc_cut_short_what_came_before_is_done(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        path = warc(
            tmp_path / "a.warc.gz",
            [(f"http://x.example/tin-tuc/xa-hoa-binh-trao-qua-10{n}.html", PAGE.format(n)) for n in (20, 31)],
        )
        path.write_bytes(path.read_bytes()[:-60])
        [done] = do(planned(path), extractor, job)
        assert (done.articles, done.failed, done.again) == (1, 1, True)
        assert "unreadable from byte" in str(bad(job.folder)[0]["message"])

    def test_no_warc_at_all(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"nothing of the kind"))
        [done] = do(planned(tmp_path / "a.warc.gz"), extractor, job)
        assert (done.articles, done.failed) == (0, 1)


class TestTheFolder:
    def test_by_month_of_publication(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        rows = [
            {"url": "a", "text": "Xã Hòa Bình trao 5 căn nhà cho hộ nghèo.", "published": "2023-05-02"},
            {"url": "b", "text": "Xã Hòa Bình trao 6 căn nhà cho hộ nghèo.", "published": None},
        ]
        [done] = do(planned(table(tmp_path / "a.parquet", rows)), extractor, job)
        assert sorted(file.partition("/")[0] for file in done.files) == ["month=2023-05", "month=unknown"]

    def test_what_is_done_is_not_done_again(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        parts = planned(texts(tmp_path / "a.parquet"))
        do(parts[:2], extractor, job)
        assert outstanding(parts, manifests(job.folder)) == parts[2:]

    def test_a_changed_input_takes_the_place_of_the_old_one(
        self, tmp_path: Path, extractor: Extractor, job: Job
    ) -> None:
        path = texts(tmp_path / "a.parquet")
        do(planned(path), extractor, job)
        table(path, [{"url": "new", "text": "Năm 2023, xã Hòa Bình trao 5 căn nhà cho hộ nghèo."}])
        os.utime(path, (1, 1))
        parts = planned(path)
        sweep(job.folder, parts)
        do(parts, extractor, job)
        sweep(job.folder, parts)
        assert [result.article.document for result in results(job.folder)] == ["new"]
        assert len(list(job.folder.glob("month=*/*"))) == len(list(job.folder.glob("_done/*"))) == 1

    def test_what_was_left_half_done_is_none(self, tmp_path: Path, extractor: Extractor, job: Job) -> None:
        [part, *_] = planned(texts(tmp_path / "a.parquet"))
        job.folder.mkdir()
        with pytest.raises(ZeroDivisionError), writing(job.folder, part):
            raise ZeroDivisionError
        (job.folder / "month=2023-01").mkdir()
        orphan = job.folder / "month=2023-01" / f"{'0' * 32}.parquet"
        orphan.write_bytes(b"half")
        do([part], extractor, job)
        assert len(list(results(job.folder))) == 3
        sweep(job.folder, [part])
        assert not orphan.exists()

    def test_a_worker_killed_in_a_part_leaves_none_of_it(self, tmp_path: Path, job: Job) -> None:
        path = texts(tmp_path / "a.parquet")
        code = f"""
import os, signal
from tests.test_cluster import *
job = Job(Path({str(job.folder)!r}), "run", CURRENT)
class Dies:
    def __init__(self): self.left = 4
    def __call__(self, text, **rest):
        self.left -= 1
        if not self.left: os.kill(os.getpid(), signal.SIGKILL)
        return Extractor()(text)
do(planned({str(path)!r}), Dies(), job)
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=Path(__file__).parent.parent)
        assert done.returncode == -9, done.stderr.decode()
        assert len(list(results(job.folder))) == 3
        parts = planned(path)
        assert outstanding(parts, manifests(job.folder)) == parts[1:]

    def test_no_room(self, tmp_path: Path, job: Job) -> None:
        path = texts(tmp_path / "a.parquet")
        told = f"Job(Path({str(job.folder)!r}), 'r', CURRENT)"
        code = f"from tests.test_cluster import *; do(planned({str(path)!r}), Extractor(), {told})"
        limit = 20_000

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        done = subprocess.run(
            [sys.executable, "-B", "-c", f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); {code}"],
            capture_output=True,
            text=True,
            cwd=Path(__file__).parent.parent,
            preexec_fn=limited,
        )
        assert "OutputError" in done.stderr
        assert "then run again: what was done is kept" in done.stderr
        assert [file for file in job.folder.rglob("*") if file.is_file()] == []

    def test_two_runs_on_one_folder(self, tmp_path: Path) -> None:
        now = datetime(2024, 1, 1, tzinfo=UTC)
        with claimed(tmp_path / "out", clock=lambda: now):
            said = rf"another run is at work on it \(process {os.getpid()} on \S+, for "
            with pytest.raises(Occupied, match=said), claimed(tmp_path / "out", clock=lambda: now):
                pass
        with claimed(tmp_path / "out", clock=lambda: now):
            pass

    @pytest.mark.parametrize("content", [b"", b"PAR1 nothing", None])
    def test_what_is_no_result_is_refused(self, content: bytes | None, tmp_path: Path) -> None:
        path = tmp_path / "a.parquet"
        if content is None:
            table(path, [{"text": "a"}])
        else:
            path.write_bytes(content)
        with pytest.raises(InputError):
            list(results(path))
        with pytest.raises(InputError, match="no folder of results"):
            list(results(tmp_path))


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError), claimed(tmp_path / "out", clock=lambda: datetime(2024, 1, 1, tzinfo=UTC)):
        pass


def test_errors_are_told_as_one_line(tmp_path: Path) -> None:
    found: Iterator[Slice | InputError] = slices([str(tmp_path / "none"), "nope://x/y.parquet"], versions="v")
    for error in found:
        assert isinstance(error, MattranError)
        assert "\n" not in str(error)
