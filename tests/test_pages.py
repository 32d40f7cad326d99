"""The pages of docs/ say what is: every command prints what stands there; what they describe is there, all of it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import get_args

import pytest
import typer

import extractor
from extractor.claims.model import WhyNot
from extractor.cli import app
from extractor.columns import load_columns
from extractor.contract import as_record
from extractor.paths import data_dir
from extractor.pipeline import Extractor
from extractor.store import Store
from tests.readme import PAGES, README, ROOT, Command, Desk, blocks, commands
from tests.texts import gold

DOCS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES if path != README}
STEPS = [(name, number, command) for name, page in DOCS.items() for number, command in enumerate(commands(page))]
Done = subprocess.CompletedProcess[str]
PROGRAM = typer.main.get_command(app)


@pytest.fixture(scope="module")
def done(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[list[Done]]]]:
    """Run the commands of each page in a folder of its own, one after the other; several pages at once."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(run, page, tmp_path_factory.mktemp("desk"), demo) for name, page in DOCS.items()}


def run(page: str, folder: Path, demo: Path) -> list[Done]:
    desk = Desk(folder)
    if "make run" in page:
        shutil.copy(demo, folder)
    return [desk.run(command.line) for command in commands(page)]


@pytest.mark.parametrize(
    ("name", "number", "command"), STEPS, ids=[f"{name} {n}: {c.line[:40]}" for name, n, c in STEPS]
)
def test_a_command_prints_what_stands_there(
    name: str, number: int, command: Command, done: dict[str, Future[list[Done]]]
) -> None:
    this = done[name].result()[number]
    assert (this.returncode in (0, 3), this.stderr) == (True, "")  # 3: done, with issues that the page shows
    if command.output is not None:
        assert this.stdout == command.output.strip("\n"), "if this is meant: make docs"


@pytest.mark.parametrize("name", DOCS)
def test_python_shows_what_it_prints(name: str) -> None:
    shown = [command.output for command in commands(DOCS[name]) if command.line.startswith("python -c")]
    assert len(shown) == len(blocks("python", DOCS[name]))
    assert None not in shown


@pytest.mark.parametrize("name", DOCS)
def test_commands_and_options_are_there(name: str) -> None:
    for line in re.findall(r"\bmattran ([a-z][^`|\n]*)", code(DOCS[name])):
        words = line.split()
        command = PROGRAM.commands[words[0]]  # type: ignore[attr-defined]  # a group has them
        command = getattr(command, "commands", {}).get(words[1] if len(words) > 1 else "", command)
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known | {"--help"}, line


def code(page: str) -> str:
    """Return what stands in backticks or in blocks, a command a line."""
    return "\n".join([*re.findall(r"`([^`\n]+)`", page), *(command.line for command in commands(page))])


def test_every_field_of_the_output_is_described(extractor: Extractor) -> None:
    record = as_record(extractor(gold()["e24"]), "e24.txt")
    fields = {*record, *record["facts"][0], *(field for mention in record["mentions"] for field in mention)}
    assert {name for name in fields if f"`{name}`" not in DOCS["docs/reference/output.md"]} == set()


def test_every_ground_of_a_link_is_described(demo: Path) -> None:
    page = DOCS["docs/explanation/linking.md"]
    with Store.reader(demo) as store:
        columns = ("period_basis", "locality_basis", "campaign_basis")
        found = {basis for c in columns for (basis,) in store.db.execute(f"SELECT DISTINCT {c} FROM facts") if basis}
    said = {re.sub(r"^carried: .*", "carried: …", basis) for basis in found}
    said = {re.sub(r"^“.*” of the report", "“toàn huyện” of the report", basis) for basis in said}
    assert len(said) > 20
    assert {basis for basis in said if f"`{basis}`" not in page} == set()


def test_every_reason_why_a_claim_is_not_counted_is_described() -> None:
    page = DOCS["docs/explanation/claims.md"]
    assert [reason for reason in get_args(WhyNot) if f"| `{reason}` |" not in page] == []


# What is built of them


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the built pages by their path; a warning of mkdocs fails the build."""
    folder = tmp_path_factory.mktemp("site")
    call = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}


def test_every_page_is_in_the_menu(built: dict[str, str]) -> None:
    pages = {name.removeprefix("docs/").replace(".md", ".html") for name in DOCS}
    assert pages == set(built) - {"404.html"}
    menu = set(re.findall(r'<a href="([^"#]+\.html)" class="md-nav__link', built["index.html"]))
    assert pages - {"index.html"} <= menu


def test_pages_ask_for_nothing_from_outside(built: dict[str, str]) -> None:
    loads = r'<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)="(?:https?:)?//[^"]*"'
    assert [found for page in built.values() for found in re.findall(loads, page)] == []
    assert not any("fonts.googleapis" in page for page in built.values())


def test_nothing_is_left_to_be_made(built: dict[str, str]) -> None:
    assert not any("made:" in page for page in built.values())


def test_every_command_and_option_is_in_the_reference(built: dict[str, str]) -> None:
    page = unescape(built["reference/cli.html"])
    for name, command in walk("mattran", PROGRAM):
        assert f">{name}<" in page
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        assert [option for option in options if option not in page] == []


def walk(name: str, command: object) -> Iterator[tuple[str, typer.core.TyperCommand]]:
    """Yield the commands below `command`."""
    for part, inner in getattr(command, "commands", {}).items():
        yield f"{name} {part}", inner
        yield from walk(f"{name} {part}", inner)


def test_every_column_is_in_the_reference(built: dict[str, str]) -> None:
    page = built["reference/schema.html"]
    columns = load_columns(data_dir())
    assert [table for table in columns.tables if f'id="{table}"' not in page] == []
    assert [c for t in columns.tables for c in columns(t) if f"<code>{c}</code>" not in page] == []


def test_every_public_name_is_in_the_reference(built: dict[str, str]) -> None:
    page = built["reference/library.html"]
    assert [name for name in extractor.__all__ if f'id="{name.lower()}"' not in page] == []
