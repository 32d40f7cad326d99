"""`mattran export` from outside: which rows, in which order, what is said, and what a broken export leaves behind."""

import csv
import io
import json
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from sqlite_utils import Database
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.columns import load_columns
from extractor.errors import MattranError, Overwriting
from extractor.paths import data_dir
from tests.exported import database

ROOT = Path(__file__).parent.parent
MAIN = (sys.executable, "-c", "from extractor.cli import main; main()")
FILES = {"csv": "x.csv", "xlsx": "x.xlsx", "parquet": "x.parquet", "jsonl": "x.jsonl", "datapackage": "x.zip"}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of four articles with two facts each, save one."""
    return database(tmp_path_factory.mktemp("db") / "x.db")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of some megabytes of facts."""
    path = database(tmp_path_factory.mktemp("long") / "x.db")
    with Database(path).conn as connection:
        columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(facts)") if name != "id"]
        names = ", ".join(f'"{name}"' for name in columns)
        for _ in range(12):
            connection.execute(f"INSERT INTO facts ({names}) SELECT {names} FROM facts")
    return path


def mattran(*words: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def outside(*words: object, limit: int | None = None, code: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own, which may write so many bytes into a file."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [*(MAIN if code is None else (sys.executable, "-c", code)), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, preexec_fn=limited)


def rows(table: str, *words: object, db: Path) -> list[dict[str, str]]:
    """Return the rows that `mattran export` prints as CSV."""
    done = mattran("export", table, "--db", db, *words)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout, newline="")))


class TestRows:
    @pytest.mark.parametrize(
        ("table", "key", "count"),
        [("facts", "fact", 6), ("claims", "claim", 2), ("totals", "indicator", 2), ("articles", "id", 4)],
    )
    def test_all_of_them_in_a_fixed_order(self, table: str, key: str, count: int, db: Path) -> None:
        found = rows(table, db=db)
        assert len(found) == count
        keys = [int(row[key]) if row[key].isdecimal() else row[key] for row in found]
        assert keys == sorted(keys)  # type: ignore[type-var]  # all of them are alike
        assert rows(table, db=db) == found

    @pytest.mark.parametrize(
        ("words", "count"),
        [
            (("--indicator", "houses"), 3),
            (("--indicator", "nha o ho tro"), 3),
            (("--province", "38"), 6),
            (("--province", "thanh hoa"), 6),
            (("--year", "2023"), 6),
            (("--status", "achieved"), 6),
            (("--aggregation", "whole", "--indicator", "money"), 3),
            (("--site", "a"), 2),
        ],
    )
    def test_filters(self, words: tuple[str, ...], count: int, db: Path) -> None:
        assert len(rows("facts", *words, db=db)) == count

    def test_only_the_columns_that_are_named_in_that_order(self, db: Path) -> None:
        found = rows("facts", "-c", "value", "--column", "quote", "-c", "value", db=db)
        assert [list(row) for row in found] == [["value", "quote"]] * 6
        assert [row["value"] for row in found] == [row["value"] for row in rows("facts", db=db)]

    def test_articles_are_those_with_a_fact_that_fits(self, db: Path) -> None:
        assert [row["id"] for row in rows("articles", "--site", "a", db=db)] == ["1", "2"]
        assert [row["id"] for row in rows("articles", "--indicator", "houses", db=db)] == ["1", "3", "4"]
        assert [row["id"] for row in rows("articles", "--indicator", "houses", "--site", "a", db=db)] == ["1"]

    def test_articles_without_what_only_the_stages_need(self, db: Path) -> None:
        found = rows("articles", db=db)[0]
        assert {"document", "title", "text", "published"} <= set(found)
        assert [name for name in found if "digest" in name or "version" in name or name.startswith("told")] == []

    @pytest.mark.parametrize(
        ("table", "view"), [("facts", "facts_wide"), ("claims", "claims_wide"), ("totals", "totals")]
    )
    def test_every_column_is_there_and_described(self, table: str, view: str, db: Path) -> None:
        assert list(rows(table, db=db)[0]) == list(load_columns(data_dir())(view))

    def test_a_hard_sentence_comes_out_whole(self, db: Path) -> None:
        [text] = Database(db).execute("SELECT text FROM articles WHERE id = 3").fetchone()
        assert rows("articles", db=db)[2]["text"] == text
        assert rows("articles", db=db)[0]["title"] == "'- Thanh Hóa: 120 nhà"


