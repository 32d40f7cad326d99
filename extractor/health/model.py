"""What the database says of a site."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """Issues of one kind, site and message in one run: `count` of them, the first with `subject`.

    `articles` of them have the address of a known article; the others are of lists, of robots.txt, of the host.
    """

    stage: str
    kind: str
    message: str
    cure: str
    subject: str
    count: int
    articles: int


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit came to; `bytes` of bodies as they came, `waited` in seconds."""

    run: int
    at: datetime
    lists: int
    requests: int
    not_modified: int
    bytes: int
    waited: float
    links: int
    pages: int
    articles: int
    facts: int
    issues: int


@dataclass(frozen=True, slots=True)
class Fill:
    """How many of the newest have something, and of those before: shares from 0 to 1, and of how many.

    `field` is `page` (of the articles that were asked for, those that came), `article` (of the pages that came, those
    that were understood), or a field of the articles: `date`, `lead`, `author`.
    """

    field: str
    recent: float
    earlier: float
    n_recent: int
    n_earlier: int


@dataclass(frozen=True, slots=True)
class Recent:
    """One of the articles that came last: its publication date as the page has it, and when the page came."""

    published: datetime | None
    fetched: datetime


@dataclass(frozen=True, slots=True)
class SiteState:
    """A site as the database knows it.

    `expected` are the articles a week, fewest and most; `visit` the last one, `before` when the one before it was,
    `first_visit` when the first was; `missed` the pages that came in the last visit and were not understood; `newest`
    when the last new article came; `waiting` the pages still to be fetched; `recent` the articles that came last, the
    last first; `troubles` the issues of the last visit's run.
    """

    slug: str
    name: str
    base_url: str
    family: str
    expected: tuple[int, int] | None
    visit: Visit | None
    before: datetime | None
    first_visit: datetime | None
    missed: int
    articles: int
    newest: datetime | None
    waiting: int
    fills: tuple[Fill, ...]
    recent: tuple[Recent, ...]
    troubles: tuple[Trouble, ...]
