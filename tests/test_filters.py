"""Filters: what a reader may ask for, and what is said where that is not there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import FilterError
from extractor.paths import data_dir
from extractor.stages import prepare
from extractor.store import Filters, Store, conditions
from extractor.store.filters import single
from scrapers.records import Site

SITE = Site(slug="hoasen", name="Mặt trận Hoa Sen", base_url="http://hoasen.example/", family="nukeviet", home="40")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store with all provinces, campaigns and indicators, and one site."""
    path = tmp_path_factory.mktemp("filters") / "a.db"
    with Store(path) as written:
        prepare(written, data_dir())
        written.pages.put_site(SITE)
    with Store.reader(path) as store:
        yield store


class TestChecked:
    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("indicator", "houses", "houses"),
            ("indicator", "Nhà ở hỗ trợ", "houses"),
            ("indicator", "nha o ho tro", "houses"),
            ("province", "38", "38"),
            ("province", 38, "38"),
            ("province", 1, "01"),
            ("province", "thanh hoa", "38"),
            ("province", "tỉnh Thanh Hóa", "38"),
            ("province", "TP. Hồ Chí Minh", "79"),
            ("province", "thành phố Huế", "46"),
            ("province", "thừa thiên huế", "46"),
            ("province", "Hà Giang", "02"),  # of then
            ("province", "Bắc Ninh", "24"),  # of today, which holds that of then
            ("province", "27", "27"),  # Bắc Ninh of then alone
            ("province", "yen bai", "15"),
            ("year", "2023", 2023),
            ("year", 2023, 2023),
            ("campaign", "vi-nguoi-ngheo", "vi-nguoi-ngheo"),
            ("campaign", "VÌ NGƯỜI NGHÈO", "vi-nguoi-ngheo"),
            ("campaign", "Quỹ “Vì người nghèo”", "vi-nguoi-ngheo"),
            ("campaign", " vi nguoi ngheo ", "vi-nguoi-ngheo"),
            ("campaign", "xoa nha tam", "chung-tay-xoa-nha-tam-nha-dot-nat"),
            ("campaign", "Phong trào Chung tay xóa nhà tạm", "chung-tay-xoa-nha-tam-nha-dot-nat"),
            ("campaign", "ngày hội đại đoàn kết", "ngay-hoi-dai-doan-ket-toan-dan-toc"),
            ("campaign", "quĩ vì người nghèo", "vi-nguoi-ngheo"),
            ("province", "HCM", "79"),
            ("province", "TP.HCM", "79"),
            ("province", "hochiminh", "79"),
            ("province", "DAKLAK", "66"),
            ("province", "tỉnh Đắc Lắc", "66"),
            ("province", "BRVT", "77"),
            ("province", "danang", "48"),
            ("status", "achieved", "achieved"),
            ("status", "Target", "target"),
            ("aggregation", "whole", "whole"),
            ("site", "hoasen", "hoasen"),
            ("site", "mat tran hoa sen", "hoasen"),
        ],
    )
    def test_values_become_those_of_the_tables(
        self, name: str, value: str | int, expected: str | int, store: Store
    ) -> None:
        assert Filters(**{name: value}).checked(store) == Filters(**{name: expected})  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("indicator", "house", "indicator: there is no 'house'; there are activities, .*houses, .*works"),
            ("province", "thanh hao", r"province: there is no 'thanh hao'; the nearest are 38 \(Thanh Hóa\), "),
            ("province", "99", "there is no '99'; the nearest are 9"),
            ("province", "Thanh Oai", "there is no 'Thanh Oai'"),  # a district
            ("year", "20x3", "year: '20x3' is no year; write four digits, as 2023"),
            ("year", "23", "no year"),
            ("campaign", "nguoi ngheo", r"the nearest are .*vi-nguoi-ngheo \(Vì người nghèo\)"),
            ("status", "done", "there are achieved, pledged, target"),
            ("aggregation", "sum", "there are each, part, whole"),
            ("site", "langsen", "there are hoasen"),
            ("site", "", "there is no ''"),
        ],
    )
    def test_what_is_not_there_is_refused_with_what_is(self, name: str, value: str, said: str, store: Store) -> None:
        with pytest.raises(FilterError, match=said) as caught:
            Filters(**{name: value}).checked(store)  # type: ignore[arg-type]
        assert "\n" not in str(caught.value)

    def test_every_campaign_is_found_by_its_own_name(self, store: Store) -> None:
        for key, name in store.db.execute("SELECT id, name FROM campaigns").fetchall():
            assert Filters(campaign=key).checked(store).campaign == key
            assert Filters(campaign=name).checked(store).campaign == key

    def test_a_filter_is_given_once(self) -> None:
        assert (single("year", None), single("year", []), single("year", ["2023"])) == (None, None, "2023")
        with pytest.raises(FilterError, match="year: given 2 times; ask for one at a time"):
            single("year", ["2023", "2024"])

    def test_every_name_of_a_province_is_found_by_itself(self, store: Store) -> None:
        sql = "SELECT code, name, valid_to FROM localities WHERE level = 'province'"
        for code, name, until in store.db.execute(sql).fetchall():
            found = str(Filters(province=name).checked(store).province)
            assert found == code if until is None else self.holds(found, code, store), name

    @staticmethod
    def holds(found: str, code: str, store: Store) -> bool:
        """Say whether `found` is the province of then, or that of today which holds it."""
        sql = "SELECT 1 FROM localities WHERE level = 'province' AND code = ? AND ? IN (code, province_now)"
        return store.db.execute(sql, [code, found]).fetchone() is not None

    def test_nothing_asked_stays_nothing(self, store: Store) -> None:
        assert Filters().checked(store) == Filters()
        assert not Filters()
        assert Filters(year=2023)

    def test_an_empty_database_says_so(self, tmp_path: Path) -> None:
        with Store(tmp_path / "empty.db") as empty, pytest.raises(FilterError, match="the database holds none yet"):
            Filters(campaign="vi-nguoi-ngheo").checked(empty)


class TestConditions:
    def test_nothing_asked_is_no_condition(self) -> None:
        assert conditions(Filters(), ["indicator"]) == ("1", {})

    def test_each_filter_is_a_term_with_its_value(self) -> None:
        sql, values = conditions(Filters(indicator="houses", year=2023), ["indicator", "year"])
        assert sql == "indicator = :indicator AND year = :year"
        assert values == {"indicator": "houses", "year": 2023}

    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            (["province_code", "province_now_code"], "(province_code = :province OR province_now_code = :province)"),
            (["province_now_code"], "province_now_code = :province"),
        ],
    )
    def test_a_province_is_that_of_then_or_of_now(self, columns: list[str], expected: str) -> None:
        assert conditions(Filters(province="38"), columns) == (expected, {"province": "38"})

    def test_a_column_that_is_not_there_is_refused_with_those_that_are(self) -> None:
        with pytest.raises(FilterError, match=r"year: these rows have no such column; there are province, site"):
            conditions(Filters(year=2023), ["id", "site", "province_code"])
        with pytest.raises(FilterError, match="leave it out"):
            conditions(Filters(year=2023), ["id"])

    @pytest.mark.parametrize("view", ["facts_wide", "claims_wide"])
    def test_the_views_take_them(self, view: str, store: Store) -> None:
        filters = Filters(
            indicator="houses", province="38", year=2023, campaign="c", status="target", aggregation="whole"
        )
        where, values = conditions(filters, store.columns(view))
        assert store.db.execute(f"SELECT count(*) FROM {view} WHERE {where}", values).fetchone() == (0,)
