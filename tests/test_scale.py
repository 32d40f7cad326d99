"""The run of docs/scale.md, small: every fact, every copy and what a new row touches are as the articles were made."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.scale import compared, local
from tests.scale_articles import REPRINTS, article, articles


def test_an_article_is_the_same_at_every_call() -> None:
    assert list(articles(3, first=7)) == [article(7), article(8), article(9)]


def test_every_fact_of_made_articles_is_found_and_no_other(tmp_path: Path) -> None:
    count = 4 * REPRINTS
    found = local(tmp_path, count, jobs=1)
    assert found["articles"] == count
    assert (found["facts missing"], found["facts too many"]) == (0, 0)
    assert found["facts right"] == sum(len(made.facts) for made in articles(count)) == found["facts"]
    assert (found["copies right"], found["copies missing"], found["copies too many"]) == (4, 0, 0)
    assert found["facts in no claim"] == 0
    assert (found["nothing stale, extracted"], found["nothing stale, kept"]) == (0, 0)
    assert (found["a new row, extracted"], found["a new row, kept"]) == (2, count - 2)
    spoilt = tmp_path / "scale.db"
    with closing(sqlite3.connect(spoilt)) as db, db:
        db.execute("UPDATE facts SET value = value + 1 WHERE id = (SELECT min(id) FROM facts)")
    after = compared(spoilt, count)
    assert (after["facts missing"], after["facts too many"]) == (1, 1)
