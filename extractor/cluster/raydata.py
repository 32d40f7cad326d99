"""Many processes on one machine or many machines: the parts of inputs go through Ray Data. The only door to ray."""

import logging
import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import ray
import ray.data
import ray.exceptions

from extractor.cluster.claim import require_same
from extractor.cluster.model import Job, Slice
from extractor.errors import EngineError, MattranError

_KNOCK = 10  # seconds
_NO_ANSWER = "check its address and token: RAY_AUTH_MODE and RAY_AUTH_TOKEN must be those of its machines"
_RETRIES = 3
"""How often a part is begun anew when the process that works on it dies."""
_TRIES = 2
"""Processes that may die at one article before it is lost."""
_LOSSES = 5
"""Machines that may be lost one after the other before another part is done."""
_PAUSE = 5
"""Seconds until the cluster, too, knows that a machine is gone."""
_MAX_BLOCKS = 10_000
_OBJECT_STORE = 200_000_000  # bytes: only the names of parts go through it


class Worker:
    """An actor: it takes one part after the other; a process beside it reads the articles, within their time."""

    def __init__(self, job: Job) -> None:
        from extractor.cluster.reading import reading_of
        from extractor.engine.pool import Pool
        from extractor.engine.worker import rows_reader

        self._job = job
        self._reading = reading_of(job)
        self._read = Pool(rows_reader, jobs=1, time_limit=job.time_limit, tries=_TRIES)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Do the part of `row`; return its name, and what no part can be written for."""
        from extractor.cluster.work import work

        part = Slice(**row)
        try:
            _require_same_code(self._job)
            require_same(self._job.folder, self._job.run)
            work(part, self._read, self._reading, self._job)
        except MattranError as error:
            return {"part": part.name, "where": error.where, "what": error.what, "cure": error.cure}
        return {"part": part.name, "where": None, "what": None, "cure": None}


def run(parts: Sequence[Slice], job: Job, *, address: str | None, workers: int | None) -> Iterator[str]:
    """Do all parts, in any order; yield the name of each that is done.

    `address` is a cluster's, None for a local Ray that ends with the run; `workers` are at most so many. What a machine
    had that is lost, others do. Raises EngineError where what a worker meets would stop all others too, where there is
    no such cluster, or where a process dies again and again on the same part.
    """
    left, losses = {part.name: part for part in parts}, 0
    with _hushed(), _session(address, workers):
        while left:
            try:
                for name in _done(list(left.values()), job, workers):
                    del left[name]
                    losses = 0
                    yield name
            except ray.exceptions.RayError as error:
                losses += 1
                if losses > _LOSSES or not isinstance(error, ray.exceptions.ActorUnavailableError):
                    what = f"a worker failed ({_first_line(error)})"
                    raise EngineError("ray", what, cure="run again: what was done is kept") from error
                time.sleep(_PAUSE)


def _done(parts: Sequence[Slice], job: Job, workers: int | None) -> Iterator[str]:
    most = max(1, min(len(parts), workers or _cores()))
    for row in _dataset(parts, job, most).iter_rows():
        if row["what"] is not None:
            raise EngineError(row["where"], row["what"], cure=row["cure"])
        yield str(row["part"])


def _dataset(parts: Sequence[Slice], job: Job, workers: int) -> Any:
    blocks = min(len(parts), _MAX_BLOCKS)
    return ray.data.from_items([asdict(part) for part in parts], override_num_blocks=blocks).map(
        Worker,  # type: ignore[arg-type]  # a class that makes what it asks for
        fn_constructor_args=[job],
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=workers),
        ray_remote_args_fn=_fault_tolerance,
    )


def _fault_tolerance() -> dict[str, int]:
    """Let another process take the place of one that dies, but not for ever on the same part."""
    return {"max_restarts": -1, "max_task_retries": _RETRIES}


@contextmanager
def _session(address: str | None, workers: int | None) -> Iterator[None]:
    """Start Ray, or join it; quiet, without dashboard, and telling nobody of its use."""
    if address:
        _require_answer(address)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    local = {"num_cpus": workers or os.cpu_count(), "object_store_memory": _OBJECT_STORE, "include_dashboard": False}
    try:
        ray.init(
            address or "local",
            logging_level=logging.ERROR,
            log_to_driver=False,
            **({} if address else local),  # type: ignore[arg-type]
        )
    except (ConnectionError, ValueError, RuntimeError, OSError, ray.exceptions.RayError) as error:
        what = _first_line(error).partition(". ")[0]  # Ray's own advice may follow
        raise EngineError(address or "ray", what, cure=_NO_ANSWER) from error
    _quiet()
    try:
        yield
    finally:
        ray.shutdown()


def _require_answer(address: str) -> None:
    """Raise EngineError where nobody listens at a cluster's address: Ray itself would knock for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not port.isdecimal():  # `auto`: Ray looks for a cluster on this machine
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCK).close()
    except (OSError, OverflowError) as error:
        raise EngineError(address, f"no cluster answers ({error})", cure="check the address of the cluster") from error


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep from stdout and stderr what Ray writes there beside its log files, whatever it is told."""
    streams = {1: sys.stdout, 2: sys.stderr}
    for stream in streams.values():
        stream.flush()
    kept = {number: os.dup(number) for number in streams}
    with Path(os.devnull).open("wb") as nowhere:
        for number in streams:
            os.dup2(nowhere.fileno(), number)
    try:
        yield
    finally:
        for number, stream in streams.items():
            stream.flush()
            os.dup2(kept[number], number)
            os.close(kept[number])


def _quiet() -> None:
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)


def _cores() -> int:
    return int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]


def _require_same_code(job: Job) -> None:
    from extractor.paths import data_dir
    from extractor.store import versions

    if versions(data_dir()) != job.versions:
        what = f"another version of mattran on the machine {socket.gethostname()}"
        raise EngineError("mattran", what, cure="install the same version on all machines of the cluster")


def _first_line(error: Exception) -> str:
    return " ".join(str(error).strip().splitlines()[-1:]) or type(error).__name__
