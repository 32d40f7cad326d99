"""Files that are whole or not there: written beside their place, which they take at the end."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from extractor.errors import OutputError, Overwriting

_MAGIC = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal", ".lock")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` once the block has ended well; else the old file stays, alone.

    Raises OutputError where nothing can be written there, Overwriting where `check_place` does.
    """
    target = path.resolve()
    check_place(path)
    if target.exists() and not target.is_file():
        raise OutputError(str(path), "a folder or device and no file", cure="name a file")
    part = target.with_name(f".mattran.{uuid4().hex}")  # known before it is there: it goes whenever we are interrupted
    try:
        with _opened(part, path) as stream:
            yield stream
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def check_place(path: Path, *, inputs: Iterable[Path] = ()) -> None:
    """Raise Overwriting where a database stands, a file beside one, or one of `inputs`: they hold more than any output.

    Links and other spellings lead to the same file.
    """
    target = path.resolve()
    if _is_of_database(target):
        raise Overwriting(str(path), "a database, or a file beside one", cure="name another file")
    if any(_is_same(target, each) for each in inputs):
        raise Overwriting(str(path), "what this command reads", cure="name another file")


def _is_same(target: Path, other: Path) -> bool:
    return target == other.resolve() or (target.exists() and other.exists() and target.samefile(other))


def _is_of_database(target: Path) -> bool:
    """Tell whether a file is an SQLite database or belongs to one."""
    name = next((target.name.removesuffix(end) for end in _BESIDE if target.name.endswith(end)), target.name)
    with suppress(OSError), target.with_name(name).open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
    return False


def _opened(part: Path, path: Path) -> BinaryIO:
    try:
        return part.open("xb")
    except OSError as error:
        cure = "check that its folder exists and may be written to"
        raise OutputError(str(path), error.strerror or str(error), cure=cure) from error
