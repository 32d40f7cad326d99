"""Load: from the results of an extraction on many machines into the store."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Protocol

from extractor.errors import InputError
from extractor.stages.batches import batches, together
from extractor.stages.events import Event, Extracted, Run, Unchanged
from extractor.stages.outcome import Outcome, Refused, told
from extractor.store import ArticleRecord, Store, Versions
from extractor.store.rows import ArticleRows
from scrapers.foreign import unknown_site
from scrapers.records import Site


class Result(Protocol):
    """An article with all that was found in it, and by which versions."""

    @property
    def article(self) -> ArticleRecord: ...

    @property
    def rows(self) -> ArticleRows: ...

    @property
    def versions(self) -> Versions: ...


def load(
    store: Store, results: Iterable[Result], current: Versions, sites: Mapping[str, Site], *, run: Run
) -> Iterator[Event]:
    """Write articles with what was found in them; each is in the store whole or not at all.

    Facts keep the versions that made them: those of older tables or code are stale, and the next run extracts them.
    Where the store has those of `current` already, they stay. An article whose facts point at what the tables here lack
    is refused; what the store had of it stays.
    """
    known: set[str] = set()
    write = partial(_loaded, store, current, run)
    for batch in batches(results):
        for article in (result.article for result in batch):
            if article.site is not None and article.site not in known:
                store.pages.put_site(sites.get(article.site) or unknown_site(article.site, article.url or ""))
                known.add(article.site)
        yield from map(partial(told, run), _written(store, write, batch))


def _written(store: Store, write: Callable[[Result], Outcome], batch: list[Result]) -> list[Outcome]:
    """Write a batch in one transaction; where one does not fit, each in its own, so that it costs no other."""
    try:
        return together(store, write, batch)
    except InputError as error:
        if len(batch) == 1:
            return [Refused("import", error, batch[0].article.site)]
        return [outcome for result in batch for outcome in _written(store, write, [result])]


def _loaded(store: Store, current: Versions, run: Run, result: Result) -> Outcome:
    """Write an article unless the store has it already; raises InputError where it does not fit the tables here."""
    article = result.article
    reason = store.articles.reason(article, result.versions)
    if reason is None or store.articles.reason(article, current) is None:
        return Unchanged(article.document)
    store.lexicons.know(result.versions.lexicon)
    with store.fitting(article.document, result.rows):
        facts = store.articles.put_whole(article, result.rows, current=result.versions, now=run.now())
    return Extracted(article.document, facts, reason)
