"""The store: migrations, one article at a time, what is stale, what survives a kill."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from extractor.contract import as_record
from extractor.errors import StoreError
from extractor.store import ArticleRecord, Store, Versions
from extractor.store.digest import State, stale, text_digest, versions
from extractor.store.links import TRIES
from extractor.store.migrations import migrations
from extractor.store.rows import article_rows, storable
from scrapers.records import Capture, Link, Page, Place, Seed, Site, Validators
from tests.samples import TEXT, extraction, opened

NOW = "2024-02-01T00:00:00+00:00"
CURRENT = Versions(lexicon="tables-1", code="code-1")
SITE = Site(slug="hoasen", name="Hoa Sen", base_url="http://hoasen.example/", family="nukeviet", home="40")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "test.db") as store:
        yield store


def stored(store: Store, document: str = "a.txt", text: str = TEXT) -> int:
    key = store.articles.put(ArticleRecord(document=document, text=text)).key
    store.articles.put_extraction(key, extraction(text), current=CURRENT, now=NOW)
    return key


def rows(store: Store, table: str) -> list[dict[str, object]]:
    return list(store.db.table(table).rows)


def everything(store: Store, *, article: int) -> dict[str, list[dict[str, object]]]:
    tables = ("date_mentions", "locality_mentions", "campaign_mentions", "quantity_mentions", "facts")
    return {table: list(store.db.table(table).rows_where("article = ?", [article])) for table in tables}


class TestOpening:
    def test_a_new_file_has_every_migration_and_the_safe_settings(self, store: Store) -> None:
        assert [m.name for m in migrations.applied(store.db)][:6] == [
            *("0001 tables", "0002 views", "0003 clusters", "0004 crawl", "0005 claims", "0006 search"),
        ]
        assert migrations.pending(store.db) == []
        assert store.db.journal_mode == "wal"
        assert store.db.execute("PRAGMA foreign_keys").fetchone() == (1,)

    def test_opening_again_changes_nothing(self, store: Store) -> None:
        stored(store)
        before = list(store.db.iterdump())
        Store(store.path).close()
        assert list(store.db.iterdump()) == before

    def test_every_table_and_view_of_the_design_is_there(self, store: Store) -> None:
        names = {*store.db.table_names(), *store.db.view_names()}
        wanted = (
            "sites seeds links pages articles clusters mentions facts fact_evidence localities campaigns indicators "
            "runs visits issues facts_wide"
        )
        assert set(wanted.split()) <= names

    def test_a_file_that_is_no_database_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.db"
        path.write_text("these are notes, and more than sixteen bytes of them")
        with pytest.raises(StoreError, match=r"notes\.db: .*--db"):
            Store(path)
        assert path.read_text().startswith("these are notes")

    def test_another_programs_database_is_refused_and_left_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "bank.db"
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE accounts (id)")
        other.close()
        with pytest.raises(StoreError, match="another program"):
            Store(path)
        with sqlite3.connect(path) as other:
            assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("accounts",)]
        other.close()

    def test_a_later_versions_database_is_refused(self, tmp_path: Path) -> None:
        with Store(tmp_path / "later.db") as store:
            row = {"migration_set": "mattran", "name": "9999 claims", "applied_at": NOW}
            store.db.table("_sqlite_migrations").insert(row)
        with pytest.raises(StoreError, match="later version"):
            Store(tmp_path / "later.db")

    def test_a_missing_folder_is_named_with_the_cure(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="check that the folder exists"):
            Store(tmp_path / "no" / "such.db")


class TestRows:
    def test_offsets_and_quotes_are_those_of_the_text_as_given(self) -> None:
        raw = TEXT.replace("76 tỷ", "7\u200b6 tỷ")
        found = article_rows(extraction(raw))
        for row in (*found.facts, *(row for table in found.mentions.values() for row in table)):
            assert raw[row["start"] : row["end"]] == row.get("quote", row.get("text"))
        assert found.facts[0]["quote"] == "hơn 7\u200b6 tỷ đồng"

    def test_places_that_could_not_be_told_have_no_row(self) -> None:
        assert [row["locality"] for row in article_rows(extraction()).mentions["locality_mentions"]] == ["38"]

    def test_what_only_dates_a_figure_is_no_date_mention(self) -> None:
        given = extraction()
        unlisted = tuple(replace(m, listed=False) if m.rule == "năm <y>" else m for m in given.mentions)
        assert article_rows(replace(given, mentions=unlisted)).mentions["date_mentions"] == []

    def test_each_fact_has_its_evidence(self) -> None:
        evidence = article_rows(extraction()).evidence
        assert [(row["slot"], row["text"]) for row in evidence[1]] == [
            ("period", "Năm 2023"),
            ("locality", "tỉnh Thanh Hóa"),
        ]

    def test_the_store_and_the_output_contract_hold_the_same(self) -> None:
        given = extraction()
        counted = tuple(replace(m, indicator=None) if m.rule == "<n> tỷ <unit>" else m for m in given.mentions)
        for one in (given, replace(given, mentions=counted)):
            record = as_record(one, "a.txt")
            found = article_rows(one)
            spans = sorted((row["start"], row["text"]) for table in found.mentions.values() for row in table)
            assert spans == [(m["start"], m["text"]) for m in record["mentions"]]
            assert [f["quote"] for f in found.facts] == [f["quote"] for f in record["facts"]]

    def test_lone_surrogates_can_be_stored_in_place(self) -> None:
        assert storable("a\ud800b") == "a?b"


class TestArticles:
    def test_facts_wide_reads_without_a_join(self, store: Store) -> None:
        stored(store)
        [money, houses] = list(store.db.query("SELECT * FROM facts_wide ORDER BY fact"))
        assert money["value"] == 76_000_000_000
        assert (money["indicator_vi"], money["indicator_en"]) == ("Tiền", "Money")
        assert (money["province"], money["place_level"], money["province_now"]) == (
            "Thanh Hóa",
            "province",
            "Thanh Hóa",
        )
        assert (money["period_start"], money["period_end"]) == ("2023-01-01", "2023-12-31")
        assert (money["published"], money["document"], money["title"]) == ("2024-01-19", "a.txt", "Thanh Hóa")
        assert json.loads(money["rules"]) == ["<n> <unit>", "vận động <n>"]
        assert (houses["value"], houses["campaign"]) == (120, None)

    def test_the_view_of_all_mentions_holds_each_kind(self, store: Store) -> None:
        stored(store)
        kinds = [row["kind"] for row in store.db.query("SELECT kind FROM mentions ORDER BY start")]
        assert kinds == ["date", "locality", "campaign", "quantity"]

    def test_extracting_again_replaces_an_articles_rows_and_nothing_else(self, store: Store) -> None:
        first, second = stored(store, "a.txt"), stored(store, "b.txt")
        others = everything(store, article=second)
        counts = {table: store.count(table) for table in ("facts", "fact_evidence", "date_mentions", "articles")}
        store.articles.put_extraction(first, extraction(), current=CURRENT, now=NOW)
        assert everything(store, article=second) == others
        assert {table: store.count(table) for table in counts} == counts

    def test_facts_that_are_no_longer_found_go(self, store: Store) -> None:
        key = stored(store)
        store.articles.put_extraction(key, extraction("Không có số."), current=CURRENT, now=NOW)
        assert [store.count(table) for table in ("facts", "fact_evidence", "date_mentions")] == [0, 0, 0]

    def test_a_changed_text_takes_the_old_facts_with_it(self, store: Store) -> None:
        stored(store)
        assert store.articles.put(ArticleRecord(document="a.txt", text="Bài đã sửa.")).change == "changed"
        assert store.count("facts") == 0

    def test_a_text_that_comes_back_before_it_is_read_is_read_again(self, store: Store) -> None:
        stored(store)
        given = ArticleRecord(document="a.txt", text=TEXT)
        assert store.articles.put(replace(given, text="Bài đã sửa.")).change == "changed"
        assert store.articles.put(given).change == "changed"  # not the one whose facts are there: there are none
        assert store.articles.reason(given, CURRENT) == "text changed"
        assert [article.document for article in store.articles.stale(CURRENT)] == ["a.txt"]

    def test_an_unchanged_text_keeps_them(self, store: Store) -> None:
        stored(store)
        assert store.articles.put(ArticleRecord(document="a.txt", text=TEXT)).change == "unchanged"
        assert store.count("facts") == 2

    def test_an_extraction_that_breaks_off_leaves_the_old_rows(self, store: Store) -> None:
        key = stored(store)
        before = everything(store, article=key)
        broken = extraction()
        foreign = replace(broken.facts[1], indicator="no such indicator")
        with pytest.raises(sqlite3.IntegrityError):
            store.articles.put_extraction(
                key, replace(broken, facts=(broken.facts[0], foreign)), current=CURRENT, now=NOW
            )
        assert everything(store, article=key) == before

    def test_a_campaign_of_no_table_is_added_as_not_listed(self, store: Store) -> None:
        given = extraction()
        named = tuple(
            replace(m, id="nghia-tinh", name="Nghĩa tình", listed=False) if m.rule == "quỹ <name>" else m
            for m in given.mentions
        )
        key = store.articles.put(ArticleRecord(document="a.txt", text=TEXT)).key
        store.articles.put_extraction(key, replace(given, mentions=named), current=CURRENT, now=NOW)
        assert {row["id"]: row["listed"] for row in rows(store, "campaigns")} == {"vi-nguoi-ngheo": 1, "nghia-tinh": 0}

    def test_the_given_day_and_the_day_found_stand_apart(self, store: Store) -> None:
        key = store.articles.put(ArticleRecord(document="a.txt", text=TEXT)).key
        store.articles.put_extraction(key, extraction(), current=CURRENT, now=NOW)
        [row] = rows(store, "articles")
        assert (row["published_at"], row["published"]) == (None, "2024-01-19")

    def test_a_moment_counts_as_the_day_of_its_own_clock(self) -> None:
        article = ArticleRecord(document="a", text="", published_at="2024-01-19T00:30:00+07:00")
        assert article.day == date(2024, 1, 19)


class TestStale:
    @pytest.mark.parametrize(
        ("state", "reason"),
        [
            (State("d", None, None, None), "new"),
            (State("d2", "d", "tables-1", "code-1"), "text changed"),
            (State("d", "d", "tables-0", "code-1"), "tables changed"),
            (State("d", "d", "tables-1", "code-0"), "code changed"),
            (State("d", "d", "tables-1", "code-1"), None),
        ],
    )
    def test_reason(self, state: State, reason: str | None) -> None:
        assert stale(state, CURRENT) == reason

    def test_only_stale_articles_come_back(self, store: Store) -> None:
        stored(store, "a.txt")
        store.articles.put(ArticleRecord(document="b.txt", text=TEXT))
        assert [(a.document, a.reason) for a in store.articles.stale(CURRENT)] == [("b.txt", "new")]
        later = Versions(lexicon="tables-2", code="code-1")
        assert [a.reason for a in store.articles.stale(later)] == ["tables changed", "new"]

    def test_all_that_the_extraction_is_told_counts(self) -> None:
        told = {text_digest("x", published=p, home=h) for p in (None, "2024-01-19") for h in (None, "38")}
        assert len(told) == 4

    def test_a_changed_table_changes_the_lexicon_alone(self, tmp_path: Path) -> None:
        (tmp_path / "units.csv").write_text("a,b\n")
        (tmp_path / "gold").mkdir()
        before = versions(tmp_path)
        (tmp_path / "gold" / "floors.toml").write_text("facts = 1.0\n")
        assert versions(tmp_path) == before
        (tmp_path / "units.csv").write_text("a,c\n")
        after = versions(tmp_path)
        assert after.lexicon != before.lexicon
        assert after.code == before.code


PLACE = Place(file="20240101T000000Z-00001.warc.gz", offset=7, length=100, digest="sha1:B1", record_id="<urn:1>")
PAGE = Page(
    url="http://hoasen.example/1.html",
    final_url="http://hoasen.example/1.html",
    status=200,
    headers={"etag": '"v1"'},
    body=b"<p>",
    fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
    place=PLACE,
)
LINK = Link(PAGE.url, "hoasen", "hoasen:1")


class TestPages:
    @pytest.fixture
    def page(self, store: Store) -> Link:
        store.journal.begin("test", now=NOW)
        store.pages.put_site(SITE)
        store.pages.put(PAGE, key=LINK.key, site="hoasen")
        return LINK

    def test_what_the_server_said_is_sent_next_time(self, store: Store, page: Link) -> None:
        known = Capture(PAGE.final_url, "sha1:B1", PAGE.fetched_at)
        assert store.pages.validators(page) == Validators('"v1"', None, known)
        assert store.pages.validators(Link("http://hoasen.example/2.html", "hoasen", "hoasen:2")) is None

    def test_the_same_body_under_a_new_tag_renews_the_tag_alone(self, store: Store, page: Link) -> None:
        [before] = rows(store, "pages")
        later = replace(PAGE, headers={"etag": '"v2"'}, fetched_at=datetime(2024, 1, 2, tzinfo=UTC))
        store.pages.renew(later, key=page.key)
        [after] = rows(store, "pages")
        assert after == {**before, "etag": '"v2"'}

    def test_a_page_keeps_its_first_address_wherever_the_site_moves(self, store: Store, page: Link) -> None:
        moved = replace(PAGE, url="http://moi.example/1.html", final_url="http://moi.example/1.html")
        store.pages.put(moved, key=page.key, site="hoasen")
        [row] = rows(store, "pages")
        assert (row["url"], row["final_url"]) == (PAGE.url, moved.url)

    def test_a_page_of_before_there_were_identities_is_found_by_its_address(self, store: Store, page: Link) -> None:
        store.db.execute("UPDATE pages SET key = NULL")
        assert store.pages.validators(page) is not None
        store.pages.put(PAGE, key=page.key, site="hoasen")
        assert [row["key"] for row in rows(store, "pages")] == [page.key]

    def test_a_page_is_parsed_once_by_each_parser(self, store: Store, page: Link) -> None:
        [waiting] = store.pages.unparsed("hoasen", "p1")
        store.pages.mark_parsed(waiting, "p1")
        assert list(store.pages.unparsed("hoasen", "p1")) == []
        assert [p.url for p in store.pages.unparsed("hoasen", "p2")] == [page.url]
        assert list(store.pages.unparsed("another", "p2")) == []

    def test_new_bytes_are_parsed_again(self, store: Store, page: Link) -> None:
        [waiting] = store.pages.unparsed("hoasen", "p1")
        store.pages.mark_parsed(waiting, "p1")
        store.pages.put(replace(PAGE, place=replace(PLACE, digest="sha1:B2")), key=page.key, site="hoasen")
        assert [p.digest for p in store.pages.unparsed("hoasen", "p1")] == ["sha1:B2"]

    def test_a_page_lost_from_the_archive_is_fetched_anew(self, store: Store, page: Link) -> None:
        store.links.add([page], seed=SEED, run=1, now=NOW)
        store.links.fetched(page.key)
        [waiting] = store.pages.unparsed("hoasen", "p1")
        store.pages.forget(waiting)
        known = store.pages.validators(page)
        assert known is not None
        assert (known.etag, known.capture and known.capture.digest) == (None, "")
        assert [link.key for link in store.links.pending("hoasen", now=NOW)] == [page.key]

    def test_a_site_that_stands_so_already_is_not_written(self, store: Store, page: Link) -> None:
        before = store.db.conn.total_changes
        store.pages.put_site(SITE)
        assert store.db.conn.total_changes == before
        store.pages.put_site(replace(SITE, name="Tên mới"))
        assert [row["name"] for row in rows(store, "sites")] == ["Tên mới"]


SEED = Seed("listing", "http://hoasen.example/tin/")


class TestLinks:
    @pytest.fixture(autouse=True)
    def _site(self, store: Store) -> None:
        store.pages.put_site(SITE)
        for _ in range(2):
            store.journal.begin("test", now=NOW)

    @staticmethod
    def link(number: int, day: str | None = None) -> Link:
        hints = {"published": day} if day else {}
        return Link(f"http://hoasen.example/{number}.html", "hoasen", f"hoasen:{number}", hints)

    def waiting(self, store: Store, **given: str) -> list[str]:
        return [link.key for link in store.links.pending("hoasen", **{"now": NOW, **given})]

    def test_a_link_is_new_once(self, store: Store) -> None:
        assert store.links.add([self.link(1), self.link(2)], seed=SEED, run=1, now=NOW) == 2
        assert store.links.add([self.link(2), self.link(3), self.link(3)], seed=SEED, run=1, now=NOW) == 1
        assert self.waiting(store) == ["hoasen:1", "hoasen:2", "hoasen:3"]

    def test_a_known_link_writes_nothing(self, store: Store) -> None:
        store.links.add([self.link(1)], seed=SEED, run=1, now=NOW)
        before = store.db.conn.total_changes
        store.links.add([self.link(1)], seed=SEED, run=1, now="later")
        assert store.db.conn.total_changes == before

    def test_what_an_earlier_run_found_is_told_from_what_this_one_did(self, store: Store) -> None:
        store.links.add([self.link(1)], seed=SEED, run=1, now=NOW)
        store.links.add([self.link(1), self.link(2)], seed=SEED, run=2, now=NOW)
        assert [store.links.known(f"hoasen:{n}") for n in (1, 2, 3)] == [True, True, False]
        assert [store.links.known(f"hoasen:{n}", before=2) for n in (1, 2, 3)] == [True, False, False]

    def test_a_walk_that_found_something_has_broken_off_until_it_ends(self, store: Store) -> None:
        assert not store.links.walked("hoasen", SEED)
        store.links.add([self.link(1)], seed=SEED, run=1, now=NOW)
        assert not store.links.walked("hoasen", SEED)
        store.links.ended("hoasen", SEED, now=NOW)
        assert store.links.walked("hoasen", SEED)
        store.links.add([self.link(1)], seed=SEED, run=2, now=NOW)
        assert store.links.walked("hoasen", SEED)
        store.links.add([self.link(2)], seed=SEED, run=2, now=NOW)
        assert not store.links.walked("hoasen", SEED)

    def test_what_is_dated_before_since_waits(self, store: Store) -> None:
        links = [self.link(1, "2024-01-01"), self.link(2, "2024-02-01"), self.link(3)]
        store.links.add(links, seed=SEED, run=1, now=NOW)
        assert self.waiting(store, since="2024-02-01") == ["hoasen:2", "hoasen:3"]
        assert self.waiting(store) == ["hoasen:1", "hoasen:2", "hoasen:3"]

    def test_what_fails_is_tried_later_each_time_and_then_given_up(self, store: Store) -> None:
        store.links.add([self.link(1)], seed=SEED, run=1, now=NOW)
        moment, rests = datetime(2024, 1, 1, tzinfo=UTC), []
        for _ in range(TRIES):
            assert self.waiting(store, now=moment.isoformat()) == ["hoasen:1"]
            store.links.failed("hoasen:1", now=moment)
            [row] = rows(store, "links")
            due = datetime.fromisoformat(row["due_at"])
            rests.append((due - moment).total_seconds() / 3600)
            assert self.waiting(store, now=moment.isoformat()) == []
            moment = due
        assert rests == [12, 24, 48, 96, 168, 168]
        assert rows(store, "links")[0]["state"] == "failed"
        assert self.waiting(store, now=moment.isoformat()) == []

    def test_what_came_or_is_gone_waits_no_longer(self, store: Store) -> None:
        store.links.add([self.link(1), self.link(2)], seed=SEED, run=1, now=NOW)
        store.links.fetched("hoasen:1")
        store.links.gone("hoasen:2")
        assert self.waiting(store) == []
        assert store.links.waiting("hoasen") == 0

    def test_many_links_come_in_batches_while_rows_are_written(self, store: Store) -> None:
        store.links.add((self.link(n) for n in range(1_000)), seed=SEED, run=1, now=NOW)
        seen = []
        for link in store.links.pending("hoasen", now=NOW):
            store.links.fetched(link.key)
            seen.append(link.key)
        assert seen == [f"hoasen:{n}" for n in range(1_000)]


class TestMigrations:
    def test_a_database_of_the_first_schema_is_brought_up(self, tmp_path: Path) -> None:
        path = tmp_path / "old.db"
        old = Database(path)
        migrations.apply(old, stop_before="0003 clusters")
        old.execute(
            "INSERT INTO sites (slug, name, base_url, family) VALUES ('s', 'S', 'http://s.example/', 'generic')"
        )
        old.execute(
            "INSERT INTO pages (url, final_url, site, status, fetched_at, checked_at, digest, warc_file, warc_offset, "
            "warc_length) VALUES ('http://s.example/1', 'http://s.example/1', 's', 200, ?, ?, 'd', 'f', 0, 1)",
            [NOW, NOW],
        )
        old.execute("INSERT INTO runs (command, started_at) VALUES ('run', ?)", [NOW])
        old.execute(
            "INSERT INTO issues (run, stage, kind, subject, message, cure, at) "
            "VALUES (1, 'crawl', 'K', 's', 'm', 'c', ?)",
            [NOW],
        )
        old.close()
        with Store(path) as store:
            assert [row["url"] for row in rows(store, "pages")] == ["http://s.example/1"]
            [issue] = rows(store, "issues")
            assert (issue["kind"], issue["site"]) == ("K", None)
            assert store.links.waiting("s") == 0


class TestLargest:
    def test_the_same_sum_told_twice_is_shown_once(self, store: Store) -> None:
        stored(store, "a.txt")
        stored(store, "b.txt")
        assert [row["value"] for row in store.largest("money", limit=10)] == [76e9]


INGEST = """
import sys
from pathlib import Path
from extractor.stages import ingest, running
from extractor.store import ArticleRecord, Versions
from tests.samples import TEXT, extraction, opened

