"""Full-text search in articles, in the sentences of facts, and in the names of campaigns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlite_utils import Database

from extractor.errors import QueryError
from extractor.search.query import Query
from extractor.search.snippet import marked, snippet
from extractor.store.filters import Filters, columns_of, conditions
from extractor.store.hits import Ask, hits
from extractor.store.indexing import FACETS, PUBLISHED, article_of, fact_of
from extractor.text.collation import vietnamese

COLUMNS = {"articles": (*FACETS, "site"), "sentences": (*FACETS, "site"), "campaigns": ()}
"""What can be searched, and the columns that filters may ask there."""
_WEIGHTS = "8.0, 1.0, 0.0"  # of a word in title, text, facets
_ARTICLE = f"""
SELECT id AS article, title, {PUBLISHED} AS published, site, url, document, text AS snippet,
    (SELECT count(*) FROM facts WHERE article = articles.id) AS facts
FROM articles WHERE id = ?
"""
_SENTENCE = """
SELECT fact, article, title, published, site, url, document, indicator, value, value_upper, unit, modifier, status,
    aggregation, period_start, period_end, place_code, place, province_code, province, campaign, quote, sentence
FROM facts_wide WHERE article = ? ORDER BY fact LIMIT 1 OFFSET ?
"""
_CAMPAIGNS = "SELECT id AS campaign, name, type FROM campaigns"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """How many rows answer a search, and those that were asked for; `ranked` where the best stand first.

    Their `title`, `snippet`, `sentence` or `name` is a `Marked`.
    """

    total: int
    ranked: bool
    rows: tuple[Row, ...]


class Search:
    """Reads `search_articles`, `search_sentences` and `campaigns`; filters are those of `Filters.checked`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._kinds: dict[str, Callable[..., Found]] = {
            "articles": self._articles,
            "sentences": self._sentences,
            "campaigns": self._campaigns,
        }

    def kinds(self, filters: Filters) -> tuple[str, ...]:
        """Return what can be searched with these filters: articles, sentences, campaigns."""
        return tuple(kind for kind in self._kinds if set(_columns(filters)) <= set(COLUMNS[kind]))

    def find(self, kind: str, query: Query, filters: Filters, *, limit: int, offset: int = 0) -> Found:
        """Search one kind; raises QueryError where nothing is asked, FilterError where its rows have no such column.

        Of articles those are asked that tell a fact that fits, of sentences those of such a fact, a row a fact.
        """
        conditions(filters, COLUMNS[kind])
        if not query.wanted and not filters:
            what = "it says only what to leave out" if query.unwanted else "it holds no word"
            raise QueryError("query", what, cure="write a word to search for")
        return self._kinds[kind](query, filters, limit=limit, offset=offset)

    def _articles(self, query: Query, filters: Filters, *, limit: int, offset: int) -> Found:
        facets = _facets(filters)
        match, in_title = _match(query, facets, "{title text}"), _match(query, facets, "title")
        tiers = (in_title, f"({match}) NOT title : ({query.fts})") if query.wanted else (match,)
        several = sum(name != "site" for name in filters.asked()) > 1  # of one facet the article's own say as much
        ask = Ask(
            table="search_articles",
            match=match,
            tiers=tiers,
            weights=_WEIGHTS if query.wanted else "",
            facts=_match(Query(), facets, "") if several else "",
        )
        return self._found(ask, limit, offset, lambda number: self._article(article_of(number), query))

    def _sentences(self, query: Query, filters: Filters, *, limit: int, offset: int) -> Found:
        """Search the sentences of facts; all of them say all of the words, so the newest come first."""
        match = _match(query, _facets(filters), "sentence")
        ask = Ask(table="search_sentences", match=match, tiers=(match,))
        return self._found(ask, limit, offset, lambda number: self._sentence(*fact_of(number), query))

    def _campaigns(self, query: Query, filters: Filters, *, limit: int, offset: int) -> Found:
        """Search the names; those with most facts come first."""
        count = "SELECT count(*) FROM facts WHERE campaign = ?"
        rows = [row for row in self._db.query(_CAMPAIGNS) if query.answered(row["name"])]
        for row in rows:
            [(row["facts"],)] = self._db.execute(count, [row["campaign"]]).fetchall()
        rows.sort(key=lambda row: (-row["facts"], vietnamese(row["name"])))
        shown = ({**row, "name": marked(row["name"], query)} for row in rows[offset : offset + limit])
        return Found(len(rows), True, tuple(shown))

    def _found(self, ask: Ask, limit: int, offset: int, row: Callable[[int], Row]) -> Found:
        total, ranked, numbers = hits(self._db, ask)
        return Found(total, ranked, tuple(map(row, islice(numbers, offset, offset + limit))))

    def _article(self, key: int, query: Query) -> Row:
        [row] = self._db.query(_ARTICLE, [key])
        title = row["title"] or ""
        return {**row, "title": marked(title, query), "snippet": snippet(row["snippet"], query, title=title)}

    def _sentence(self, article: int, place: int, query: Query) -> Row:
        [row] = self._db.query(_SENTENCE, [article, place])
        return {**row, "title": marked(row["title"] or "", query), "sentence": marked(row["sentence"], query)}


def _match(query: Query, facets: Sequence[str], columns: str) -> str:
    """Return what FTS5 is to find in `columns`; all its words are letters and digits, so it refuses none."""
    words = [f"{columns} : ({query.fts})"] if query.wanted else []
    wanted = " AND ".join([*words, *facets])
    return f"({wanted}) NOT {columns} : ({query.fts_unwanted})" if query.unwanted else wanted


def _facets(filters: Filters) -> list[str]:
    """Return what FTS5 is to find among the facets."""
    found = []
    for name, value in filters.asked().items():
        words = (f'"{column}={value}"' for column in columns_of(name))
        found.append(f"facets : ({' OR '.join(words)})")
    return found


def _columns(filters: Filters) -> Iterator[str]:
    return (column for name in filters.asked() for column in columns_of(name))
