"""What is made of a site's state: which fail, which are mute, whose layout moved, and the report of it."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import extractor.errors
import scrapers.errors
from extractor.errors import ClockDates, FieldsMissing, Mute, SiteAlarm
from extractor.health import Recent, SiteState, diagnose, report_of
from extractor.health.diagnose import (
    CAUSES,
    LIST_KINDS,
    PAGE_KINDS,
    SITE_KINDS,
    by_cause,
    dropped,
    patience,
    silent_for,
)
from extractor.health.report import VERDICTS
from tests.states import DAY, NOW, QUIET, VISIT, came, fill, site, trouble

HOUR = timedelta(hours=1)


def kinds(state: SiteState, now: datetime = NOW) -> list[type[SiteAlarm]]:
    return [type(alarm) for alarm in diagnose(state, now).alarms]


def health(state: SiteState) -> tuple[str, str]:
    found = diagnose(state, NOW)
    return found.site, found.layout


@pytest.mark.parametrize(("fewest", "days"), [(0, None), (1, 21), (3, 7), (7, 3), (10, 2.1), (11, 2), (500, 2)])
def test_patience_is_three_expected_articles_long_and_two_days_at_least(fewest: int, days: float | None) -> None:
    assert patience(fewest) == (timedelta(days=days) if days else None)


@pytest.mark.parametrize(
    ("newest", "first_visit", "silence"),
    [
        (NOW - 5 * DAY, NOW - 9 * DAY, 5 * DAY),
        (None, NOW - 9 * DAY, 9 * DAY),  # since the first visit, where nothing ever came
        (NOW, NOW, 0 * DAY),
        (NOW + HOUR, NOW, 0 * DAY),  # the clock went back
        (None, NOW + DAY, 0 * DAY),
        (None, None, None),
    ],
)
def test_silence(newest: datetime | None, first_visit: datetime | None, silence: timedelta | None) -> None:
    assert silent_for(site(newest=newest, first_visit=first_visit), NOW) == silence


class TestMute:
    @pytest.mark.parametrize(
        ("mute", "state"),
        [
            (False, {"newest": NOW - 3 * DAY}),  # seven a week: patience is three days
            (True, {"newest": NOW - 3 * DAY - HOUR}),
            (False, {"newest": NOW - 300 * DAY, "expected": (0, 70)}),
            (False, {"newest": NOW - 300 * DAY, "expected": None}),
            (False, {"newest": None, "first_visit": NOW}),  # the first visit
            (True, {"newest": None, "first_visit": NOW - 4 * DAY}),
            (False, {"newest": None, "first_visit": None, "visit": None}),
            (False, {"newest": NOW + DAY}),
        ],
    )
    def test_only_after_patience_and_only_where_something_is_expected(self, mute: bool, state: dict[str, Any]) -> None:
        found = diagnose(site(**{"visit": QUIET, **state}), NOW)
        assert ([type(alarm) for alarm in found.alarms] == [Mute]) == mute
        assert (found.site == "mute") == mute

    def test_a_site_that_nobody_visited_is_not_blamed(self) -> None:
        state = site(newest=NOW - DAY)
        assert kinds(state, NOW + 30 * DAY) == []
        assert silent_for(state, NOW + 30 * DAY) == 31 * DAY

    def test_the_alarm_says_how_long_and_what_to_do(self) -> None:
        [alarm] = diagnose(site(visit=QUIET, newest=NOW - 9 * DAY), NOW).alarms
        assert str(alarm) == (
            "hoasen: no new article for 9 days, though 7 a week are expected; "
            "mattran sites check hoasen; or lower expected in its file"
        )


class TestSiteOrLayout:
    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ({}, ("ok", "ok")),
            ({"visit": None, "articles": 0, "newest": None, "first_visit": None}, ("new", "unknown")),
            ({"visit": QUIET}, ("ok", "ok")),
            ({"articles": 0}, ("ok", "unknown")),
            # lists, robots.txt or host
            ({"visit": QUIET, "troubles": (trouble("NoSuchHost"),)}, ("failing", "ok")),
            ({"visit": QUIET, "troubles": (trouble("NoRobots"),), "articles": 0}, ("failing", "unknown")),
            ({"visit": QUIET, "troubles": (trouble("Refused", count=2, articles=1),)}, ("failing", "ok")),
            ({"visit": QUIET, "troubles": (trouble("Refused", count=2, articles=2),)}, ("ok", "ok")),  # dead links
            ({"troubles": (trouble("Refused"),)}, ("ok", "ok")),  # one list of several
            ({"visit": QUIET, "troubles": (trouble("BudgetSpent"),)}, ("ok", "ok")),
            ({"visit": QUIET, "troubles": (trouble("Gap"), trouble("ArchiveError"))}, ("ok", "ok")),
            # articles
            ({"fills": (fill("page", 0.5, 0.9),)}, ("failing", "ok")),
            ({"fills": (fill("page", 0.6, 0.9),)}, ("ok", "ok")),
            ({"fills": (fill("page", 0.4, 0.0, n_recent=10, n_earlier=0),)}, ("ok", "ok")),  # some are no pages
            ({"fills": (fill("page", 0.0, 0.0, n_recent=5, n_earlier=0),)}, ("failing", "ok")),
            ({"fills": (fill("page", 0.0, 0.0, n_recent=4, n_earlier=0),)}, ("ok", "ok")),
            ({"fills": (fill("author", 0.0, 0.0, n_recent=9, n_earlier=0),)}, ("ok", "ok")),
            # lists and pages that came
            ({"visit": QUIET, "troubles": (trouble("NoLinks"),)}, ("ok", "failing")),
            ({"troubles": (trouble("ParseError"),)}, ("ok", "failing")),
            ({"missed": 3}, ("ok", "failing")),
            ({"missed": 2}, ("ok", "ok")),  # of four
            ({"missed": 1, "visit": QUIET}, ("ok", "ok")),  # a gallery
            ({"troubles": (trouble("NoArticle", count=40, stage="parse"),)}, ("ok", "ok")),  # old pages read again
            ({"fills": (fill("lead", 0.2),)}, ("ok", "failing")),
            ({"fills": (fill("article", 0.2),)}, ("ok", "failing")),
            # both, and what follows
            ({"visit": QUIET, "troubles": (trouble("Blocked"), trouble("NoLinks"))}, ("failing", "failing")),
            ({"visit": QUIET, "troubles": (trouble("NoSuchHost"),), "newest": NOW - 9 * DAY}, ("failing", "ok")),
            ({"visit": QUIET, "troubles": (trouble("NoLinks"),), "newest": NOW - 9 * DAY}, ("mute", "failing")),
        ],
    )
    def test_who_fails(self, state: dict[str, Any], expected: tuple[str, str]) -> None:
        assert health(site(**state)) == expected

    @pytest.mark.parametrize("kind", SITE_KINDS)
    def test_no_kind_of_the_site_is_the_layouts(self, kind: str) -> None:
        assert health(site(visit=QUIET, troubles=(trouble(kind),))) == ("failing", "ok")

    @pytest.mark.parametrize("kind", LIST_KINDS)
    def test_no_kind_of_the_layout_is_the_sites(self, kind: str) -> None:
        assert health(site(visit=QUIET, troubles=(trouble(kind),))) == ("ok", "failing")


class TestFields:
    @pytest.mark.parametrize(
        ("recent", "earlier", "n_recent", "n_earlier", "is_drop"),
        [
            (0.5, 0.9, 20, 200, True),
            (0.51, 0.9, 20, 200, False),
            (0.0, 0.79, 20, 200, False),  # never had by all
            (0.0, 1.0, 5, 10, True),
            (0.0, 1.0, 4, 200, False),  # too few say nothing
            (0.0, 1.0, 20, 9, False),
            (0.0, 0.0, 6, 0, False),
            (1.0, 0.2, 20, 200, False),
        ],
    )
    def test_drop(self, recent: float, earlier: float, n_recent: int, n_earlier: int, *, is_drop: bool) -> None:
        found = fill("lead", recent, earlier, n_recent=n_recent, n_earlier=n_earlier)
        assert dropped(found) == is_drop
        assert kinds(site(fills=(found,))) == [FieldsMissing] * is_drop

    @pytest.mark.parametrize(
        ("field", "line"),
        [
            ("date", "hoasen: date stands in 10% of the newest articles, in 95% before; {}.date"),
            ("article", "hoasen: article stands in 10% of the newest pages, in 95% before; {}.body"),
        ],
    )
    def test_the_alarm_names_the_selector(self, field: str, line: str) -> None:
        [alarm] = diagnose(site(fills=(fill(field, 0.1), fill("author", 0.9))), NOW).alarms
        assert str(alarm) == line.format("look whether the pages changed: selectors")

    def test_pages_that_do_not_come_are_no_missing_field(self) -> None:
        assert kinds(site(fills=(fill("page", 0.0),))) == []


FROZEN, MIDNIGHT = "2018-08-20T14:05:00", "2026-11-20T00:00:00"
OTHERS = tuple(came(f"2026-11-{day:02}T08:{day:02}:00", NOW - day * HOUR) for day in range(1, 10))


class TestDates:
    @pytest.mark.parametrize(
        ("recent", "said"),
        [
            ((), None),
            (OTHERS, None),
            ((came(None),) * 20, None),
            # frozen
            ((came(FROZEN),) * 3, "3 of the newest articles are dated 20/08/2018 14:05"),
            ((came(FROZEN),) * 2, None),
            ((*OTHERS, came(FROZEN), came(FROZEN), came(FROZEN, NOW - DAY)), "3 of the newest"),
            ((*OTHERS, *(came(FROZEN),) * 5), None),  # put out together, and fetched in one night
            ((came(FROZEN),) * 3 + (came(None), came(MIDNIGHT)), "3 of the newest"),
            # the clock
            (tuple(came(f"2026-11-20T20:0{n}:00") for n in range(3)), "all 3 .* by the minute"),
            (tuple(came(f"2026-11-20T19:5{n}:00") for n in (6, 7)), None),
            (tuple(came(f"2026-11-20T20:0{n}:00") for n in (2, 3, 5)), None),  # five minutes are too many
            ((came("2026-11-20T20:01:00"), came("2026-11-20T20:02:00"), came("2026-11-20T07:00:00")), None),
            # a day without an hour
            ((came(MIDNIGHT),) * 20, None),
            ((came(MIDNIGHT, NOW), came(MIDNIGHT, NOW - DAY), came(MIDNIGHT, NOW - 2 * DAY)), None),
        ],
    )
    def test_dates_that_are_none_of_the_articles(self, recent: tuple[Recent, ...], said: str | None) -> None:
        alarms = diagnose(site(recent=recent), NOW).alarms
        assert [type(alarm) for alarm in alarms] == [ClockDates] * bool(said)
        assert all(re.match(said or "", alarm.what) for alarm in alarms)
        assert health(site(recent=recent)) == ("ok", "failing" if said else "ok")

    def test_midnight_is_that_of_the_pages_own_clock(self) -> None:
        midnight = Recent(datetime.fromisoformat("2026-11-20T00:00:00+07:00"), NOW)
        assert kinds(site(recent=(midnight,) * 9)) == []
        assert kinds(site(recent=(Recent(datetime(2026, 11, 20, 7, tzinfo=UTC), NOW),) * 9)) == [ClockDates]


class TestRank:
    def test_the_root_cause_stands_first(self) -> None:
        met = ["Mute", "NoArticle", "Refused", "unheard of", "NoLinks", "FieldsMissing", "BudgetSpent", "NoSuchHost"]
        ordered = sorted(map(trouble, met), key=by_cause)
        assert [t.kind for t in ordered] == [
            *("NoSuchHost", "Refused", "BudgetSpent", "NoLinks", "NoArticle", "FieldsMissing", "Mute", "unheard of"),
        ]

    def test_of_one_kind_the_most_frequent(self) -> None:
        met = [trouble("Refused", count=count) for count in (2, 9, 4)]
        assert [t.count for t in sorted(met, key=by_cause)] == [9, 4, 2]

    def test_every_error_of_a_page_or_site_has_its_place(self) -> None:
        own = {"Abandoned", "Defect", "GivenUp"}
        found = {*leaves(scrapers.errors.ScrapeError), *leaves(SiteAlarm), *PAGE_KINDS, *own}
        general = {"ScrapeError", "SiteError", "FetchError", "SiteAlarm"}
        assert set(CAUSES) == found - general
        assert len(CAUSES) == len(set(CAUSES))
        assert all(hasattr(scrapers.errors, kind) or hasattr(extractor.errors, kind) for kind in CAUSES)


def leaves(error: type[Exception]) -> set[str]:
    return {error.__name__}.union(*map(leaves, error.__subclasses__()))


class TestReport:
    def test_failing_sites_stand_first_and_the_others_by_their_slugs(self) -> None:
        states = [
            site(slug="never", visit=None),
            site(slug="well-b"),
            site(slug="mute", visit=QUIET, newest=NOW - 9 * DAY),
            site(slug="well-a"),
            site(slug="moved", troubles=(trouble("NoLinks"),)),
            site(slug="gone", visit=QUIET, troubles=(trouble("NoSuchHost"), trouble("NoLinks"))),
        ]
        found = report_of(states, (), now=NOW, run=7)
        assert [s.slug for s in found.sites] == ["gone", "moved", "mute", "well-a", "well-b", "never"]
        assert [s.verdict for s in found.sites] == ["failing", "layout", "mute", "ok", "ok", "new"]
        assert {s.verdict for s in found.sites} == set(VERDICTS)

    @pytest.mark.parametrize(
        ("before", "expected"),
        [
            (NOW - 7 * DAY, (7.0, 70.0)),
            (NOW - DAY, (1.0, 10.0)),
            (NOW - DAY + timedelta(seconds=9), (1.0, 10.0)),  # a night begins some seconds earlier
            (NOW - 3 * DAY, (3.0, 30.0)),
            (NOW - HOUR, None),
            (None, None),  # the first visit
            (NOW + DAY, None),  # the clock went back
        ],
    )
    def test_what_is_expected_is_a_weeks_for_the_time_since(
        self, before: datetime | None, expected: tuple[float, float] | None
    ) -> None:
        [found] = report_of([site(before=before)], (), now=NOW, run=7).sites
        assert found.expected == expected
        [unknown] = report_of([site(before=before, expected=None)], (), now=NOW, run=7).sites
        assert unknown.expected is None

    def test_a_site_tells_what_its_visit_came_to(self) -> None:
        state = site(newest=NOW - 2 * DAY - HOUR, waiting=3, troubles=(trouble("Gap"), trouble("Refused", count=4)))
        [found] = report_of([state], (), now=NOW, run=7).sites
        assert (found.new, found.facts, found.links, found.articles, found.waiting) == (4, 9, 4, 300, 3)
        assert (found.requests, found.not_modified, found.bytes, found.waited) == (12, 1, 250_000, 22.5)
        assert (found.silent_days, found.issues, found.visited) == (2, 5, VISIT.at)
        assert [t.kind for t in found.troubles] == ["Refused", "Gap"]

    def test_a_site_that_was_never_visited_brought_nothing(self) -> None:
        [found] = report_of([site(visit=None, newest=None, first_visit=None)], (), now=NOW, run=None).sites
        assert (found.new, found.facts, found.requests, found.waited) == (0, 0, 0, 0.0)
        assert (found.silent_days, found.visited, found.expected) == (None, None, None)

    def test_a_clock_that_went_back_makes_no_negative_days(self) -> None:
        [found] = report_of([site(newest=NOW + 5 * DAY)], (), now=NOW, run=7).sites
        assert found.silent_days == 0

    def test_json_holds_all_of_it(self) -> None:
        found = report_of([site(fills=(fill("date", 0.5),))], (trouble("Abandoned"),), now=NOW, run=7)
        read = json.loads(json.dumps(found.as_json()))
        assert (read["run"], read["at"]) == (7, "2026-11-20T20:00:00+00:00")
        [one] = read["sites"]
        assert (one["slug"], one["visited"], one["fills"][0]["field"]) == (
            "hoasen",
            "2026-11-20T20:00:00+00:00",
            "date",
        )
        assert read["troubles"][0]["kind"] == "Abandoned"
        assert json.dumps(report_of([site(visit=None)], (), now=NOW, run=None).as_json())
