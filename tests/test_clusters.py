"""The clusters of the store: who copies whom, who was first, and that no order of events matters."""

from collections.abc import Iterator
from itertools import cycle, permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.store import ArticleRecord, Store
from extractor.store.clusters import Clusters, Placed
from tests.reprints import CHANGED, COPIES, OTHERS, PATTERNS, PORTAL
from tests.texts import gold

COPY = COPIES["another lead mark and signature"]
OTHER_FIGURE = CHANGED["one figure"]
FEASTS = PATTERNS["the same feast in another village"]
PARAGRAPHS = PORTAL.split("\n\n")
CHAIN = [
    "\n\n".join(paragraphs)
    for paragraphs in (PARAGRAPHS, PARAGRAPHS[:3] + PARAGRAPHS[4:], PARAGRAPHS[:3] + PARAGRAPHS[4:5])
]
DAYS = ["2024-09-12", "2024-09-13", "2024-09-14", "2024-09-15", "2024-09-16", "2024-09-17"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "test.db") as store:
        yield store


def put(store: Store, document: str, text: str, published: str | None = None) -> int:
    return store.articles.put(ArticleRecord(document=document, text=text, published_at=published)).key


def place(store: Store) -> list[Placed]:
    return list(Clusters(store.db).place_all())


def state(store: Store) -> dict[str, tuple[str | None, int | None]]:
    """Return the first publisher of each article that has copies, and whether its figures are the same."""
    rows = store.db.query(
        "SELECT articles.document, first.document AS first, articles.same_figures AS same FROM articles "
        "JOIN articles AS first ON first.id = articles.cluster"
    )
    return {row["document"]: (row["first"], row["same"]) for row in rows}


class TestPlacing:
    def test_copies_name_the_first_publisher_and_whether_the_figures_are_his(self, store: Store) -> None:
        put(store, "paper", COPY, DAYS[1])
        put(store, "portal", PORTAL, DAYS[0])
        put(store, "daily", OTHER_FIGURE, DAYS[2])
        put(store, "other", FEASTS[0], DAYS[0])
        place(store)
        assert state(store) == {"portal": ("portal", None), "paper": ("portal", 1), "daily": ("portal", 0)}

    def test_what_is_told_of_each(self, store: Store) -> None:
        put(store, "portal", PORTAL, DAYS[0])
        put(store, "other", FEASTS[0], DAYS[1])
        put(store, "daily", OTHER_FIGURE, DAYS[2])
        assert place(store) == [Placed("portal"), Placed("other"), Placed("daily", "portal", 1.0, False)]

    @pytest.mark.parametrize("name", [*COPIES, *CHANGED])
    def test_every_kind_of_reprint_is_found_by_its_bands(self, store: Store, name: str) -> None:
        put(store, "portal", PORTAL, DAYS[0])
        put(store, "paper", (COPIES | CHANGED)[name], DAYS[1])
        place(store)
        assert state(store) == {"portal": ("portal", None), "paper": ("portal", int(name in COPIES))}

    def test_reports_on_one_pattern_and_parts_stay_alone(self, store: Store) -> None:
        for name, texts in (PATTERNS | {"parts": [*OTHERS.values()]}).items():
            for number, text in enumerate(texts):
                put(store, f"{name} {number}", text)
        put(store, "portal", PORTAL)
        place(store)
        clusters = [set(group) for group in groups(store)]
        assert clusters == [{f"the same feast in another {unit} 0" for unit in ("village", "year")}], "the same text"

    def test_articles_of_the_gold_set_stay_alone(self, store: Store) -> None:
        for name, text in gold().items():
            put(store, name, text)
        assert len(place(store)) == len(gold())
        assert state(store) == {}

    @pytest.mark.parametrize("text", ["", "Video: Ngày hội Đại đoàn kết", "Trang đang được cập nhật. " * 40])
    def test_empty_and_tiny_texts_stay_alone(self, store: Store, text: str) -> None:
        put(store, "a", text)
        put(store, "b", text)
        place(store)
        assert state(store) == {}
        assert store.count("shingle_bands") == 0

    def test_a_chain_of_copies_is_one_cluster(self, store: Store) -> None:
        for day, text in zip(DAYS, (CHAIN[0], CHAIN[2]), strict=False):
            put(store, day, text, day)
        place(store)
        assert state(store) == {}, "the ends are no copies of each other"
        put(store, "between", CHAIN[1], DAYS[2])
        place(store)
        assert {first for first, _ in state(store).values()} == {DAYS[0]}
        assert len(state(store)) == 3

    def test_the_view_counts_a_cluster(self, store: Store) -> None:
        for number, text in enumerate((PORTAL, COPY, OTHER_FIGURE)):
            store.db.table("sites").insert({"slug": f"s{number}", "name": "", "base_url": "", "family": ""})
            record = ArticleRecord(document=f"a{number}", text=text, site=f"s{number}", published_at=DAYS[number])
            store.articles.put(record)
        put(store, "file", COPY, DAYS[3])
        place(store)
        assert list(store.db.query("SELECT * FROM clusters")) == [
            {
                "cluster": 1,
                "first_document": "a0",
                "first_site": "s0",
                "first_published": DAYS[0],
                "articles": 4,
                "sites": 3,
                "figures_differ": 1,
            }
        ]