class TestWhatIsSaid:
    @pytest.mark.parametrize("name", FILES.values())
    def test_how_many_rows_were_written(self, name: str, db: Path, tmp_path: Path) -> None:
        done = mattran("export", "facts", "--db", db, "--output", tmp_path / name)
        assert (done.exit_code, done.stdout, done.stderr) == (0, f"{tmp_path / name}: 6 rows of facts\n", "")
        assert [path.name for path in tmp_path.iterdir()] == [name]

    @pytest.mark.parametrize("form", ["csv", "jsonl"])
    def test_on_stdout_it_is_stderr_that_says_so(self, form: str, db: Path, tmp_path: Path) -> None:
        done = mattran("export", "facts", "--db", db, "--format", form, "--output", "-")
        assert (done.exit_code, done.stderr) == (0, "mattran: 6 rows of facts\n")
        mattran("export", "facts", "--db", db, "--output", tmp_path / FILES[form])
        assert done.stdout_bytes == (tmp_path / FILES[form]).read_bytes()

    def test_several_tables(self, db: Path, tmp_path: Path) -> None:
        said = "6 rows of facts, 2 rows of claims, 2 rows of totals, 4 rows of articles\n"
        names = ("facts", "claims", "totals", "articles")
        for name in ("x.xlsx", "x.zip"):
            assert mattran("export", *names, "--db", db, "-o", tmp_path / name).stdout == f"{tmp_path / name}: {said}"
        assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[:4] == list(names)
        with zipfile.ZipFile(tmp_path / "x.zip") as package:
            assert [resource["name"] for resource in json.loads(package.read("datapackage.json"))["resources"]] == list(
                names
            )

    def test_filters_stand_in_the_file_as_they_were_understood(self, db: Path, tmp_path: Path) -> None:
        mattran("export", "facts", "--db", db, "--province", "thanh hoa", "--year", 2023, "-o", tmp_path / "x.xlsx")
        said = str(list(openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[1].values))
        assert "province = 38, year = 2023" in said

    def test_what_was_cut(self, db: Path, tmp_path: Path) -> None:
        path = tmp_path / "x.db"
        path.write_bytes(db.read_bytes())
        Database(path).execute("UPDATE articles SET text = ? WHERE id = 1", ["a" * 40_000]).connection.commit()
        for words in (("-o", tmp_path / "x.xlsx"), ("--excel", "-o", tmp_path / "x.csv")):
            said = mattran("export", "articles", "--db", path, *words).stdout
            assert said.endswith(": 4 rows of articles; 1 text longer than a cell of Excel cut with “…”\n")
        assert mattran("export", "articles", "--db", path, "-o", tmp_path / "y.csv").stdout.endswith(
            ": 4 rows of articles\n"
        )

    def test_a_reader_that_hangs_up_is_no_error(self, long: Path) -> None:
        command = f"{sys.executable} -c 'from extractor.cli import main; main()' export facts --db {long} | head -n 1"
        done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True)
        assert done.stdout.startswith("fact,indicator,")
        assert done.stderr == ""


def test_columns_are_named_in_any_case(db: Path) -> None:
    done = mattran("export", "facts", "-c", "QUOTE", "-c", "Value", "-c", "quote", "--db", db)
    assert done.stdout.splitlines()[0] == "quote,value"


