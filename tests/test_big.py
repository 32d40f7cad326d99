"""The database that is measured on is whole, and what its rows say stands in its texts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.search.query import parse
from extractor.store import Filters, Store
from tests.big import make

ARTICLES, FACTS = 60, 600


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("big") / "big.db"
    make(path, articles=ARTICLES, facts=FACTS)
    with Store.reader(path) as store:
        yield store


def test_it_has_as_many_rows_as_were_asked_for(store: Store) -> None:
    assert (store.count("articles"), store.count("facts")) == (ARTICLES, FACTS)
    assert store.count("claims_wide") > 0.9 * FACTS
    assert store.count("totals") > 0


@pytest.mark.parametrize("table", ["facts", "fact_evidence", "quantity_mentions", "locality_mentions"])
def test_what_a_row_quotes_stands_in_its_text(table: str, store: Store) -> None:
    article = "(SELECT article FROM facts WHERE facts.id = fact)" if table == "fact_evidence" else "article"
    quote = "quote" if table == "facts" else f"{table}.text"
    sql = f"""
        SELECT count(*), sum(substr(articles.text, start + 1, "end" - start) = {quote})
        FROM {table} JOIN articles ON articles.id = {article}
    """
    [(rows, right)] = store.db.execute(sql).fetchall()
    assert rows == right > 0


def test_sentences_stand_where_they_say(store: Store) -> None:
    same = "substr(text, sentence_start + 1, sentence_end - sentence_start) = sentence"
    sql = f"SELECT sum({same}) FROM facts JOIN articles"
    assert store.db.execute(f"{sql} ON articles.id = article").fetchone() == (FACTS,)


def test_its_parts_fit_together(store: Store) -> None:
    assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    [(indexes,)] = store.db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'facts_article'").fetchall()
    assert indexes == 1


def test_it_can_be_searched(store: Store) -> None:
    assert store.search.find("articles", parse("dong"), Filters(), limit=5).total > ARTICLES / 2


def test_it_is_the_same_at_every_call(store: Store, tmp_path: Path) -> None:
    make(tmp_path / "again.db", articles=ARTICLES, facts=FACTS)
    sql = "SELECT id, article, value, quote, sentence, locality, period_start FROM facts ORDER BY id"
    with Store.reader(tmp_path / "again.db") as again:
        assert again.db.execute(sql).fetchall() == store.db.execute(sql).fetchall()
