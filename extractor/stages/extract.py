"""Extract: from articles to mentions and facts."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from extractor.errors import InputError
from extractor.pipeline import Extraction
from extractor.stages.events import Event, Extracted, Run, Unchanged
from extractor.store import ArticleRecord, Store, Versions


class Reader(Protocol):
    """What `extract` asks of the extractor."""

    def __call__(self, text: str, *, published: date | None = None, home: str | None = None) -> Extraction:
        """Extract mentions and facts from `text`."""
        ...


def ingest(
    store: Store, inputs: Iterable[ArticleRecord | InputError], extractor: Reader, current: Versions, *, run: Run
) -> Iterator[Event]:
    """Write and extract articles that came from files; each is in the store with all its facts, or not at all."""
    for article in inputs:
        if isinstance(article, InputError):
            yield run.fail("read", article)
        elif reason := store.articles.reason(article, current):
            extraction = extractor(article.text, published=article.day, home=article.home)
            with store.index.following(article.document):
                key = store.articles.put(article, added_at=run.now()).key
                facts = store.articles.put_extraction(key, extraction, current=current, now=run.now())
            yield run.note(Extracted(article.document, facts, reason))
        else:
            yield run.note(Unchanged(article.document))


def extract(store: Store, extractor: Reader, current: Versions, *, run: Run) -> Iterator[Event]:
    """Extract the articles of the store whose facts are not those of `current`."""
    for article in store.articles.stale(current):
        extraction = extractor(article.text, published=article.day, home=article.home)
        facts = store.articles.put_extraction(article.id, extraction, current=current, now=run.now())
        yield run.note(Extracted(article.document, facts, article.reason, site=article.site))
