"""A pool of worker processes, in which one that dies or hangs costs one article."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from math import ceil
from multiprocessing import connection
from types import TracebackType
from typing import Generic, Self, TypeVar

from extractor.engine.process import MOST_SENT, Slot, Worker, size_of
from extractor.engine.worker import Task
from extractor.errors import MattranError, TooSlow, WorkerLost

K = TypeVar("K")
R = TypeVar("R")

TIME_LIMIT = 60.0
"""Seconds that an article may take."""
AHEAD = 32
"""Pairs a worker that are taken from the input before the first of them is yielded, at most."""

START_LIMIT = 120.0
"""Seconds that a worker may take to load all that it reads with."""

_MOST_STARTS = 3  # that fail, one after the other
_LOST_CURE = "is there memory enough? fewer --jobs need less; the next run tries again"


class Pool(Generic[R]):
    """Up to `jobs` processes, each with a reader that `make` made in it; started when there is work, ended by `close`.

    `make` and what its readers return go through pickle, `make` by its name. A worker that dies, or is longer than
    `time_limit` seconds at one article, costs this article: a WorkerLost or TooSlow in its place; with `tries`, only
    where so many have died at it. What else waited in it is read by another. Raises what `make` raises, once, and
    WorkerLost where workers die before they can begin. Use it as a context manager.
    """

    def __init__(
        self,
        make: Callable[[], Callable[[Task], R]],
        *,
        jobs: int,
        time_limit: float = TIME_LIMIT,
        start_limit: float = START_LIMIT,
        ahead: int = AHEAD,
        tries: int = 1,
    ) -> None:
        self._make = make
        self._jobs = jobs
        self._time_limit = time_limit
        self._start_limit = start_limit
        self._most = jobs * ahead
        self._tries = tries
        self._workers: list[Worker[R]] = []
        self._todo: deque[Slot] = deque()
        self._failed_starts = 0

    @property
    def pids(self) -> list[int]:
        """The numbers of the worker processes."""
        return [worker.process.pid or 0 for worker in self._workers]

    def __call__(self, items: Iterable[tuple[K, Task | None]]) -> Iterator[tuple[K, R | MattranError | None]]:
        """Yield each key with what was found in its article, in the order of `items`; one call at a time."""
        source, window, more = iter(items), deque[Slot](), True
        try:
            while more or window:
                if more and len(window) < self._most:
                    more = self._pull(source, window)
                self._give()
                has_room = more and len(window) < self._most
                self._take(wait=bool(window) and not window[0].done and not has_room)
                while window and window[0].done:
                    slot = window.popleft()
                    yield slot.key, slot.answer
        finally:
            if window:  # nobody asks for the rest
                self.close()

    def _pull(self, source: Iterator[tuple[K, Task | None]], window: deque[Slot]) -> bool:
        """Take the next pair of the input; say whether there was one."""
        for key, task in source:
            slot = Slot(key, task, done=True) if task is None else Slot(key, task, size=size_of(task))
            window.append(slot)
            if not slot.done:
                self._todo.append(slot)
            return True
        return False

    def _give(self) -> None:
        """Hand out what waits, to the workers with the least to do; start workers where it is worth it."""
        waiting = len(self._todo) + sum(len(worker.sent) for worker in self._workers)
        while self._todo and len(self._workers) < min(self._jobs, ceil(waiting / MOST_SENT)):
            self._workers.append(Worker(self._make))
        while self._todo and any(map(self._send, sorted(self._workers, key=lambda worker: len(worker.sent)))):
            self._todo.popleft()

    def _send(self, worker: Worker[R]) -> bool:
        return worker.send(self._todo[0], time_limit=self._time_limit)

    def _take(self, *, wait: bool) -> None:
        """Hear what the workers say; with `wait` not before one says something or is out of time."""
        speakers = {worker.answers: worker for worker in self._workers}
        for pipe in connection.wait(list(speakers), self._patience() if wait else 0):
            self._hear(speakers[pipe])  # type: ignore[index]  # it hands back what it was given
        for worker in list(self._workers):
            if self._left(worker) <= 0 and not worker.answers.poll():
                self._too_slow(worker)

    def _hear(self, worker: Worker[R]) -> None:
        try:
            answer = worker.hear()
        except (EOFError, OSError):
            self._lost(worker)
            return
        if answer is None:
            return
        kind, said = answer
        if kind == "fatal":
            raise said
        self._failed_starts = 0

    def _patience(self) -> float:
        return max(0.0, min(map(self._left, self._workers)))

    def _left(self, worker: Worker[R]) -> float:
        """Return how many seconds a worker has left for what it does."""
        if worker.ready and not worker.sent:
            return self._time_limit
        return worker.since + (self._time_limit if worker.ready else self._start_limit) - time.monotonic()

    def _too_slow(self, worker: Worker[R]) -> None:
        worker.end()
        if worker.ready:
            cure = "give it more with --time-limit, or leave it out"
            worker.settle(TooSlow(worker.reads, f"took longer than {self._time_limit:g} seconds", cure=cure))
        else:
            self._failed_start(f"was ended after {self._start_limit:g} seconds")
        self._replace(worker)

    def _lost(self, worker: Worker[R]) -> None:
        how = worker.end()
        if worker.sent:
            worker.sent[0].deaths += 1
        if worker.sent and worker.sent[0].deaths == self._tries:
            worker.settle(WorkerLost(worker.reads, f"the process that read it {how}", cure=_LOST_CURE))
        elif not worker.ready:
            self._failed_start(how)
        self._replace(worker)

    def _failed_start(self, how: str) -> None:
        """Count a worker that never began; raise WorkerLost where it is one too many."""
        self._failed_starts += 1
        if self._failed_starts == _MOST_STARTS:
            what = f"the last of {_MOST_STARTS} {how} before it could begin"
            raise WorkerLost("worker processes", what, cure=_LOST_CURE)

    def _replace(self, worker: Worker[R]) -> None:
        """Leave a worker that was ended; what waited in it comes first again, and `_give` starts another."""
        self._workers.remove(worker)
        self._todo.extendleft(reversed(worker.sent))

    def close(self) -> None:
        """End all workers, whatever they do."""
        for worker in self._workers:
            worker.process.kill()  # all at once, before one is waited for
        while self._workers:
            with suppress(OSError):
                self._workers.pop().end()
        self._todo.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
