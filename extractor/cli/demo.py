"""`mattran demo`: the whole way on the sample portals, without the internet."""

from datetime import UTC, datetime
from pathlib import Path

from extractor.cli.options import Archive, Db
from extractor.paths import data_dir


def demo(db: Db = Path("mattran.db"), archive: Archive = Path("archive")) -> None:
    """Serve the bundled sample portals on this machine, crawl them over HTTP, and show what comes of it.

    Every page is asked for again at each run, unlike in `mattran nightly`.
    """
    from extractor.cli.job import Job
    from extractor.cli.sources import opened_sources
    from extractor.cli.summary import print_report
    from extractor.cli.sums import largest_sums, next_commands, unchanged
    from extractor.cli.watch import Log
    from extractor.stages import Plan
    from extractor.store import Store

    everything = Plan(recheck=datetime.min.replace(tzinfo=UTC))
    with opened_sources(sample=True) as sources:
        job = Job(command="demo", sources=sources, sites=sources.choose([]), plan=everything, db=db, archive=archive)
        done = job.run(Log.BARS if Log.AUTO.here() is Log.BARS else Log.NONE)
    print_report(done)
    unchanged(done)
    with Store.reader(db) as store:
        largest_sums(store)
    next_commands(db, data_dir() / "gold" / "docs")
