"""What goes through the engine: parts of inputs, their records, and what came of each part."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extractor.engine.pool import TIME_LIMIT
from extractor.errors import Defect, MattranError
from extractor.store import ArticleRecord, Versions
from scrapers.errors import ScrapeError

Kind = Literal["parquet", "warc", "store"]


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of an input that is done as one: a row group, a WARC file, or a range of a database's articles.

    `input` is the input's whole address. `state` is the digest of what the part holds and of all that reads it: a part
    of the same state need not be done again.
    """

    input: str
    kind: Kind
    part: int
    state: str

    @property
    def name(self) -> str:
        """The digest of which part it is, whatever it holds."""
        return digest(self.input, self.part)


@dataclass(frozen=True, slots=True)
class Found:
    """An article of an input: `position` is its row, byte or id there.

    Articles of the same `key` are one, and the one that was `fetched_at` last holds.
    """

    position: int
    article: ArticleRecord
    key: str
    fetched_at: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A record that came to nothing, and why.

    `again` where another try may do better: the input broke off here, or the article's time or process ended.
    """

    position: int
    url: str | None
    error: MattranError | ScrapeError
    again: bool = False

    @classmethod
    def of(cls, error: Exception, *, position: int, url: str | None, where: str) -> "Bad":
        """Return the record for `error`; one that is not told to users is a defect of ours."""
        known = error if isinstance(error, MattranError | ScrapeError) else Defect.of(error, where=where)
        return cls(position, url, known)


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker is told: where to write, for which run, by which versions, and what the caller said.

    `time_limit` is in seconds, for one article.
    """

    folder: Path
    run: str
    versions: Versions
    published: str | None = None
    home: str | None = None
    time_limit: float = TIME_LIMIT


def digest(*parts: object) -> str:
    """Return the digest of what `parts` say."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
