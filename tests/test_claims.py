"""Which tellings are one figure: numbers, things, periods, and the rules that join them, each with what is unlike."""

import pytest

from extractor.claims import Told
from extractor.claims.numbers import digits, rounds
from extractor.claims.spans import Span, day
from extractor.claims.things import agree, is_difference, may_hold, thing
from tests.tellings import claims, money, reprinted, told


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "count"), [(9.8e9, 2), (500, 1), (2_350_000_000, 3), (41.25e9, 4), (12.5, 3), (0.05, 1), (10, 1)]
    )
    def test_significant_digits(self, value: float, count: int) -> None:
        assert digits(value) == count

    @pytest.mark.parametrize(
        ("value", "modifier", "other"),
        [
            (76e9, "more_than", 76.2e9),
            (76e9, "more_than", 76e9),
            (10e9, "less_than", 9.83e9),
            (100e9, "approx", 98.4e9),
            (9.8e9, None, 9.83e9),
            (54_000, None, 54_120),
        ],
    )
    def test_a_round_number_may_stand_for_a_more_exact_one(
        self, value: float, modifier: str | None, other: float
    ) -> None:
        assert rounds(value, modifier, other)

    @pytest.mark.parametrize(
        ("value", "modifier", "other"),
        [
            (76e9, "more_than", 77.3e9),
            (76e9, "more_than", 75.9e9),
            (10e9, "less_than", 10.2e9),
            (10e9, "less_than", 9.2e9),
            (9.83e9, None, 9.8e9),
            (9.8e9, None, 9.9e9),
            (10e9, None, 9.83e9),
            (120, None, 118),
            (50e9, "more_than", 54e9),
        ],
    )
    def test_no_further(self, value: float, modifier: str | None, other: float) -> None:
        assert not rounds(value, modifier, other)


class TestThings:
    @pytest.mark.parametrize(
        ("indicator", "item", "words"),
        [
            ("houses", "căn nhà đại đoàn kết", ("đại đoàn kết",)),
            ("houses", "căn nhà tạm", ()),
            ("houses", "nhà tình nghĩa", ("tình nghĩa",)),
            ("land", "héc-ta đất các loại", ("đất",)),
            ("land", "m2", ()),
            ("roads", "km đường bê tông", ("đường",)),
            ("roads", "m kênh nội đồng", ("kênh",)),
            ("goods", "tấn gạo", ("gạo",)),
            ("goods", "tấn hàng hóa", ()),
            ("livestock", "con bò giống", ("bò",)),
            ("money", "đồng chăm lo nhà", ()),
            ("activities", "cuộc giám sát", ("cuộc", "giám", "sát")),
        ],
    )
    def test_what_is_counted(self, indicator: str, item: str, words: tuple[str, ...]) -> None:
        assert thing(indicator, item) == words

    def test_the_shorter_name_begins_the_longer(self) -> None:
        assert agree((), ("đất",))
        assert agree(("cuộc",), ("cuộc", "giám", "sát"))
        assert not agree(("đường",), ("kênh",))

    @pytest.mark.parametrize(("item", "is_one"), [("đồng so", True), ("căn so", True), ("đồng", False), ("số", False)])
    def test_a_growth_is_no_amount(self, item: str, is_one: bool) -> None:
        assert is_difference(item) is is_one

    @pytest.mark.parametrize(
        ("indicator", "total", "flow", "may"),
        [
            ("money", "raise", "spend", True),
            ("money", "spend", "raise", False),
            ("money", "raise", "recover", False),
            ("money", None, "worth", True),
            ("houses", "build", "repair", False),
            ("houses", "start", "build", True),
            ("houses", "build", "spend", True),
            ("land", "build", "raise", False),
        ],
    )
    def test_what_may_lie_in_what(self, indicator: str, total: str | None, flow: str, may: bool) -> None:
        assert may_hold(indicator, total, flow) is may


def span(start: str | None, end: str | None) -> Span:
    return Span(day(start), day(end))


YEAR_2023 = span("2023-01-01", "2023-12-31")


class TestSpans:
    @pytest.mark.parametrize(
        ("period", "year"),
        [
            (YEAR_2023, 2023),
            (span("2023-05-10", "2023-05-10"), 2023),
            (span("2022-12-15", "2023-01-10"), None),
            (span(None, "2023-06-30"), None),
            (span("2023-01-01", None), None),
            (span(None, None), None),
        ],
    )
    def test_the_year_that_holds_a_period(self, period: Span, year: int | None) -> None:
        assert period.year == year

    @pytest.mark.parametrize(
        ("wide", "narrow", "one_drive", "covers"),
        [
            (YEAR_2023, span("2023-03-01", "2023-03-31"), False, True),
            (YEAR_2023, span("2023-12-01", "2024-01-31"), True, False),
            (YEAR_2023, span(None, "2023-06-30"), True, True),
            (YEAR_2023, span(None, "2023-06-30"), False, False),
            (span(None, "2023-06-30"), span(None, "2023-05-31"), False, True),
            (span(None, "2023-06-30"), span(None, "2022-12-31"), False, False),
            (span(None, "2023-06-30"), span(None, "2022-12-31"), True, True),
            (span(None, "2023-06-30"), span(None, "2021-12-31"), True, False),
            (span(None, None), YEAR_2023, True, False),
            (YEAR_2023, span(None, None), True, False),
        ],
    )
    def test_what_lies_in_what(self, wide: Span, narrow: Span, one_drive: bool, covers: bool) -> None:
        assert wide.covers(narrow, one_drive=one_drive) is covers


