"""The output folder: Parquet by month of publication, what was bad, and a manifest of every part that is done.

    month=2023-05/<state>.parquet     articles of one part of an input, in its order
    _failed/<state>.jsonl             its bad records
    _done/<part>.json                 which files hold it, written last: files that no manifest lists are none

A file has its name from the part's state, a manifest from which part it is: done again, it takes the old one's place.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow
import pyarrow.parquet

from extractor.cluster.model import Bad, Slice
from extractor.cluster.schema import Result, Row, schema
from extractor.errors import OutputError
from extractor.replacing import replacing

_BATCH = 200  # articles of a month in memory at a time
_OURS = re.compile(r"[0-9a-f]{32}\.(parquet|jsonl)|\.mattran\.[0-9a-f]{32}")
_CURE = "make room or name another folder with --output, then run again: what was done is kept"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one part of an input came to; `files` are relative to the folder, `first` is what was wrong first.

    `again` where the next run tries the part anew.
    """

    input: str
    part: int
    state: str
    articles: int = 0
    facts: int = 0
    failed: int = 0
    first: str | None = None
    again: bool = False
    files: tuple[str, ...] = ()


class Writer:
    """Takes the results and bad records of one part."""

    def __init__(self, folder: Path, part: Slice, stack: ExitStack) -> None:
        self._folder, self._part, self._stack = folder, part, stack
        self._schema = schema()
        self._writers: dict[str, pyarrow.parquet.ParquetWriter] = {}
        self._waiting: dict[str, list[Row]] = {}
        self._bad: BinaryIO | None = None
        self._files: list[str] = []
        self._articles = self._facts = self._failed = 0
        self._first: str | None = None
        self._again = False

    def add(self, result: Result) -> None:
        """Take an article."""
        rows = self._waiting.setdefault(result.month, [])
        rows.append(result.as_row())
        self._articles += 1
        self._facts += len(result.rows.facts)
        if len(rows) >= _BATCH:
            self._flush(result.month)

    def fail(self, bad: Bad) -> None:
        """Take a bad record."""
        if self._bad is None:
            path = self._new("_failed", "jsonl")
            self._bad = self._stack.enter_context(replacing(path))
        error = bad.error
        told = {"kind": type(error).__name__, "where": error.where, "message": error.what, "cure": error.cure}
        row = {"input": self._part.input, "part": self._part.part, "position": bad.position, "url": bad.url, **told}
        self._bad.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode("utf-8", "replace"))
        self._failed += 1
        self._first = self._first or str(error)
        self._again = self._again or bad.again

    def close(self) -> Manifest:
        """Write all that waits; the files take their places when the stack is closed."""
        for month in self._waiting:
            self._flush(month)
        for writer in self._writers.values():
            writer.close()
        counts = (self._articles, self._facts, self._failed, self._first, self._again)
        return Manifest(self._part.input, self._part.part, self._part.state, *counts, tuple(self._files))

    def _flush(self, month: str) -> None:
        if month not in self._writers:
            stream = self._stack.enter_context(replacing(self._new(f"month={month}", "parquet")))
            self._writers[month] = pyarrow.parquet.ParquetWriter(stream, self._schema, compression="zstd")
            self._stack.callback(self._writers[month].close)
        self._writers[month].write_table(pyarrow.Table.from_pylist(self._waiting[month], self._schema))
        self._waiting[month] = []

    def _new(self, folder: str, suffix: str) -> Path:
        name = f"{folder}/{self._part.state}.{suffix}"
        self._files.append(name)
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@contextmanager
def plain_errors(folder: Path) -> Iterator[None]:
    """Raise OutputError for what the system says of a folder that can't be written: no room, no right."""
    try:
        yield
    except OSError as error:
        raise OutputError(str(folder), error.strerror or str(error), cure=_CURE) from error


@contextmanager
def writing(folder: Path, part: Slice) -> Iterator[Writer]:
    """Write a part: whole with its manifest when the block has ended well, else nothing; raises OutputError."""
    with plain_errors(folder):
        with ExitStack() as stack:
            writer = Writer(folder, part, stack)
            yield writer
            manifest = writer.close()
        path = folder / "_done" / f"{part.name}.json"
        path.parent.mkdir(exist_ok=True)
        with replacing(path) as file:
            file.write(json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())


def manifests(folder: Path) -> dict[str, Manifest]:
    """Return what is done, by the names of the parts."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("_done/*.json")}
    return {name: Manifest(**{**said, "files": tuple(said["files"])}) for name, said in found.items()}


def outstanding(parts: Iterable[Slice], done: Mapping[str, Manifest]) -> list[Slice]:
    """Return the parts that are to be done: new ones, changed ones, and those worth another try."""
    return [part for part in parts if (said := done.get(part.name)) is None or said.state != part.state or said.again]


def sweep(folder: Path, planned: Iterable[Slice]) -> None:
    """Take away what no manifest lists, and first the parts that an input of `planned` no longer has."""
    parts = {(part.input, part.part) for part in planned}
    inputs = {address for address, _ in parts}
    for name, done in manifests(folder).items():
        if done.input in inputs and (done.input, done.part) not in parts:
            (folder / "_done" / f"{name}.json").unlink()
    listed = {folder / file for done in manifests(folder).values() for file in done.files}
    for pattern in ("month=*/*", "_failed/*", "_done/*"):
        for path in folder.glob(pattern):
            if path not in listed and _OURS.fullmatch(path.name):
                path.unlink(missing_ok=True)
