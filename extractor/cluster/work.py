"""One part of an input from its records to its files: what every worker does, on whatever engine."""

from extractor.cluster.model import Bad, Found, Job, Slice
from extractor.cluster.outputs import Writer, writing
from extractor.cluster.reading import Reading
from extractor.cluster.records import records
from extractor.cluster.schema import Result
from extractor.pipeline import Extractor


def work(part: Slice, extractor: Extractor, reading: Reading, job: Job) -> None:
    """Extract a part of an input into the output folder, whole or not at all; raises OutputError."""
    with writing(job.folder, part) as writer:
        for record in records(part, reading):
            if isinstance(record, Bad):
                writer.fail(record)
            else:
                _extract(record, extractor, writer, job)


def _extract(found: Found, extractor: Extractor, writer: Writer, job: Job) -> None:
    article = found.article
    try:
        extraction = extractor(article.text, published=article.day, home=article.home)
    except Exception as error:  # a mistake of ours, on one article
        writer.fail(Bad.of(error, position=found.position, url=article.url, where=article.document))
    else:
        writer.add(Result.of(found, extraction, job.versions))
