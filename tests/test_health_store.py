"""What the database says of the sites: asked of a real one, filled through the store's own classes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractor.health import Fill, SiteState, Visit, diagnose
from extractor.stages import Run
from extractor.stages.nightly import look
from extractor.store import ArticleRecord, Store
from extractor.store.health import LATEST, NEWEST
from scrapers.records import Link, Page, Place, Seed, Site
from tests.samples import opened
from tests.states import DAY, NOW
from tests.world import World, failures

HOASEN = Site("hoasen", "Hoa Sen", "http://hoasen.example/", family="nukeviet", expected=(7, 70))
SONGSEN = Site("songsen", "Sông Sen", "http://songsen.example/")
SEED = Seed("listing", "http://hoasen.example/")
COUNTS = ("lists", "requests", "not_modified", "bytes", "waited", "links", "pages", "articles", "facts", "issues")


def url(number: int, site: Site = HOASEN) -> str:
    return f"{site.base_url}tin/{number}.html"


class Past:
    """What happened to the sites, written as the stages write it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.earlier = store.journal.begin("test", now=(NOW - 99 * DAY).isoformat())
        for site in (HOASEN, SONGSEN):
            store.pages.put_site(site)

    def visit(self, at: datetime, *, site: Site = HOASEN, run: int | None = None, **counts: float) -> int:
        run = run or self.store.journal.begin("test", now=at.isoformat())
        self.store.journal.put_visits(run, [{"site": site.slug, **dict.fromkeys(COUNTS, 0), **counts}])
        return run

    def issue(self, run: int, kind: str, subject: str, *, stage: str = "crawl", **said: Any) -> None:
        said = {"site": "hoasen", "message": "what went wrong", "cure": "what helps", **said}
        self.store.journal.issue(run, stage=stage, kind=kind, subject=subject, now=NOW.isoformat(), **said)

    def found(self, *numbers: int) -> None:
        links = [Link(url(number), "hoasen", str(number)) for number in numbers]
        self.store.links.add(links, seed=SEED, run=self.earlier, now=NOW.isoformat())

    def page(self, number: int, at: datetime = NOW, *, parsed: bool = True) -> int:
        place = Place("a.warc.gz", 0, 1, f"sha1:{number}", "<urn:uuid:1>")
        page = Page(url(number), url(number), 200, {}, b"", at, place)
        self.store.pages.put(page, key=str(number), site="hoasen")
        for stored in self.store.pages.unparsed("hoasen", "parser-1") if parsed else ():
            self.store.pages.mark_parsed(stored, "parser-1")
        [(key,)] = self.store.db.execute("SELECT id FROM pages WHERE key = ?", [str(number)]).fetchall()
        return int(key)

    def article(self, number: int, at: datetime = NOW, **fields: str | None) -> None:
        fields = {
            "lead": "Tóm tắt",
            "author": "M. Anh",
            "published_at": (at - timedelta(hours=9)).isoformat(),
            **fields,
        }
        page = self.page(number, at)
        record = ArticleRecord(document=url(number), text="Tin.", site="hoasen", page=page, **fields)
        self.store.articles.put(record, added_at=at.isoformat())

    def state(self, slug: str = "hoasen", run: int | None = None) -> SiteState:
        [state] = [state for state in self.store.health.states(run) if state.slug == slug]
        return state

    def fill(self, field: str) -> Fill:
        [fill] = [fill for fill in self.state().fills if fill.field == field]
        return fill


@pytest.fixture
def past(tmp_path: Path) -> Iterator[Past]:
    with Store(tmp_path / "test.db") as store:
        yield Past(store)


