"""Keeps the search indexes at what the articles and their facts say.

The indexes hold no text: to take a row out, FTS5 must be told once more what stands in it. So a row is never changed
by itself: what an article's rows were is read before a change, what they are after it, and the difference is written.

A row's number says where it belongs, so that hits come newest first without a look at the tables: that of an article is
its day and its id, that of a sentence the article's and which of its facts it is.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from functools import cache

from sqlite_utils import Database

from extractor.store.digest import search_version
from extractor.text.folding import folded_words

FACETS = ("indicator", "province_code", "province_now_code", "year", "campaign", "status", "aggregation")
"""Columns of `facts_wide`; an article has the facets of all of its facts, and its `site`."""
TABLES = {"search_articles": ("title", "text", "facets"), "search_sentences": ("sentence", "facets")}

_DAY_ONE = date(1970, 1, 1).toordinal()
_LAST_DAY = 2**16 - 1
_ID, _FACT = 32, 14  # bits
_MOST_FACTS = 2**_FACT  # of one article; what comes after them is not found
_BATCH = 500

PUBLISHED = "coalesce(published, substr(published_at, 1, 10))"
"""The day of an article in SQL, also before it was extracted."""
_ARTICLE = f"SELECT id, {PUBLISHED}, title, text, site FROM articles WHERE {{}} = ?"
_KEYS = f"SELECT id FROM articles ORDER BY {PUBLISHED}, id"
_FACTS = f"SELECT sentence, {', '.join(FACETS)} FROM facts_wide WHERE article = ? ORDER BY fact"
_PROVINCES = "SELECT code, valid_from, province, province_now FROM localities"

Rows = dict[tuple[str, int], tuple[str, ...]]
"""By table and number: the cells, the facets last, not folded yet."""
Row = tuple[tuple[str, int], tuple[str, ...]]


def _sql(table: str, *, is_new: bool) -> str:
    columns = ("rowid", *TABLES[table])
    marks = ", ".join("?" for _ in columns)
    if is_new:
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    return f"INSERT INTO {table} ({table}, {', '.join(columns)}) VALUES ('delete', {marks})"


_SQL = {(table, is_new): _sql(table, is_new=is_new) for table in TABLES for is_new in (True, False)}


def article_number(day: str | None, key: int) -> int:
    """Return the number of article `key`, published on `day`."""
    days = date.fromisoformat(day).toordinal() - _DAY_ONE if day else 0
    return min(max(days, 0), _LAST_DAY) << _ID | key


def sentence_number(article: int, place: int) -> int:
    """Return the number of the fact at `place`, from 0, of the article of number `article`."""
    return article << _FACT | place


def article_of(number: int) -> int:
    """Return the id of the article of this number."""
    return number & (1 << _ID) - 1


def fact_of(number: int) -> tuple[int, int]:
    """Return the id of the article and the place in it of the fact whose sentence has this number."""
    return article_of(number >> _FACT), number & (_MOST_FACTS - 1)


ARTICLE_OF_SENTENCE = f"rowid >> {_FACT}"
FIRST_SENTENCE = f"(search_articles.rowid << {_FACT})"
LAST_SENTENCE = f"(search_articles.rowid << {_FACT} | {_MOST_FACTS - 1})"
"""The numbers of a sentence's article, and of the first and last sentence that an article may have, in SQL."""


class Index:
    """The tables `search_articles` and `search_sentences`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._before: dict[str, Rows] | None = None  # by document, within a block that follows

    @contextmanager
    def following(self, document: str) -> Iterator[None]:
        """Keep the indexes at what the block makes of an article; in one transaction with it.

        Inside another such block nothing is written, as that one will.
        """
        with self.together() as before:
            if document not in before:
                before[document] = self._rows("document", document)
            yield

    @contextmanager
    def together(self) -> Iterator[dict[str, Rows]]:
        """Write the indexes once for all articles that are followed in the block, in one transaction with it.

        Yields the rows that they had. FTS5 writes a piece of its index whenever other tables are written in between.
        """
        if self._before is not None:
            yield self._before
            return
        self._before = {}
        try:
            with self._whole():
                yield self._before
                gone, new = set[Row](), set[Row]()
                for document, before in self._before.items():
                    after = self._rows("document", document)
                    gone |= before.items() - after.items()
                    new |= after.items() - before.items()
                self._write(gone, new)
        finally:
            self._before = None

    def _whole(self) -> AbstractContextManager[object]:
        """Return a transaction, or nothing inside one: at a savepoint FTS5 would write a piece of its index."""
        return nullcontext() if self._db.conn.in_transaction else self._db.atomic()

    @contextmanager
    def following_places(self) -> Iterator[None]:
        """Make the indexes anew where the block moves a place to another province."""
        with self._db.atomic():
            before = set(self._db.execute(_PROVINCES).fetchall())
            yield
            if before - set(self._db.execute(_PROVINCES).fetchall()):
                self.renew()

    @property
    def is_fresh(self) -> bool:
        """Say whether the indexes were made by this version of the code."""
        return self._db.execute("SELECT version FROM search_state").fetchall() == [(search_version(),)]

    def renew(self) -> None:
        """Make the indexes anew, in one transaction; some 2,000 articles a second."""
        with self._db.atomic():
            for table in TABLES:
                self._db.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
            keys = [key for (key,) in self._db.execute(_KEYS).fetchall()]
            for first in range(0, len(keys), _BATCH):
                self._write((), [row for key in keys[first : first + _BATCH] for row in self._rows("id", key).items()])
            self._db.execute("DELETE FROM search_state")
            self._db.execute("INSERT INTO search_state (version) VALUES (?)", [search_version()])

    def _rows(self, column: str, value: str | int) -> Rows:
        """Return the rows of an article as they should be; none where it is not there."""
        rows: Rows = {}
        for key, day, title, text, site in self._db.execute(_ARTICLE.format(column), [value]).fetchall():
            number, own = article_number(day, key), _facets(("site",), (site,))
            facets = dict.fromkeys(own)
            facts = self._db.execute(_FACTS, [key]).fetchall()
            for place, (sentence, *asked) in enumerate(facts[:_MOST_FACTS]):
                said = _facets(FACETS, asked)
                rows["search_sentences", sentence_number(number, place)] = sentence, " ".join((*said, *own))
                facets.update(dict.fromkeys(said))
            rows["search_articles", number] = title or "", text, " ".join(facets)
        return rows

    def _write(self, gone: Iterable[Row], new: Iterable[Row]) -> None:
        """Write in the order of the numbers: FTS5 makes a piece of its index for each step back."""
        steps = [*((key, False, cells) for key, cells in gone), *((key, True, cells) for key, cells in new)]
        folded = cache(_folded)  # a sentence is that of several facts
        for (table, number), is_new, (*texts, facets) in sorted(steps):
            self._db.conn.execute(_SQL[table, is_new], [number, *map(folded, texts), facets])


def _folded(text: str) -> str:
    return " ".join(folded_words(text))


def _facets(names: Iterable[str], values: Iterable[object]) -> tuple[str, ...]:
    return tuple([f"{name}={value}" for name, value in zip(names, values, strict=True) if value is not None])
