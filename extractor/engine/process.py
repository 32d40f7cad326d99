"""One worker process: how it is started, what waits in it, how it ends."""

import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from threading import Timer
from typing import Any, Generic, TypeVar

from extractor.engine.worker import PIECE, Answer, Task, serve

R = TypeVar("R")

MOST_SENT = 16
"""Articles in a worker: the one that it reads, and those that it goes on with at once."""

_ROOM = 1 << 20  # bytes of answers that wait in a pipe: the worker goes on while the caller writes others
_MOST_BYTES = 49_152  # three quarters of what a pipe holds: to send so much never waits, whatever the worker does


@dataclass(slots=True, eq=False)
class Slot:
    """A place in the order of the input: `answer` holds once it is `done`; without a task it is so at once.

    `size` is that of the task in bytes, but for its few small fields; `deaths` counts the workers that died at it.
    """

    key: Any
    task: Task | None
    answer: Any = None
    done: bool = False
    size: int = 0
    deaths: int = 0


class Worker(Generic[R]):
    """A process that reads articles; it answers them in the order in which they are sent.

    `sent` are those without an answer yet: it reads the first of them since `since`, by the monotonic clock.
    """

    def __init__(self, make: Callable[[], Callable[[Task], R]]) -> None:
        context = get_context("spawn")
        tasks, self._tasks = context.Pipe(duplex=False)
        self.answers, answers = context.Pipe(duplex=False)
        _widen(self.answers)
        self.process = context.Process(target=serve, args=(make, tasks, answers), daemon=True)
        with _deaf():
            self.process.start()
        tasks.close()
        answers.close()
        self.ready = False
        self.since = time.monotonic()
        self.sent: deque[Slot] = deque()
        self._pieces: list[bytes] = []

    def send(self, slot: Slot, *, time_limit: float) -> bool:
        """Send an article, unless the worker has enough to do or is gone; say whether it was sent.

        Only an article that is too large for the pipe waits for the worker, which is killed after `time_limit` seconds.
        """
        if not self._takes(slot):
            return False
        try:
            with self._killed_after(time_limit) if slot.size > _MOST_BYTES else nullcontext():
                self._tasks.send(slot.task)
        except OSError:  # it died; its end of the other pipe tells so
            return False
        if not self.sent:
            self.since = time.monotonic()
        self.sent.append(slot)
        return True

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        """Kill the process unless the block ends in time."""
        timer = Timer(seconds, self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _takes(self, slot: Slot) -> bool:
        if not self.sent:  # it waits for a task, and takes one of any size at once
            return self.ready
        return len(self.sent) < MOST_SENT and sum(each.size for each in (*self.sent, slot)) <= _MOST_BYTES

    def hear(self) -> Answer | None:
        """Return what the worker says next, None while its rest is still to come; never waits for it.

        Something is there to be read. Raises EOFError or OSError where the worker is gone.
        """
        while True:
            self._pieces.append(self.answers.recv_bytes())
            if len(self._pieces[-1]) < PIECE:
                answer: Answer = pickle.loads(b"".join(self._pieces))
                self._pieces.clear()
                if answer[0] == "done":
                    self.settle(answer[1])
                self.ready = True
                return answer
            if not self.answers.poll():
                break
        self.since = time.monotonic()  # the rest has as much time again: it may have waited for us
        return None

    @property
    def reads(self) -> str:
        """The document of the article that is being read."""
        task = self.sent[0].task
        return task.document if task else ""

    def settle(self, answer: Any) -> None:
        """Give the article that is being read its answer."""
        slot = self.sent.popleft()
        slot.answer, slot.done = answer, True
        self.since = time.monotonic()

    def end(self) -> str:
        """End the process, whatever it does, and return how it ended."""
        self.process.kill()
        self.process.join()
        self._tasks.close()
        self.answers.close()
        code = self.process.exitcode or 0
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


def size_of(task: Task) -> int:
    """Return the bytes of a task, but for its few small fields."""
    return sum(len(told.encode("utf-8", "surrogatepass")) for told in (task.text, task.document))


def _widen(pipe: Connection) -> None:
    """Let a pipe hold more than it usually does, where the system can."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _ROOM)


@contextmanager
def _deaf() -> Iterator[None]:
    """Let a process that is started in the block never hear Ctrl-C or SIGTERM: whoever started it ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
