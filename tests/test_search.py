"""Full-text search on real databases: what is found, in which order, with which filters, and what the index holds."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import FilterError, QueryError
from extractor.paths import data_dir
from extractor.pipeline import Extractor
from extractor.search.query import parse
from extractor.stages import ingest, prepare, running
from extractor.store import ArticleRecord, Filters, Store, Versions, conditions
from extractor.store.hits import Ask, hits
from extractor.store.indexing import article_number, article_of, fact_of, sentence_number
from tests.samples import REFERENCE, TEXT, extraction, opened
from tests.texts import gold

NOW = "2024-02-01T00:00:00+00:00"
CURRENT = Versions(lexicon="tables-1", code="code-1")
BODY = "Ngày hội Đại đoàn kết ở Đắk Lắk: tổ hoà giải xã Hòa Bình, kỹ sư trao 12 suất quà."
NONE = Filters()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "a.db") as store:
        yield store


@pytest.fixture(scope="module")
def gold_store(extractor: Extractor, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a reader on the gold articles and their facts."""
    path = tmp_path_factory.mktemp("search") / "gold.db"
    with Store(path) as store, running(store, "extract") as run:
        articles = (ArticleRecord(document=name, text=text) for name, text in gold().items())
        for _ in ingest(store, articles, extractor, prepare(store, data_dir()), run=run):
            pass
    with Store.reader(path) as store:
        yield store


def put(store: Store, document: str, text: str, *, title: str | None = None, published: str | None = None) -> int:
    article = ArticleRecord(document=document, text=text, title=title, published_at=published)
    return store.articles.put(article).key


def documents(store: Store, words: str, filters: Filters = NONE) -> list[str]:
    return [row["document"] for row in store.search.find("articles", parse(words), filters, limit=50).rows]


def total(store: Store, kind: str, words: str, filters: Filters = NONE) -> int:
    return store.search.find(kind, parse(words), filters, limit=1).total


class TestWhatIsFound:
    @pytest.mark.parametrize(
        "words",
        [
            *("dai doan ket", "Đại đoàn kết", "ĐẠI ĐOÀN KẾT", "đoàn đại"),
            *("Đắk Lắk", "dak lak", "Đăk Lăk", "đắk lắk"),
            *("hoà giải", "hòa giải", "hoa giai", "Hoà Bình", "hòa bình"),
            *("kĩ sư", "ky su", "quà", '"ngày hội"', "ngay*", "trường OR quà", "quà -sách", '"suất quà" -"suất sách"'),
        ],
    )
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_ways_of_writing_find_it(self, words: str, form: str, store: Store) -> None:
        put(store, "nfc.txt", BODY)
        put(store, "nfd.txt", unicodedata.normalize("NFD", BODY))
        assert set(documents(store, unicodedata.normalize(form, words))) == {"nfc.txt", "nfd.txt"}

    @pytest.mark.parametrize(
        "words",
        [
            "trường",
            "dai doan ket trường",
            '"kết đoàn"',
            "quà -hội",
            "doa",
            "lắkk",
            "giấy",
            "dạy",
            '"lak to hoa hoa"',
            "13",
        ],
    )
    def test_what_it_does_not_say_does_not(self, words: str, store: Store) -> None:
        put(store, "a.txt", BODY)
        assert documents(store, words) == []

    def test_the_title_is_searched_too(self, store: Store) -> None:
        put(store, "a.txt", BODY, title="Trường mới ở bản Kè")
        assert documents(store, "trường quà") == ["a.txt"]
        assert documents(store, "quà -kè") == []

    def test_the_original_is_marked_in_title_and_text(self, store: Store) -> None:
        raw = unicodedata.normalize("NFD", f"Đoàn kết\n{BODY}")
        put(store, "a.txt", raw, title=unicodedata.normalize("NFD", "Đoàn kết"))
        [row] = store.search.find("articles", parse("ket dak"), NONE, limit=1).rows
        assert row["title"].with_signs("[", "]") == unicodedata.normalize("NFD", "Đoàn [kết]")
        assert unicodedata.normalize("NFD", "Đại đoàn [kết] ở [Đắk] Lắk") in row["snippet"].with_signs("[", "]")

    def test_sentences_of_facts_are_found_with_the_fact(self, store: Store) -> None:
        store.articles.put_extraction(put(store, "a.txt", TEXT), extraction(), current=CURRENT, now=NOW)
        found = store.search.find("sentences", parse("quy vi nguoi ngheo"), NONE, limit=9)
        assert [(row["indicator"], row["quote"]) for row in found.rows] == [
            ("houses", "120 nhà"),
            ("money", "hơn 76 tỷ đồng"),
        ]
        assert "vận động [Quỹ Vì người nghèo] được" in found.rows[0]["sentence"].with_signs("[", "]")

    def test_campaigns_are_found_by_name(self, gold_store: Store) -> None:
        found = gold_store.search.find("campaigns", parse("dai doan ket"), NONE, limit=9)
        assert found.rows[0]["campaign"] == "ngay-hoi-dai-doan-ket-toan-dan-toc"
        assert found.rows[0]["facts"] > 0
        assert found.rows[0]["name"].with_signs("[", "]") == "Ngày hội [Đại đoàn kết] toàn dân tộc"

    @pytest.mark.parametrize("words", ["", "…", "-tết", "* - ( )"])
    def test_a_query_without_a_word_asks_nothing(self, words: str, store: Store) -> None:
        for kind in ("articles", "sentences", "campaigns"):
            with pytest.raises(QueryError, match="write a word to search for"):
                store.search.find(kind, parse(words), NONE, limit=1)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(words=st.text() | st.text(alphabet="\"*-()^:+{}'OR ANDNOTNEAR nhà,/\\"))
    def test_no_query_is_an_error_of_the_database(self, words: str, gold_store: Store) -> None:
        try:
            query = parse(words)
            for kind in ("articles", "sentences", "campaigns"):
                gold_store.search.find(kind, query, NONE, limit=1)
        except QueryError:
            pass

    def test_the_longest_query_is_taken(self, gold_store: Store) -> None:
        for words in (" OR ".join(["nhà"] * 64), " ".join(f"w{n}" for n in range(64)), "a " + "-b " * 63):
            total(gold_store, "articles", words)