def groups(store: Store) -> list[list[str]]:
    rows: dict[Any, list[str]] = {}
    for document, (first, _) in state(store).items():
        rows.setdefault(first, []).append(document)
    return list(rows.values())


class TestFirstPublisher:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("2024-09-12", "2024-09-13"),
            ("2024-09-12T08:00:00+07:00", "2024-09-12T09:30:00+07:00"),
            ("2024-09-12T23:30:00+07:00", "2024-09-12T17:00:00+00:00"),
            ("2024-09-12", "2024-09-12T08:00:00+07:00"),
            ("2024-09-11T23:59:00+07:00", "2024-09-12"),
            ("2024-09-12", None),
        ],
    )
    def test_he_is_told_by_the_moment(self, store: Store, first: str, second: str | None) -> None:
        put(store, "second", PORTAL, second)
        put(store, "first", COPY, first)
        place(store)
        assert {found for found, _ in state(store).values()} == {"first"}

    @pytest.mark.parametrize("published", [None, "2024-09-12"])
    def test_of_the_same_moment_the_one_stored_first(self, store: Store, published: str | None) -> None:
        put(store, "b", PORTAL, published)
        put(store, "a", COPY, published)
        place(store)
        assert state(store) == {"b": ("b", None), "a": ("b", 1)}

    def test_an_earlier_one_that_comes_later_takes_over(self, store: Store) -> None:
        put(store, "paper", COPY, DAYS[1])
        put(store, "daily", OTHER_FIGURE, DAYS[2])
        place(store)
        put(store, "portal", OTHER_FIGURE, DAYS[0])
        place(store)
        assert state(store) == {"portal": ("portal", None), "paper": ("portal", 0), "daily": ("portal", 1)}

    def test_a_date_that_is_corrected_changes_him(self, store: Store) -> None:
        put(store, "portal", PORTAL, DAYS[2])
        put(store, "paper", COPY, DAYS[1])
        place(store)
        put(store, "portal", PORTAL, DAYS[0])
        place(store)
        assert state(store) == {"portal": ("portal", None), "paper": ("portal", 1)}


