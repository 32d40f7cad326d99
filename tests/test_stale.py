"""What is read again after a change, and why: `mattran extract --stale`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.paths import data_dir
from extractor.pipeline import Extractor
from extractor.stages import Event, Extracted, Kept, extract, ingest, prepare, running
from extractor.store import ArticleRecord, Store

TEXTS = {
    "a.txt": "Năm 2023, xã Hòa Bình trao 5 căn nhà và 12 máy xay ngô.",
    "b.txt": "Năm 2023, xã Hòa Bình trao 60 suất quà.",
    "c.txt": "Năm 2023, huyện Thọ Xuân hiến 900 m2 đất.",
}
Change = Callable[[str, str], list[Event]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the tables, to be changed."""
    folder = tmp_path / "data"
    shutil.copytree(data_dir(), folder, ignore=shutil.ignore_patterns("pages", "gold", "sites", "map"))
    return folder


@pytest.fixture
def changed(tmp_path: Path, data: Path) -> Change:
    """Return what adds a row to a table under a database of the texts, and extracts what is stale."""

    def change(table: str, row: str) -> list[Event]:
        with Store(tmp_path / "a.db") as store, running(store, "test") as run:
            inputs = [ArticleRecord(document=name, text=text) for name, text in TEXTS.items()]
            list(ingest(store, inputs, Extractor(data), prepare(store, data), run=run))
            with (data / table).open("a", encoding="utf-8") as file:
                file.write(row + "\n")
            return list(extract(store, Extractor(data), prepare(store, data), run=run))

    return change


def test_a_new_thing_counted_touches_what_holds_it(changed: Change) -> None:
    assert changed("units.csv", "máy xay ngô,works,1,noun,,") == [
        Extracted("a.txt", 2, "tables changed: máy xay ngô"),
        Kept("b.txt"),
        Kept("c.txt"),
    ]


def test_a_new_alias_touches_what_holds_it(changed: Change) -> None:
    events = changed("gazetteer/aliases.csv", "Thanh Hóa,province,Thọ  Xuân Thanh,no")
    assert [type(event) for event in events] == [Kept, Kept, Kept]


def test_a_table_that_may_touch_any_text_touches_all(changed: Change) -> None:
    events = changed("date_words.csv", "counted,chục nghìn")
    assert [event.reason for event in events if isinstance(event, Extracted)] == ["tables changed"] * 3


def test_what_is_kept_is_not_asked_again(changed: Change, data: Path, tmp_path: Path) -> None:
    changed("units.csv", "máy xay ngô,works,1,noun,,")
    with Store(tmp_path / "a.db") as store, running(store, "test") as run:
        assert list(extract(store, Extractor(data), prepare(store, data), run=run)) == []


def test_facts_are_those_of_a_fresh_database(changed: Change, data: Path, tmp_path: Path) -> None:
    changed("units.csv", "máy xay ngô,works,1,noun,,")
    columns = "document, indicator, value, unit, status, quote, rules"
    sql = f"SELECT {columns} FROM facts JOIN articles ON articles.id = facts.article ORDER BY document, start"
    with Store(tmp_path / "a.db") as store, Store(tmp_path / "b.db") as fresh, running(fresh, "test") as run:
        inputs = [ArticleRecord(document=name, text=text) for name, text in TEXTS.items()]
        list(ingest(fresh, inputs, Extractor(data), prepare(fresh, data), run=run))
        assert store.db.execute(sql).fetchall() == fresh.db.execute(sql).fetchall()


def test_other_code_touches_all_whatever_the_tables(changed: Change, data: Path, tmp_path: Path) -> None:
    changed("units.csv", "máy xay ngô,works,1,noun,,")
    with Store(tmp_path / "a.db") as store, running(store, "test") as run:
        store.db.execute("UPDATE articles SET code_version = 'old', lexicon_digest = NULL")
        events = list(extract(store, Extractor(data), prepare(store, data), run=run))
    assert [type(event) for event in events] == [Extracted] * 3
