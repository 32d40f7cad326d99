"""What the stages tell while they run, and the run that writes it down."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from extractor.errors import MattranError
from extractor.store import DatabaseError, Store
from scrapers.errors import ScrapeError

Stage = Literal["run", "crawl", "parse", "extract", "read", "consolidate", "import", "report"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to `subject`, an address or a path, on the way of `site`."""

    subject: str
    site: str | None = field(default=None, kw_only=True, compare=False)


@dataclass(frozen=True, slots=True)
class Discovered(Event):
    """A site's seeds were walked: so many `links` are new, so many pages `waiting` to be fetched."""

    links: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Found(Event):
    """A page that would be fetched, in a dry run."""


@dataclass(frozen=True, slots=True)
class Fetched(Event):
    """A page came, new or changed; `size` in bytes."""

    size: int


@dataclass(frozen=True, slots=True)
class Unchanged(Event):
    """A page is as it was; nothing follows from it."""


@dataclass(frozen=True, slots=True)
class Kept(Event):
    """An article's facts hold: the tables have changed, but it holds no words of the changed rows."""


@dataclass(frozen=True, slots=True)
class Visited(Event):
    """A site's turn is over; `lists` came, `bytes` of bodies as they came, seconds `waited` for politeness."""

    lists: int
    requests: int
    not_modified: int
    bytes: int
    waited: float


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
class Clustered(Event):
    """An article is a near-duplicate of `first`, which was published before it."""

    first: str


@dataclass(frozen=True, slots=True)
class Consolidated(Event):
    """The facts of one indicator, status and province of today were compared anew: so many make so many claims."""

    facts: int
    claims: int


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


def utc_now() -> datetime:
    """The clock of the stages, unless a caller brings another."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Run:
    """One run of a command: counts its events, by site too, and writes down what fails."""

    store: Store
    id: int
    clock: Callable[[], datetime] = utc_now
    counts: Counter[str] = field(default_factory=Counter)
    facts: int = 0
    visits: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def note(self, event: _E) -> _E:
        """Count `event` and hand it back."""
        self.counts[type(event).__name__.lower()] += 1
        if isinstance(event, Extracted):
            self.facts += event.facts
        if event.site is not None:
            self.visits[event.site].update(_visit_counts(event))
        return event

    def fail(self, stage: Stage, error: ScrapeError | MattranError, *, site: str | None = None) -> Failed:
        """Write `error` to the table of issues."""
        failed = Failed(error.where, stage, type(error).__name__, error.what, error.cure, site=site)
        self._write(failed)
        return self.note(failed)

    def _write(self, failed: Failed) -> None:
        self.store.journal.issue(
            self.id,
            site=failed.site,
            stage=failed.stage,
            kind=failed.kind,
            subject=failed.subject,
            message=failed.message,
            cure=failed.cure,
            now=self.now(),
        )

    def close(self) -> None:
        """Write what the run came to."""
        self.store.journal.finish(self.id, self.counts, now=self.now(), visits=self.visit_rows())

    def now(self) -> str:
        """The moment, as the tables write it."""
        return self.clock().isoformat()

    def visit_rows(self) -> list[dict[str, Any]]:
        """Return the rows of `visits`: of the sites that were visited, not of those that only had pages to parse."""
        return [
            {"site": site, **{name: counts[name] for name in _VISIT}}
            for site, counts in sorted(self.visits.items())
            if counts["visits"]
        ]


class Rehearsal(Run):
    """A run that leaves no trace: what fails is told and not written."""

    def _write(self, failed: Failed) -> None:
        pass


_VISIT = ("lists", "requests", "not_modified", "bytes", "waited", "links", "pages", "articles", "facts", "issues")


def _visit_counts(event: Event) -> dict[str, Any]:
    """Return what an event adds to the visit of its site."""
    match event:
        case Visited():
            cost = {name: getattr(event, name) for name in ("lists", "requests", "not_modified", "bytes", "waited")}
            return {**cost, "visits": 1}
        case Discovered(links=links):
            return {"links": links}
        case Fetched():
            return {"pages": 1}
        case Parsed(change="new"):
            return {"articles": 1}
        case Extracted(facts=facts):
            return {"facts": facts}
        case Failed():
            return {"issues": 1}
    return {}


@contextmanager
def running(store: Store, command: str, *, clock: Callable[[], datetime] = utc_now) -> Iterator[Run]:
    """Open a run and close it with its counts; what ends it early is its last issue. Only a kill leaves it open.

    Raises StoreError where the database can't be written, whatever was being written.
    """
    with store.plain_errors():
        run = Run(store, store.journal.begin(command, now=clock().isoformat(), pid=os.getpid()), clock)
        try:
            yield run
        except (ScrapeError, MattranError) as error:
            with suppress(DatabaseError):  # the disk may be full
                run.fail("run", error)
                run.close()
            raise
        except KeyboardInterrupt:
            run.counts["interrupted"] += 1
            run.close()
            raise
        run.close()
