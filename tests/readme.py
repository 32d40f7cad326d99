"""The commands of README and docs/, and what they print. `python -m tests.readme` writes the outputs anew.

A block of `sh` lists commands, a block of `console` shows what each of them prints; a block of `python` is run, and
prints what the block of `text` right behind it says.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").rglob("*.md")))
WIDTH = "108"  # columns of the terminal that the page shows
BY_HAND = (  # they build the environment, stay open, or ask live sites
    *("make ", "git clone ", ". .venv/", "pip ", "sudo ", "jupyter "),
    *(
        "ray start",
        "mattran extract s3:",
        "mattran nightly --contact",
        "mattran serve",
        "mattran sites check mysite",
        "mattran nightly mysite",
    ),
)
_BLOCK = re.compile(r"^```(sh|console|python)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


class Command(NamedTuple):
    """A command as a reader types it, and what the page says it prints, None in a block of commands alone."""

    line: str
    output: str | None


def blocks(language: str, page: str) -> list[str]:
    """Return the fenced blocks of `language`."""
    return [match[2] for match in _BLOCK.finditer(page) if match[1] == language]


def commands(page: str) -> Iterator[Command]:
    """Yield the commands of the page in their order, without those that are given by hand."""
    for match in _BLOCK.finditer(page):
        yield from (command for command in _commands(match) if not command.line.startswith(BY_HAND))


def _commands(match: re.Match[str]) -> Iterator[Command]:
    language, block, output = match.groups()
    if language == "console":
        yield from _typed(block)
    elif language == "sh":
        yield from _listed(block)
    else:
        yield Command(f"python -c {shlex.quote(block)}", output)


def _typed(block: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        yield Command(line, output)


def _listed(block: str) -> Iterator[Command]:
    for line in block.splitlines():
        yield Command(line.partition("  #")[0].strip(), None)


class Desk:
    """A folder where commands run as in a checkout of its own: they may change its tables; `mattran` is on the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "data", folder / "data")
        for package in ("extractor", "scrapers"):
            (folder / package).symlink_to(ROOT / package)
        programs = folder / ".programs"
        programs.mkdir()
        self._program(programs / "mattran", "from extractor.cli import main; main()")
        self._program(programs / "sqlite-utils", "from sqlite_utils.cli import cli; cli()")
        self._program(programs / "python", None)
        self.environment = {
            **os.environ,
            "PATH": os.pathsep.join((str(programs), os.environ["PATH"])),
            "PYTHONPATH": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": WIDTH,
        }

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line of shell; trailing blanks of its output are gone."""
        done = subprocess.run(
            line, shell=True, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8"
        )
        done.stdout = "".join(text.rstrip() + "\n" for text in done.stdout.splitlines()).strip("\n")
        return done

    @staticmethod
    def _program(path: Path, code: str | None) -> None:
        call = f'exec "{sys.executable}"' + (f" -c '{code}'" if code else "")
        path.write_text(f'#!/bin/sh\n{call} "$@"\n', encoding="ascii")
        path.chmod(0o755)


def renewed(page: str, desk: Desk) -> str:
    """Return `page` with the output of each command as it is now."""

    def run(line: str) -> str:
        done = desk.run(line)
        sys.stderr.write(textwrap.indent(done.stderr, f"{line.splitlines()[0]}: "))
        return done.stdout

    def block(match: re.Match[str]) -> str:
        shown = [(line, said if line.startswith(BY_HAND) else run(line)) for line, said in _commands(match)]
        if match[1] == "console":
            return "```console\n" + "".join(f"$ {line}\n{said}".rstrip() + "\n" for line, said in shown) + "```\n"
        if match[3] is not None:
            return f"```python\n{match[2]}```\n\n```text\n{shown[0][1]}\n```\n"
        return match[0]

    return _BLOCK.sub(block, page)


def main() -> None:
    """Write the outputs of all pages anew."""
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        with TemporaryDirectory() as folder:
            desk = Desk(Path(folder))
            if "make run" in page:
                desk.run("mattran demo")  # what make run does, once the environment stands
            path.write_text(renewed(page, desk), encoding="utf-8")


if __name__ == "__main__":
    main()
