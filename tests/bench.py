"""`make bench`: how fast and how lean extraction is, from text to facts in SQLite, and the crawl, from server to text.

    python -m tests.bench [PART ...] [--json FILE] [--articles N] [--size N] [--pages N] [--big FILE]

Parts: speed, peers, decoder, jobs, start, memory, scaling, adversarial, crawl, search, pages, export (all by default).
Nothing here fails: it measures. The last three ask a database of 100,000 articles and 1,000,000 facts, which
`--big FILE` names or keeps.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from extractor.engine.garbage import collect_seldom
from tests.processes import peak, resident
from tests.texts import adversarial, gold, mixed

Figures = dict[str, Any]
ROUNDS = 5
SCALES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
PATIENCE = 120  # seconds for one adversarial text


def main() -> None:
    """Run the parts named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument("--articles", type=int, default=10_000, help="articles of the memory part (10,000)")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of an adversarial text (1,000,000)")
    parser.add_argument("--pages", type=int, default=20_000, help="pages of the crawl part (20,000)")
    parser.add_argument("--big", type=Path, metavar="FILE", help="database of tests.big, made if missing, and kept")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no part {', '.join(unknown)}; the parts are {', '.join(PARTS)}")
    if options.child:
        sys.stdout.write(json.dumps(CHILDREN[options.child](options)))
        return
    collect_seldom()  # as the command line does
    figures = {}
    for part in options.parts or PARTS:
        figures[part] = PARTS[part](options)
        _table(part, figures[part])
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def speed(_: argparse.Namespace) -> Figures:
    """Articles a second of the whole extraction into SQLite, and of underthesea's word segmentation on the same texts.

    The two take turns, round by round; each figure is the median of its rounds.
    """
    from underthesea import word_tokenize

    from extractor.pipeline import Extractor

    texts = [*gold().values(), *mixed(40)]
    extractor = Extractor()
    turns: dict[str, Callable[[], object]] = {
        "extract to SQLite": lambda: _to_sqlite(texts, extractor),
        "extract": lambda: [extractor(text) for text in texts],
        "word_tokenize": lambda: [word_tokenize(text) for text in texts],
    }
    rates: dict[str, list[float]] = {name: [] for name in turns}
    for name, turn in [*turns.items()] * (ROUNDS + 1):
        seconds = turn() if name == "extract to SQLite" else _timed(turn)
        rates[name].append(len(texts) / float(seconds))  # type: ignore[arg-type]
    medians = {name: statistics.median(rate[1:]) for name, rate in rates.items()}  # the first round warms up
    ratio = medians["extract to SQLite"] / medians["word_tokenize"]
    size = statistics.mean(map(len, texts))
    return {
        **{f"{name}, articles/s": round(rate, 1) for name, rate in medians.items()},
        "extract to SQLite / word_tokenize": round(ratio, 2),
        "characters/article": round(size),
    }


def _to_sqlite(texts: Sequence[str], extractor: Any) -> float:
    """Extract `texts` into a fresh database; return the seconds, without those for the reference tables."""
    from extractor.paths import data_dir
    from extractor.stages import ingest, prepare, running
    from extractor.store import ArticleRecord, Store

    articles = [ArticleRecord(document=f"{n}.txt", text=text) for n, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "bench.db") as store:
        current = prepare(store, data_dir())
        with running(store, "bench") as run:
            return _timed(lambda: sum(1 for _ in ingest(store, articles, extractor, current, run=run)))


def peers(_: argparse.Namespace) -> Figures:
    """Articles a second of the whole extraction into SQLite beside its peers, on texts with seven facts each."""
    from extractor.pipeline import Extractor
    from tests.bench_peers import measure

    extractor = Extractor()
    return measure(lambda texts: _to_sqlite(texts, extractor))


def jobs(_: argparse.Namespace) -> Figures:
    """Articles a second into SQLite with one process and with two workers, in turns, and the memory of a worker."""
    from tests.bench_jobs import measure

    return measure(800)


def decoder(_: argparse.Namespace) -> Figures:
    """Our decoders of underthesea's models against its own calls, by sentence."""
    from tests.bench_decoder import measure

    return measure()


def start(_: argparse.Namespace) -> Figures:
    """What a fresh process costs: importing the package, importing the pipeline, reading the first article."""
    rounds = [_child("start") for _ in range(ROUNDS)]
    return {name: round(statistics.median(r[name] for r in rounds), 3) for name in rounds[0]}


def _start_child(_: argparse.Namespace) -> Figures:
    text = next(iter(gold().values()))
    begun = time.perf_counter()
    package = _timed(lambda: __import__("extractor"))
    pipeline = _timed(lambda: __import__("extractor.pipeline"))
    from extractor.pipeline import Extractor

    Extractor()(text)
    first = time.perf_counter() - begun
    return {
        "import extractor, s": package,
        "import extractor.pipeline, s": pipeline,
        "to the first article, s": first,
        "RSS after it, MB": resident(),
    }


def memory(options: argparse.Namespace) -> Figures:
    """Resident memory of one process, early and after many articles."""
    return _child("memory", "--articles", str(options.articles), patience=3_600)