class TestVisits:
    def test_a_site_that_was_never_visited(self, past: Past) -> None:
        state = past.state()
        assert (state.name, state.base_url, state.family) == ("Hoa Sen", "http://hoasen.example/", "nukeviet")
        assert (state.expected, past.state("songsen").expected) == ((7, 70), None)
        assert (state.visit, state.before, state.first_visit, state.newest) == (None, None, None, None)
        assert (state.articles, state.missed, state.waiting, state.recent, state.troubles) == (0, 0, 0, (), ())
        assert [(fill.n_recent, fill.n_earlier) for fill in state.fills] == [(0, 0)] * 5

    def test_the_last_visit_the_one_before_and_the_first(self, past: Past) -> None:
        for days in (30, 2, 1):
            run = past.visit(NOW - days * DAY, requests=days, waited=0.5)
        state = past.state()
        assert state.visit == Visit(run, NOW - DAY, 0, 1, 0, 0, 0.5, 0, 0, 0, 0, 0)
        assert (state.before, state.first_visit) == (NOW - 2 * DAY, NOW - 30 * DAY)

    def test_a_run_knows_the_sites_that_it_visited_as_they_were_then(self, past: Past) -> None:
        first = past.visit(NOW - 2 * DAY, articles=5)
        past.visit(NOW - 2 * DAY, site=SONGSEN, run=first)
        second = past.visit(NOW - DAY, articles=1)
        assert [state.slug for state in past.store.health.states(first)] == ["hoasen", "songsen"]
        assert [state.slug for state in past.store.health.states(second)] == ["hoasen"]
        then = past.state(run=first).visit
        assert then is not None
        assert (then.run, then.articles) == (first, 5)
        assert past.state(run=first).before is None

    def test_articles_and_freshness(self, past: Past) -> None:
        past.article(1, NOW - 3 * DAY)
        past.article(2, NOW - 9 * DAY)
        past.found(3, 4)
        past.store.links.fetched("4")
        state = past.state()
        assert (state.articles, state.newest, state.waiting) == (2, NOW - 3 * DAY, 1)
        assert [recent.fetched for recent in state.recent] == [NOW - 3 * DAY, NOW - 9 * DAY]
        assert past.state("songsen").articles == 0

    def test_a_page_that_comes_again_is_no_new_article(self, past: Past) -> None:
        past.article(1, NOW - 9 * DAY)
        past.article(1, NOW, lead="Tóm tắt khác")
        state = past.state()
        assert (state.articles, state.newest) == (1, NOW - 9 * DAY)
        assert state.recent[0].fetched == NOW

    def test_moments_are_compared_by_the_clock_of_the_world(self, past: Past) -> None:
        past.article(1, datetime.fromisoformat("2026-11-20T03:00:00+00:00"))
        assert past.state().newest == datetime(2026, 11, 20, 3, tzinfo=UTC)
        past.article(2, published_at="2026-11-20T08:00:00+07:00")
        published = past.state().recent[0].published
        assert published is not None
        assert published.hour == 8


class TestTroubles:
    def test_issues_of_one_kind_and_message_are_one_group_with_the_first_subject(self, past: Past) -> None:
        run = past.visit(NOW)
        for number in (9, 1, 5):
            past.issue(run, "Refused", url(number))
        past.issue(run, "Refused", url(1), message="another")
        past.issue(run, "NoArticle", url(1), stage="parse")
        found = past.store.health.troubles(run, "hoasen")
        assert [(t.kind, t.message, t.subject, t.count) for t in found] == [
            ("Refused", "what went wrong", url(9), 3),
            ("Refused", "another", url(1), 1),
            ("NoArticle", "what went wrong", url(1), 1),
        ]

    def test_articles_are_told_from_lists(self, past: Past) -> None:
        run = past.visit(NOW)
        past.found(1, 2)
        for subject in (url(1), url(2), "http://hoasen.example/", "http://hoasen.example/robots.txt"):
            past.issue(run, "Refused", subject)
        [found] = past.store.health.troubles(run, "hoasen")
        assert (found.count, found.articles) == (4, 2)

    def test_of_a_run_a_site_or_no_site(self, past: Past) -> None:
        first, second = past.visit(NOW - DAY), past.visit(NOW)
        past.issue(first, "Busy", "a")
        past.issue(second, "Abandoned", "mattran.db", site=None, stage="run")
        past.issue(second, "Gap", "b", site="songsen")
        assert [t.kind for t in past.store.health.troubles(first, "hoasen")] == ["Busy"]
        assert [(t.kind, t.articles) for t in past.store.health.troubles(second)] == [("Abandoned", 0)]
        assert past.state().troubles == ()  # those of the last visit
        assert [t.kind for t in past.state(run=first).troubles] == ["Busy"]


class TestMissed:
    def test_pages_of_the_visit_without_an_article(self, past: Past) -> None:
        past.page(1, NOW - DAY)
        run = past.visit(NOW, pages=3)
        past.page(2, NOW + timedelta(seconds=5))
        past.page(3, NOW + timedelta(seconds=9))
        for number in (1, 2, 3):  # 1 came the day before; a new parser read it again
            past.issue(run, "NoArticle", url(number), stage="parse")
        past.page(4, NOW + timedelta(seconds=12))
        past.issue(run, "Refused", url(4))
        past.issue(run, "ArchiveError", "archive/a.warc.gz", stage="parse")
        assert past.state().missed == 2
        assert diagnose(past.state(), NOW).layout == "failing"