with opened(Path(sys.argv[1])) as store, running(store, "extract") as run:
    articles = (ArticleRecord(document=f"{n}.txt", text=TEXT) for n in range(100_000))
    for event in ingest(store, articles, extraction, Versions("tables-1", "code-1"), run=run):
        print(event.subject, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_kill_in_the_middle_leaves_every_article_whole_or_absent(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    root = Path(__file__).parent.parent
    for round_, after in enumerate((1, 40, 173)):
        with subprocess.Popen(
            [sys.executable, "-c", INGEST, str(path)], stdout=subprocess.PIPE, cwd=root, text=True
        ) as process:
            assert process.stdout
            for _ in range(after):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        with Store(path) as store:
            assert store.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert store.db.execute("PRAGMA foreign_key_check").fetchall() == []
            articles = store.count("articles")
            assert articles > 0
            assert store.count("facts") == 2 * articles
            assert store.count("fact_evidence") == 4 * articles
            assert store.count("mentions") == 4 * articles
            assert store.db.table("articles").count_where("extracted_at IS NULL") == 0
            assert store.db.table("runs").count_where("finished_at IS NULL") == round_ + 1


def test_decomposed_text_keeps_its_own_offsets(store: Store) -> None:
    raw = unicodedata.normalize("NFD", "Không có số.")
    key = store.articles.put(ArticleRecord(document="nfd.txt", text=raw)).key
    store.articles.put_extraction(key, extraction(raw), current=CURRENT, now=NOW)
    assert [row["text"] for row in rows(store, "articles")] == [raw]
