"""`mattran extract --engine ray`: large inputs into a folder of Parquet, on this machine or a cluster."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.console import plural, warn
from extractor.cli.watch import bar
from extractor.extras import extra
from extractor.paths import data_dir

if TYPE_CHECKING:
    from extractor.cluster.model import Job, Slice
    from extractor.errors import InputError

ENGINES = ("local", "ray")
EngineName = Annotated[
    str, typer.Option("--engine", metavar="|".join(ENGINES), help="ray: Parquet, WARC or a database to Parquet.")
]
Address = Annotated[
    str | None, typer.Option("--address", metavar="ADDRESS", help="Of a Ray cluster; without it Ray runs here.")
]


def check_engine(engine: str, *, output: Path | None, db: Path | None, form: str, address: str | None) -> bool:
    """Say whether an engine is asked for that writes a folder; what does not go together is wrong usage."""
    if engine not in ENGINES:
        raise typer.BadParameter(f"{engine!r} is none of {', '.join(ENGINES)}", param_hint="--engine")
    if engine == "local":
        if address is not None:
            raise typer.BadParameter("goes with --engine ray", param_hint="--address")
        return False
    if output is None or db or form != "table":
        raise typer.BadParameter(
            "ray writes Parquet into the folder --output, which it needs; no --db, no --format", param_hint="--engine"
        )
    return True


def extract_with_ray(
    paths: list[str],
    folder: Path,
    *,
    published: str | None,
    home: str | None,
    time_limit: float,
    address: str | None,
    jobs: int | None,
) -> bool:
    """Extract what is not done yet and say what came of it; return whether every input and record could be used."""
    with extra("ray"):
        from extractor.cluster.inputs import slices
        from extractor.cluster.raydata import run as run_on_ray
    from extractor.cluster.claim import claimed
    from extractor.cluster.model import Job
    from extractor.cluster.reading import reading_version
    from extractor.stages import utc_now
    from extractor.store import versions

    root = folder.resolve()
    with claimed(root, clock=utc_now) as run:
        job = Job(root, run, versions(data_dir()), published, home, time_limit)
        parts, refused = _sorted_out(slices(paths, versions=reading_version(job)))
        before = _run(parts, job, partial(run_on_ray, address=address, workers=jobs))
        bad = _report(folder, parts, before)
    return not refused and not bad


def _sorted_out(planned: "Iterable[Slice | InputError]") -> "tuple[list[Slice], int]":
    """Return the parts to do, and how many inputs were refused; say which and why."""
    from extractor.errors import InputError

    parts, refused = [], 0
    for part in planned:
        if isinstance(part, InputError):
            warn(str(part))
            refused += 1
        else:
            parts.append(part)
    return parts, refused


def _run(parts: "list[Slice]", job: "Job", engine: "Callable[[list[Slice], Job], Iterator[str]]") -> int:
    """Do the parts that are not done; return how many were, before."""
    from extractor.cluster.outputs import manifests, outstanding, sweep

    sweep(job.folder, parts)
    todo = outstanding(parts, manifests(job.folder))
    try:
        if todo:
            with bar("parts", total=len(todo)) as advance:
                for _ in engine(todo, job):
                    advance()
    finally:
        sweep(job.folder, parts)
    return len(parts) - len(todo)


def _report(folder: Path, parts: "list[Slice]", before: int) -> int:
    """Print what the folder holds of the parts, and what is bad in each; return how many records are."""
    from extractor.cluster.outputs import manifests

    found = manifests(folder)
    done = [found[part.name] for part in parts]
    for manifest in done:
        if manifest.failed:
            file = next(file for file in manifest.files if file.endswith(".jsonl"))
            more = f" (all {manifest.failed:,} in {folder / file})" if manifest.failed > 1 else ""
            warn(f"{manifest.first}{more}")
    bad = sum(manifest.failed for manifest in done)
    articles, facts = (sum(getattr(manifest, name) for manifest in done) for name in ("articles", "facts"))
    told = f"{plural(articles, 'article')}, {plural(facts, 'fact')}, {plural(bad, 'bad record')}"
    typer.echo(f"{folder}: {told} of {plural(len(parts), 'part')}, {before:,} done before")
    return bad
