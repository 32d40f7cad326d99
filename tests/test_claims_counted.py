"""What enters a sum: running totals, conflicts, parts, what lies in another; and that no order matters."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.claims import Claim, Told, totals
from tests.tellings import PERIODS, PLACES, claims, fates, money, told

Fates = list[tuple[float, str | None]]


def related(found: list[Claim]) -> list[tuple[float, str | None]]:
    return [(claim.best.value, claim.relation) for claim in found]


class TestRunning:
    def test_each_report_of_the_year_is_carried_on_by_the_next(self) -> None:
        found = claims(told(142, "q1", article=1), told(318, "h1", article=2), told(654, "2023", article=3))
        assert fates(found) == [(142, "running"), (318, "running"), (654, None)]
        assert len({claim.series for claim in found}) == 1
        assert found[0].series is not None

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (told(142, "q1", article=1), told(318, "h2", article=2)),
            (told(142, "q1", campaign="fund", article=1), told(318, "h1", campaign="relief", article=2)),
            (told(142, "q1", article=1), told(318, "h1", place="district", article=2)),
            (told(142, "q1", flow="repair", article=1), told(318, "h1", article=2)),
            (told(142, "q1", item="nhà tình nghĩa", article=1), told(318, "h1", item="nhà đại đoàn kết", article=2)),
            (told(142, "2023", article=1), told(318, "term", article=2)),
            (told(142, "so far 2021", article=1), told(318, "so far sept", article=2)),
            (money(142, "so far june", article=1), money(318, "so far sept", article=2)),
            (told(142, "q1", scope="village", article=1), told(318, "h1", scope="village", article=2)),
            (told(142, "q1", place="nowhere", article=1), told(318, "h1", place="nowhere", article=2)),
            (told(142, "q1", article=1), told(318, "h1", article=1)),
        ],
        ids=(
            *("period", "campaign", "place", "deed", "kind", "years", "far apart", "sums without a day"),
            *("villages", "nowhere", "one article"),
        ),
    )
    def test_what_does_not_run_on(self, first: Told, second: Told) -> None:
        assert [relation for _, relation in related(claims(first, second))] == [None, None]

    def test_figures_so_far_run_on_within_a_year(self) -> None:
        found = claims(told(142, "so far june", article=1), told(318, "so far sept", article=2))
        assert fates(found) == [(142, "running"), (318, None)]

    def test_land_runs_on_under_whatever_campaign_heads_it(self) -> None:
        first = told(124_000, "q1", indicator="land", item="ha đất", flow="raise", campaign="roads", article=1)
        second = told(279_000, "h1", indicator="land", item="m2 đất", flow="raise", campaign="fund", article=2)
        assert fates(claims(first, second)) == [(124_000, "running"), (279_000, None)]


class TestConflict:
    def test_the_later_of_two_holds_and_both_are_marked(self) -> None:
        found = claims(told(318, article=1, published="2024-01-05"), told(320, article=2, published="2024-01-09"))
        assert related(found) == [(318, "conflict"), (320, "conflict")]
        assert fates(found) == [(318, "conflict"), (320, None)]

    def test_more_publishers_weigh_more_than_a_later_day(self) -> None:
        found = claims(told(318, article=1), told(318, article=2), told(320, article=3, published="2024-02-01"))
        assert fates(found) == [(318, None), (320, "conflict")]

    def test_a_reprint_with_another_figure_yields_to_what_it_reprints(self) -> None:
        found = claims(told(318, "event", article=1), told(381, "event", article=2, family=1, published="2024-02-01"))
        assert fates(found) == [(318, None), (381, "conflict")]

    def test_a_running_total_cannot_fall(self) -> None:
        assert related(claims(told(318, "h1", article=1), told(290, "2023", article=2))) == [
            (290, "conflict"),
            (318, "conflict"),
        ]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (told(318, article=1), told(320, article=1)),
            (told(318, article=1), told(700, article=2)),
            (told(318, "event", article=1), told(320, "event", article=2)),
            (money(41.2, flow=None, article=1), money(43.8, flow=None, article=2)),
            (told(318, campaign="fund", article=1), told(320, article=2)),
            (told(320, "h1", modifier="approx", article=1), told(318, article=2)),
            (told(318, flow="start", article=1), told(320, article=2)),
            (told(318, aggregation="part", inner=True, article=1), told(320, article=2)),
        ],
        ids=("one article", "other scope", "events", "no verb", "campaign", "rounded", "begun", "a share of it"),
    )
    def test_what_does_not_contradict(self, first: Told, second: Told) -> None:
        assert "conflict" not in {relation for _, relation in related(claims(first, second))}

    def test_an_article_that_tells_two_sums_contradicts_nobody(self) -> None:
        found = claims(money(41.2, article=1), money(39.5, article=1, sentence=1), money(43.8, article=2))
        assert [claim.relation for claim in found] == [None, None, None]
        assert fates(found) == [(39.5, "contained"), (41.2, "contained"), (43.8, None)]


YEAR = told(654, article=9)
CONTAINED = {
    "a district in its province": (told(46, place="district", article=1), YEAR),
    "a commune in its province": (told(7, place="commune", article=1), YEAR),
    "an old commune in the new province": (
        told(7, place="commune", article=1),
        told(654, place="new province", article=9),
    ),
    "an old commune in the commune that it went into": (
        told(7, place="commune", article=1),
        told(54, place="new commune", article=9),
    ),
    "a month in the year": (told(61, "h2", article=1), YEAR),
    "a day in the year": (told(2, "event", article=1), YEAR),
    "a day in the same article's year": (told(5, "event", article=9), YEAR),
    "so far, in the year that it ends in": (told(318, "so far june", article=1), YEAR),
    "where one names no campaign": (told(46, place="district", campaign="fund", article=1), YEAR),
    "a village in its commune": (
        told(3, place="commune", scope="village", article=1),
        told(9, place="commune", article=9),
    ),
    "what was spent in what was raised": (money(33.8, flow="spend", article=9), money(38.4, article=9)),
    "spent so far, of what was raised until some days before": (
        money(7.8, "so far july", flow="spend", article=9),
        money(9.4, "so far june", article=9),
    ),
    "spent so far, of what was raised since new year": (
        money(7.8, "so far july", flow="spend", article=9),
        money(9.4, "h1", article=9),
    ),
    "spent, of what was raised until a day": (
        money(7.9, "unknown", flow="spend", article=9),
        money(9.9, "h1", article=9),
    ),
    "spent until a day, of what was raised": (
        money(21.4, "so far july", flow="spend", article=9),
        money(33.6, "unknown", article=9),
    ),
    "a bare sum beside what was raised": (money(2.3, flow=None, article=9), money(38.4, article=9)),
    "of those begun, the built": (told(164, article=9), told(208, flow="start", article=9)),
    "told without a date, near in time": (told(46, "unknown", place="district", article=1), YEAR),
    "no place, within the country": (told(46, place="nowhere", article=1), told(654, place="country", article=9)),
}
SIDE_BY_SIDE = {
    "two districts": (told(46, place="commune", article=1), told(54, place="neighbour", article=9)),
    "a greater one": (told(700, place="district", article=1), YEAR),
    "another year": (told(46, "2022", place="district", article=1), YEAR),
    "another campaign": (
        told(46, place="district", campaign="fund", article=1),
        told(654, campaign="relief", article=9),
    ),
    "repaired, not built": (told(121, flow="repair", article=9), YEAR),
    "another kind": (told(22, item="nhà tình nghĩa", article=9), told(654, item="nhà đại đoàn kết", article=9)),
    "two sums of one article": (money(6.7, article=9), money(86.4, article=9)),
    "raised beside what is spent": (money(3.6, article=9), money(7.7, flow="spend", article=9)),
    "recovered money": (money(0.3, flow="recover", article=9), money(38.4, article=9)),
    "two sums of one article, some days apart": (
        money(6.7, "so far july", article=9),
        money(9.4, "so far june", article=9),
    ),
    "spent a season later": (
        money(7.8, "so far sept", flow="spend", article=9),
        money(9.4, "so far june", article=9),
    ),
    "spent so far, in another article": (
        money(7.8, "so far july", flow="spend", article=1),
        money(9.4, "so far june", article=9),
    ),
    "two days": (told(2, "event", place="commune", article=1), told(3, "event", article=9)),
    "a village holds nothing": (
        told(3, "h1", place="commune", article=1),
        told(9, place="commune", scope="village", article=9),
    ),
    "a province and the country": (told(46, article=1), told(654, place="country", article=9)),
    "a round sum without a date": (money(2, "unknown", place="district", article=1), money(86.4, article=9)),
    "long ago without a date": (told(46, "unknown", article=1, published="2019-03-01"), YEAR),
}


class TestContainment:
    @pytest.mark.parametrize(("small", "great"), CONTAINED.values(), ids=CONTAINED)
    def test_lies_in_the_other(self, small: Told, great: Told) -> None:
        assert [why for _, why in fates(claims(small, great))] == ["contained", None]

    @pytest.mark.parametrize(("small", "great"), SIDE_BY_SIDE.values(), ids=SIDE_BY_SIDE)
    def test_stands_beside_it(self, small: Told, great: Told) -> None:
        assert [why for _, why in fates(claims(small, great))] == [None, None]

    def test_what_lies_in_a_part_lies_in_its_total(self) -> None:
        found = claims(
            told(46, place="district", aggregation="part", article=1),
            told(7, "h1", place="commune", article=2),
        )
        assert fates(found) == [(7, "contained"), (46, "part")]

    def test_what_lies_in_a_contained_figure_lies_in_what_holds_that(self) -> None:
        found = claims(
            money(9.4, "so far june", article=1),
            money(7.8, "so far july", flow="spend", article=1),
            money(1.3, "so far july", flow="spend", place="commune", article=1),
        )
        assert fates(found) == [(1.3, "contained"), (7.8, "contained"), (9.4, None)]

    def test_several_years_are_counted_less_what_single_years_tell(self) -> None:
        found = claims(told(5_000, "term", article=1), told(654, article=2), told(612, "2022", article=3))
        assert [claim.counted for claim in found] == [612, 654, 5_000 - 612 - 654]

    def test_several_years_whose_years_are_all_told_are_not_counted(self) -> None:
        found = claims(told(1_200, "term", article=1), told(654, article=2), told(612, "2022", article=3))
        assert fates(found) == [(612, None), (654, None), (1_200, "contained")]


class TestParts:
    def test_a_part_is_not_counted(self) -> None:
        assert fates(claims(told(46, place="district", aggregation="part"), told(654))) == [(46, "part"), (654, None)]

    def test_nor_is_it_where_another_article_tells_it_as_a_whole(self) -> None:
        found = claims(told(318, place="district", aggregation="part"), told(318, place="district", article=2))
        assert fates(found) == [(318, "part")]

    def test_a_part_of_another_provinces_or_years_total_is_counted(self) -> None:
        assert fates(claims(told(318, aggregation="part", outside=True))) == [(318, None)]

    def test_prices_and_what_does_not_add_up(self) -> None:
        assert fates(claims(money(0.06, aggregation="each"))) == [(0.06, "each")]
        assert fates(claims(told(84.8, indicator="percent", item="%"), summed=False)) == [(84.8, "unsummed")]


def test_totals_add_what_is_counted_by_province_year_and_campaign() -> None:
    found = claims(
        told(142, "q1", campaign="fund", article=1),
        told(654, campaign="fund", article=2),
        told(121, campaign="fund", flow="repair", article=2, sentence=1),
        told(612, "2022", article=3),
        told(46, place="district", article=4),
    )
    rows = {(total.year, total.campaign): (total.value, total.claims, total.articles) for total in totals(found)}
    assert rows == {(2023, "fund"): (775, 2, 1), (2022, None): (612, 1, 1)}


PLACE, PERIOD = st.sampled_from(sorted(PLACES)), st.sampled_from(sorted(PERIODS))
TELLING = st.builds(
    told,
    st.sampled_from([5, 60, 62, 312, 318, 654, 1_230]),
    PERIOD,
    place=PLACE,
    article=st.integers(1, 5),
    sentence=st.integers(0, 2),
    modifier=st.sampled_from([None, None, "more_than", "approx"]),
    campaign=st.sampled_from([None, "fund", "relief"]),
    flow=st.sampled_from(["build", "repair", "start", None]),
    aggregation=st.sampled_from(["whole", "whole", "part", "each"]),
)


def outcome(tellings: list[Told]) -> list[tuple[object, ...]]:
    found = claims(*tellings)
    series = {c.series: sorted(o.best.witness for o in found if o.series == c.series) for c in found if c.series}
    return sorted(
        (
            sorted((w.document, w.start, w.sentence) for w in claim.witnesses),
            (claim.best.value, str(claim.span), str(claim.campaign), str(claim.relation), str(claim.why_not)),
            str(claim.counted),
            str(claim.series and series[claim.series][0].document),
        )
        for claim in found
    )


@given(
    st.lists(TELLING, min_size=1, max_size=14, unique_by=lambda t: (t.witness.document, t.witness.start)), st.integers()
)
@settings(max_examples=150, deadline=None)
def test_the_order_in_which_facts_come_does_not_matter(tellings: list[Told], seed: int) -> None:
    shuffled = random.Random(seed).sample(tellings, len(tellings))
    assert outcome(shuffled) == outcome(tellings)


@given(st.lists(TELLING, min_size=1, max_size=14))
@settings(max_examples=150, deadline=None)
def test_every_telling_is_in_one_claim_and_no_sum_is_negative(tellings: list[Told]) -> None:
    found = claims(*tellings)
    assert sum(len(claim.tellings) for claim in found) == len(tellings)
    assert all(claim.counted is None or claim.counted > 0 for claim in found)
    assert math.isclose(sum(total.value for total in totals(found)), sum(claim.counted or 0 for claim in found))


def test_many_equal_figures_are_consolidated_in_no_time() -> None:
    tellings = [told(1 + n % 3, "event", article=n, place="commune") for n in range(4_000)]
    assert len(claims(*tellings)) == 3
