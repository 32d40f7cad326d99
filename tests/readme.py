"""The README's console blocks: what their commands print. `python -m tests.readme` writes the outputs anew."""

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
WIDTH = "108"  # columns of the terminal that the page shows
BY_HAND = (
    "make ",
    "git clone ",
    ". .venv/",
    "mattran nightly --contact",
)  # they build the environment, or ask live sites
_BLOCK = re.compile(r"^```(sh|console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


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
        found = _typed(match[2]) if match[1] == "console" else _listed(match[2]) if match[1] == "sh" else ()
        yield from (command for command in found if not command.line.startswith(BY_HAND))


def _typed(block: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        yield Command(line, output)


def _listed(block: str) -> Iterator[Command]:
    for line in block.splitlines():
        yield Command(line.partition("  #")[0].strip(), None)


class Desk:
    """A folder where commands run as in the checkout: with its `data`, with `mattran` on the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "data").symlink_to(ROOT / "data")
        programs = folder / ".programs"
        programs.mkdir()
        self._program(programs / "mattran", "from extractor.cli import main; main()")
        self._program(programs / "sqlite-utils", "from sqlite_utils.cli import cli; cli()")
        self._program(programs / "python", None)
        self.environment = {
            **os.environ,
            "PATH": os.pathsep.join((str(programs), os.environ["PATH"])),
            "PYTHONPATH": str(ROOT),
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
    """Return `page` with the output of each console command as it is now."""

    def block(match: re.Match[str]) -> str:
        if match[1] != "console":
            return match[0]
        parts = []
        for line, _ in _typed(match[2]):
            done = desk.run(line)
            sys.stderr.write(textwrap.indent(done.stderr, f"{line}: "))
            parts.append(f"$ {line}\n{done.stdout}".rstrip() + "\n")
        return "```console\n" + "".join(parts) + "```"

    return _BLOCK.sub(block, page)


def main() -> None:
    """Write the outputs of the README anew."""
    with TemporaryDirectory() as folder:
        README.write_text(renewed(README.read_text(encoding="utf-8"), Desk(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
