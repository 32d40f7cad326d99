"""`mattran search` and `mattran migrate` from outside: what is printed, what is refused, which exit code."""

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from sqlite_utils import Database
from typer.testing import CliRunner, Result

from extractor.cli import app, main
from extractor.pipeline import Extractor
from extractor.store import ArticleRecord, Store, Versions
from tests.samples import TEXT, extraction, opened
from tests.test_cli import outside
from tests.test_reading import empty, foreign, later, listing, notes, older

BODY = "Ngày hội Đại đoàn kết ở Đắk Lắk trao 12 suất quà. [bold]Không[/bold] \x1b[31mđỏ."


def mattran(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "100"})


Main = Callable[..., tuple[int, str]]
Make = Callable[[Path], None]


@pytest.fixture
def failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Main:
    """Return what runs a command in an empty folder; it returns the exit code and the one line of stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["mattran", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capfd.readouterr()
        [line] = err.splitlines()
        assert out == ""
        return int(end.value.code or 0), line

    return run


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with opened(path) as store:
        for n in range(30):
            record = ArticleRecord(
                document=f"{n:02}.txt", text=BODY, title=f"Tin {n}", published_at=f"2024-01-{n + 1:02}"
            )
            store.articles.put(record)
        key = store.articles.put(ArticleRecord(document="tin.txt", text=TEXT)).key
        now = "2024-02-01T00:00:00+00:00"
        store.articles.put_extraction(key, extraction(), current=Versions("tables-1", "code-1"), now=now)
    return path


class TestTable:
    def test_it_says_how_many_are_found_and_shown(self, db: Path) -> None:
        done = mattran("search", "dai doan ket", "--limit", 5, "--db", db)
        assert done.exit_code == 0, done.output
        assert "Articles: 5 of 30 shown, the best; --limit N shows more" in done.stdout
        assert "2024-01-30" in done.stdout
        assert "Sentences" not in done.stdout

    def test_the_original_is_marked_and_harmless(self, db: Path) -> None:
        done = mattran("search", "dak lak", "--limit", 1, "--db", db)
        assert "Đại đoàn kết ở *Đắk Lắk* trao" in done.stdout
        assert "[bold]Không[/bold]" in done.stdout
        assert "\x1b" not in done.stdout

    def test_a_sentence_stands_once_above_its_facts(self, db: Path) -> None:
        done = mattran("search", "quy nguoi ngheo", "--in", "sentences", "--db", db)
        assert "Sentences: 2 facts found" in done.stdout
        assert done.stdout.count("*người nghèo*") == 1
        assert done.stdout.index("money · > 76.000.000.000 VND · achieved · Thanh Hóa") < done.stdout.index(
            "houses · 120"
        )

    def test_filters_ask_the_facts(self, db: Path) -> None:
        asked = ("--indicator", "houses", "--province", "thanh hoa", "--year", 2023, "--status", "achieved", "--db", db)
        done = mattran("search", "nhà", *asked)
        assert "Articles: 1 found" in done.stdout
        assert "Sentences: 1 facts found" in done.stdout
        assert "Campaigns" not in done.stdout
        alone = mattran("search", *asked)
        assert "120 house" in alone.stdout

    def test_what_a_year_leaves_out_is_told(self, db: Path) -> None:
        with closing(Database(db).conn) as connection, connection:
            connection.execute("UPDATE facts SET period_start = NULL WHERE id = 1")
        done = mattran("search", "nhà", "--year", 2023, "--db", db)
        assert done.exit_code == 0
        [line] = done.stderr.splitlines()
        assert "1 fact more end in 2023, and began before or no one knows when; leave out --year" in line
        assert mattran("search", "nhà", "--db", db).stderr == ""

    def test_words_need_no_quotes(self, db: Path) -> None:
        assert mattran("search", "suất", "quà", "NOT", "nhà", "--db", db).exit_code == 0
        assert mattran("search", "“suất quà”", "--db", db).exit_code == 0


class TestJson:
    def test_it_has_counts_and_marks(self, db: Path) -> None:
        done = mattran("search", "doan ket OR nguoi", "--limit", 2, "--format", "json", "--db", db)
        found = json.loads(done.stdout)
        assert (found["query"], found["filters"]) == ("doan ket OR nguoi", {})
        articles = found["articles"]
        assert (articles["found"], articles["shown"], articles["order"]) == (30, 2, "rank")
        assert found["campaigns"] == {"found": 0, "shown": 0, "order": "rank", "rows": []}
        [[start, end]] = articles["rows"][0]["snippet_marks"]
        assert articles["rows"][0]["snippet"][start:end] == "đoàn kết"

    def test_values_are_those_of_the_fact(self, db: Path) -> None:
        done = mattran("search", "nhà", "--in", "sentences", "--year", 2023, "--format", "json", "--db", db)
        found = json.loads(done.stdout)
        assert found["filters"] == {"year": 2023}
        assert [row["value"] for row in found["sentences"]["rows"]] == [120, 76_000_000_000]


class TestCsv:
    def test_it_has_a_row_a_hit_and_the_counts_on_stderr(self, db: Path) -> None:
        done = outside("search", "nhà OR quà", "--limit", 3, "--format", "csv", "--db", db)
        rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
        assert [row["kind"] for row in rows] == ["articles"] * 3 + ["sentences"] * 2
        assert rows[3]["quote"] == "120 nhà"
        assert "*" not in rows[0]["snippet"]
        assert done.stderr.decode().splitlines() == [
            "mattran: articles: 3 of 31 shown, the best; --limit N shows more",
            "mattran: sentences: 2 facts found",
            "mattran: campaigns: 0 found",
        ]


class TestRefused:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["xyzzy"], "“xyzzy”: nothing is found; try fewer words"),
            (["nhà", "--year", "1999"], "“nhà” --year 1999: nothing is found"),
        ],
    )
    def test_nothing_found_in_one_line_with_1(self, words: Sequence[str], said: str, db: Path, failed: Main) -> None:
        code, line = failed("search", *words, "--db", db)
        assert (code, said in line) == (1, True)

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ([], "query: it holds no word; write a word to search for"),
            (["NOT", "nhà"], "query: it says only what to leave out"),
            (["n*"], "query: 'n*' begins too much; write 3 letters or more"),
            (["nhà", "--indicator", "house"], "indicator: there is no 'house'; there are houses, money"),
            (["nhà", "--province", "Thanh Hoá Hoá"], "the nearest are 38 (Thanh Hóa)|there are 38"),
            (["nhà", "--year", "năm ngoái"], "year: 'năm ngoái' is no year"),
            (["nhà", "--status", "done"], "there are achieved, pledged, target"),
            (["nhà", "--in", "campaigns", "--year", "2023"], "year: these rows have no such column"),
        ],
    )
    def test_what_can_not_be_in_one_line_with_2(self, words: Sequence[str], said: str, db: Path, failed: Main) -> None:
        code, line = failed("search", *words, "--db", db)
        assert code == 2
        assert any(each in line for each in said.split("|"))

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["nhà", "--in", "pages"], "none of articles, sentences, campaigns"),
            (["nhà", "--format", "xlsx"], "none of table, json, csv"),
            (["nhà", "--limit", "0"], "--limit"),
            (["nhà", "--limit", "10001"], "--limit"),
            (["nhà", "--colour"], "--colour"),
        ],
    )
    def test_wrong_usage_with_2(self, words: Sequence[str], said: str, db: Path) -> None:
        done = mattran("search", *words, "--db", db)
        assert done.exit_code == 2
        assert said in " ".join(done.output.replace("│", " ").split())

    @pytest.mark.parametrize("make", [empty, notes, foreign, later, older], ids=lambda make: make.__name__)
    def test_another_file_than_a_database_of_this_version(self, make: Make, tmp_path: Path, failed: Main) -> None:
        make(tmp_path / "b.db")
        before = listing(tmp_path)
        code, line = failed("search", "nhà", "--db", "b.db")
        assert code == 1
        assert line.startswith("mattran: b.db: ")
        assert listing(tmp_path) == before

    @pytest.mark.parametrize(
        ("words", "name"),
        [
            *product(
                [("search", "nhà"), ("export", "facts")],
                ["province", "year", "campaign", "indicator", "status", "aggregation", "site"],
            ),
            *product([("chart", "years", "-o", "x.svg")], ["province", "year", "campaign", "indicator", "status"]),
        ],
    )
    def test_a_filter_that_is_given_twice(self, words: Sequence[str], name: str, db: Path, failed: Main) -> None:
        """Once the last won, and nothing was said."""
        code, line = failed(*words, f"--{name}", 1, f"--{name}", 2, "--db", db)
        assert (code, line) == (2, f"mattran: {name}: given 2 times; ask for one at a time")

    @pytest.mark.parametrize(
        "words",
        [
            *(["search", "nhà"], ["export", "facts"], ["chart", "years", "-o", "a.svg"], ["serve"], ["health"]),
            *(["migrate"], ["nightly", "--sample"], ["extract", "a.txt"]),
        ],
        ids=lambda words: words[0],
    )
    def test_a_folder_is_the_same_wrong_usage_for_all(self, words: list[str], tmp_path: Path, failed: Main) -> None:
        (tmp_path / "b").mkdir()
        assert failed(*words, "--db", "b")[0] == 2
        assert [path.name for path in tmp_path.rglob("*")] == ["b"]

    def test_a_damaged_text_is_told_as_such(self, db: Path, failed: Main) -> None:
        with closing(Database(db).conn) as connection, connection:
            connection.execute("UPDATE facts SET sentence = CAST(x'6eff20646973632066756c6c' AS TEXT)")
        code, line = failed("export", "facts", "--format", "jsonl", "-o", "a.jsonl", "--db", db.name)
        assert code == 1
        assert line.startswith("mattran: a.db: Could not decode to UTF-8 column 'sentence'; a text in it is damaged: ")

    def test_no_file(self, tmp_path: Path, failed: Main) -> None:
        code, line = failed("search", "nhà")
        assert (code, line.partition(";")[0]) == (1, "mattran: mattran.db: there is no such file")
        assert listing(tmp_path) == {}


def copied(source: Path, target: Path) -> None:
    """Copy articles and facts into a database of an older schema."""
    with closing(Database(target).conn) as connection, connection:
        connection.execute("ATTACH ? AS new", [str(source)])
        for table in ("lexicons", "localities", "campaigns", "indicators", "sites", "articles", "facts"):
            columns = [name for _, name, *_ in connection.execute(f"PRAGMA main.table_info({table})")]
            names = ", ".join(f'"{name}"' for name in columns)
            connection.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")


class TestMigrate:
    def test_an_older_one_is_brought_up_and_its_copy_named(self, tmp_path: Path, failed: Main) -> None:
        older(tmp_path / "mattran.db")
        code, line = failed("search", "nhà")
        assert (code, "mattran migrate --db mattran.db" in line) == (1, True)
        done = mattran("migrate")
        assert done.exit_code == 0
        assert done.stdout == "mattran.db: brought up, 0 claims; as it was: mattran.db.before-0005\n"
        assert (tmp_path / "mattran.db.before-0005").is_file()
        again = mattran("migrate")
        assert (again.exit_code, again.stdout) == (0, "mattran.db: of this version; nothing to do\n")

    def test_its_facts_become_claims(self, db: Path, tmp_path: Path, failed: Main) -> None:
        """Once they did not until the next night."""
        older(tmp_path / "mattran.db")
        copied(db, tmp_path / "mattran.db")
        done = mattran("migrate")
        assert re.fullmatch(r"mattran.db: brought up, [1-9]\d* claims?; as it was: .*\n", done.stdout)
        assert mattran("export", "totals").exit_code == 0

    def test_facts_of_this_version_without_claims_get_theirs_offline(
        self, db: Path, tmp_path: Path, failed: Main
    ) -> None:
        cure = "the facts are in no claims yet; mattran migrate --db a.db makes them of the facts, offline"
        assert failed("export", "totals", "--db", db.name) == (1, f"mattran: totals: {cure}")
        assert failed("chart", "years", "-o", "a.svg", "--db", db.name) == (1, f"mattran: totals: {cure}")
        assert mattran("export", "facts", "--db", db).exit_code == 0
        done = mattran("migrate", "--db", db.name)
        assert re.fullmatch(r"a.db: brought up, [1-9]\d* claims?\n", done.stdout)
        assert mattran("export", "claims", "--db", db).exit_code == 0

    @pytest.mark.parametrize("make", [empty, notes, foreign, later], ids=lambda make: make.__name__)
    def test_what_is_none_of_ours_is_left_as_it_is(self, make: Make, tmp_path: Path, failed: Main) -> None:
        make(tmp_path / "mattran.db")
        before = listing(tmp_path)
        assert failed("migrate")[0] == 1
        assert listing(tmp_path) == before

    def test_a_missing_one_is_not_made(self, tmp_path: Path, failed: Main) -> None:
        assert failed("migrate")[0] == 1
        assert listing(tmp_path) == {}

    def test_what_writes_brings_it_up_by_itself_and_says_so(self, tmp_path: Path) -> None:
        older(tmp_path / "a.db")
        (tmp_path / "tin.txt").write_text(TEXT, encoding="utf-8")
        done = outside("extract", "tin.txt", "--db", "a.db", cwd=tmp_path)
        assert done.returncode == 0
        assert done.stderr.decode().splitlines() == [
            "mattran: a.db: was of an older version and is brought up; as it was: a.db.before-0005"
        ]

    def test_health_does_not(self, tmp_path: Path, failed: Main) -> None:
        older(tmp_path / "a.db")
        code, line = failed("health", "--db", "a.db")
        assert (code, "older version" in line) == (1, True)
        assert not (tmp_path / "a.db.before-0005").exists()


def test_the_demonstration_of_the_issue(extractor: Extractor, tmp_path: Path) -> None:
    """`dai doan ket`, `Đắk Lắk`, `dak lak`, `hoà giải` on what was really extracted."""
    with Store(tmp_path / "a.db") as store:
        from extractor.paths import data_dir
        from extractor.stages import ingest, prepare, running

        texts = (TEXT, "Tỉnh Đắk Lắk: năm 2023, các tổ hòa giải đã hòa giải thành 120 vụ; xây 12 nhà Đại đoàn kết.")
        with running(store, "extract") as run:
            articles = (ArticleRecord(document=f"{n}.txt", text=text) for n, text in enumerate(texts))
            for _ in ingest(store, articles, extractor, prepare(store, data_dir()), run=run):
                pass
    for words in ("dai doan ket", "Đắk Lắk", "dak lak", "hoà giải"):
        done = mattran("search", words, "--db", tmp_path / "a.db")
        assert "Articles: 1 found" in done.stdout, words
        assert "1.txt" in done.stdout
    done = mattran("search", "dak lak", "--indicator", "houses", "--province", "66", "--db", tmp_path / "a.db")
    assert "houses · 12 house · achieved · Đắk Lắk · 2023-01-01 → 2023-12-31" in done.stdout
