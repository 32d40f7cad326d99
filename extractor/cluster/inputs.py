"""From the paths and addresses of a command line to the parts of inputs: the only door to fsspec."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import fsspec
import pyarrow
import pyarrow.parquet

from extractor.cluster.model import Kind, Slice, digest
from extractor.errors import InputError
from extractor.store import Store

TEXT_COLUMNS = ("text", "html")
PER_SLICE = 500
"""Ids of a database that make one part."""

_SUFFIXES: tuple[tuple[str, Kind], ...] = (
    *((".parquet", "parquet"), (".pq", "parquet")),
    *((".warc", "warc"), (".warc.gz", "warc")),
    *((".db", "store"), (".sqlite", "store")),
)
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    *((b"PAR1", "parquet"), (b"WARC/", "warc"), (b"\x1f\x8b", "warc")),
    (b"SQLite format 3\0", "store"),
)
_STAMPS = ("mtime", "ETag", "LastModified", "last_modified", "updated", "created")
_CURE = "check the address, and that it may be read"


@dataclass(frozen=True, slots=True)
class _File:
    """A file on any file system; `address` is its whole path or address."""

    system: Any
    path: str
    address: str

    def open(self) -> BinaryIO:
        stream: BinaryIO = self.system.open(self.path, "rb")
        return stream

    def stamp(self) -> tuple[object, ...]:
        """Return what changes with the file's content."""
        info = self.system.info(self.path)
        return (info.get("size"), next((info[name] for name in _STAMPS if info.get(name)), None))


def slices(paths: Iterable[str], *, versions: str) -> Iterator[Slice | InputError]:
    """Yield the parts of all inputs, sorted within a folder or pattern, and the errors of those that can't be used.

    Folders are searched at every depth for Parquet and WARC files. `versions` is the digest of all that reads them.
    """
    for path in paths:
        try:
            for file in _files(path):
                yield from _checked(file, versions)
        except InputError as error:
            yield error
        except (OSError, ValueError, ImportError) as error:  # fsspec: no such file, no such protocol, no library for it
            yield InputError(path, _why(error), cure=_CURE)


def opened(address: str) -> BinaryIO:
    """Open the file at an address that `slices` gave, to read bytes; raise OSError."""
    return _file(address).open()


def _file(address: str) -> _File:
    system, path = fsspec.core.url_to_fs(address)
    return _named(system, path)


def _named(system: Any, path: str) -> _File:
    local = "file" in (system.protocol if isinstance(system.protocol, tuple) else (system.protocol,))
    return _File(system, path, path if local else system.unstrip_protocol(path))


def _files(path: str) -> Iterator[_File]:
    system, root = fsspec.core.url_to_fs(path)
    if system.isdir(root):
        found = [name for name in system.find(root) if _by_name(name) in ("parquet", "warc")]
    elif system.exists(root):
        found = [root]
    else:
        found = system.glob(root) if any(mark in root for mark in "*?[") else []
    if not found:
        raise InputError(path, "no such file, or a folder without Parquet and WARC files", cure=_CURE)
    yield from (_named(system, name) for name in sorted(found))


def _checked(file: _File, versions: str) -> Iterator[Slice | InputError]:
    try:
        yield from list(_slices(file, versions))
    except InputError as error:
        yield error


def _slices(file: _File, versions: str) -> Iterator[Slice]:
    kind = _kind(file)
    if kind == "store":
        yield from _of_store(file, versions)
        return
    parts = _row_groups(file) if kind == "parquet" else 1
    stamp = file.stamp()
    for part in range(parts):
        yield Slice(file.address, kind, part, digest(file.address, part, stamp, versions))


def _kind(file: _File) -> Kind:
    if kind := _by_name(file.path):
        return kind
    with file.open() as stream:
        head = stream.read(16)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    cure = "give Parquet or WARC files, or a database of mattran; texts and pages go without --engine"
    raise InputError(file.address, "no Parquet, no WARC and no database", cure=cure)


def _by_name(path: str) -> Kind | None:
    return next((kind for suffix, kind in _SUFFIXES if path.lower().endswith(suffix)), None)


def _row_groups(file: _File) -> int:
    """Count the row groups; a file that can't be read is one, so that its reader tells what is wrong."""
    try:
        with file.open() as stream:
            parquet = pyarrow.parquet.ParquetFile(stream)
            names, groups = parquet.schema_arrow.names, parquet.metadata.num_row_groups
    except (pyarrow.ArrowException, OSError):
        return 1
    if not any(name in names for name in TEXT_COLUMNS):
        what = f"no column {' or '.join(TEXT_COLUMNS)}; it has {', '.join(names)}"
        raise InputError(file.address, what, cure="name the column of the articles text or html")
    return int(groups)


def _of_store(file: _File, versions: str) -> Iterator[Slice]:
    if file.address != file.path:
        raise InputError(file.address, "a database that is not on this machine", cure="copy it to a folder here")
    with Store.reader(Path(file.path)) as store:
        for part, content in store.slices.digests(PER_SLICE):
            yield Slice(file.address, "store", part, digest(file.address, part, content, versions))


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
