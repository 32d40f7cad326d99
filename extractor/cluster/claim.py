"""One run at a time on an output folder, and the mark by which its workers know that they see the same folder."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from extractor.cluster.outputs import plain_errors
from extractor.errors import OutputError
from extractor.replacing import replacing
from extractor.store import exclusive
from extractor.store.lock import age


@contextmanager
def claimed(folder: Path, *, clock: Callable[[], datetime]) -> Iterator[str]:
    """Hold the folder, made where there is none, and yield the name of this run.

    Raises Occupied, with process, machine and age of the run that has it, and OutputError where it can't be written.
    """
    with plain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder, clock=clock, holder=_holder):
        run = uuid4().hex
        said = {"run": run, "pid": os.getpid(), "host": socket.gethostname(), "since": clock().isoformat()}
        with replacing(_mark(folder)) as file:
            file.write(json.dumps(said).encode())
        yield run


def require_same(folder: Path, run: str) -> None:
    """Raise OutputError where this machine sees another folder under that name than the run's own machine."""
    if _said(folder).get("run") != run:
        what = f"another folder on the machine {socket.gethostname()} than where the run was started"
        raise OutputError(str(folder), what, cure="name a folder that all machines of the cluster share")


def _holder(folder: Path, now: datetime) -> str:
    said = _said(folder)
    if not said:
        return ""
    since = age(datetime.fromisoformat(said["since"]), now)
    return f" (process {said['pid']} on {said['host']}, for {since})"


def _said(folder: Path) -> dict[str, str]:
    try:
        said: dict[str, str] = json.loads(_mark(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said


def _mark(folder: Path) -> Path:
    return folder / "_run.json"
