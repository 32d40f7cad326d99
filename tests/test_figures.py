"""Sums for charts: by province of then and of now, by year and campaign, each figure once; rows made by hand."""

from collections.abc import Iterator

import pytest

from extractor.paths import data_dir
from extractor.store import Store, read_reference
from extractor.store.figures import Figures, province_names
from extractor.store.filters import Filters
from extractor.store.overview import Overview
from extractor.sums import Sum, Yearly

MONEY = Filters(indicator="money", status="achieved")
OLD, NEW = "2004-07-08", "2025-07-01"
CLAIMS = (  # value, province, valid from, province now, year, campaign, why not
    (10.0, "02", OLD, "08", 2023, None, None),  # Hà Giang, today in Tuyên Quang
    (20.0, "08", OLD, "08", 2024, "vi-nguoi-ngheo", None),  # Tuyên Quang as it was
    (40.0, "08", NEW, "08", 2026, None, None),  # Tuyên Quang of today
    (80.0, "38", OLD, "38", None, "vi-nguoi-ngheo", None),  # of no single year
    (160.0, None, None, None, 2024, None, None),  # the whole country
    (320.0, "38", OLD, "38", 2024, None, "part"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("figures") / "a.db") as store:
        store.put_reference(read_reference(data_dir()), digest="tables-1", now="2026-11-28T00:00:00+00:00")
        with store.db.atomic():
            store.db.execute("INSERT INTO articles (id, document, text, digest) VALUES (1, 'd', 't', 'x')")
            for number, claim in enumerate(CLAIMS, 1):
                put(store, number, *claim)
        yield store


def put(
    store: Store,
    number: int,
    value: float,
    province: str | None,
    since: str | None,
    now: str | None,
    year: int | None,
    campaign: str | None,
    why_not: str | None,
) -> None:
    """Write a fact, its claim, and its row of the totals."""
    fact = {
        "id": number,
        "article": 1,
        "indicator": "money",
        "value": value,
        "unit": "VND",
        "status": "achieved",
        "aggregation": "whole",
        "item": "",
        "locality": province,
        "locality_valid_from": since,
    }
    span = {"start": 0, "end": 1, "quote": "t", "sentence_start": 0, "sentence_end": 1, "sentence": "t"}
    store.db["facts"].insert({**fact, **span, "campaign": campaign, "rules": "[]", "confidence": 0.9})
    del fact["article"]
    told = {"witnesses": 1, "articles": 1, "publishers": 1, "year": year, "campaign": campaign}
    places = {"province": province, "province_now": now}
    store.db["claims"].insert({**fact, **told, **places, "pool": "p", "why_not": why_not})
    if why_not is None:
        row = {"pool": "p", "indicator": "money", "status": "achieved", "value": value, "claims": 1, "articles": 1}
        store.db["claim_totals"].insert({**row, **places, "year": year, "campaign": campaign})


def values(sums: list[Sum]) -> dict[str, float]:
    return {each.key: each.value for each in sums}


@pytest.mark.parametrize(
    ("side", "sums"),
    [("now", {"38": 80, "08": 70}), ("then", {"38": 80, "08": 20, "02": 10})],
)
def test_a_code_of_both_sides_is_told_apart_by_the_place(store: Store, side: str, sums: dict[str, float]) -> None:
    assert values(Figures(store.db, side).by("province", MONEY)) == sums  # type: ignore[arg-type]


def test_the_largest_stand_first_and_bear_the_names_of_their_side(store: Store) -> None:
    now, then = (Figures(store.db, side).by("province", MONEY) for side in ("now", "then"))
    assert [each.name for each in now] == ["Thanh Hóa", "Tuyên Quang"]
    assert [each.name for each in then] == ["Thanh Hóa", "Tuyên Quang", "Hà Giang"]
    assert Figures(store.db).by("province", MONEY, limit=1) == [Sum("38", "Thanh Hóa", 80, 1)]


def test_years_stand_in_their_order_without_the_country_and_without_parts(store: Store) -> None:
    assert list(values(Figures(store.db).by("year", MONEY)).items()) == [("2023", 10), ("2024", 20), ("2026", 40)]


@pytest.mark.parametrize(
    ("figures", "sums"),
    [
        ({"province": "08"}, {"2023": 10, "2024": 20, "2026": 40}),
        ({"province": "08", "side": "then"}, {"2024": 20}),
        ({"campaign": "vi-nguoi-ngheo"}, {"2024": 20}),
        ({"province": "01"}, {}),
    ],
)
def test_one_province_or_campaign(store: Store, figures: dict[str, str], sums: dict[str, float]) -> None:
    assert values(Figures(store.db, **figures).by("year", MONEY)) == sums  # type: ignore[arg-type]


def test_campaigns_bear_their_names(store: Store) -> None:
    assert Figures(store.db).by("campaign", MONEY) == [Sum("vi-nguoi-ngheo", "Vì người nghèo", 100, 2)]


def test_a_year_leaves_only_its_own(store: Store) -> None:
    asked = Filters(indicator="money", status="achieved", year=2023)
    assert values(Figures(store.db, "then").by("province", asked)) == {"02": 10}


def test_yearly_sums_tell_the_country_and_what_is_of_no_single_year_apart(store: Store) -> None:
    assert Figures(store.db).yearly(Filters(status="achieved")) == [
        Yearly("money", None, True, 80, 1),
        Yearly("money", 2023, True, 10, 1),
        Yearly("money", 2024, False, 160, 1),
        Yearly("money", 2024, True, 20, 1),
        Yearly("money", 2026, True, 40, 1),
    ]
    assert Figures(store.db).yearly(Filters(status="target")) == []


@pytest.mark.parametrize(
    ("side", "many", "code", "name"), [("then", 63, "24", "Bắc Giang"), ("now", 34, "24", "Bắc Ninh")]
)
def test_names_of_all_provinces(store: Store, side: str, many: int, code: str, name: str) -> None:
    names = province_names(store.db, side)  # type: ignore[arg-type]
    assert len(names) == many
    assert names[code] == name


class TestOverview:
    @pytest.mark.parametrize(
        ("code", "side", "name"),
        [
            ("46", "then", "Huế"),
            ("24", "then", "Bắc Giang"),
            ("24", "now", "Bắc Ninh"),
            ("02", "now", None),
            ("99", "then", None),
        ],
    )
    def test_a_province_is_that_of_its_side(self, store: Store, code: str, side: str, name: str | None) -> None:
        found = Overview(store.db).province(code, side)
        assert (found["name"] if found else None) == name

    def test_the_parts_of_a_province_of_today(self, store: Store) -> None:
        assert [part["name"] for part in Overview(store.db).parts("25")] == ["Phú Thọ", "Hòa Bình", "Vĩnh Phúc"]

    def test_places_are_those_of_the_side(self, store: Store) -> None:
        asked = {"indicator": "money", "status": "achieved", "limit": 9}
        overview = Overview(store.db)
        then, now = overview.places("then", "08", **asked), overview.places("now", "08", **asked)
        assert [(place["name"], place["value"]) for place in then] == [("Tuyên Quang", 20)]
        assert [(place["name"], place["value"]) for place in now] == [
            ("Tuyên Quang", 40),
            ("Tuyên Quang", 20),
            ("Hà Giang", 10),
        ]

    def test_a_fact_knows_its_article_and_its_number_in_it(self, store: Store) -> None:
        assert Overview(store.db).fact(3) == (1, 3)
        assert Overview(store.db).fact(99) is None

    def test_counts(self, store: Store) -> None:
        assert Overview(store.db).counts()["facts"] == len(CLAIMS)