class TestOrder:
    def test_a_word_of_the_title_counts_more(self, store: Store) -> None:
        put(store, "text.txt", f"{BODY} Trường mới. Trường cũ.", title="Tin")
        put(store, "title.txt", f"{BODY} {BODY}", title="Trường mới")
        assert documents(store, "trường") == ["title.txt", "text.txt"]

    def test_of_equals_the_newest_comes_first(self, store: Store) -> None:
        for n, day in enumerate(("2020-05-05", "2024-01-01", None, "2023-12-31T23:00:00+07:00", "1969-01-01")):
            put(store, f"{n}.txt", BODY, published=day)
        assert documents(store, "quà") == ["1.txt", "3.txt", "0.txt", "4.txt", "2.txt"]

    def test_pages_follow_each_other(self, gold_store: Store) -> None:
        whole = gold_store.search.find("articles", parse("nhà"), NONE, limit=100)
        pages = [gold_store.search.find("articles", parse("nhà"), NONE, limit=7, offset=at) for at in range(0, 49, 7)]
        assert [row["article"] for page in pages for row in page.rows] == [row["article"] for row in whole.rows]
        assert {page.total for page in pages} == {whole.total} == {len(whole.rows)}

    def test_sentences_come_newest_first(self, gold_store: Store) -> None:
        rows = gold_store.search.find("sentences", parse("nhà"), NONE, limit=1_000).rows
        days = [row["published"] or "" for row in rows]
        assert days == sorted(days, reverse=True)

    @pytest.mark.parametrize("facts", ["", 'facets : ("indicator=houses") AND facets : ("status=target")'])
    def test_too_many_to_be_ranked_are_the_same_rows_by_tier(self, facts: str, gold_store: Store) -> None:
        ask = Ask(
            table="search_articles",
            match='{title text} : ("dong")',
            tiers=('title : ("dong")', '{title text} : ("dong") NOT title : ("dong")'),
            weights="8.0, 1.0, 0.0",
            facts=facts,
        )
        ranked, tiers = hits(gold_store.db, ask), hits(gold_store.db, ask, most=0)
        assert (ranked.ranked, tiers.ranked) == (True, False)
        numbers = list(tiers.numbers)
        assert set(numbers) == set(ranked.numbers)
        assert len(numbers) == tiers.total == ranked.total > 5
        first = [self.in_title(gold_store, number) for number in numbers]
        assert first == sorted(first, reverse=True)
        assert numbers[sum(first) :] == sorted(numbers[sum(first) :], reverse=True)

    @staticmethod
    def in_title(store: Store, number: int) -> bool:
        [(title,)] = store.db.execute("SELECT title FROM articles WHERE id = ?", [article_of(number)]).fetchall()
        return parse("dong").answered(title)


