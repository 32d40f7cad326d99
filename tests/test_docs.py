"""The documents say what is: each command of the README prints what stands there, each table is described."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from extractor.cli import app
from extractor.store import Store
from tests.readme import README, ROOT, Command, Desk, blocks, commands

PAGE = README.read_text(encoding="utf-8")
COMMANDS = list(commands(PAGE))
NAMES = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a group has them
TABLES = sorted((ROOT / "data").rglob("*.csv"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the one folder in which the page's commands run, one after the other."""
    made = Desk(tmp_path_factory.mktemp("desk"))
    made.run("mattran demo")  # what make run does, once the environment stands
    return made


class TestReadme:
    def test_the_two_commands_come_first(self) -> None:
        listed = [line.split("#")[0].strip() for line in blocks("sh", PAGE)[0].splitlines()]
        assert listed == ["make run", "make test"]
        assert PAGE.index("```sh") < 20

    @pytest.mark.parametrize("command", COMMANDS, ids=[command.line[:60] for command in COMMANDS])
    def test_a_command_prints_what_stands_there(self, command: Command, desk: Desk) -> None:
        done = desk.run(command.line)
        assert (done.returncode in (0, 3), done.stderr) == (True, "")  # 3: done, with issues that the page shows
        if command.output is not None:
            assert done.stdout == command.output.strip("\n"), "if this is meant: make docs"

    @pytest.mark.parametrize("code", blocks("python", PAGE))
    def test_the_python_runs(self, code: str, tmp_path: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=Desk(tmp_path).environment, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "76000000000.0 VND more_than Thanh Hóa 2023-01-01 2023-12-31" in done.stdout

    @pytest.mark.parametrize("name", NAMES)
    def test_every_command_stands_in_it_and_has_help(self, name: str) -> None:
        assert f"| `mattran {name}" in PAGE
        shown = CliRunner().invoke(app, [name, "--help"])
        assert shown.exit_code == 0
        assert len(shown.output.splitlines()) > 5

    def test_no_command_stands_in_it_that_is_not_there(self) -> None:
        assert set(re.findall(r"`mattran (\w+)", PAGE)) <= set(NAMES)

    def test_every_column_of_facts_wide(self, tmp_path: Path) -> None:
        with Store(tmp_path / "empty.db") as store:
            columns = {column.name for column in store.db.view("facts_wide").columns}
        assert {name for name in columns if f"`{name}`" not in PAGE} == set()

    def test_links_lead_somewhere(self) -> None:
        targets = re.findall(r"\]\(([^)]+)\)", PAGE)
        assert targets
        assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []

    def test_every_folder_of_the_house(self) -> None:
        folders = [path.parent for path in ROOT.glob("extractor/*/__init__.py")]
        assert {path.name for path in folders if f"`extractor/{path.name}/`" not in PAGE} == set()


class TestDataReadme:
    TEXT = (ROOT / "data" / "README.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize("table", TABLES, ids=[path.stem for path in TABLES])
    def test_every_table_and_each_of_its_columns(self, table: Path) -> None:
        with table.open(encoding="utf-8", newline="") as file:
            columns, *rows = csv.reader(file)
        [line] = [line for line in self.TEXT.splitlines() if line.startswith(f"| `{table.name}` |")]
        if "the same" not in line:
            assert [name for name in columns if f"`{name}`" not in line] == []
        if said := re.match(r"\| `[^`]+` \| (\d[\d,]*)\b", line):
            assert len(rows) == int(said[1].replace(",", ""))

    def test_every_folder(self) -> None:
        folders = [path.name for path in (ROOT / "data").iterdir() if path.is_dir()]
        assert [name for name in folders if f"## {name}/" not in self.TEXT] == []


def test_the_changelog_knows_this_version() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
