"""What a run has written, read again: the articles of all parts that are done, each once."""

from collections.abc import Iterable, Iterator
from heapq import merge
from pathlib import Path

import pyarrow
import pyarrow.parquet

from extractor.cluster.outputs import manifests
from extractor.cluster.schema import FORMAT, Result
from extractor.errors import InputError

_BATCH = 64  # rows in memory at a time
_CURE = "give the folder that mattran extract --engine ray wrote, or a file of it"


def results(path: Path) -> Iterator[Result]:
    """Yield the articles of an output folder in the order of its inputs, or those of one of its files.

    Files that no manifest lists are left out. Of articles of one key only the one that was fetched last is yielded, of
    several the last one. Raises InputError where `path` is neither.
    """
    if path.is_file():
        yield from _of_file(path)
        return
    parts = sorted(manifests(path).values(), key=lambda done: (done.input, done.part))
    if not parts:
        raise InputError(str(path), "no folder of results", cure=_CURE)
    files = [[path / file for file in done.files if file.endswith(".parquet")] for done in parts]
    last = _last(files)
    for part, those in enumerate(files):
        for result in _in_order(those):
            if last[result.key][1:] == (part, result.position):
                yield result


def _last(files: Iterable[Iterable[Path]]) -> dict[str, tuple[str, int, int]]:
    """Return when and where each key was fetched last: moment, part, position."""
    last: dict[str, tuple[str, int, int]] = {}
    for part, those in enumerate(files):
        for file in those:
            columns = _opened(file).read(["key", "fetched_at", "position"]).to_pydict()
            for key, at, position in zip(*columns.values(), strict=True):
                last[key] = max(last.get(key, ("", -1, -1)), (at, part, position))
    return last


def _in_order(files: Iterable[Path]) -> Iterator[Result]:
    """Yield the articles of a part, whose months lie in files of their own, as its input had them."""
    return merge(*map(_of_file, files), key=lambda result: result.position)


def _of_file(path: Path) -> Iterator[Result]:
    for batch in _opened(path).iter_batches(_BATCH):
        yield from map(Result.of_row, batch.to_pylist())


def _opened(path: Path) -> pyarrow.parquet.ParquetFile:
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        what = f"unreadable ({' '.join(str(error).split())[:200]})"
        raise InputError(str(path), what, cure="run the extraction again: it writes the file anew") from error
    if not FORMAT.items() <= (file.schema_arrow.metadata or {}).items():
        raise InputError(str(path), "Parquet of another program", cure=_CURE)
    return file
