"""Files that are whole or not there: written beside their place, which they take at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from extractor.errors import OutputError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` once the block has ended well; else the old file stays, alone.

    Raises OutputError where nothing can be written there.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise OutputError(str(path), "a folder or device and no file", cure="name a file")
    part = target.with_name(f".mattran.{uuid4().hex}")  # known before it is there: it goes whenever we are interrupted
    try:
        with _opened(part, path) as stream:
            yield stream
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _opened(part: Path, path: Path) -> BinaryIO:
    try:
        return part.open("xb")
    except OSError as error:
        cure = "check that its folder exists and may be written to"
        raise OutputError(str(path), error.strerror or str(error), cure=cure) from error
