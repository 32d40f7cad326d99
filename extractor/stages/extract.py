"""Extract: from articles to mentions and facts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol

from extractor.engine.here import Engine, Here
from extractor.engine.pool import Pool
from extractor.engine.worker import Task, as_rows
from extractor.errors import InputError, MattranError
from extractor.lexicon.change import Touch, touched
from extractor.stages.batches import batches, together
from extractor.stages.events import Event, Extracted, Kept, Run, Unchanged
from extractor.stages.outcome import Outcome, Refused, told
from extractor.store import ArticleRecord, StaleArticle, Store, Versions
from extractor.store.rows import ArticleRows

if TYPE_CHECKING:
    from extractor.pipeline import Extraction

Asked = tuple[ArticleRecord | InputError, ArticleRows | MattranError | None]
"""An input, with what was found in it; None where nothing was asked, for an article that can't be read or is known."""
Due = tuple[StaleArticle, ArticleRows | MattranError | None]
"""A stale article, with what was found in it; None where the change can't touch it."""


class Reader(Protocol):
    """What `extract` asks of the extractor."""

    def __call__(self, text: str, *, published: date | None = None, home: str | None = None) -> "Extraction":
        """Extract mentions and facts from `text`."""
        ...


def ingest(
    store: Store,
    inputs: Iterable[ArticleRecord | InputError],
    extractor: Reader | Engine[ArticleRows],
    current: Versions,
    *,
    run: Run,
) -> Iterator[Event]:
    """Write and extract articles that came from files; each is in the store with all its facts, or not at all.

    The events come in the order of the inputs, whatever the engine; this process alone writes.
    """
    reading: Counter[str] = Counter()
    for batch in batches(_engine(extractor)(_asked(store, inputs, current, reading))):
        outcomes = together(store, partial(_ingested, store, current, run), batch)
        reading -= Counter(_asked_for(batch))  # in place; what comes to 0 is gone
        yield from map(partial(told, run), outcomes)


def _ingested(store: Store, current: Versions, run: Run, asked: Asked) -> Outcome:
    article, found = asked
    if isinstance(article, InputError):
        return Refused("read", article)
    reason = None if found is None else store.articles.reason(article, current)
    if found is None or reason is None:  # known, or its like came before it
        return Unchanged(article.document)
    if isinstance(found, MattranError):
        return Refused("extract", found)
    facts = store.articles.put_whole(article, found, current=current, now=run.now())
    return Extracted(article.document, facts, reason)


def _asked_for(batch: Iterable[Asked]) -> Iterator[str]:
    """Yield the documents that were read."""
    for article, found in batch:
        if found is not None and not isinstance(article, InputError):
            yield article.document


def extract(store: Store, extractor: Reader | Engine[ArticleRows], current: Versions, *, run: Run) -> Iterator[Event]:
    """Extract the articles of the store whose facts are not those of `current`.

    Where only rows of tables have changed that act by their words, articles that hold none of these are left as they
    are.
    """
    for batch in batches(_engine(extractor)(_stale(store, current))):
        outcomes = together(store, partial(_renewed, store, current, run), batch)
        yield from map(partial(told, run), outcomes)


def _renewed(store: Store, current: Versions, run: Run, due: Due) -> Outcome:
    article, found = due
    if isinstance(found, MattranError):
        return Refused("extract", found, article.site)
    if found is None:
        store.articles.keep(article.id, current)
        return Kept(article.document, site=article.site)
    facts = store.articles.put_rows(article.id, found, current=current, now=run.now())
    return Extracted(article.document, facts, article.reason, site=article.site)


def _stale(store: Store, current: Versions) -> Iterator[tuple[StaleArticle, Task | None]]:
    """Yield the articles that are stale, with a task where one must be read again."""
    changes: dict[str, Touch | None] = {}
    for article in store.articles.stale(current):
        lexicon = article.read_with
        if lexicon is None:
            yield article, Task.of(article)
            continue
        if lexicon not in changes:
            changes[lexicon] = _change(store, lexicon, current)
        touch = changes[lexicon]
        word = touch.found(article.text) if touch else None
        if touch and word is None:
            yield article, None
        else:
            reason = f"{article.reason}: {word}" if word else article.reason
            yield replace(article, reason=reason), Task.of(article)


def _change(store: Store, lexicon: str, current: Versions) -> Touch | None:
    """Return which texts the change of the tables since `lexicon` touches; None for any."""
    before, after = store.lexicons.said(lexicon), store.lexicons.said(current.lexicon)
    return touched(before, after) if before and after else None


def _asked(
    store: Store, inputs: Iterable[ArticleRecord | InputError], current: Versions, reading: Counter[str]
) -> Iterator[tuple[ArticleRecord | InputError, Task | None]]:
    """Yield the inputs, with a task where one must be read; so must each that comes while its like is being read."""
    for article in inputs:
        if isinstance(article, InputError):
            yield article, None
        elif reading[article.document] or store.articles.reason(article, current):
            reading[article.document] += 1
            yield article, Task.of(article)
        else:
            yield article, None


def _engine(extractor: Reader | Engine[ArticleRows]) -> Engine[ArticleRows]:
    """Return an engine as it is, an extractor as one that reads in this process."""
    if isinstance(extractor, Here | Pool):
        return extractor
    make: Callable[[], Callable[[Task], ArticleRows]] = lambda: partial(as_rows, extractor)  # noqa: E731
    return Here(make)
