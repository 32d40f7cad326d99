"""What many articles cost, and whether every fact of them is right: `python -m tests.scale --articles 200000`.

    python -m tests.scale [--articles N] [--jobs N] [--engine local|ray] [--json FILE] [--keep FOLDER]

The articles are made of templates (`tests.scale_articles`); their facts are known by construction and are compared one
by one, as are the copies among them, and what a changed table touches. docs/scale.md shows what it prints.
"""

import argparse
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

from extractor.engine.here import Engine, engine
from extractor.engine.pool import Pool
from extractor.engine.worker import rows_reader
from extractor.paths import data_dir
from extractor.pipeline import Extractor
from extractor.stages import Event, consolidate, extract, ingest, prepare, running
from extractor.store import ArticleRecord, Store
from extractor.store.rows import ArticleRows
from tests.processes import busy, peak, resident
from tests.scale_articles import RARE, Made, Slots, articles

Figures = dict[str, Any]
EARLY = 2_000
"""Articles after which a worker is weighed for the first time."""
_TOLD = 10_000  # articles between two lines that tell how far it is
_FACTS = """
    SELECT document, indicator, value, status, period_start, period_end, locality, campaign
    FROM articles LEFT JOIN facts ON articles.id = facts.article ORDER BY document
"""
_COPIES = """
    SELECT own.document, first.document FROM articles AS own JOIN articles AS first ON first.id = own.cluster
    WHERE own.id <> first.id
"""
_CLAIMS = "SELECT count(*) FROM facts WHERE id NOT IN (SELECT fact FROM claim_facts WHERE claim IS NOT NULL)"


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
    """Extract articles into a database with so many processes, consolidate, change a table; compare everything."""
    path = folder / "scale.db"
    figures: Figures = {"articles": count, "jobs": jobs}
    with Store(path) as store, engine(rows_reader, jobs=jobs) as read, running(store, "scale") as run:
        weights: list[int] = []
        events = ingest(store, map(record, articles(count)), read, prepare(store, data_dir()), run=run)
        figures |= per_article(measured(lambda: drain(weighed(events, read, weights)), read), count)
        figures |= {f"worker after {EARLY:,}, MB": weights[0], "worker at the end, MB": weights[-1]} if weights else {}
        figures["facts"] = store.count("facts")
    figures["characters an article"] = round(sum(len(made.text) for made in articles(1_000)) / 1_000)
    figures["UTF-8 bytes an article"] = round(sum(len(made.text.encode()) for made in articles(1_000)) / 1_000)
    figures["database, bytes an article"] = round(size(path) / count)
    return {**figures, **consolidated(path, count), **renewed(path, folder), **compared(path, count)}


def consolidated(path: Path, count: int) -> Figures:
    """Find copies and make claims of the facts; return what that costs, and how many copies are right."""
    with Store(path) as store, running(store, "scale") as run:
        cost = measured(lambda: drain(consolidate(store, run=run)))
    with closing(sqlite3.connect(path)) as db:
        found = set(db.execute(_COPIES).fetchall())
        [(without,)] = db.execute(_CLAIMS).fetchall()
    expected = {(made.document, first.document) for first, made in pairs(articles(count)) if made.copy_of is not None}
    return {
        "copies and claims, s": cost["wall, s"],
        "database with claims, bytes an article": round(size(path) / count),
        "copies right": len(found & expected),
        "copies missing": len(expected - found),
        "copies too many": len(found - expected),
        "facts in no claim": without,
    }


def renewed(path: Path, folder: Path) -> Figures:
    """Return what a run costs that finds nothing stale, and one after a row came that few articles hold."""
    data = folder / "data"
    shutil.copytree(data_dir(), data, ignore=shutil.ignore_patterns("pages", "gold", "sites"))
    with (data / "units.csv").open("a", encoding="utf-8") as file:
        file.write(f"{RARE},models,1,noun,,\n")
    figures: Figures = {}
    for name, tables in (("nothing stale", data_dir()), ("a new row", data)):
        with Store(path) as store, running(store, "scale") as run:
            reader, current = Extractor(tables), prepare(store, tables)
            cost = measured(lambda: drain(extract(store, reader, current, run=run)))  # noqa: B023
            figures[f"{name}, s"] = cost["wall, s"]
            figures |= {f"{name}, {event}": run.counts[event] for event in ("extracted", "kept")}
    return figures


def weighed(events: Iterable[Event], read: Engine[ArticleRows], weights: list[int]) -> Iterator[Event]:
    """Yield `events`; after EARLY and at the end put into `weights` what the heaviest worker weighs, in MB."""
    begun = time.perf_counter()
    for number, event in enumerate(events, 1):
        yield event
        if isinstance(read, Pool) and (number == EARLY or number % _TOLD == 0):
            weights.append(max(map(resident, read.pids)))
        if number % _TOLD == 0:
            sys.stderr.write(f"{number:,} articles in {time.perf_counter() - begun:,.0f} s\n")


def pairs(made: Iterable[Made]) -> Iterator[tuple[Made, Made]]:
    """Yield each article with the one before it."""
    before = None
    for one in made:
        if before:
            yield before, one
        before = one


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
    cost = measured(lambda: subprocess.run(ray, check=True))
    loaded = measured(lambda: subprocess.run((*program, "import", str(output), "--db", str(path)), check=True))
    return {
        "articles": count,
        "jobs": jobs,
        "wall, s": cost["wall, s"],
        "articles/s": round(count / cost["wall, s"], 1),
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


def compared(path: Path, count: int) -> Figures:
    """Return how many facts are right, missing and too many."""
    right = missing = extra = 0
    for made, found in zip(articles(count), stored(path), strict=True):
        right += len(made.facts & found)
        missing += len(made.facts - found)
        extra += len(found - made.facts)
    return {"facts right": right, "facts missing": missing, "facts too many": extra}


def stored(path: Path) -> Iterator[frozenset[Slots]]:
    """Yield the facts of each article of a database, in the order of their documents."""
    with closing(sqlite3.connect(path)) as db:
        for _, rows in groupby(db.execute(_FACTS), key=lambda row: row[0]):
            yield frozenset(tuple(slots) for _, *slots in rows if slots[0] is not None)


def drain(events: Iterable[Event]) -> None:
    """Let everything happen."""
    for _ in events:
        pass


def measured(work: Callable[[], Any], read: Engine[ArticleRows] | None = None) -> Figures:
    """Return the seconds of `work` on the clock and on all processors, with those of the workers of `read`."""
    clock, busy = time.perf_counter(), cpu(read)
    work()
    return {"wall, s": round(time.perf_counter() - clock, 1), "CPU, s": round(cpu(read) - busy, 1)}


def per_article(cost: Figures, count: int) -> Figures:
    """Return the cost of one article in milliseconds, and the memory of this process."""
    return {
        **cost,
        "articles/s": round(count / cost["wall, s"], 1),
        "CPU, ms an article": round(1_000 * cost["CPU, s"] / count, 2),
        "process that writes, MB": peak(),
    }


def cpu(read: Engine[ArticleRows] | None = None) -> float:
    """Return the seconds of processor of this process, of its ended children and of living workers."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    living = sum(map(busy, read.pids)) if isinstance(read, Pool) else 0.0
    return sum(usage.ru_utime + usage.ru_stime for usage in usages) + living


def size(path: Path) -> int:
    """Return the bytes of a file or of all files in a folder."""
    return path.stat().st_size if path.is_file() else sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


if __name__ == "__main__":
    main()
