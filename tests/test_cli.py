"""The command line from outside: what is printed, what is refused, which exit code."""

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.cli.console import figure, number, period, plural
from extractor.cli.output import FACT_COLUMNS, Format, opened, writer
from extractor.contract import as_record
from extractor.store import Store
from tests.expected import ARTICLES, portal_of, wanted
from tests.samples import TEXT, extraction

ROOT = Path(__file__).parent.parent
MAIN = (sys.executable, "-c", "from extractor.cli import main; main()")
RECORD = as_record(extraction(), "a.txt")


def mattran(*words: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(word) for word in words])


def outside(*words: object, stdin: bytes = b"", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own."""
    command = [*MAIN, *map(str, words)]
    return subprocess.run(
        command, input=stdin, capture_output=True, cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "tin.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


class TestHelp:
    def test_every_command_says_what_it_does(self) -> None:
        shown = mattran("--help").output
        commands = "extract explain evaluate demo nightly health timer parse import sites"
        for command in commands.split():
            assert re.search(rf"{command}\s+[A-Z]", shown), command
            assert mattran(command, "--help").exit_code == 0

    def test_no_command_is_wrong_usage(self) -> None:
        assert mattran().exit_code == 2


class TestWrongUsage:
    @pytest.mark.parametrize(
        ("words", "named"),
        [
            (["extract"], "PATH"),
            (["extract", "x", "--published", "31/02/2023"], "31/02/2023"),
            (["extract", "x", "--published", "hôm qua"], "2023-10-07 or 07/10/2023"),
            (["extract", "x", "--home", "99"], "99"),
            (["extract", "x", "--format", "xml"], "table, jsonl, csv"),
            (["extract", "x", "--db", "a.db", "--output", "b"], "--output"),
            (["nightly", "no-such-site"], "no-such-site"),
            (["nightly", "--since", "hôm qua"], "--since"),
            (["nightly", "--max-requests", "0"], "--max-requests"),
            (["nightly", "--log", "loud"], "--log"),
            (["nightly", "--report", "a.pdf"], "neither .html nor .json"),
            (["nightly", "--report", "nowhere/a.html"], "no folder that may be written to"),
            (["sites", "check", "no-such-site"], "no-such-site"),
            (["timer", "--at", "25:00"], "25:00"),
            (["health", "--format", "xml"], "table, json"),
            (["import", "none.warc.gz"], "none.warc.gz"),
        ],
    )
    def test_is_named_and_ends_with_2(self, words: Sequence[str], named: str) -> None:
        done = mattran(*words)
        assert done.exit_code == 2
        assert named in re.sub(r"[│\s]+", " ", done.output)

    @pytest.mark.parametrize(
        ("words", "line"),
        [
            (["extract"], "mattran extract: invalid value for PATH: name a text, .*; see mattran extract --help"),
            (["extract", "--stale"], "mattran extract: invalid value for --stale: it takes the articles of --db, .*"),
            (["exprot"], "mattran: no such command 'exprot'.*; see mattran --help"),
            (["health", "--colour"], "mattran health: no such option: --colour; see mattran health --help"),
            (["chart", "pie", "-o", "x.svg"], "mattran chart: .*'pie' is none of years, provinces, campaigns, map; .*"),
            (["search", "nhà", "--limit", "0"], "mattran search: .*--limit.*; see mattran search --help"),
        ],
    )
    def test_is_told_in_one_line(self, words: Sequence[str], line: str, tmp_path: Path) -> None:
        done = outside(*words, cwd=tmp_path)
        [told] = done.stderr.decode().splitlines()
        assert re.fullmatch(line, told)
        assert (done.returncode, done.stdout) == (2, b"")


class TestExtract:
    def test_jsonl_follows_the_contract(self, text: Path) -> None:
        done = mattran("extract", text, "--format", "jsonl", "--published", "19/01/2024", "--home", "38")
        assert done.exit_code == 0, done.output
        [line] = done.stdout.splitlines()
        record = json.loads(line)
        assert list(record) == ["document", "title", "published", "mentions", "facts"]
        assert (record["document"], record["published"]) == (str(text), "2024-01-19")
        for found in (*record["mentions"], *record["facts"]):
            assert TEXT[found["start"] : found["end"]] == found.get("quote", found.get("text"))
        assert 76_000_000_000 in [fact["value"] for fact in record["facts"]]

    def test_what_is_refused_is_named_and_the_others_are_done(self, text: Path, tmp_path: Path) -> None:
        (tmp_path / "leer.txt").write_bytes(b"")
        paths = (tmp_path / "leer.txt", "-", tmp_path / "fehlt", text)
        done = outside("extract", *paths, "--format", "csv", stdin=TEXT.encode())
        assert done.returncode == 1
        rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
        assert list(dict.fromkeys(row["document"] for row in rows)) == ["-", str(text)]
        assert [row["document"] for row in rows if row["value"] == "76000000000"] == ["-", str(text)]
        first, second = done.stderr.decode().splitlines()
        assert first == f"mattran: {tmp_path / 'leer.txt'}: empty; check how the file was saved"
        assert second == f"mattran: {tmp_path / 'fehlt'}: no such file or folder; check the path"

    def test_a_database_instead_of_a_print(self, text: Path, tmp_path: Path) -> None:
        db = tmp_path / "tin.db"
        first = mattran("extract", text, "--db", db)
        assert first.exit_code == 0, first.output
        assert "1 article, 0 unchanged, 0 refused" in first.stdout
        with Store(db) as store:
            [row] = store.db.query("SELECT * FROM facts_wide WHERE indicator = 'money'")
            assert (row["value"], row["province"], row["indicator_en"]) == (76e9, "Thanh Hóa", "Money")
            assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
        second = mattran("extract", text, tmp_path / "fehlt.txt", "--db", db)
        assert second.exit_code == 1
        assert "0 articles, 1 unchanged, 1 refused" in second.stdout

    def test_a_broken_pipe_is_quiet(self, text: Path) -> None:
        command = " ".join([sys.executable, "-c", "'from extractor.cli import main; main()'", "extract"])
        shell = f"{command} {text} {text} --format jsonl | true"
        done = subprocess.run(shell, shell=True, capture_output=True, cwd=ROOT, text=True)
        assert done.stderr == ""

    def test_a_database_of_another_program_is_one_line(self, text: Path, tmp_path: Path) -> None:
        (tmp_path / "notes.db").write_text("these are notes, and more than sixteen bytes of them")
        done = outside("extract", text, "--db", tmp_path / "notes.db")
        assert done.returncode == 1
        assert len(done.stderr.decode().splitlines()) == 1
        assert "notes.db" in done.stderr.decode()


class TestOutput:
    def print(self, form: Format) -> str:
        stream = io.StringIO()
        write = writer(form, stream)
        write(RECORD)
        write(RECORD)
        return stream.getvalue()

    def test_jsonl_is_the_record_a_line_with_its_own_letters(self) -> None:
        lines = self.print(Format.JSONL).splitlines()
        assert [json.loads(line) for line in lines] == [RECORD, RECORD]
        assert "tỷ đồng" in lines[0]

    def test_csv_has_a_row_a_fact_and_one_header(self) -> None:
        rows = list(csv.DictReader(io.StringIO(self.print(Format.CSV))))
        assert len(rows) == 2 * len(RECORD["facts"])
        assert rows[0]["quote"] == "hơn 76 tỷ đồng"
        assert rows[0]["rules"] == "<n> <unit>; vận động <n>"

    def test_csv_has_every_slot_of_the_contract(self) -> None:
        assert list(RECORD["facts"][0]) == list(FACT_COLUMNS)

    def test_the_table_has_the_sums_and_where_they_come_from(self) -> None:
        shown = self.print(Format.TABLE)
        assert "> 76.000.000.000 VND" in shown
        assert "Thanh Hóa · 2024-01-19 · a.txt · 2 facts" in shown

    def test_markup_in_a_text_is_text(self) -> None:
        stream = io.StringIO()
        writer(Format.TABLE, stream)({**RECORD, "title": "[bold]tin[/bold] [/]"})
        assert "[bold]tin[/bold] [/]" in stream.getvalue()

    def test_a_file_takes_its_place_only_when_it_is_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "out.jsonl"
        path.write_text("old")
        with suppress(ZeroDivisionError), opened(path) as stream:
            stream.write("half")
            raise ZeroDivisionError
        assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]
        assert path.read_text() == "old"
        with opened(path) as stream:
            stream.write("new")
        assert path.read_text() == "new"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (number(76e9), "76.000.000.000"),
        (number(43.5), "43,5"),
        (number(0.125), "0,125"),
        (number(100.0), "100"),
        (figure(1.0, 2.0, "model"), "1-2 model"),
        (period("2023-01-01", "2023-01-01"), "2023-01-01"),
        (period(None, "2023-01-01"), "… → 2023-01-01"),
        (period(None, None), ""),
        (plural(1, "fact"), "1 fact"),
        (plural(1204, "fact"), "1,204 facts"),
    ],
)
def test_figures_for_the_eye(shown: str, expected: str) -> None:
    assert shown == expected


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Run the demo two times in a folder; return the folder and what was printed."""
    folder = tmp_path_factory.mktemp("demo")
    runs = [outside("demo", cwd=folder) for _ in range(2)]
    for done in runs:
        assert done.returncode == 0, done.stderr.decode()
    return folder, runs[0].stdout.decode(), runs[1].stdout.decode()


def as_row(path: Path) -> tuple[str | None, ...]:
    """Return an expectation as the table of articles has it."""
    article = wanted(path)
    text = "\n\n".join(part for part in (article["title"], article["lead"], *article["paragraphs"]) if part)
    fields = (article[name] for name in ("published", "author", "canonical_url", "layout"))
    return (article["title"], article["lead"], text, *fields, portal_of(path).site.slug)


class TestDemo:
    def test_it_fills_a_database(self, twice: tuple[Path, str, str]) -> None:
        with Store(twice[0] / "mattran.db") as store:
            assert store.count("pages") >= 50
            assert store.count("articles") >= 50
            assert store.count("facts") >= 500
            assert store.db.table("articles").count_where("extracted_at IS NULL") == 0
            assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []

    def test_the_articles_are_those_expected_to_the_letter(self, twice: tuple[Path, str, str]) -> None:
        own = [path for path in ARTICLES if "twin_of" not in wanted(path)]
        columns = "title, lead, text, published_at, author, canonical_url, layout, site"
        with Store(twice[0] / "mattran.db") as store:
            found = sorted(map(repr, store.db.execute(f"SELECT {columns} FROM articles").fetchall()))
        assert found == sorted(repr(as_row(path)) for path in own)

    def test_every_quote_and_sentence_stands_in_its_article(self, twice: tuple[Path, str, str]) -> None:
        with Store(twice[0] / "mattran.db") as store:
            wrong = """
                SELECT 1 FROM facts JOIN articles ON articles.id = article
                WHERE substr(articles.text, start + 1, "end" - start) <> quote
                OR substr(articles.text, sentence_start + 1, sentence_end - sentence_start) <> sentence
            """
            assert store.db.execute(wrong).fetchall() == []

    def test_it_shows_what_came(self, twice: tuple[Path, str, str]) -> None:
        for words in ("pages", "articles", "facts", "issues", "The largest sums", "Next:"):
            assert words in twice[1]
        assert len(re.findall(r"^ +\d{1,3}(?:\.\d{3}){2,}  ", twice[1], re.MULTILINE)) == 10

    def test_a_second_run_finds_everything_unchanged(self, twice: tuple[Path, str, str]) -> None:
        said = "nothing new since the last run: nothing was parsed or extracted again"
        assert said not in twice[1]
        assert said in twice[2]

    def test_the_commands_to_try_next_work(self, twice: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        lines = [shlex.split(line) for line in twice[1].partition("Next:")[2].splitlines() if line.strip()]
        assert [words[1] for words in lines] == ["serve", "search", "export", "extract", "explain"]
        monkeypatch.chdir(twice[0])
        for words in lines[1:]:  # the first stays open
            assert mattran(*words[1:]).exit_code == 0


class TestTimer:
    def test_it_prints_what_this_machine_needs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "đêm nay"
        folder.mkdir()
        monkeypatch.chdir(folder)
        shown = mattran("timer", "--at", "3:05", "--contact", "50% of us").output
        assert "OnCalendar=*-*-* 03:05:00" in shown
        assert "SuccessExitStatus=3" in shown
        [start] = re.findall(r"^ExecStart=(.*)$", shown, re.MULTILINE)
        assert f'"{folder / "mattran.db"}"' in start
        assert f"WorkingDirectory={folder}\n" in shown
        assert start.endswith('--contact "50%% of us"')
        [cron] = re.findall(r"^5 3 \* \* \* (.*)$", shown, re.MULTILINE)
        words = shlex.split(cron.replace(r"\%", "%").partition(" >> ")[0])
        assert words[:3] == ["cd", str(folder), "&&"]
        assert words[-1] == "50% of us"

    def test_its_command_runs(self, tmp_path: Path) -> None:
        shown = outside("timer", cwd=tmp_path).stdout.decode()
        [start] = re.findall(r"^ExecStart=(.*)$", shown, re.MULTILINE)
        assert Path(shlex.split(start)[0]).is_file()


class TestHealth:
    def test_no_database_is_one_line(self, tmp_path: Path) -> None:
        done = outside("health", cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.decode() == (
            "mattran: mattran.db: there is no such file; name the database with --db; mattran nightly makes it\n"
        )

    def test_the_state_of_all_sites(self, twice: tuple[Path, str, str]) -> None:
        done = outside("health", "--format", "json", cwd=twice[0])
        sites = {site["slug"]: site for site in json.loads(done.stdout)["sites"]}
        assert sites["hoasen"]["site"] == "ok"
        assert sites["hoasen"]["articles"] == 13
        assert sites["hoasen"]["silent_days"] == 0


class TestNightly:
    def run(self, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
        return outside("nightly", "hoasen", "--sample", *words, cwd=folder)

    def test_one_json_line_an_event_and_the_report_last(self, tmp_path: Path) -> None:
        done = self.run(tmp_path)
        assert (done.returncode, done.stderr) == (0, b"")
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert {line["event"] for line in lines} == {
            *("discovered", "fetched", "visited", "parsed", "extracted", "consolidated", "report"),
        }
        assert {line["site"] for line in lines[:-1] if line["event"] != "consolidated"} == {"hoasen"}
        assert lines[-1]["sites"][0]["new"] == 13

    def test_a_report_as_html_and_as_json(self, tmp_path: Path) -> None:
        for name in ("r.html", "r.json"):
            done = self.run(tmp_path, "--log", "none", "--report", name)
            assert done.returncode == 0
            assert "hoasen" in (tmp_path / name).read_text(encoding="utf-8")

    def test_issues_end_with_3(self, tmp_path: Path) -> None:
        done = outside("nightly", "baosen", "--sample", "--log", "none", cwd=tmp_path)
        assert done.returncode == 3
        assert b"TooLarge: http://mttq.baosen.example/tin/bang-so-lieu-105.html" in done.stdout

    def test_a_dry_run_lists_and_writes_nothing(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, "--dry-run")
        assert len(done.stdout.splitlines()) == 13
        assert [path.name for path in tmp_path.iterdir()] == []

    def test_a_dry_run_with_issues_ends_with_3(self, tmp_path: Path) -> None:
        done = outside("nightly", "baosen", "--sample", "--dry-run", "--max-requests", "2", cwd=tmp_path)
        assert done.returncode == 3
        assert b"2 requests are used up" in done.stderr

    @pytest.mark.parametrize(("option", "place"), [("--archive", "x/archive"), ("--db", "x/a.db")])
    def test_a_place_that_can_not_be_written_is_one_line(self, tmp_path: Path, option: str, place: str) -> None:
        (tmp_path / "x").write_text("a file, no folder")
        done = self.run(tmp_path, option, place)
        assert done.returncode == 1
        [line] = done.stderr.decode().splitlines()
        assert place in line
        assert option in line

    def test_requests_may_be_bounded(self, tmp_path: Path) -> None:
        done = self.run(tmp_path, "--max-requests", "9")
        [report] = [json.loads(line) for line in done.stdout.splitlines() if b'"report"' in line]
        assert done.returncode == 3
        assert report["sites"][0]["requests"] == 9
        assert [trouble["kind"] for trouble in report["sites"][0]["troubles"]] == ["BudgetSpent"]


class TestImport:
    def test_warc_files_of_others_become_articles(self, twice: tuple[Path, str, str], tmp_path: Path) -> None:
        files = sorted((twice[0] / "archive").glob("*.warc.gz"))
        done = outside("import", *files, "--sample", cwd=tmp_path)
        said = done.stdout.decode()
        with Store(tmp_path / "mattran.db") as store, Store(twice[0] / "mattran.db") as other:
            titles = "SELECT title FROM articles WHERE site = 'hoasen' ORDER BY title"
            assert list(store.db.query(titles)) == list(other.db.query(titles))
            assert f"{store.count('articles')} articles in the database" in said
        again = outside("import", *files, "--sample", cwd=tmp_path).stdout.decode()
        assert again.startswith("mattran.db: 0 pages written, 0 articles read")

    def test_what_is_no_warc_is_an_issue(self, tmp_path: Path) -> None:
        (tmp_path / "x.warc.gz").write_bytes(b"no archive at all")
        done = outside("import", "x.warc.gz", cwd=tmp_path)
        assert done.returncode == 3
        assert b"x.warc.gz: unreadable from byte 0" in done.stderr
