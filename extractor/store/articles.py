"""Articles, and what was found in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import chain, count, repeat
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from sqlite_utils import Database

from extractor.store.digest import TABLES_CHANGED, State, Versions, stale, text_digest
from extractor.store.indexing import Index
from extractor.store.rows import MENTION_TABLES, ArticleRows, article_rows, storable
from extractor.store.sql import insert_values, upsert
from scrapers.records import Article

if TYPE_CHECKING:
    from extractor.pipeline import Extraction

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """An article before its extraction; `document` is its address or path, `published_at` an ISO 8601 day or moment."""

    document: str
    text: str
    title: str | None = None
    lead: str | None = None
    author: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    site: str | None = None
    home: str | None = None
    layout: str | None = None
    published_at: str | None = None
    page: int | None = None

    @classmethod
    def of_page(
        cls,
        article: Article,
        *,
        document: str,
        site: str | None = None,
        home: str | None = None,
        page: int | None = None,
    ) -> Self:
        """Return the record of a parsed page or HTML file."""
        return cls(
            document=document,
            text=article.text,
            title=article.title,
            lead=article.lead,
            author=article.author,
            url=article.url,
            canonical_url=article.canonical_url,
            site=site,
            home=home,
            layout=article.layout,
            published_at=article.published.isoformat() if article.published else None,
            page=page,
        )

    @property
    def day(self) -> date | None:
        """The day of `published_at`, by the clock that it bears."""
        return _day(self.published_at)

    @property
    def digest(self) -> str:
        """The digest of all that the extraction is told."""
        return text_digest(self.text, published=self.published_at, home=self.home)


_COLUMNS = tuple(field.name for field in fields(ArticleRecord))


@dataclass(frozen=True, slots=True)
class StaleArticle:
    """An article to extract, and why; `read_with` is the lexicon it was read with where nothing else has changed."""

    id: int
    document: str
    text: str
    published_at: str | None
    home: str | None
    site: str | None
    reason: str
    read_with: str | None = None

    @property
    def day(self) -> date | None:
        """The day of `published_at`, by the clock that it bears."""
        return _day(self.published_at)


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).date() if moment else None


class Written(NamedTuple):
    """An article's id, and what writing it changed."""

    key: int
    change: Change


