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
_PLACE = ["key", "document", "fetched_at", "position"]
_CURE = "give the folder that mattran extract --engine ray wrote, or a file of it"


def results(*paths: Path) -> Iterator[Result]:
    """Yield the articles of output folders, each in the order of its inputs, and of single files of such folders.

    Files that no manifest lists are left out. Of articles of one key or document only the one that was fetched last is
    yielded, wherever it lies; of several the last one, in the order of `paths`. Raises InputError where a path is
    neither.
    """
    parts = [part for path in paths for part in _parts(path)]
    last = _last(parts)
    for number, files in enumerate(parts):
        for result in _in_order(files):
            if all(last[name][1:] == (number, result.position) for name in (result.key, result.article.document)):
                yield result


def _parts(path: Path) -> Iterator[list[Path]]:
    """Yield the files of each part."""
    if path.is_file():
        yield [path]
        return
    parts = sorted(manifests(path).values(), key=lambda done: (done.input, done.part))
    if not parts:
        raise InputError(str(path), "no folder of results", cure=_CURE)
    for done in parts:
        yield [path / file for file in done.files if file.endswith(".parquet")]


def _last(parts: Iterable[Iterable[Path]]) -> dict[str, tuple[str, int, int]]:
    """Return when and where each key and document was fetched last: moment, number of the part, position."""
    last: dict[str, tuple[str, int, int]] = {}
    for number, files in enumerate(parts):
        for file in files:
            columns = _opened(file).read(_PLACE).to_pydict()
            for *names, at, position in zip(*columns.values(), strict=True):
                for name in names:
                    last[name] = max(last.get(name, ("", -1, -1)), (at, number, position))
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
