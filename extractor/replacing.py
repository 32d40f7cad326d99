"""Files that are whole or not there: written beside their place, which they take at the end."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from extractor.errors import OutputError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` once the block has ended well; else the old file stays, alone.

    Raises OutputError where nothing can be written there.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise OutputError(str(path), "a folder or device and no file", cure="name a file")
    part = _beside(path, target)
    try:
        with part.open("wb") as stream:
            yield stream
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _beside(path: Path, target: Path) -> Path:
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".mattran.")
    except OSError as error:
        cure = "check that its folder exists and may be written to"
        raise OutputError(str(path), error.strerror or str(error), cure=cure) from error
    os.close(handle)
    return Path(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