class TestFilters:
    VALUES = (
        *({"indicator": each} for each in ("houses", "money")),
        *({"province": each} for each in ("38", "15", "79")),
        *({"year": each} for each in (2022, 2023)),
        *({"status": "achieved"}, {"status": "target"}, {"aggregation": "part"}, {"campaign": "vi-nguoi-ngheo"}),
    )

    @pytest.mark.parametrize(
        "asked", [*VALUES, *({**a, **b} for a, b in combinations(VALUES, 2) if a.keys() != b.keys())]
    )
    def test_they_leave_what_the_view_has(self, asked: dict[str, str], gold_store: Store) -> None:
        filters = Filters(**asked)  # type: ignore[arg-type]
        where, values = conditions(filters, gold_store.columns("facts_wide"))
        sql = f"SELECT count(*), count(DISTINCT article) FROM facts_wide WHERE {where}"
        [(facts, articles)] = gold_store.db.execute(sql, values).fetchall()
        assert total(gold_store, "sentences", "", filters) == facts
        assert total(gold_store, "articles", "", filters) == articles

    @pytest.mark.parametrize("asked", [{}, *VALUES, {"indicator": "houses", "status": "achieved"}])
    @pytest.mark.parametrize("words", ["nhà", '"đại đoàn kết"', "xây* -tết"])
    def test_words_and_filters_leave_what_both_do(self, words: str, asked: dict[str, str], gold_store: Store) -> None:
        query, filters = parse(words), Filters(**asked)  # type: ignore[arg-type]
        where, values = conditions(filters, gold_store.columns("facts_wide"))
        facts = gold_store.db.execute(
            f"SELECT fact, article, sentence FROM facts_wide WHERE {where}", values
        ).fetchall()
        found = gold_store.search.find("sentences", query, filters, limit=2_000)
        assert {row["fact"] for row in found.rows} == {fact for fact, _, text in facts if query.answered(text)}
        assert found.total == len(found.rows)
        said = gold_store.db.execute("SELECT id, title || ' ' || text FROM articles").fetchall()
        fits = {article for _, article, _ in facts} if asked else {key for key, _ in said}
        articles = gold_store.search.find("articles", query, filters, limit=100)
        assert {row["article"] for row in articles.rows} == {key for key, text in said if query.answered(text)} & fits

    def test_one_fact_must_have_it_all(self, store: Store) -> None:
        store.articles.put_extraction(put(store, "a.txt", TEXT), extraction(), current=CURRENT, now=NOW)
        assert documents(store, "nhà", Filters(indicator="money")) == ["a.txt"]
        both = extraction()
        facts = (replace(both.facts[0], status="target"), both.facts[1])
        store.articles.put_extraction(1, replace(both, facts=facts), current=CURRENT, now=NOW)
        assert documents(store, "nhà", Filters(indicator="money", status="achieved")) == []
        assert documents(store, "nhà", Filters(indicator="money", status="target")) == ["a.txt"]

    def test_the_site_of_an_article_is_asked_without_any_fact(self, tmp_path: Path) -> None:
        from tests.test_filters import SITE

        with opened(tmp_path / "a.db") as store:
            store.pages.put_site(SITE)
            store.articles.put(ArticleRecord(document="a", text=BODY, site="hoasen"))
            store.articles.put(ArticleRecord(document="b", text=BODY))
            assert documents(store, "quà", Filters(site="hoasen")) == ["a"]

    def test_campaigns_have_no_column_to_ask(self, store: Store) -> None:
        assert store.search.kinds(NONE) == ("articles", "sentences", "campaigns")
        assert store.search.kinds(Filters(year=2023)) == ("articles", "sentences")
        with pytest.raises(FilterError, match="year: these rows have no such column"):
            store.search.find("campaigns", parse("nhà"), Filters(year=2023), limit=1)


def indexed(store: Store) -> list[tuple[object, ...]]:
    """Return every word of the indexes: which, where, in which row."""
    found: list[tuple[object, ...]] = []
    for table in ("search_articles", "search_sentences"):
        store.db.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {table}, instance)")
        rows = store.db.execute("SELECT term, doc, col, offset FROM temp.words ORDER BY 1, 2, 3, 4").fetchall()
        found += [(table, *row) for row in rows]
        store.db.execute("DROP TABLE temp.words")
    return found


