"""Claims in the database: articles counted by hand, from the text to the totals; what is consolidated when."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from extractor.paths import data_dir
from extractor.pipeline import Extractor
from extractor.stages import Consolidated, consolidate, ingest, prepare, running
from extractor.store import ArticleRecord, Store
from extractor.store.claims import Claims
from extractor.store.migrations import migrations

CORPUS = Path(__file__).parent / "corpus" / "claims"
FUND, ROADS = "vi-nguoi-ngheo", "toan-dan-doan-ket-xay-dung-nong-thon-moi-do-thi-van-minh"
HUTS = "chung-tay-xoa-nha-tam-nha-dot-nat"
COUNTED_BY_HAND = {  # (indicator, province of today, year, campaign, status): the sum of what the articles tell
    ("money", "Hà Tĩnh", 2023, FUND, "achieved"): 86.4e9,
    ("money", "Hà Tĩnh", 2023, "den-on-dap-nghia", "achieved"): 6.7e9,
    ("money", "Hà Tĩnh", 2023, None, "target"): 80e9,
    ("money", "Hà Tĩnh", 2024, FUND, "target"): 90e9,
    ("houses", "Hà Tĩnh", 2023, FUND, "achieved"): 654 + 121,
    ("houses", "Hà Tĩnh", 2023, "den-on-dap-nghia", "achieved"): 22,
    ("houses", "Hà Tĩnh", 2023, None, "target"): 600,
    ("houses", "Hà Tĩnh", 2024, FUND, "target"): 700,
    ("land", "Hà Tĩnh", 2023, ROADS, "achieved"): 583_000,
    ("labour_days", "Hà Tĩnh", 2023, ROADS, "achieved"): 131_000,
    ("money", "Quảng Trị", 2025, FUND, "achieved"): 62.5e9,
    ("houses", "Quảng Trị", 2025, FUND, "achieved"): 540,
    ("houses", "Lai Châu", None, HUTS, "achieved"): 7_136,
}
Key = tuple[object, ...]


def articles(*names: str) -> Iterator[ArticleRecord]:
    for path in sorted(CORPUS.glob("*.txt")):
        if not names or path.stem in names:
            text = path.read_text(encoding="utf-8")
            day, month, year = re.findall(r"(\d\d)/(\d\d)/(\d{4})", text)[0]
            yield ArticleRecord(document=path.stem, text=text, published_at=f"{year}-{month}-{day}")


def fill(store: Store, extractor: Extractor, *names: str) -> list[Consolidated]:
    """Take articles of the corpus into the database, as `mattran extract --db` does; return what was consolidated."""
    with running(store, "extract") as run:
        list(ingest(store, articles(*names), extractor, prepare(store, data_dir()), run=run))
        return [event for event in consolidate(store, run=run) if isinstance(event, Consolidated)]


@pytest.fixture(scope="module")
def filled(extractor: Extractor, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("claims") / "test.db") as store:
        fill(store, extractor)
        yield store


def totals(store: Store) -> dict[Key, float]:
    columns = ("indicator", "province_now", "year", "campaign", "status")
    return {tuple(row[name] for name in columns): row["value"] for row in store.db.query("SELECT * FROM totals")}


def claim(store: Store, quote: str, document: str | None = None) -> dict[str, object]:
    """Return the one claim whose best telling has these words."""
    sql = "SELECT * FROM claims_wide WHERE quote = ? AND document = coalesce(?, document)"
    [row] = store.db.query(sql, [quote, document])
    return row


class TestCountedByHand:
    def test_the_totals_are_those_counted_by_hand(self, filled: Store) -> None:
        assert totals(filled) == COUNTED_BY_HAND

    def test_what_is_counted_sums_up_to_the_totals(self, filled: Store) -> None:
        sql = "SELECT sum(counted_value) AS sum, count(*) AS claims FROM claims_wide WHERE counted AND indicator = ?"
        for indicator in ("money", "houses", "land"):
            [found] = filled.db.query(sql, [indicator])
            [sums] = filled.db.query(
                "SELECT sum(value) AS sum, sum(claims) AS claims FROM totals WHERE indicator = ?", [indicator]
            )
            assert found == sums

    def test_nothing_counted_is_a_price_or_a_part_of_what_is_counted(self, filled: Store) -> None:
        rows = filled.db.query("SELECT * FROM claims_wide WHERE counted AND aggregation <> 'whole'")
        assert list(rows) == []

    def test_a_reprint_is_a_witness_and_no_publisher(self, filled: Store) -> None:
        houses = claim(filled, "318 căn nhà đại đoàn kết")
        assert (houses["witnesses"], houses["articles"], houses["publishers"]) == (3, 3, 2)
        assert (houses["first_published"], houses["last_published"]) == ("2023-07-10", "2023-07-14")
        assert houses["document"] == "sau-thang"

    def test_the_reports_of_the_year_are_one_series(self, filled: Store) -> None:
        quotes = ("142 căn nhà đại đoàn kết", "318 căn nhà đại đoàn kết", "497 căn nhà đại đoàn kết")
        reports = [claim(filled, quote) for quote in quotes]
        assert {(row["relation"], row["why_not"], row["counted"]) for row in reports} == {("running", "running", 0)}
        year = claim(filled, "654 căn nhà đại đoàn kết")
        assert {row["series"] for row in (*reports, year)} == {reports[0]["claim"]}
        assert (year["relation"], year["counted"], year["year"]) == (None, 1, 2023)

    def test_papers_that_disagree_are_marked(self, filled: Store) -> None:
        sums = [claim(filled, "41,25 tỷ đồng"), claim(filled, "43,8 tỷ đồng")]
        assert [row["relation"] for row in sums] == ["conflict", "conflict"]

    def test_a_part_is_tied_to_its_total_and_told_by_its_own_place_too(self, filled: Store) -> None:
        [part] = filled.db.query("SELECT * FROM claims_wide WHERE value = 46 AND place = 'Hương Sơn'")
        assert (part["witnesses"], part["publishers"], part["why_not"]) == (3, 2, "part")
        assert part["aggregation"] == "whole", "to the district itself"
        assert part["part_of"] == claim(filled, "318 căn nhà đại đoàn kết")["claim"]

    @pytest.mark.parametrize(
        ("quote", "why"),
        [
            ("3,2 tỷ đồng", "contained"),
            ("2 căn nhà đại đoàn kết", "contained"),
            ("48,9 tỷ đồng", "contained"),
            ("7,1 tỷ đồng", "part"),
            ("90 triệu đồng", "each"),
            ("51,6%", "unsummed"),
            ("300 căn nhà đại đoàn kết", "contained"),
            ("21,4 tỷ đồng", "contained"),
        ],
    )
    def test_why_a_figure_is_not_counted(self, filled: Store, quote: str, why: str) -> None:
        assert claim(filled, quote)["why_not"] == why

    def test_every_fact_has_its_claim(self, filled: Store) -> None:
        [row] = filled.db.query("SELECT count(*) AS facts, count(claim) AS claimed FROM claim_facts")
        assert row == {"facts": filled.count("facts"), "claimed": filled.count("facts")}
        [sums] = filled.db.query("SELECT sum(witnesses) AS witnesses FROM claims")
        assert sums["witnesses"] == filled.count("facts")


class TestReform:
    def test_a_claim_leads_to_its_province_then_and_today(self, filled: Store) -> None:
        row = claim(filled, "210 căn nhà đại đoàn kết")
        assert (row["province"], row["province_now"]) == ("Quảng Bình", "Quảng Trị")
        assert (row["place_now"], row["place_now_is"]) == ("Quảng Trị", "merged")

    @pytest.mark.parametrize(
        ("quote", "now", "how"),
        [
            ("654 căn nhà đại đoàn kết", "Hà Tĩnh", "same"),
            ("3,2 tỷ đồng", None, "split"),
            ("310 triệu đồng", "Hướng Phùng", "same"),
            ("2 căn nhà đại đoàn kết", "Sơn Kim 1", "same"),
        ],
    )
    def test_a_place_leads_to_its_unit_of_today_if_there_is_one(
        self, filled: Store, quote: str, now: str | None, how: str
    ) -> None:
        row = claim(filled, quote)
        assert (row["place_now"], row["place_now_is"]) == (now, how)

    def test_what_the_tables_do_not_say_is_unknown_and_no_place_is_nothing(self, filled: Store, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        with closing(sqlite3.connect(path)) as copy:
            filled.db.conn.backup(copy)
        with Store(path) as store:
            code, since = store.db.execute("SELECT locality, locality_valid_from FROM claims LIMIT 1").fetchone()
            sql = "UPDATE localities SET now_is = NULL, now_code = NULL WHERE code = ? AND valid_from = ?"
            store.db.execute(sql, [code, since])
            sql = "SELECT DISTINCT place_now, place_now_is FROM claims_wide WHERE place_code IS ?"
            assert store.db.execute(sql, [code]).fetchall() == [(None, "unknown")]
            store.db.execute("UPDATE claims SET locality = NULL, locality_valid_from = NULL WHERE locality = ?", [code])
            assert store.db.execute(sql, [None]).fetchall() == [(None, None)]

    def test_provinces_of_today_hold_the_sums_of_those_of_then(self, filled: Store) -> None:
        sql = "SELECT DISTINCT province, province_now FROM claims_wide WHERE province_now = 'Quảng Trị' ORDER BY 1"
        assert [tuple(row.values()) for row in filled.db.query(sql)] == [
            ("Quảng Bình", "Quảng Trị"),
            ("Quảng Trị", "Quảng Trị"),
        ]

    @pytest.mark.parametrize(
        ("name", "level", "until", "now", "how"),
        [
            ("Thanh Hóa", "province", "2025-07-01", "Thanh Hóa", "same"),
            ("Thừa Thiên Huế", "province", "2025-01-01", "Huế", "same"),
            ("Hà Giang", "province", "2025-07-01", "Tuyên Quang", "merged"),
            ("Hà Tây", "province", "2008-08-01", "Hà Nội", "merged"),
            ("Hương Sơn", "district", "2025-07-01", None, "split"),
            ("Côn Đảo", "district", "2025-07-01", "Côn Đảo", "same"),
            ("Lý Sơn", "district", "2025-07-01", "Lý Sơn", "same"),
            ("Từ Liêm", "district", "2014-04-01", None, "split"),
            ("Đông Sơn", "district", "2025-01-01", None, None),
        ],
    )
    def test_what_became_of_units(
        self, filled: Store, name: str, level: str, until: str, now: str | None, how: str | None
    ) -> None:
        sql = """
            SELECT today.name AS now, there.now_is AS how FROM localities AS there
            LEFT JOIN localities AS today ON today.code = there.now_code AND today.valid_from = there.now_valid_from
            WHERE there.name = ? AND there.level = ? AND there.valid_to = ?
        """
        rows = [tuple(row.values()) for row in filled.db.query(sql, [name, level, until])]
        assert (now, how) in rows

    def test_every_unit_of_today_is_its_own_heir(self, filled: Store) -> None:
        sql = "SELECT count(*) AS n FROM localities WHERE valid_from >= '2025-07-01' AND now_is IS NOT 'same'"
        assert next(filled.db.query(sql))["n"] == 0


def snapshot(store: Store) -> list[Key]:
    """Return all claims and totals, told by documents and offsets instead of numbers."""
    named: dict[int | None, object] = {
        row["id"]: (row["document"], row["start"])
        for row in store.db.query("SELECT facts.id, document, start FROM facts JOIN articles ON article = articles.id")
    }
    named[None] = None
    rows = [
        tuple(named[value] if name in ("claim", "series", "part_of") else value for name, value in row.items())
        for row in store.db.query("SELECT * FROM claims_wide")
    ]
    told = [
        (named[row["fact"]], named[row["voice"]], named[row["claim"]])
        for row in store.db.query("SELECT * FROM claim_facts")
    ]
    sums = [tuple(row.values()) for row in store.db.query("SELECT * FROM totals")]
    return sorted([*rows, *told, *sums], key=repr)


class TestAgain:
    def test_nothing_new_is_nothing_to_do(self, filled: Store) -> None:
        before = list(filled.db.iterdump())
        assert list(filled.claims.renew()) == []
        assert list(filled.db.iterdump()) == before

    def test_only_pools_with_new_facts_are_consolidated(self, extractor: Extractor, tmp_path: Path) -> None:
        with Store(tmp_path / "test.db") as store:
            fill(store, extractor, "ca-nam", "quang-binh")
            assert {event.subject for event in fill(store, extractor, "quang-tri")} == {
                "houses/achieved/44",
                "money/achieved/44",
            }

    def test_night_after_night_ends_where_one_night_does(
        self, extractor: Extractor, filled: Store, tmp_path: Path
    ) -> None:
        with Store(tmp_path / "test.db") as store:
            for name in sorted((path.stem for path in CORPUS.glob("*.txt")), reverse=True):
                fill(store, extractor, name)
            assert snapshot(store) == snapshot(filled)

    def test_an_article_that_changed_takes_its_figures_along(self, extractor: Extractor, tmp_path: Path) -> None:
        with Store(tmp_path / "test.db") as store:
            fill(store, extractor, "ca-nam", "chin-thang")
            [before] = articles("ca-nam")
            text = before.text.replace("xây mới 654 căn", "xây mới 660 căn").replace("22 nhà tình nghĩa", "nhà")
            with running(store, "extract") as run:
                after = replace(before, text=text)
                list(ingest(store, [after], extractor, prepare(store, data_dir()), run=run))
                list(consolidate(store, run=run))
            found = totals(store)
            assert found["houses", "Hà Tĩnh", 2023, FUND, "achieved"] == 660 + 121
            assert ("houses", "Hà Tĩnh", 2023, "den-on-dap-nghia", "achieved") not in found

    def test_new_code_consolidates_everything_anew(self, extractor: Extractor, tmp_path: Path) -> None:
        with Store(tmp_path / "test.db") as store:
            fill(store, extractor, "quang-tri")
            before = snapshot(store)
            other = Claims(store.db, version="another")
            assert sum(renewed.facts for renewed in other.renew()) == store.count("facts")
            assert snapshot(store) == before

    def test_a_run_that_was_killed_is_taken_up(self, extractor: Extractor, filled: Store, tmp_path: Path) -> None:
        with Store(tmp_path / "test.db") as store:
            with running(store, "extract") as run:
                list(ingest(store, articles(), extractor, prepare(store, data_dir()), run=run))
                list(store.clusters.place_all())
            for renewed in store.claims.renew():
                if renewed.pool.startswith("houses"):
                    break
            store.db.conn.rollback()
            assert store.count("stale_pools") > 0
            list(store.claims.renew())
            assert snapshot(store) == snapshot(filled)


def test_an_older_database_learns_what_became_of_its_units(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = Database(path)
    migrations.apply(old, stop_before="0005 claims")
    columns = "code, valid_from, valid_to, name, kind, level, current, province_now"
    sides = [("02", "2004-07-08", "2025-07-01"), ("08", "2004-07-08", "2025-07-01"), ("08", "2025-07-01", None)]
    for code, since, until in sides:
        row = [code, since, until, code, "tỉnh", "province", '["08"]', "08"]
        old.execute(f"INSERT INTO localities ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    old.close()
    with Store(path) as store:
        found = store.db.execute("SELECT code, valid_from, now_code, now_is FROM localities ORDER BY 1, 2").fetchall()
        assert found == [
            ("02", "2004-07-08", "08", "merged"),
            ("08", "2004-07-08", "08", "merged"),
            ("08", "2025-07-01", "08", "same"),
        ]
        assert list(store.claims.renew()) == []