class Articles:
    """The table `articles` and all that hangs on its rows."""

    def __init__(self, db: Database, index: Index) -> None:
        self._db = db
        self._index = index

    def put(self, article: ArticleRecord, *, added_at: str | None = None) -> Written:
        """Write an article; where its text changed, what was found in the old text goes in the same transaction.

        `added_at` is when it came, and holds if it is new.
        """
        row: dict[str, Any] = {"digest": article.digest}
        for name in _COLUMNS:
            value = getattr(article, name)
            row[name] = storable(value) if isinstance(value, str) else value
        with self._index.following(article.document):
            self._db.execute(upsert("articles", row, key=["document"]), row)
            came = "UPDATE articles SET added_at = ? WHERE document = ? AND added_at IS NULL"
            self._db.execute(came, [added_at, article.document])
            return self._settle(article)

    def _settle(self, article: ArticleRecord) -> Written:
        [(key, digest, extracted)] = self._db.execute(
            "SELECT id, digest, extracted_digest FROM articles WHERE document = ?", [article.document]
        ).fetchall()
        if extracted is None:
            return Written(key, "new")
        if extracted == digest:
            return Written(key, "unchanged")
        self._clear(key)
        self._db.execute("UPDATE articles SET extracted_digest = '' WHERE id = ?", [key])  # the old text may come back
        return Written(key, "changed")

    def reason(self, article: ArticleRecord, current: Versions) -> str | None:
        """Return why `article` must be extracted, None where it is in the store with the facts of `current`."""
        state = self._db.execute(
            "SELECT extracted_digest, lexicon_digest, code_version FROM articles WHERE document = ?", [article.document]
        ).fetchone()
        return stale(State(article.digest, *(state or (None, None, None))), current)

    def stale(self, current: Versions) -> Iterator[StaleArticle]:
        """Yield the articles whose facts are not those of `current`, one text in memory at a time."""
        sql = "SELECT id, digest, extracted_digest, lexicon_digest, code_version FROM articles ORDER BY id"
        for key, *state in self._db.execute(sql).fetchall():
            if reason := stale(State(*state), current):
                columns = "document, text, published_at, home, site"
                [row] = self._db.query(f"SELECT {columns} FROM articles WHERE id = ?", [key])
                _, _, lexicon, code = state
                tables_only = reason == TABLES_CHANGED and code == current.code
                yield StaleArticle(id=key, reason=reason, **row, read_with=lexicon if tables_only else None)

    def keep(self, key: int, current: Versions) -> None:
        """Say that the facts of article `key` are what the tables of `current` give, too."""
        self._db.execute("UPDATE articles SET lexicon_digest = ? WHERE id = ?", [current.lexicon, key])

    def put_extraction(self, key: int, extraction: "Extraction", *, current: Versions, now: str) -> int:
        """Do as `put_rows` with the rows of `extraction`."""
        return self.put_rows(key, article_rows(extraction), current=current, now=now)

    def put_rows(self, key: int, rows: ArticleRows, *, current: Versions, now: str) -> int:
        """Replace what was found in article `key`, and nothing else, in one transaction; return the number of facts."""
        [(document,)] = self._db.execute("SELECT document FROM articles WHERE id = ?", [key]).fetchall()
        with self._index.following(document):
            self._clear(key)
            return self._fill(key, rows, current=current, now=now)

    def put_whole(self, article: ArticleRecord, rows: ArticleRows, *, current: Versions, now: str) -> int:
        """Write an article and what was found in it, in one transaction; return the number of facts."""
        with self._index.following(article.document):
            key, change = self.put(article, added_at=now)
            if change == "unchanged":
                self._clear(key)
            return self._fill(key, rows, current=current, now=now)

    def _clear(self, key: int) -> None:
        for table in (*MENTION_TABLES, "facts"):
            self._db.execute(f"DELETE FROM {table} WHERE article = ?", [key])

    def _fill(self, key: int, rows: ArticleRows, *, current: Versions, now: str) -> int:
        """Write what was found in an article of which nothing is there; return the number of facts."""
        self._insert_all("campaigns", rows.campaigns.values(), verb="INSERT OR IGNORE")
        for table, mentions in rows.mentions.items():
            self._insert_all(table, mentions, ("article",), repeat((key,)))
        first = self._next_id("facts")
        self._insert_all("facts", rows.facts, ("id", "article"), zip(count(first), repeat(key)))
        facts = ((first + i,) for i, found in enumerate(rows.evidence) for _ in found)
        self._insert_all("fact_evidence", chain.from_iterable(rows.evidence), ("fact",), facts)
        self._db.execute(
            "UPDATE articles SET title = coalesce(title, ?), published = ?, extracted_digest = digest, "
            "lexicon_digest = ?, code_version = ?, extracted_at = ? WHERE id = ?",
            [rows.title, rows.published, current.lexicon, current.code, now, key],
        )
        return len(rows.facts)

    def _next_id(self, table: str) -> int:
        [(last,)] = self._db.execute(f"SELECT max(id) FROM {table}").fetchall()
        return int(last or 0) + 1

    def _insert_all(
        self,
        table: str,
        rows: Iterable[Mapping[str, Any]],
        names: Sequence[str] = (),
        keys: Iterable[tuple[int, ...]] = repeat(()),
        *,
        verb: str = "INSERT",
    ) -> None:
        """Insert rows that hold the same columns in the same order, each with its keys in the columns `names`."""
        batch = list(rows)
        if batch:
            sql = insert_values(table, (*names, *batch[0]), verb=verb)
            self._db.conn.executemany(sql, [(*own, *row.values()) for own, row in zip(keys, batch, strict=False)])
