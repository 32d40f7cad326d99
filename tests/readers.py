"""Readers that worker processes make by name: quick ones, and ones with every trouble a text can bring."""

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from extractor.engine.worker import Task, as_rows
from extractor.errors import TableError
from extractor.store.rows import ArticleRows
from tests.samples import extraction


def echo() -> Callable[[Task], str]:
    """Make a reader that does what the text says, and hands it back."""
    return obey


def obey(task: Task) -> str:
    """Do what the text says: sleep, die, fail; hand it back."""
    word, _, rest = task.text.partition(" ")
    match word:
        case "pid":
            return str(os.getpid())
        case "large":
            return "x" * int(rest)
        case "sleep":
            time.sleep(float(rest))
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(int(rest))
        case "memory":
            raise MemoryError
        case "fail":
            raise ZeroDivisionError(rest)
        case "meet":  # waits for the other's file
            mine, other = map(Path, rest.split())
            mine.touch()
            return "met" if within(20, other.exists) else "alone"
        case "once":  # dies where no file stands yet
            if not os.path.exists(rest):  # noqa: PTH110
                open(rest, "x").close()  # noqa: PTH123
                os.kill(os.getpid(), signal.SIGKILL)
    return task.text


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    """Say whether something happens in time."""
    until = time.monotonic() + seconds
    while not (done := happens()) and time.monotonic() < until:
        time.sleep(0.01)
    return done


def samples() -> Callable[[Task], ArticleRows]:
    """Make a reader of the hand-made samples, which does what other texts say."""
    return _sample


def _sample(task: Task) -> ArticleRows:
    obey(task)
    return as_rows(extraction, task)


def slow() -> Callable[[Task], ArticleRows]:
    """Make a reader of the hand-made samples that takes its time."""
    return partial(_slowly, 0.05)


def _slowly(seconds: float, task: Task) -> ArticleRows:
    time.sleep(seconds)
    return as_rows(extraction, task)


def broken_table() -> Callable[[Task], str]:
    """Fail as a wrong table does."""
    raise TableError("units.csv:3", "no such unit", cure="name a unit of units.csv")


def broken_code() -> Callable[[Task], str]:
    """Fail as a mistake of the code does."""
    raise ZeroDivisionError("nothing to divide by")


def dead_at_start() -> Callable[[Task], str]:
    """Die before the first text."""
    os._exit(7)


def stuck_at_start() -> Callable[[Task], str]:
    """Never come to the first text."""
    time.sleep(600)
    return obey


def stopped_at_start() -> Callable[[Task], str]:
    """Be stopped before the first text, as by a debugger."""
    os.kill(os.getpid(), signal.SIGSTOP)
    return obey


def stuck_once(mark: Path) -> Callable[[Task], str]:
    """Never come to the first text where no file stands yet."""
    if not mark.exists():
        mark.touch()
        time.sleep(600)
    return obey
