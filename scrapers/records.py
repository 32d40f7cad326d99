"""One record for each moment of the flow: Site, Link, Exchange, Page, Article."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

VIETNAM = timezone(timedelta(hours=7), "+07")
"""The one clock of the country: no summer time since 1975."""
_USUAL_PORTS = (None, 80, 443)


@dataclass(frozen=True, slots=True)
class Seed:
    """Where links are found: `kind` is feed, sitemap, listing or robots (the sitemaps that robots.txt names).

    `next` is the address of a listing's further pages. In it `{page}` runs from 2 to `pages`, `{offset}` is
    `(page - 1) * step`, and `{day}` is a day as `DD-MM-YYYY`, today first, `days` of them, each paged through from 1.
    """

    kind: str
    url: str
    next: str | None = None
    pages: int = 1
    step: int = 10
    days: int = 7


@dataclass(frozen=True, slots=True)
class Site:
    """A portal as its file in data/sites describes it.

    `home` is the code of its province, `delay` the seconds between two requests to one host. `hosts` are the names of
    this one portal, the first that of `base_url`: the others (`www.`, `m.`, an old name) are its twins, and every
    address is folded onto the first. `article` is a pattern found in the path and query of an article's address; its
    groups, where it has some, are the article's identity. `selectors` point at a field where the family's own do not
    (`title`, `lead`, `body`, `date`, …). `date_format` (as strptime has it) and `timezone` tell how its dates are read.
    `expected` are the articles a week, fewest and most. `max_requests` and `max_bytes` bound one run. `ca_file` holds
    the certificates to trust beside the usual ones.
    """

    slug: str
    name: str
    base_url: str
    family: str = "generic"
    home: str | None = None
    seeds: tuple[Seed, ...] = ()
    hosts: tuple[str, ...] = ()
    delay: float = 2.0
    article: str | None = None
    selectors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    date_format: str | None = None
    timezone: tzinfo = VIETNAM
    expected: tuple[int, int] | None = None
    max_requests: int = 2_000
    max_bytes: int = 500_000_000
    ca_file: Path | None = None
    verified: bool = False

    def allows(self, url: str) -> bool:
        """Say whether `url` is a web address on one of the site's own hosts."""
        try:
            parts = urlsplit(url)
            return parts.scheme in ("http", "https") and self.owns(parts)
        except ValueError:  # of no address, or of a port that there is not
            return False

    def owns(self, address: SplitResult) -> bool:
        """Say whether host and port of an address are the site's; raise ValueError for a port that there is not.

        `hosts` are twins and so are http and https; another port is another site.
        """
        return address.hostname in self.hosts and address.port in (*_USUAL_PORTS, urlsplit(self.base_url).port)


@dataclass(frozen=True, slots=True)
class Link:
    """An article's canonical address, and the identity under which its site knows it.

    `hints` is what its place says of it: `title`, `published` (an ISO day), `seed`.
    """

    url: str
    site: str
    key: str = ""
    hints: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies in the archive: `file` is its name in the folder, `offset` and `length` count bytes.

    `digest` is that of the payload as it came, `sha1:BASE32`; `revisit` where the record has no body because the
    archive held the same payload of the same address already.
    """

    file: str
    offset: int
    length: int
    digest: str
    record_id: str
    revisit: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """An answer that the archive holds: what a revisit record refers to."""

    url: str
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Validators:
    """What is known of a page: the last answer's ETag and Last-Modified, to be sent, and its capture."""

    etag: str | None = None
    last_modified: str | None = None
    capture: Capture | None = None


HeaderLines = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer as they went over the wire, chunks joined: `body` is still encoded.

    `truncated` is why the body is not whole (`length`, `time`, `disconnect`), None where it is.
    """

    url: str
    request: HeaderLines
    status: int
    reason: str
    headers: HeaderLines
    body: bytes
    fetched_at: datetime
    address: str | None = None
    truncated: str | None = None
    known: Capture | None = None


Recorder = Callable[[Exchange], Place]
"""Keeps an exchange; raises ArchiveError."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with its body, content encodings undone; header names are in lower case, `fetched_at` is in UTC."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    place: Place | None = None

    @property
    def validators(self) -> Validators:
        """What to send next time."""
        return Validators(etag=self.headers.get("etag"), last_modified=self.headers.get("last-modified"))


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The page is as it was: the answer is 304, or `page` with the body that the archive holds already."""

    url: str
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader sees of a page: no menus, no boxes of other articles, no counters.

    Every string is NFC without no-break or zero-width characters; a paragraph may hold line breaks (list items, table
    rows, `<br>`). `published` bears +07:00; `layout` names the layout that read the page.
    """

    url: str | None
    title: str
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()
    published: datetime | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()
    canonical_url: str | None = None
    layout: str = "generic"

    @property
    def text(self) -> str:
        """Title, lead and paragraphs with blank lines between: the text that facts point into."""
        return "\n\n".join(part for part in (self.title, self.lead, *self.paragraphs) if part)
