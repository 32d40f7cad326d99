"""Articles are written together, and none of them is lost to Ctrl-C or to an error behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.stages.batches import LONGEST, MOST, batches, together
from extractor.store import ArticleRecord, Store
from tests.samples import TEXT, opened


def counting(stop: int, error: type[BaseException] | None = None) -> Iterator[int]:
    yield from range(stop)
    if error:
        raise error


class TestBatches:
    @pytest.mark.parametrize("count", [0, 1, MOST - 1, MOST, MOST + 1, 3 * MOST])
    def test_hold_each_item_once_in_order_and_never_too_many(self, count: int) -> None:
        found = list(batches(counting(count)))
        assert [item for batch in found for item in batch] == list(range(count))
        assert all(0 < len(batch) <= MOST for batch in found)

    def test_are_short_where_items_come_slowly(self) -> None:
        seconds = iter(range(100))
        assert LONGEST < 1
        assert list(batches(counting(3), clock=lambda: next(seconds))) == [[0], [1], [2]]

    @pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
    def test_what_came_before_an_error_comes_before_it(self, error: type[BaseException]) -> None:
        found: list[list[int]] = []
        with pytest.raises(error):
            found.extend(batches(counting(MOST + 1, error)))
        assert found == [list(range(MOST)), [MOST]]

    def test_end_where_nobody_asks_for_more(self) -> None:
        asked = batches(counting(3 * MOST))
        next(asked)
        asked.close()
        assert next(asked, None) is None


class TestTogether:
    @staticmethod
    def documents(store: Store) -> list[str]:
        return [row["document"] for row in store.db.query("SELECT document FROM articles ORDER BY id")]

    def test_ctrl_c_in_the_middle_leaves_all_of_them_stored(self, tmp_path: Path) -> None:
        asked: list[str] = []

        def write(name: str) -> None:
            asked.append(name)
            store.articles.put(ArticleRecord(document=name, text=TEXT))
            if asked == ["a", "b"]:
                raise KeyboardInterrupt

        with opened(tmp_path / "n.db") as store:
            with pytest.raises(KeyboardInterrupt):
                together(store, write, ["a", "b", "c"])
            assert self.documents(store) == ["a", "b", "c"]
            assert not store.db.conn.in_transaction

    def test_an_error_in_the_middle_leaves_none(self, tmp_path: Path) -> None:
        def write(name: str) -> None:
            store.articles.put(ArticleRecord(document=name, text=TEXT))
            if name == "b":
                raise OSError("full")

        with opened(tmp_path / "n.db") as store:
            with pytest.raises(OSError, match="full"):
                together(store, write, ["a", "b", "c"])
            assert self.documents(store) == []
            assert store.count("search_articles") == 0

    def test_an_article_that_comes_twice_is_found_as_it_came_last(self, tmp_path: Path) -> None:
        def write(text: str) -> None:
            store.articles.put(ArticleRecord(document="a", text=text))

        def found(word: str) -> int:
            sql = "SELECT count(*) FROM search_articles WHERE search_articles MATCH ?"
            return int(store.db.execute(sql, [word]).fetchone()[0])

        with opened(tmp_path / "n.db") as store:
            together(store, write, ["một"])
            together(store, write, ["hai", "ba"])
            assert (store.count("search_articles"), found("mot"), found("hai"), found("ba")) == (1, 0, 0, 1)
