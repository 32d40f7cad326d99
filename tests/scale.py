"""What many articles cost, and whether every fact of them is right: `python -m tests.scale --articles 200000`.

    python -m tests.scale [--articles N] [--jobs N] [--engine local|ray] [--json FILE] [--keep FOLDER]

The articles are made of templates (`tests.scale_articles`); their facts are known by construction and are compared one
by one. docs/scale.md shows what it prints.
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from extractor.engine.here import engine
from extractor.engine.worker import rows_reader
from extractor.paths import data_dir
from extractor.stages import Extracted, extract, ingest, prepare, running
from extractor.store import ArticleRecord, Store
from tests.scale_articles import Made, Slots, articles

Figures = dict[str, Any]
_SQL = """
    SELECT document, indicator, value, status, period_start, period_end, locality, campaign
    FROM facts JOIN articles ON articles.id = facts.article ORDER BY articles.id
"""


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--engine", choices=("local", "ray"), default="local")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the database is made, and stays")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        run = local if options.engine == "local" else on_ray
        figures = run(folder, options.articles, options.jobs)
    for name, value in figures.items():
        sys.stdout.write(f"{name:<48} {value:>14,}\n" if isinstance(value, int | float) else f"{name:<48} {value}\n")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def local(folder: Path, count: int, jobs: int) -> Figures:
    """Extract articles into a database with so many processes; compare all facts."""
    path = folder / "scale.db"
    with Store(path) as store, engine(rows_reader, jobs=jobs) as read, running(store, "scale") as run:
        current = prepare(store, data_dir())
        events = ingest(store, map(record, articles(count)), read, current, run=run)
        done, cost = measured(lambda: sum(isinstance(event, Extracted) for event in events))
        figures = {"articles": done, "jobs": jobs, **per_article(cost, count)}
        figures["characters an article"] = round(sum(len(made.text) for made in articles(1_000)) / 1_000)
        figures["facts"] = store.count("facts")
    figures["database, bytes an article"] = round(size(path) / count)
    return {**figures, **again(path, jobs), **compared(path, count)}


def on_ray(folder: Path, count: int, jobs: int) -> Figures:
    """Extract articles from Parquet to Parquet on a local Ray, import them, compare all facts."""
    import pyarrow as pa
    from pyarrow import parquet

    source, output, path = folder / "in", folder / "out", folder / "ray.db"
    source.mkdir(exist_ok=True)
    for first in range(0, count, 10_000):
        rows = [table_row(made) for made in articles(min(10_000, count - first), first)]
        parquet.write_table(pa.Table.from_pylist(rows), source / f"{first:09}.parquet")
    program = (sys.executable, "-c", "from extractor.cli import main; main()")
    ray = (*program, "extract", str(source), "--engine", "ray", "--output", str(output), "--jobs", str(jobs))
    _, cost = measured(lambda: subprocess.run(ray, check=True))
    _, loaded = measured(lambda: subprocess.run((*program, "import", str(output), "--db", str(path)), check=True))
    return {
        "articles": count,
        "jobs": jobs,
        **per_article(cost, count),
        "input, bytes an article": round(size(source) / count),
        "output, bytes an article": round(size(output) / count),
        "import into SQLite, s": loaded["wall, s"],
        **compared(path, count),
    }


def record(made: Made) -> ArticleRecord:
    """Return a made article as the store takes it."""
    return ArticleRecord(
        document=made.document, text=made.text, published_at=made.published.isoformat(), home=made.home
    )


def table_row(made: Made) -> dict[str, str]:
    """Return a made article as a row of Parquet."""
    return {"url": made.document, "text": made.text, "published": made.published.isoformat()}


def again(path: Path, jobs: int) -> Figures:
    """Return what a run costs that finds nothing stale, and one for which the code has changed."""
    figures: Figures = {}
    with Store(path) as store, engine(rows_reader, jobs=jobs) as read, running(store, "scale") as run:
        current = prepare(store, data_dir())
        renew = partial(sum, (1 for _ in extract(store, read, current, run=run)))
        _, cost = measured(renew)
        figures["nothing stale, s"] = cost["wall, s"]
    return figures


def compared(path: Path, count: int) -> Figures:
    """Return how many facts are right, missing and too many."""
    right = missing = extra = 0
    for made, found in zip(articles(count), stored(path), strict=True):
        right += len(made.facts & found)
        missing += len(made.facts - found)
        extra += len(found - made.facts)
    return {"facts right": right, "facts missing": missing, "facts too many": extra}


def stored(path: Path) -> Iterator[frozenset[Slots]]:
    """Yield the facts of each article of a database, in the order of their numbers."""
    facts: dict[int, set[Slots]] = defaultdict(set)
    with sqlite3.connect(path) as connection:
        for document, *slots in connection.execute(_SQL):
            facts[int(document.removeprefix("made/").removesuffix(".txt"))].add(tuple(slots))
        numbers = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    for number in range(numbers):
        yield frozenset(facts.pop(number, ()))


def measured(work: Callable[[], Any]) -> tuple[Any, Figures]:
    """Return what `work` returns, and its time on the clock and on all processors."""
    clock, busy = time.perf_counter(), cpu()
    result = work()
    return result, {"wall, s": round(time.perf_counter() - clock, 1), "CPU, s": round(cpu() - busy, 1)}


def per_article(cost: Figures, count: int) -> Figures:
    """Return the cost of one article in milliseconds, and the memory of the largest process."""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        **cost,
        "articles/s": round(count / cost["wall, s"], 1),
        "CPU, ms an article": round(1_000 * cost["CPU, s"] / count, 2),
        "largest process, MB": round(peak / 1024),
    }


def cpu() -> float:
    """Return the seconds of processor of this process and of its ended children."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def size(path: Path) -> int:
    """Return the bytes of a file or of all files in a folder."""
    return path.stat().st_size if path.is_file() else sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


if __name__ == "__main__":
    main()