class TestNeverOverADatabase:
    """Once the export took the place of the database that it read."""

    @pytest.mark.parametrize("name", ["a.db", "link.db", "./sub/../a.db", "a.db-wal", "a.db.lock"])
    @pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
    def test_it_stays_what_it_is(self, name: str, form: str, db: Path, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        path.write_bytes(db.read_bytes())
        (tmp_path / "sub").mkdir()
        (tmp_path / "link.db").symlink_to(path)
        with pytest.raises(Overwriting, match="a database, or a file beside one; name another file"):
            mattran("export", "facts", "--db", path, "--output", f"{tmp_path}/{name}", "--format", form)
        assert path.read_bytes() == db.read_bytes()

    def test_nor_does_a_chart(self, db: Path, tmp_path: Path) -> None:
        path = tmp_path / "a.svg"
        path.write_bytes(db.read_bytes())
        with pytest.raises(Overwriting, match="a database"):
            mattran("chart", "years", "--indicator", "houses", "--db", path, "--output", path)
        assert path.read_bytes() == db.read_bytes()

    @pytest.mark.parametrize(
        "words",
        [
            ("export", "facts", "--format", "csv", "--year", "2023", "-o"),
            ("chart", "years", "-o"),
            ("health", "--report"),
            ("nightly", "--sample", "--report"),
        ],
        ids=lambda words: words[0],
    )
    def test_it_is_wrong_usage_and_said_before_anything_is_done(
        self, words: tuple[str, ...], db: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.html"
        path.write_bytes(db.read_bytes())
        hard = tmp_path / "b.html"
        hard.hardlink_to(path)
        done = outside(*words, hard, "--db", path)
        said = f"mattran: {hard}: a database, or a file beside one; name another file\n"
        assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
        assert sorted(each.name for each in tmp_path.iterdir()) == ["a.html", "b.html"]
        assert path.read_bytes() == db.read_bytes()

    def test_nor_does_a_report_take_the_place_of_one_that_is_to_be(self, tmp_path: Path) -> None:
        done = outside("nightly", "--sample", "--db", tmp_path / "a.html", "--report", tmp_path / "a.html")
        assert (done.returncode, done.stdout) == (2, "")
        assert list(tmp_path.iterdir()) == []

    def test_nor_does_an_explanation_take_the_place_of_its_text(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("Xã Hương Trạch có 11 căn nhà.")
        with pytest.raises(Overwriting, match="what this command reads"):
            mattran("explain", path, "--html", f"{tmp_path}/./a.txt")
        assert path.read_text() == "Xã Hương Trạch có 11 căn nhà."

    @pytest.mark.parametrize("words", [("a.txt", "-o", "./a.txt"), (".", "-o", "a.txt"), ("b.txt", "-o", "a.txt")])
    def test_nor_does_what_is_extracted_take_the_place_of_a_text(
        self, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("a.txt").write_text("Xã Hương Trạch có 11 căn nhà.")
        Path("b.txt").symlink_to("a.txt")
        with pytest.raises(Overwriting, match="what this command reads; name another file"):
            mattran("extract", *words)
        assert Path("a.txt").read_text() == "Xã Hương Trạch có 11 căn nhà."
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]

    @pytest.mark.parametrize(
        "words", [("a.db", "-o", "a.db"), ("a.parquet", "-o", "a.parquet"), (".", "-o", "."), (".", "-o", "out")]
    )
    def test_nor_do_results_of_ray(
        self, words: tuple[str, ...], db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("a.db").write_bytes(db.read_bytes())
        Path("a.parquet").write_bytes(b"PAR1")
        with pytest.raises(Overwriting):
            mattran("extract", *words, "--engine", "ray")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "a.parquet"]


class TestRefused:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("factz",), "'factz' is none of facts, claims, totals, articles"),
            (("facts", "facts", "-o", "x.xlsx"), "name each table once"),
            (("facts", "claims", "-o", "x.csv"), "csv takes one table"),
            (("facts", "-o", "x.txt"), "says no format"),
            (("facts", "--format", "ods"), "'ods' is none of csv, xlsx, parquet, jsonl, datapackage"),
            (("facts", "--format", "parquet"), "parquet is no text; name a file"),
            (("facts", "--format", "jsonl", "--excel"), "jsonl needs none"),
            ((), "Missing argument"),
        ],
    )
    def test_wrong_usage(
        self, words: tuple[str, ...], said: str, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        done = mattran("export", *words, "--db", db)
        assert done.exit_code == 2
        assert said in " ".join(done.stderr.replace("│", " ").split())
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("facts", "--year", "1905"), "facts: no rows; ask for more with other filters, or run mattran nightly"),
            (("facts", "--indicator", "house boats"), "indicator: there is no 'house boats'; there are houses, money"),
            (("totals", "--site", "a"), "site: these rows have no such column; there are indicator, province, year, "),
            (("facts", "-c", "vlaue"), "facts: there is no column 'vlaue'; there are fact, indicator, "),
            (("articles", "-c", "digest"), "articles: there is no column 'digest'; there are id, document, "),
            (("facts", "-o", "none/x.csv"), "none/x.csv: No such file or directory; check that its folder exists"),
            (("facts", "-o", ".", "--format", "csv"), ".: a folder or device and no file; name a file"),
            (("facts", "-o", "/dev/null", "--format", "csv"), "/dev/null: a folder or device and no file; name a file"),
            (("facts", "--db", "none.db"), "none.db: there is no such file; name the database with --db"),
        ],
    )
    def test_one_line_and_nothing_written(
        self, words: tuple[str, ...], said: str, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(MattranError) as error:
            mattran("export", *words, *(() if "--db" in words else ("--db", db)))
        assert str(error.value).startswith(said)
        assert "\n" not in str(error.value)
        assert list(tmp_path.iterdir()) == []

    def test_the_line_is_on_stderr(self, db: Path) -> None:
        done = outside("export", "facts", "--year", "1905", "--db", db)
        said = "mattran: facts: no rows; ask for more with other filters, or run mattran nightly\n"
        assert (done.returncode, done.stdout, done.stderr) == (1, "", said)

    @pytest.mark.parametrize(("form", "library"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
    def test_a_library_that_is_not_installed(self, form: str, library: str, db: Path, tmp_path: Path) -> None:
        code = f"""
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("pandas", {library!r}):
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
from extractor.cli import main
main()
"""
        done = outside("export", "facts", "--db", db, "-o", tmp_path / FILES[form], code=code)
        said = f'mattran: {library}: this library is not installed; install it: pip install "mattran[export]"\n'
        assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
        assert list(tmp_path.iterdir()) == []


class TestABrokenExport:
    @pytest.mark.parametrize(
        ("form", "limit"),
        [("csv", 500_000), ("xlsx", 500_000), ("parquet", 40_000), ("jsonl", 500_000), ("datapackage", 70_000)],
    )
    def test_no_room(self, form: str, limit: int, long: Path, tmp_path: Path) -> None:
        path = tmp_path / FILES[form]
        path.write_text("old")
        done = outside("export", "facts", "--db", long, "-o", path, limit=limit)
        said = f"mattran: {path}: File too large; make room, then run again; the file is as it was\n"
        assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
        assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [(path.name, "old")]

    @pytest.mark.parametrize(
        ("form", "stop"),
        [("csv", signal.SIGINT), ("csv", signal.SIGTERM), ("xlsx", signal.SIGINT), ("parquet", signal.SIGINT)],
    )
    def test_interrupted(self, form: str, stop: signal.Signals, long: Path, tmp_path: Path) -> None:
        path = tmp_path / FILES[form]
        path.write_text("old")
        process = subprocess.Popen(
            [*MAIN, "export", "facts", "--db", long, "-o", path], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        until(lambda: len(list(tmp_path.iterdir())) > 1)
        process.send_signal(stop)
        _, said = process.communicate(timeout=20)
        assert process.returncode == 130
        assert "Traceback" not in said
        assert "Exception ignored" not in said
        assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [(path.name, "old")]

    def test_the_mode_is_that_of_other_files(self, db: Path, tmp_path: Path) -> None:
        (tmp_path / "other").touch()
        mattran("export", "facts", "--db", db, "-o", tmp_path / "x.csv")
        assert (tmp_path / "x.csv").stat().st_mode == (tmp_path / "other").stat().st_mode

    def test_a_link_stays_a_link(self, db: Path, tmp_path: Path) -> None:
        (tmp_path / "link.csv").symlink_to(tmp_path / "x.csv")
        mattran("export", "facts", "--db", db, "-o", tmp_path / "link.csv")
        assert (tmp_path / "link.csv").is_symlink()
        assert (tmp_path / "x.csv").read_text(encoding="utf-8").startswith("fact,")


def until(done: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.005)


class TestMemory:
    CODE = """
import resource, sys
from pathlib import Path
from extractor.export import FORMATS, Table
from tests.exported import COLUMNS, into
for count in map(int, sys.argv[3:]):
    rows = ((n, f"bài số {n} " * 200, 43.5, "2024-02-29", 1, "[]") for n in range(count))
    [done] = into(Path(sys.argv[2]), FORMATS[sys.argv[1]], Table("facts", COLUMNS, rows, lambda: count))
    assert done.rows == count
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""

    @pytest.mark.parametrize(("form", "name"), FILES.items())
    def test_it_does_not_grow_with_the_rows(self, form: str, name: str, tmp_path: Path) -> None:
        counts = (2_000, 12_000) if form == "xlsx" else (8_000, 32_000)
        few, many = map(int, outside(form, tmp_path / name, *counts, code=self.CODE).stdout.split())
        assert many - few < 25  # MB; the rows between them are 50 MB and more


def test_what_a_year_leaves_out_is_told(db: Path, tmp_path: Path) -> None:
    """`đến 26/11/2023` ends in a year, and lies in none."""
    path = tmp_path / "a.db"
    path.write_bytes(db.read_bytes())
    with Database(path).conn as connection:
        connection.execute("UPDATE facts SET period_start = NULL WHERE id = 1")
    done = mattran("export", "facts", "--year", "2023", "--db", path)
    assert done.stderr.splitlines() == [
        "mattran: facts: 1 row more end in 2023, and began before or no one knows when; without --year they are there",
        "mattran: 5 rows of facts",
    ]
    assert mattran("export", "facts", "--db", path).stderr == "mattran: 6 rows of facts\n"
