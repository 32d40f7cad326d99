"""The extractor in this process, and which engine so many jobs are."""

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Generic, Self, TypeVar

from extractor.engine.pool import TIME_LIMIT, Pool
from extractor.engine.worker import Task, attempt
from extractor.errors import MattranError

K = TypeVar("K")
R = TypeVar("R")


class Here(Generic[R]):
    """Reads one article after the other in this process, without a time limit; `make` is called at the first."""

    def __init__(self, make: Callable[[], Callable[[Task], R]]) -> None:
        self._make = make
        self._read: Callable[[Task], R] | None = None

    def __call__(self, items: Iterable[tuple[K, Task | None]]) -> Iterator[tuple[K, R | MattranError | None]]:
        """Yield each key with what was found in its article, in the order of `items`."""
        for key, task in items:
            yield key, None if task is None else self._attempt(task)

    def _attempt(self, task: Task) -> R | MattranError:
        if self._read is None:
            self._read = self._make()
        return attempt(self._read, task)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


Engine = Here[R] | Pool[R]


def engine(make: Callable[[], Callable[[Task], R]], *, jobs: int, time_limit: float = TIME_LIMIT) -> Engine[R]:
    """Return the engine of so many jobs: 1 is this process, more are workers."""
    return Here(make) if jobs == 1 else Pool(make, jobs=jobs, time_limit=time_limit)