class TestFills:
    def test_articles_asked_for_that_came(self, past: Past) -> None:
        past.found(*range(1, 8))
        for number in (1, 2, 3):
            past.store.links.fetched(str(number))
        past.store.links.gone("4")
        past.store.links.failed("5", now=NOW)
        assert past.fill("page") == Fill("page", 0.6, 0.0, 5, 0)  # 6 and 7 were not asked for yet

    def test_pages_that_came_and_were_understood(self, past: Past) -> None:
        past.article(1)
        past.page(2)
        past.page(3, parsed=False)
        assert past.fill("article") == Fill("article", 0.5, 0.0, 2, 0)

    @pytest.mark.parametrize(("field", "column"), [("date", "published_at"), ("lead", "lead"), ("author", "author")])
    def test_fields_of_the_newest_articles_against_those_before(self, past: Past, field: str, column: str) -> None:
        for number in range(50):
            missing = {column: None} if number >= 40 or number == 0 else {}
            past.article(number, NOW - (50 - number) * DAY, **missing)
        assert past.fill(field) == Fill(field, 0.5, 29 / 30, 20, 30)

    def test_an_archive_that_comes_in_one_night_is_no_news(self, past: Past) -> None:
        """The newest come first, and the oldest pages have no lead: no page has changed."""
        for number in range(60):
            day = (NOW - (number + 1) * DAY).isoformat()
            past.article(number, NOW + timedelta(seconds=number), published_at=day, lead="có" if number < 40 else None)
        assert past.fill("lead") == Fill("lead", 1.0, 0.5, 20, 40)

    def test_what_has_no_date_is_as_new_as_it_came(self, past: Past) -> None:
        for number in range(30):
            past.article(number, NOW - DAY)
        for number in range(30, 36):
            past.article(number, published_at=None)
        assert past.fill("date") == Fill("date", 0.7, 1.0, 20, 16)

    def test_only_the_latest_are_looked_at(self, past: Past) -> None:
        with past.store.db.atomic():
            for number in range(LATEST + 30):
                past.article(number, NOW - (1000 - number) * DAY)
        for field in ("article", "date", "lead", "author"):
            fill = past.fill(field)
            assert (fill.n_recent, fill.n_earlier) == (NEWEST, LATEST - NEWEST)
        assert len(past.state().recent) == NEWEST

    def test_nothing_is_of_another_site(self, past: Past) -> None:
        past.article(1)
        past.found(2)
        past.store.links.fetched("2")
        assert [fill.n_recent for fill in past.state("songsen").fills] == [0] * 5
        assert past.state("songsen").recent == ()


class TestAfterRealVisits:
    """The stages over HTTP on loopback, then the queries."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[World]:
        with opened(tmp_path / "test.db") as store:
            yield World(tmp_path, store)

    def state(self, world: World) -> SiteState:
        [state] = world.store.health.states()
        return state

    def test_all_is_well(self, world: World) -> None:
        world.go()
        state = self.state(world)
        assert state.visit is not None
        assert (state.visit.pages, state.articles, state.missed) == (2, 2, 0)
        assert [(fill.field, fill.recent) for fill in state.fills][:2] == [("page", 1.0), ("article", 1.0)]
        assert (diagnose(state, NOW).site, diagnose(state, NOW).layout) == ("ok", "ok")

    def test_pages_without_articles_are_the_layouts(self, world: World) -> None:
        for number in (1, 2):
            world.write(number, "<html><body><form>Đăng nhập hộp thư</form></body></html>")
        events = world.go()
        assert failures(events)
        state = self.state(world)
        assert state.missed == 2
        assert (diagnose(state, NOW).site, diagnose(state, NOW).layout) == ("ok", "failing")

    def test_a_list_that_is_gone_is_the_sites(self, world: World) -> None:
        (world.www / "index.html").unlink()
        world.go()
        assert (diagnose(self.state(world), NOW).site, self.state(world).troubles[0].articles) == ("failing", 0)

    def test_a_dead_link_is_nobodys(self, world: World) -> None:
        (world.www / "tin" / "2.html").unlink()
        world.go()
        [trouble] = self.state(world).troubles
        assert (trouble.kind, trouble.articles) == ("Refused", 1)
        assert diagnose(self.state(world), NOW).site == "ok"

    def test_looking_writes_the_alarms_down(self, world: World) -> None:
        world.go()
        store = world.store
        with store.db.atomic():
            store.db.execute("UPDATE sites SET expected_min = 7, expected_max = 70")
            store.db.execute("UPDATE articles SET added_at = ?", [(NOW - 900 * DAY).isoformat()])
        run = Run(store, store.journal.begin("test", now=NOW.isoformat()), clock=lambda: NOW)
        run.visits["thu"].update(visits=1)
        [alarm] = look(store, run=run)
        assert (alarm.kind, alarm.site) == ("Mute", "thu")
        [state] = store.health.states(run.id)
        assert [trouble.kind for trouble in state.troubles] == ["Mute"]
