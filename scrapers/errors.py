# ruff: noqa: N818
"""Everything that can go wrong between a site file and an article.

ScrapeError                 (a `where`, `what` went wrong, and the `cure`)
├── SiteError               a site file is wrong: fatal, the run does not start
├── FetchError              a page did not come
│   ├── Unreachable         no connection, a timeout, a broken body; may pass
│   ├── Refused             an answer that means no: 4xx, 5xx after all retries (`status`)
│   │   └── Busy            429 or 503 that asks for a longer wait than we grant (`retry_after`)
│   ├── Disallowed          robots.txt forbids it
│   ├── ForeignHost         a redirect to a host that is not the site's, or to another scheme
│   ├── TooLarge            more bytes than one page may have
│   └── Blocked             an answer that is no page: challenge, login, error page with status 200 (`kind`)
├── ArchiveError            the archive cannot be written, or a record in it cannot be read
└── ParseError              a page came and was not understood
    └── NoArticle           the page holds no article: a list, a form, an empty body
"""


class ScrapeError(Exception):
    """Something at `where` (an address or a file) failed; `str()` is one line that ends with the cure."""

    def __init__(self, where: str, what: str, *, cure: str) -> None:
        super().__init__(where, what, cure)
        self.where = where
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        """One line: where, what, cure."""
        return " ".join(f"{self.where}: {self.what}; {self.cure}".split())


class SiteError(ScrapeError):
    """A site file is wrong: fatal, the run does not start."""


class FetchError(ScrapeError):
    """A page did not come."""


class Unreachable(FetchError):
    """No connection, a timeout or a broken body."""


class Refused(FetchError):
    """The server said no; `status` is its answer."""

    def __init__(self, where: str, what: str, *, cure: str, status: int) -> None:
        super().__init__(where, what, cure=cure)
        self.status = status


class Busy(Refused):
    """The server asks for `retry_after` seconds of rest, more than we wait within a run."""

    def __init__(self, where: str, what: str, *, cure: str, status: int, retry_after: float) -> None:
        super().__init__(where, what, cure=cure, status=status)
        self.retry_after = retry_after


class Disallowed(FetchError):
    """robots.txt forbids the address."""


class ForeignHost(FetchError):
    """A redirect leads off the site."""


class TooLarge(FetchError):
    """The body has more bytes than a page may have."""


class Blocked(FetchError):
    """The answer is no page; `kind` is challenge, login or missing."""

    def __init__(self, where: str, what: str, *, cure: str, kind: str) -> None:
        super().__init__(where, what, cure=cure)
        self.kind = kind


class ArchiveError(ScrapeError):
    """The archive can't be written, or a record in it can't be read."""


class ParseError(ScrapeError):
    """A page came and was not understood."""


class NoArticle(ParseError):
    """The page holds no article."""
