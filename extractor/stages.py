"""The three stages over the store, table to table: crawl, parse, extract. Each is a generator of events.

Only here the store and the workers meet. A stage may be stopped between two events and taken up again: what is done is
done whole, and what is done is not done again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from extractor.errors import InputError, MattranError, NotVietnamese
from extractor.pipeline import Extraction
from extractor.read_input import require_vietnamese
from extractor.store import (
    ArticleRecord,
    Store,
    StoredPage,
    Versions,
    body_digest,
    parser_version,
    read_reference,
    versions,
)
from scrapers.archive import Archive, read
from scrapers.client import Client
from scrapers.discover import discover
from scrapers.errors import ArchiveError, Busy, FetchError, ParseError, ScrapeError
from scrapers.fetch import fetch
from scrapers.parse import parse as parse_page
from scrapers.records import Link, NotModified, Site

Stage = Literal["crawl", "parse", "extract", "read"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to `subject`, an address or a path."""

    subject: str


@dataclass(frozen=True, slots=True)
class Fetched(Event):
    """A page came, new or changed; `size` in bytes."""

    size: int


@dataclass(frozen=True, slots=True)
class Unchanged(Event):
    """A page is as it was; nothing follows from it."""


@dataclass(frozen=True, slots=True)
class Parsed(Event):
    """A page or file was read; `change` says whether the text is new, changed or unchanged."""

    title: str | None
    change: str


@dataclass(frozen=True, slots=True)
class Extracted(Event):
    """An article was extracted, for `reason`."""

    facts: int
    reason: str


@dataclass(frozen=True, slots=True)
class Failed(Event):
    """Something went wrong; it stands in the table `issues` too."""

    stage: Stage
    kind: str
    message: str
    cure: str

    @property
    def line(self) -> str:
        """One line: subject, message, cure."""
        return f"{self.subject}: {self.message}; {self.cure}"


_E = TypeVar("_E", bound=Event)


class Reader(Protocol):
    """What `extract` asks of the extractor."""

    def __call__(self, text: str, *, published: date | None = None, home: str | None = None) -> Extraction:
        """Extract mentions and facts from `text`."""
        ...


def utc_now() -> datetime:
    """The clock of the stages, unless a caller brings another."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Run:
    """One run of a command: counts its events and writes down what fails."""

    store: Store
    id: int
    clock: Callable[[], datetime] = utc_now
    counts: Counter[str] = field(default_factory=Counter)
    facts: int = 0

    def note(self, event: _E) -> _E:
        """Count `event` and hand it back."""
        self.counts[type(event).__name__.lower()] += 1
        if isinstance(event, Extracted):
            self.facts += event.facts
        return event

    def fail(self, stage: Stage, error: ScrapeError | MattranError) -> Failed:
        """Write `error` to the table of issues."""
        kind = type(error).__name__
        self.store.journal.issue(
            self.id, stage=stage, kind=kind, subject=error.where, message=error.what, cure=error.cure, now=self.now()
        )
        return self.note(Failed(error.where, stage, kind, error.what, error.cure))

    def now(self) -> str:
        """The moment, as the tables write it."""
        return self.clock().isoformat()


def prepare(store: Store, data: Path, *, clock: Callable[[], datetime] = utc_now) -> Versions:
    """Bring the store's localities, campaigns and indicators up to the tables in `data`; return what is current."""
    current = versions(data)
    if not store.has_reference(current.lexicon):
        store.put_reference(read_reference(data), digest=current.lexicon, now=clock().isoformat())
    return current


@contextmanager
def running(store: Store, command: str, *, clock: Callable[[], datetime] = utc_now) -> Iterator[Run]:
    """Open a run; it is closed with its counts, unless an error or a kill leaves it open."""
    run = Run(store, store.journal.begin(command, now=clock().isoformat()), clock)
    yield run
    store.journal.finish(run.id, run.counts, now=run.now())


def crawl(
    store: Store, site: Site, client: Client, archive: Archive, *, run: Run, new_only: bool = False
) -> Iterator[Event]:
    """Fetch the site's pages into the archive.

    A page seen before is asked for conditionally, or with `new_only` not at all.
    """
    store.pages.put_site(site)
    problems: list[ScrapeError] = []
    known = store.pages.known if new_only else _unknown
    for link in discover(site, client, known, report=problems.append):
        yield from _failures(run, problems)
        try:
            yield run.note(_fetch(store, site, client, archive, link))
        except Busy as error:
            yield run.fail("crawl", error)
            return
        except FetchError as error:
            yield run.fail("crawl", error)
    yield from _failures(run, problems)


def _unknown(_: str) -> bool:
    return False


def _failures(run: Run, problems: list[ScrapeError]) -> Iterator[Event]:
    while problems:
        yield run.fail("crawl", problems.pop(0))


def _fetch(store: Store, site: Site, client: Client, archive: Archive, link: Link) -> Event:
    answer = fetch(client, link, store.pages.validators(link.url), site=site)
    if isinstance(answer, NotModified):
        store.pages.touch(answer)
        return Unchanged(link.url)
    digest = body_digest(answer.body)
    if digest == store.pages.digest(link.url):  # a server without validators
        store.pages.touch(answer)
        return Unchanged(link.url)
    store.pages.put(answer, site=site.slug, digest=digest, place=archive.add(answer))
    return Fetched(link.url, len(answer.body))


def parse(store: Store, archive: Path, sites: Mapping[str, Site], *, run: Run) -> Iterator[Event]:
    """Read the articles of the pages in folder `archive` that this parser has not read yet; without the network."""
    parser = parser_version()
    for page in store.pages.unparsed(parser):
        with store.db.atomic():
            store.pages.mark_parsed(page, parser)
            event = _parse(store, archive, sites.get(page.site), page, run)
        yield event


def _parse(store: Store, archive: Path, site: Site | None, page: StoredPage, run: Run) -> Event:
    try:
        headers, body = read(archive / page.warc_file, page.warc_offset)
        article = parse_page(page.url, body, headers, site)
        require_vietnamese(article.text, page.url)
    except ArchiveError as error:
        store.pages.forget(page)  # or the server would go on saying that it is unchanged
        return run.fail("parse", error)
    except (ParseError, NotVietnamese) as error:
        return run.fail("parse", error)
    home = site.home if site else None
    record = ArticleRecord.of_page(article, document=page.url, site=page.site, home=home, page=page.id)
    return run.note(Parsed(page.url, article.title, store.articles.put(record).change))


def ingest(
    store: Store, inputs: Iterable[ArticleRecord | InputError], extractor: Reader, current: Versions, *, run: Run
) -> Iterator[Event]:
    """Write and extract articles that came from files; each is in the store with all its facts, or not at all."""
    for article in inputs:
        if isinstance(article, InputError):
            yield run.fail("read", article)
        elif reason := store.articles.reason(article, current):
            extraction = extractor(article.text, published=article.day, home=article.home)
            with store.db.atomic():
                key = store.articles.put(article).key
                facts = store.articles.put_extraction(key, extraction, current=current, now=run.now())
            yield run.note(Extracted(article.document, facts, reason))
        else:
            yield run.note(Unchanged(article.document))


def extract(store: Store, extractor: Reader, current: Versions, *, run: Run) -> Iterator[Event]:
    """Extract the articles of the store whose facts are not those of `current`."""
    for article in store.articles.stale(current):
        extraction = extractor(article.text, published=article.day, home=article.home)
        facts = store.articles.put_extraction(article.id, extraction, current=current, now=run.now())
        yield run.note(Extracted(article.document, facts, article.reason))
