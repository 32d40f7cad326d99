"""Load: from the results of an extraction on many machines into the store."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from extractor.errors import InputError
from extractor.stages.events import Event, Extracted, Run, Unchanged
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
    for result in results:
        article = result.article
        reason = store.articles.reason(article, result.versions)
        if reason is None or store.articles.reason(article, current) is None:
            yield run.note(Unchanged(article.document))
            continue
        if article.site is not None and article.site not in known:
            store.pages.put_site(sites.get(article.site) or unknown_site(article.site, article.url or ""))
            known.add(article.site)
        store.lexicons.know(result.versions.lexicon)
        try:
            with store.fitting(article.document, result.rows):
                facts = store.articles.put_whole(article, result.rows, current=result.versions, now=run.now())
        except InputError as error:
            yield run.fail("import", error, site=article.site)
        else:
            yield run.note(Extracted(article.document, facts, reason))