class TestKeptUp:
    def changes(self, store: Store) -> Iterator[None]:
        """Write articles and facts in all ways in which they are written."""
        a = put(store, "a.txt", TEXT)
        yield
        store.articles.put_extraction(a, extraction(), current=CURRENT, now=NOW)
        yield
        b = put(store, "b.txt", BODY, title="Quà", published="2024-01-05")
        yield
        store.articles.put_extraction(b, extraction(BODY), current=CURRENT, now=NOW)
        put(store, "b.txt", BODY, title="Quà Tết", published="2024-01-05")  # only the title
        yield
        put(store, "b.txt", BODY, title="Quà Tết", published="2022-01-05")  # only the day
        yield
        put(store, "a.txt", TEXT.replace("Quỹ", "Quỹ lớn"))  # the text: its facts are gone
        yield
        changed = extraction(TEXT)
        store.articles.put_extraction(a, replace(changed, facts=changed.facts[1:]), current=CURRENT, now=NOW)
        store.articles.put_extraction(a, changed, current=CURRENT, now=NOW)
        yield
        put(store, "a.txt", TEXT.replace("Quỹ", "Quỹ lớn"))  # nothing at all
        store.articles.put(ArticleRecord(document="c.txt", text="", title=None))
        yield

    def test_after_every_change_it_is_what_a_new_index_would_be(self, store: Store) -> None:
        for _ in self.changes(store):
            kept = indexed(store)
            store.index.renew()
            assert kept == indexed(store)
        assert {row[0] for row in kept} == {"search_articles", "search_sentences"}

    def test_without_a_renewal_in_between_too(self, store: Store) -> None:
        for _ in self.changes(store):
            pass
        kept = indexed(store)
        store.index.renew()
        assert kept == indexed(store)

    def test_old_words_are_gone(self, store: Store) -> None:
        put(store, "a.txt", BODY)
        put(store, "a.txt", "Trường mới.")
        assert documents(store, "quà") == []
        assert documents(store, "trường") == ["a.txt"]

    def test_what_is_rolled_back_is_not_found(self, store: Store) -> None:
        store.db.execute("BEGIN")
        put(store, "a.txt", BODY)
        assert documents(store, "quà") == ["a.txt"]
        store.db.execute("ROLLBACK")
        assert documents(store, "quà") == []

    def test_a_place_that_moves_to_another_province_takes_its_facts_along(self, store: Store) -> None:
        store.articles.put_extraction(put(store, "a.txt", TEXT), extraction(), current=CURRENT, now=NOW)
        assert total(store, "sentences", "", Filters(province="38")) == 2
        moved = [{**row, "province": "40", "province_now": "40"} for row in REFERENCE.localities]
        store.put_reference(replace(REFERENCE, localities=moved), digest="tables-2", now=NOW)
        assert total(store, "sentences", "", Filters(province="38")) == 0
        assert total(store, "sentences", "", Filters(province="40")) == 2
        kept = indexed(store)
        store.index.renew()
        assert kept == indexed(store)

    def test_an_article_of_very_many_facts_keeps_to_itself(self, store: Store) -> None:
        many = extraction()
        store.articles.put_extraction(
            put(store, "a.txt", TEXT), replace(many, facts=many.facts * 8_300), current=CURRENT, now=NOW
        )
        put(store, "b.txt", BODY)
        assert total(store, "sentences", "", Filters(province="38")) == 2**14
        assert documents(store, "", Filters(province="38", year=2023)) == ["a.txt"]

    def test_it_holds_no_text(self, store: Store) -> None:
        assert not {name for name in store.db.table_names() if name.endswith("_content")}


class TestNumbers:
    @pytest.mark.parametrize("day", ["1970-01-01", "2024-02-29", "2149-06-06", "9999-12-31", "1850-01-01", None])
    @pytest.mark.parametrize("key", [1, 2**31, 2**32 - 1])
    @pytest.mark.parametrize("place", [0, 1, 2**14 - 1])
    def test_a_number_tells_article_and_fact(self, day: str | None, key: int, place: int) -> None:
        article = article_number(day, key)
        assert article_of(article) == key
        assert fact_of(sentence_number(article, place)) == (key, place)
        assert 0 < sentence_number(article, place) < 2**63

    def test_later_days_have_higher_numbers(self) -> None:
        days = [None, "1999-12-31", "2000-01-01", "2024-02-28", "2024-02-29", "2030-01-01"]
        numbers = [article_number(day, 2**32 - 1 if n % 2 else 1) for n, day in enumerate(days)]
        assert numbers == sorted(numbers)