class TestAgain:
    def test_what_is_done_is_not_done_again(self, store: Store) -> None:
        put(store, "portal", PORTAL)
        put(store, "paper", COPY)
        place(store)
        before = list(store.db.iterdump())
        assert place(store) == []
        put(store, "paper", COPY)
        assert place(store) == []
        assert list(store.db.iterdump()) == before

    def test_only_what_is_new_or_changed_is_placed(self, store: Store) -> None:
        put(store, "portal", PORTAL)
        put(store, "paper", COPY)
        place(store)
        put(store, "daily", OTHER_FIGURE)
        put(store, "paper", FEASTS[0])
        assert {placed.document for placed in place(store)} == {"daily", "paper"}

    def test_a_changed_text_leaves_its_cluster(self, store: Store) -> None:
        put(store, "portal", PORTAL, DAYS[0])
        put(store, "paper", COPY, DAYS[1])
        put(store, "daily", COPY, DAYS[2])
        place(store)
        put(store, "portal", FEASTS[0], DAYS[0])
        place(store)
        assert state(store) == {"paper": ("paper", None), "daily": ("paper", 1)}
        put(store, "paper", FEASTS[1], DAYS[1])
        place(store)
        assert state(store) == {}

    def test_a_link_that_leaves_parts_the_chain(self, store: Store) -> None:
        for day, text in zip(DAYS, CHAIN, strict=False):
            put(store, day, text, day)
        place(store)
        put(store, DAYS[1], "", DAYS[1])
        place(store)
        assert state(store) == {}

    def test_a_first_publisher_who_corrects_a_figure_has_it_compared(self, store: Store) -> None:
        put(store, "portal", PORTAL, DAYS[0])
        put(store, "paper", COPY, DAYS[1])
        place(store)
        put(store, "portal", OTHER_FIGURE, DAYS[0])
        place(store)
        assert state(store)["paper"] == ("portal", 0)

    def test_other_code_has_all_compared_anew(self, store: Store) -> None:
        put(store, "portal", PORTAL)
        put(store, "paper", COPY)
        place(store)
        before = state(store)
        store.db.execute("UPDATE articles SET clustered_with = 'older code'")
        assert len(place(store)) == 2
        assert state(store) == before

    def test_stopped_between_two_articles_it_goes_on(self, store: Store) -> None:
        names = [f"a{number:02}" for number in range(40)]
        for name, text in zip(names, cycle((PORTAL, COPY, OTHER_FIGURE)), strict=False):
            put(store, name, text)
        next(Clusters(store.db).place_all())
        assert [placed.document for placed in place(store)] == names[32:]  # what was written together stays
        same = {name: ("a00", same) for name, same in zip(names, cycle((1, 1, 0)), strict=False)}
        assert state(store) == {**same, "a00": ("a00", None)}

    def test_an_article_that_is_deleted_takes_its_bands_along(self, store: Store) -> None:
        put(store, "portal", PORTAL)
        place(store)
        store.db.execute("DELETE FROM articles")
        assert store.count("shingle_bands") == 0


TEXTS = [*CHAIN, COPY, OTHER_FIGURE, *FEASTS[:2], ""]
ARTICLE = st.tuples(st.integers(0, len(DAYS) - 1), st.sampled_from(TEXTS))


class TestOrder:
    def test_of_coming_does_not_matter(self, tmp_path: Path) -> None:
        articles = list(zip(DAYS, (*CHAIN, OTHER_FIGURE), strict=False))
        outcomes = []
        for number, order in enumerate(permutations(articles)):
            with Store(tmp_path / f"{number}.db") as store:
                for day, text in order:
                    put(store, day, text, day)
                    place(store)
                outcomes.append(state(store))
        assert len(outcomes[0]) == 4
        assert all(outcome == outcomes[0] for outcome in outcomes)

    @given(st.lists(st.tuples(ARTICLE, st.booleans()), min_size=1, max_size=14))
    @settings(deadline=None, max_examples=40)
    def test_nor_that_of_changes(self, events: list[tuple[tuple[int, str], bool]]) -> None:
        """Articles come, change and are placed at any time; the outcome is that of the last texts placed at once."""
        with TemporaryDirectory() as folder:
            with Store(Path(folder, "slowly.db")) as slowly:
                for (number, text), placed in events:
                    put(slowly, DAYS[number], text, DAYS[number])
                    if placed:
                        place(slowly)
                place(slowly)
                outcome = state(slowly)
            with Store(Path(folder, "at once.db")) as at_once:
                for number, text in dict(article for article, _ in events).items():
                    put(at_once, DAYS[number], text, DAYS[number])
                place(at_once)
                assert outcome == state(at_once)
