# ruff: noqa: N818
"""Everything that can go wrong between a site file and an article.

ScrapeError                 (a `where`, `what` went wrong, and the `cure`)
├── SiteError               a site file is wrong: fatal, the run does not start
├── FetchError              a page did not come
│   ├── Unreachable         no connection, a timeout, a broken body; may pass
│   │   └── NoSuchHost      the name has no address
│   ├── BadCertificate      the server's certificate does not hold
│   ├── Refused             an answer that means no: 4xx, 5xx after all retries (`status`)
│   │   └── Busy            429 or 503 that asks for a longer wait than we grant (`retry_after`)
│   ├── NoRobots            robots.txt does not come: nothing of the host is asked for
│   ├── Disallowed          robots.txt forbids it
│   │   └── Closed          robots.txt forbids it at this hour
│   ├── ForeignHost         a redirect off the site or to another scheme, a name with a private address
│   ├── Moved               an article's address leads to another article
│   ├── TooLarge            more bytes than one page may have
│   ├── BudgetSpent         the requests or bytes of the site or the run are used up
│   └── Blocked             an answer that is no page: challenge, login, error page with status 200 (`kind`)
├── Gap                     a seed shows only new articles: older ones may have passed unseen
├── ArchiveError            the archive cannot be written, or a record in it cannot be read
└── ParseError              a page came and was not understood
    ├── NoLinks             a seed holds no article's address
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


class NoSuchHost(Unreachable):
    """The host's name has no address."""


class BadCertificate(FetchError):
    """The server's certificate is expired, of another name, or of an authority that is not trusted."""


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


class NoRobots(FetchError):
    """robots.txt did not come, so that no page of its host may be asked for."""


class Disallowed(FetchError):
    """robots.txt forbids the address."""


class Closed(Disallowed):
    """robots.txt forbids visits at this hour."""


class ForeignHost(FetchError):
    """A redirect leads off the site."""


class Moved(FetchError):
    """An article's address leads to another article."""


class TooLarge(FetchError):
    """The body has more bytes than a page may have."""


class BudgetSpent(FetchError):
    """The requests or bytes of the site or of the run are used up."""


class Blocked(FetchError):
    """The answer is no page; `kind` is challenge, login, missing or file."""

    def __init__(self, where: str, what: str, *, cure: str, kind: str) -> None:
        super().__init__(where, what, cure=cure)
        self.kind = kind


class Gap(ScrapeError):
    """A seed that was walked before shows only new articles, so that older ones may have passed unseen."""


class ArchiveError(ScrapeError):
    """The archive can't be written, or a record in it can't be read."""


class ParseError(ScrapeError):
    """A page came and was not understood."""


class NoLinks(ParseError):
    """A seed holds no article's address."""


class NoArticle(ParseError):
    """The page holds no article."""


ENDS = (NoRobots, Closed, Busy, BudgetSpent, NoSuchHost, BadCertificate)
"""Errors after which nothing else of the site is asked for in this run."""
