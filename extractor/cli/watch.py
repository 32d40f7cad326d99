"""Events as somebody sees them: bars by site on a terminal, one JSON line an event for machines."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from extractor.cli.console import console

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from extractor.stages import Event


class Log(StrEnum):
    """What `--log` takes: bars on a terminal and JSON lines elsewhere, one of these two, or nothing."""

    AUTO = "auto"
    BARS = "bars"
    JSON = "json"
    NONE = "none"

    def here(self) -> "Log":
        """Return what AUTO is on this output."""
        if self is not Log.AUTO:
            return self
        return Log.BARS if sys.stdout.isatty() else Log.JSON


def watch(events: Iterable["Event"], log: Log) -> None:
    """Run the events to their end and show them."""
    match log.here():
        case Log.JSON:
            for event in events:
                write_json(as_json(event))
        case Log.BARS:
            _bars(events)
        case _:
            for _ in events:
                pass


def as_json(event: "Event") -> dict[str, Any]:
    """Return an event as one JSON object: its name, its site, what it says."""
    said = {name: value for name, value in asdict(event).items() if value is not None}
    return {"event": type(event).__name__.lower(), **said}


def write_json(line: dict[str, Any]) -> None:
    """Write one object as one line, at once."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


@contextmanager
def bar(name: str, *, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on stderr if it is a terminal, also while nobody else may write there; yield what advances it."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import Progress

    with os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8") as own:
        shown = Progress(console=console(own), transient=True, redirect_stdout=False, redirect_stderr=False)
        with shown as progress:
            task = progress.add_task(name, total=total)
            yield lambda: progress.advance(task)


def _bars(events: Iterable["Event"]) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]}", style="red", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console(), transient=True) as progress:
        bars = _Bars(progress)
        for event in events:
            bars.show(event)


class _Bars:
    """One bar for each site that is being crawled, one for each later stage."""

    def __init__(self, progress: "Progress") -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._failed: dict[str, int] = {}

    def show(self, event: "Event") -> None:
        from extractor.stages import Discovered, Failed, Visited

        for name in self._bar_of(event):
            task = self._tasks.get(name)
            if task is None:
                task = self._tasks[name] = self._progress.add_task(name, total=None, failed="")
            if isinstance(event, Discovered):
                self._progress.update(task, total=event.waiting or None)
            elif isinstance(event, Visited):
                self._progress.update(task, visible=False)
            else:
                self._progress.advance(task)
            if isinstance(event, Failed):
                self._failed[name] = self._failed.get(name, 0) + 1
                self._progress.update(task, failed=f"{self._failed[name]} failed")

    @staticmethod
    def _bar_of(event: "Event") -> Iterator[str]:
        from extractor.stages import Clustered, Consolidated, Extracted, Failed, Parsed

        stages = {Parsed: "parse", Extracted: "extract", Clustered: "consolidate", Consolidated: "consolidate"}
        other = "crawl" if event.site else "extract"  # an article of no site came from a file
        stage = event.stage if isinstance(event, Failed) else stages.get(type(event), other)
        yield event.site if stage == "crawl" and event.site else stage
