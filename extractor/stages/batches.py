"""Articles that are written together: a commit costs as much as the rows of two articles."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from extractor.store import Store

T = TypeVar("T")
R = TypeVar("R")

MOST = 32  # written in less time than two workers need for what waits in them
LONGEST = 0.5  # seconds


def batches(items: Iterable[T], *, clock: Callable[[], float] = time.monotonic) -> Iterator[list[T]]:
    """Yield the items in lists of up to MOST, shorter where they come slowly.

    What came before an error, or before Ctrl-C, is yielded before it is raised.
    """
    batch: list[T] = []
    begun = clock()
    try:
        for item in items:
            batch.append(item)
            if len(batch) == MOST or clock() - begun > LONGEST:
                whole, batch = batch, []
                yield whole
                begun = clock()
    except GeneratorExit:  # nobody asks for more
        raise
    except BaseException:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def together(store: Store, write: Callable[[T], R], batch: list[T]) -> list[R]:
    """Return what `write` returns for each of `batch`, all in one transaction; Ctrl-C ends the program after it."""
    try:
        with store.index.together():
            return list(map(write, batch))
    except KeyboardInterrupt:
        with store.index.together():  # the rows of the first try are gone
            list(map(write, batch))
        raise