ONE_FIGURE = {
    "two articles": (money(41.2, article=1), money(41.2, article=2)),
    "rounded in the headline of another": (money(41, modifier="more_than", article=1), money(41.2, article=2)),
    "rounded down to two digits": (money(9.8, article=1), money(9.83, article=2)),
    "one names no campaign": (money(41.2, campaign="fund", article=1), money(41.2, article=2)),
    "a part of one article is the whole of another": (
        money(3.24, place="district", aggregation="part", article=1),
        money(3.24, place="district", article=2),
    ),
    "to the end of June, and to the day in July when it was told": (
        told(62, "h1", article=1),
        told(62, "to july", article=2),
    ),
    "dated otherwise, but telling": (told(312, "h1", article=1), told(312, "so far june", article=2)),
    "undated, but telling": (told(312, "h1", article=1), told(312, "unknown", article=2)),
    "before the reform and after it, the same area": (
        told(312, place="town", article=1),
        told(312, place="new town", article=2),
    ),
    "lead and body": (money(41, modifier="more_than", sentence=0), money(41.2, sentence=1)),
    "the whole country": (told(208_460, place="country", article=1), told(208_460, place="country", article=2)),
    "no place, but telling": (told(312, place="nowhere", article=1), told(312, place="nowhere", article=2)),
    "raised, and given away again": (money(41.2, article=1), money(41.2, flow="spend", article=2)),
}
TWO_FIGURES = {
    "two values": (money(41.2, article=1), money(41.3, article=2)),
    "two campaigns": (money(41.2, campaign="fund", article=1), money(41.2, campaign="relief", article=2)),
    "two places": (told(312, place="commune", article=1), told(312, place="neighbour", article=2)),
    "two years": (told(312, "2023", article=1), told(312, "2022", article=2)),
    "a round number in two periods": (told(500, "2023", article=1), told(500, "h2", article=2)),
    "a round number, undated": (told(500, "h1", article=1), told(500, "unknown", article=2)),
    "a merged commune is not the old one": (
        told(312, place="commune", article=1),
        told(312, place="new commune", article=2),
    ),
    "one sentence tells both": (told(312, sentence=0), told(312, "h1", sentence=0)),
    "a small count told twice in one article": (told(5, "event", sentence=0), told(5, "event", sentence=1)),
    "two givers of one village": (
        told(420, scope="giver", sentence=0),
        told(420, scope="giver", sentence=1),
    ),
    "built and repaired": (told(312, flow="build", article=1), told(312, flow="repair", article=2)),
    "begun and built": (told(312, flow="start", article=1), told(312, flow="build", article=2)),
    "two kinds": (told(86, item="nhà tình nghĩa", article=1), told(86, item="nhà đại đoàn kết", article=2)),
    "the price of one": (money(41.2, article=1), money(41.2, aggregation="each", article=2)),
    "no place, and small": (told(62, place="nowhere", article=1), told(62, place="nowhere", article=2)),
    "rounded otherwise": (money(41, modifier="more_than", article=1), money(42.3, article=2)),
}


class TestOneFigure:
    @pytest.mark.parametrize("tellings", ONE_FIGURE.values(), ids=ONE_FIGURE)
    def test_is_one(self, tellings: tuple[Told, ...]) -> None:
        [claim] = claims(*tellings)
        assert len(claim.witnesses) == 2

    @pytest.mark.parametrize("tellings", TWO_FIGURES.values(), ids=TWO_FIGURES)
    def test_are_two(self, tellings: tuple[Told, ...]) -> None:
        assert len(claims(*tellings)) == 2

    def test_the_most_exact_telling_gives_the_value_the_best_known_period_and_campaign(self) -> None:
        [claim] = claims(
            money(76, modifier="more_than", article=1, campaign="fund"),
            money(76.24, "unknown", article=2),
            money(76.2, article=3),
        )
        assert claim.best.value == 76.24e9
        assert (claim.span, claim.campaign, claim.publishers) == (YEAR_2023, "fund", 3)

    def test_a_rounded_figure_joins_the_nearest(self) -> None:
        found = claims(money(76, modifier="more_than", article=1), money(76.2, article=2), money(76.8, article=3))
        assert [(c.best.value, len(c.tellings)) for c in found] == [(76.2e9, 2), (76.8e9, 1)]

    def test_a_reprint_is_a_witness_but_no_publisher(self) -> None:
        [claim] = claims(reprinted(told(312), told(312, article=2, family=1)), told(312, article=3))
        assert (len(claim.witnesses), len(claim.articles), claim.publishers) == (3, 3, 2)