def _memory_child(options: argparse.Namespace) -> Figures:
    from extractor.pipeline import Extractor

    extractor, texts = Extractor(), mixed(500)
    early = min(500, options.articles)
    for number, text in enumerate(islice(cycle(texts), options.articles), 1):
        extractor(text.replace("\n", f" số {number}\n", 1))  # no two the same
        if number == early:
            before = resident()
    return {
        f"RSS after {early} articles, MB": before,
        f"RSS after {options.articles:,} articles, MB": resident(),
        "peak RSS, MB": peak(),
    }


def scaling(options: argparse.Namespace) -> Figures:
    """Seconds by length of the text, and the slope of their logarithms: 1 is linear."""
    from extractor.pipeline import Extractor

    extractor = Extractor()
    extractor(mixed(1)[0])
    sizes = [size for size in SCALES if size <= options.size]
    texts = [mixed(1, size=size)[0] for size in sizes]
    seconds = [_busy(partial(extractor, text), rounds=3 if len(text) < 50_000 else 1) for text in texts]
    slope = statistics.linear_regression(list(map(math.log, map(len, texts))), list(map(math.log, seconds))).slope
    rows = {f"{len(text):,} characters, s": round(took, 4) for text, took in zip(texts, seconds, strict=True)}
    return {**rows, "slope": round(slope, 2)}


def adversaries(options: argparse.Namespace) -> Figures:
    """Seconds for each text that no editor would write, in a process of its own, and the slope from an eighth of it."""
    figures: Figures = {}
    for name in adversarial():
        took = _child("adversary", "--size", str(options.size), name=name, patience=PATIENCE)
        figures[name] = (
            f"{took['seconds']:.2f} s, slope {took['slope']:.2f}" if took else f"over {PATIENCE} s, or a crash"
        )
    return figures


def _adversary_child(options: argparse.Namespace) -> Figures:
    from extractor.pipeline import Extractor

    make, extractor = adversarial()[os.environ["BENCH_CASE"]], Extractor()
    extractor(mixed(1)[0])
    collect_seldom()  # as a worker does
    small, text = make(options.size // 8), make(options.size)
    least = _busy(lambda: extractor(small), rounds=3)
    most = _busy(lambda: extractor(text), rounds=3 if least < 0.5 else 1)
    return {"seconds": round(most, 2), "slope": round(math.log(most / least, 8), 2)}


def _child(kind: str, *arguments: str, name: str = "", patience: int = PATIENCE) -> Figures:
    """Run a part of the benchmark in a fresh process; nothing comes back from one that crashes or takes too long."""
    command = [sys.executable, "-m", "tests.bench", "--child", kind, *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=patience, check=True, env={**os.environ, "BENCH_CASE": name}
        )
    except subprocess.TimeoutExpired:
        return {}
    except subprocess.CalledProcessError as error:
        sys.stderr.write(error.stderr.decode(errors="replace"))
        return {}
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def crawl(options: argparse.Namespace) -> Figures:
    """Pages a second from portals on loopback with delay 0 into archive and articles, and the memory for it."""
    return _child("crawl", "--pages", str(options.pages), patience=3_600)


def search(options: argparse.Namespace) -> Figures:
    """Milliseconds of searches among 100,000 articles and 1,000,000 facts."""
    from tests.bench_search import measure

    return measure(_big(options))


def pages(options: argparse.Namespace) -> Figures:
    """Milliseconds of every page and question of `mattran serve` on 1,000,000 facts."""
    from tests.bench_pages import measure

    return measure(_big(options))


def export(options: argparse.Namespace) -> Figures:
    """Seconds and memory of writing 1,000,000 facts."""
    from tests.bench_export import measure

    return measure(_big(options))


def _big(options: argparse.Namespace) -> Path:
    """Return the big database, made at its first use."""
    from tests.big import make

    if options.big is None:
        options.folder = tempfile.TemporaryDirectory()  # until the program ends
        options.big = Path(options.folder.name) / "big.db"
    if not options.big.exists():
        make(options.big)
    return Path(options.big)


def _crawl_child(options: argparse.Namespace) -> Figures:
    from tests.bench_crawl import measure

    return measure(options.pages, resident)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _busy(work: Callable[[], object], *, rounds: int = 1) -> float:
    """Return the least seconds of processor that `work` takes: what else runs on the machine counts less."""
    took = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took)


def _table(part: str, figures: Figures) -> None:
    sys.stdout.write("\n".join((f"\n{part}", *_lines(figures))) + "\n")
    sys.stdout.flush()


def _lines(figures: Figures) -> Iterator[str]:
    width = max(map(len, figures), default=0)
    for name, value in figures.items():
        yield f"  {name:<{width}}  {value:>12,}" if isinstance(value, int | float) else f"  {name:<{width}}  {value}"


PARTS: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "speed": speed,
    "peers": peers,
    "decoder": decoder,
    "jobs": jobs,
    "start": start,
    "memory": memory,
    "scaling": scaling,
    "adversarial": adversaries,
    "crawl": crawl,
    "search": search,
    "pages": pages,
    "export": export,
}
CHILDREN = {"start": _start_child, "memory": _memory_child, "adversary": _adversary_child, "crawl": _crawl_child}

if __name__ == "__main__":
    main()
