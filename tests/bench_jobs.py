"""Articles a second from text to facts in SQLite with one process and with workers, and what a worker weighs."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from extractor.engine.here import Engine, Here
from extractor.engine.pool import Pool
from extractor.engine.worker import rows_reader
from extractor.paths import data_dir
from extractor.stages import ingest, prepare, running
from extractor.store import ArticleRecord, Store
from extractor.store.rows import ArticleRows
from tests.processes import resident
from tests.texts import mixed

ROUNDS = 5
JOBS = 2


def measure(articles: int) -> dict[str, float]:
    """Store `articles` texts with each engine in turn; all figures are medians of the rounds, models loaded before."""
    texts = mixed(articles)
    with Here(rows_reader) as one, Pool(rows_reader, jobs=JOBS) as many:
        engines: dict[str, Engine[ArticleRows]] = {"1 process": one, f"{JOBS} workers": many}
        rounds = [{name: _seconds(texts, engine) for name, engine in engines.items()} for _ in range(ROUNDS + 1)]
        weight = max(map(resident, many.pids))
    seconds = {name: statistics.median(r[name] for r in rounds[1:]) for name in engines}  # the first one warms up
    rates = {f"{name}, articles/s": round(len(texts) / took, 1) for name, took in seconds.items()}
    ratio = statistics.median(r["1 process"] / r[f"{JOBS} workers"] for r in rounds[1:])
    return {**rates, f"{JOBS} workers / 1 process": round(ratio, 2), "RSS of a worker, MB": weight}


def _seconds(texts: Sequence[str], engine: Engine[ArticleRows]) -> float:
    """Extract `texts` into a fresh database; the tables that facts point at are there before."""
    articles = [ArticleRecord(document=f"{n}.txt", text=text) for n, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "bench.db") as store:
        current = prepare(store, data_dir())
        with running(store, "bench") as run:
            begun = time.perf_counter()
            for _ in ingest(store, articles, engine, current, run=run):
                pass
            return time.perf_counter() - begun
