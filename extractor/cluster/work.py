"""One part of an input from its records to its files: what every worker does, on whatever engine."""

from collections.abc import Iterator

from extractor.cluster.model import Bad, Found, Job, Slice
from extractor.cluster.outputs import writing
from extractor.cluster.reading import Reading
from extractor.cluster.records import records
from extractor.cluster.schema import Result
from extractor.engine.here import Engine
from extractor.engine.worker import Task
from extractor.errors import MattranError, TooSlow, WorkerLost
from extractor.store.rows import ArticleRows


def work(part: Slice, read: Engine[ArticleRows], reading: Reading, job: Job) -> None:
    """Extract a part of an input into the output folder, whole or not at all; raises OutputError."""
    with writing(job.folder, part) as writer:
        for record, found in read(_asked(records(part, reading))):
            if isinstance(record, Bad):
                writer.fail(record)
            elif isinstance(found, MattranError):
                again = isinstance(found, TooSlow | WorkerLost)
                writer.fail(Bad(record.position, record.article.url, found, again=again))
            elif found is not None:
                writer.add(Result.of(record, found, job.versions))


def _asked(found: Iterator[Found | Bad]) -> Iterator[tuple[Found | Bad, Task | None]]:
    for record in found:
        yield record, None if isinstance(record, Bad) else Task.of(record.article)
