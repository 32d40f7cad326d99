"""Crawl, parse and extract over real HTTP on loopback: what happens, what is written, what is not done twice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from extractor.errors import NotText
from extractor.stages import (
    Discovered,
    Event,
    Extracted,
    Failed,
    Fetched,
    Found,
    Parsed,
    Plan,
    Unchanged,
    Visited,
    crawl,
    ingest,
    preview,
    running,
)
from extractor.store import ArticleRecord, Store
from scrapers.archive import Archive
from scrapers.client import Client
from scrapers.errors import ArchiveError
from scrapers.portal import Portal, Route, serve
from scrapers.records import Exchange, Place
from tests.samples import TEXT, extraction, opened
from tests.world import CURRENT, ENGLISH, SITE, World, failures, page, url


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path / "test.db") as store:
        yield World(tmp_path, store)


def pages(events: list[Event]) -> list[tuple[type[Event], str]]:
    """Return what happened to the pages, without what is told of the site."""
    return [(type(e), e.subject) for e in events if not isinstance(e, Discovered | Visited)]


def test_from_the_web_to_facts(world: World) -> None:
    events = world.go()
    assert pages(events) == [(kind, url(n)) for kind in (Fetched, Parsed, Extracted) for n in (1, 2)]
    [fact, _] = world.store.db.query("SELECT * FROM facts_wide ORDER BY fact")
    assert (fact["url"], fact["site"], fact["value"]) == (url(1), "thu", 76e9)
    [article, _] = world.store.db.query("SELECT * FROM articles ORDER BY id")
    assert (article["home"], article["title"]) == ("38", "Thanh Hóa chăm lo người nghèo")
    [span] = world.store.db.query('SELECT start, "end" FROM facts WHERE value = 76000000000')
    assert article["text"][span["start"] : span["end"]] == "hơn 76 tỷ đồng"


def test_what_a_visit_came_to_is_told_and_written(world: World) -> None:
    events = world.go()
    assert [e for e in events if isinstance(e, Discovered)] == [Discovered("http://thu.example/", 2, 2)]
    [visited] = [e for e in events if isinstance(e, Visited)]
    assert (visited.requests, visited.not_modified, visited.waited) == (5, 0, 0.0)  # robots, two lists, two pages
    [row] = world.store.journal.visits(1)
    names = ("links", "pages", "articles", "facts", "issues")
    assert [row[name] for name in names] == [2, 2, 2, 2, 0]


class TestNothingNew:
    def test_one_request_a_listing_and_nothing_written_but_the_run(self, world: World) -> None:
        world.go()
        before = world.content()
        assert pages(world.go()) == []
        assert world.asked() == ["/"]
        assert world.content() == before

    def test_asked_again_every_page_is_as_it_was(self, world: World) -> None:
        world.go()
        before = world.content()
        assert pages(world.go(recheck=True)) == [(Unchanged, url(1)), (Unchanged, url(2))]
        assert world.content() == before


def test_only_new_pages_are_fetched(world: World) -> None:
    world.go()
    world.write(3, page("Mặt trận huyện tặng quà", "Huyện tặng quà người nghèo."))
    world.show(3, 1, 2)
    assert pages(world.go()) == [(kind, url(3)) for kind in (Fetched, Parsed, Extracted)]
    assert world.asked() == ["/", "/trang-2.html", "/tin/3.html"]


def test_a_changed_page_alone_is_done_again(world: World) -> None:
    world.go()
    world.write(1, page("Thanh Hóa chăm lo người nghèo", "Bài đã được sửa, số liệu đã bỏ."))
    events = world.go(recheck=True)
    assert pages(events) == [(Fetched, url(1)), (Unchanged, url(2)), (Parsed, url(1)), (Extracted, url(1))]
    assert Parsed(url(1), "Thanh Hóa chăm lo người nghèo", "changed") in events
    assert Extracted(url(1), 0, "text changed") in events
    assert world.store.count("facts") == 0


def test_a_page_that_changes_at_every_fetch_is_one_article(world: World) -> None:
    for views in range(3):
        html = page("Thanh Hóa chăm lo người nghèo", TEXT).replace("<body>", f"<body><!-- lượt xem: {views} -->")
        world.write(1, html)
        events = world.go(recheck=True)
    assert pages(events) == [(Fetched, url(1)), (Unchanged, url(2)), (Parsed, url(1))]
    assert [world.store.count(name) for name in ("pages", "articles", "facts")] == [2, 2, 2]


def test_a_page_that_is_gone_is_an_issue_once_and_the_others_go_on(world: World) -> None:
    world.show(9, 1)
    events = world.go()
    assert failures(events) == [("crawl", "Refused", url(9))]
    assert Extracted(url(1), 2, "new") in events
    [issue] = world.store.journal.issues(1)
    assert (issue["site"], issue["subject"], issue["stage"]) == ("thu", url(9), "crawl")
    assert issue["cure"]
    assert failures(world.go()) == []
    assert url(9) not in world.asked()


def test_a_page_without_an_article_is_an_issue_once(world: World) -> None:
    world.write(1, "<html><body><form><input></form></body></html>")
    assert failures(world.go()) == [("parse", "NoArticle", url(1))]
    assert failures(world.go(recheck=True)) == []
    assert world.store.count("issues") == 1


def test_a_page_that_no_parser_understands_is_told_of_once(world: World) -> None:
    world.write(1, "<html><body><form><input></form></body></html>")
    world.go()
    world.file(SITE.replace("[[seeds]]", 'selectors = { title = "title" }\n[[seeds]]'))
    assert failures(world.go()) == []
    world.write(1, "<html><body><form><input><input></form></body></html>")
    assert failures(world.go(recheck=True)) == [("parse", "NoArticle", url(1))]


def test_a_page_of_another_language_is_an_issue(world: World) -> None:
    world.write(2, page("News of the Front", ENGLISH, body=ENGLISH))
    assert failures(world.go()) == [("parse", "NotVietnamese", url(2))]


def test_a_silent_site_is_an_issue(world: World) -> None:
    world.show()
    assert [(stage, kind) for stage, kind, _ in failures(world.go())] == [("crawl", "NoLinks")]


def test_an_article_whose_address_leads_to_the_front_page_is_gone(world: World) -> None:
    world.routes = (Route(path="/tin/2.html", redirect="/"),)
    assert failures(world.go()) == [("crawl", "Blocked", url(2))]
    assert world.store.count("pages") == 1


def test_an_old_address_of_an_article_is_no_second_article(world: World) -> None:
    world.routes = (Route(path="/tin/3.html", redirect="/tin/1.html"),)
    world.show(1, 3)
    events = world.go()
    assert pages(events)[0] == (Fetched, url(1))
    assert failures(events) == [("crawl", "Moved", url(3))]
    assert world.store.count("pages") == 1
    assert failures(world.go()) == []
    assert world.asked() == ["/"]


def test_a_page_that_leads_to_another_article_one_night_is_kept_as_it_was(world: World) -> None:
    world.show(1)
    world.go()
    before = list(world.store.db.query("SELECT key, url, digest FROM pages"))
    world.routes = (Route(path="/tin/1.html", redirect="/tin/2.html"),)
    assert failures(world.go(recheck=True)) == [("crawl", "Moved", url(1))]
    assert list(world.store.db.query("SELECT key, url, digest FROM pages")) == before


class TestPassingTroubles:
    """A page that comes badly one night and well the next is an article; none of these is its answer."""

    @pytest.mark.parametrize(
        "bad",
        [
            Route(path="/tin/1.html", file="empty.html"),
            Route(path="/tin/1.html", file="busy.html"),
            Route(path="/tin/1.html", file="busy.html", status=202),
            Route(path="/tin/1.html", file="busy.html", status=206),
            Route(path="/tin/1.html", file="busy.html", status=302),
            Route(path="/tin/1.html", file="busy.html", status=403),
            Route(path="/tin/1.html", file="busy.html", status=503),
            Route(path="/tin/1.html", file="busy.html", fault="wrong-length"),
        ],
        ids=lambda route: f"{route.status} {route.file} {route.fault or ''}",
    )
    def test_it_comes_another_night(self, world: World, bad: Route) -> None:
        (world.www / "empty.html").write_text("")
        (world.www / "busy.html").write_text("<html><body><p>Hệ thống đang bận.</p></body></html>", encoding="utf-8")
        world.routes = (bad,)
        world.clock = lambda: datetime(2026, 3, 1, tzinfo=UTC)
        assert [subject for *_, subject in failures(world.go())] == [url(1)]
        world.routes = ()
        world.clock = lambda: datetime(2026, 3, 2, tzinfo=UTC)
        assert failures(world.go()) == []
        assert world.store.count("articles") == 2

    def nights(self, world: World, number: int) -> list[tuple[str, str, str]]:
        found = []
        for night in range(number):
            world.clock = lambda night=night: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=night)  # type: ignore[misc]
            found += failures(world.go())
        return found

    def test_an_outage_of_many_nights_costs_no_article(self, world: World) -> None:
        world.routes = (Route(path="/tin/.*", file="index.html", status=502),)
        assert {kind for _, kind, _ in self.nights(world, 20)} == {"Refused"}
        world.routes = ()
        world.clock = lambda: datetime(2026, 6, 1, tzinfo=UTC)
        world.go()
        assert world.store.count("articles") == 2

    def test_a_page_that_never_comes_is_given_up_and_that_is_told(self, world: World) -> None:
        world.routes = (Route(path="/tin/1.html", file="index.html", status=403),)
        told = self.nights(world, 40)
        assert [kind for _, kind, _ in told] == ["Refused"] * 6 + ["GivenUp"]
        assert world.store.links.waiting("thu") == 0


def test_a_page_lost_from_the_archive_comes_back(world: World) -> None:
    world.go()
    before = world.store.count("articles")
    world.lose_archive()
    world.store.db.execute("UPDATE pages SET parsed_with = NULL")
    assert [kind for _, kind, _ in failures(world.go())] == ["ArchiveError", "ArchiveError"]
    assert [kind for kind, _ in pages(world.go())] == [Fetched, Fetched, Parsed, Parsed]
    assert world.store.count("articles") == before


def test_a_changed_site_file_has_its_pages_read_again(world: World) -> None:
    world.go()
    world.file(SITE.replace("[[seeds]]", 'selectors = { title = "title" }\n[[seeds]]'))
    assert [kind for kind, _ in pages(world.go())] == [Parsed, Parsed]


class TestWalks:
    def many(self, world: World, *, first: int = 1) -> None:
        """Show 30 articles on three pages, the newest first."""
        for number in range(first, 31):
            world.write(number, page(f"Tin số {number} của Mặt trận tỉnh", f"Xã thứ {number} họp dân."))
        for name, numbers in (("index.html", range(30, 20, -1)), ("trang-2.html", range(20, 10, -1))):
            world.show(*numbers, name=name)
        world.show(*range(10, 0, -1), name="trang-3.html")

    def test_every_page_of_a_new_site_is_walked(self, world: World) -> None:
        self.many(world)
        events = world.go()
        assert [e.subject for e in events if isinstance(e, Fetched)] == [url(n) for n in range(30, 0, -1)]

    def test_a_walk_that_broke_off_is_walked_again_as_far(self, world: World) -> None:
        self.many(world)
        world.routes = (Route(path="/trang-2.html", status=503, file="index.html"),)
        assert [kind for _, kind, _ in failures(world.go())] == ["Refused"]
        assert world.store.count("pages") == 10
        world.routes = ()
        world.go()
        assert world.store.count("pages") == 30
        assert failures(world.go()) == []
        assert world.asked() == ["/"]

    def test_a_list_is_walked_past_what_a_feed_told_in_the_same_run(self, world: World) -> None:
        self.many(world)
        items = "".join(f"<item><link>{url(n)}</link></item>" for n in range(30, 15, -1))
        (world.www / "rss.xml").write_text(f"<rss><channel>{items}</channel></rss>", encoding="utf-8")
        world.file(SITE.replace("[[seeds]]", '[[seeds]]\nkind = "feed"\nurl = "/rss.xml"\n[[seeds]]'))
        world.go()
        assert world.store.count("pages") == 30

    def test_a_budget_that_is_spent_leaves_the_rest_for_the_next_run(self, world: World) -> None:
        self.many(world)
        world.file(SITE.replace("delay = 0", "delay = 0\nmax_requests = 12"))
        seen = []
        for _ in range(5):
            events = world.go()
            seen += [e.subject for e in events if isinstance(e, Fetched)]
        assert sorted(seen) == sorted(url(n) for n in range(1, 31))
        assert failures(events) == []

    def test_lists_that_use_up_the_budget_still_leave_pages_for_the_next_run(self, world: World) -> None:
        self.many(world)
        world.file(SITE.replace("delay = 0", "delay = 0\nmax_requests = 4"))
        for _ in range(12):
            world.go()
        assert world.store.count("pages") == 30

    def test_what_a_gap_left_out_comes_once_the_site_file_asks_for_more_pages(self, world: World) -> None:
        world.file(SITE.replace("pages = 3", "pages = 1"))
        world.go()
        self.many(world, first=3)
        assert [kind for _, kind, _ in failures(world.go())] == ["Gap"]
        world.file(SITE)
        world.go()
        assert world.store.count("pages") == 30

    def test_a_list_that_fails_at_once_is_walked_to_its_end_the_next_night(self, world: World) -> None:
        world.file(SITE.replace("[[seeds]]", '[[seeds]]\nkind = "feed"\nurl = "/rss.xml"\n[[seeds]]'))
        (world.www / "rss.xml").write_text(f"<rss><channel><item><link>{url(2)}</link></item></channel></rss>")
        world.go()
        self.many(world)
        items = "".join(f"<item><link>{url(n)}</link></item>" for n in (30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 2))
        (world.www / "rss.xml").write_text(f"<rss><channel>{items}</channel></rss>")
        world.routes = (Route(path="/", file="index.html", status=500),)
        assert [kind for _, kind, _ in failures(world.go())] == ["Refused"]
        world.routes = ()
        world.go()
        assert world.store.count("pages") == 30

    def test_a_run_with_since_hides_nothing_from_a_later_one_without(self, world: World) -> None:
        for name, items in (("index.html", ((1, "05/03/2024"),)), ("trang-2.html", ((2, "04/03/2024"),))):
            rows = (f'<li><a href="/tin/{n}.html">Bài số {n} của tỉnh</a> <i>{day}</i></li>' for n, day in items)
            (world.www / name).write_text(f"<html><body><ul>{''.join(rows)}</ul></body></html>", encoding="utf-8")
        world.write(3, page("Mặt trận huyện tặng quà", "Huyện tặng quà người nghèo."))
        world.show(3, name="trang-3.html")
        world.go(since=date(2024, 3, 5))
        world.go()
        assert world.store.count("pages") == 3

    def test_more_new_articles_than_the_pages_of_a_list_hold_are_an_issue(self, world: World) -> None:
        world.go()
        self.many(world, first=3)
        world.file(SITE.replace("pages = 3", "pages = 2"))
        assert failures(world.go()) == [("crawl", "Gap", "http://thu.example/")]
        assert failures(world.go()) == []

    def test_what_is_dated_before_since_waits_for_another_run(self, world: World) -> None:
        items = ((1, "05/03/2024"), (2, "04/03/2024"))
        rows = (f'<li><a href="/tin/{n}.html">Bài số {n} của tỉnh</a> <i>{day}</i></li>' for n, day in items)
        (world.www / "index.html").write_text(f"<html><body><ul>{''.join(rows)}</ul></body></html>", encoding="utf-8")
        events = world.go(since=date(2024, 3, 5))
        assert [e.subject for e in events if isinstance(e, Fetched)] == [url(1)]
        assert [e.subject for e in world.go() if isinstance(e, Fetched)] == [url(2)]

    def test_ten_thousand_links_on_one_listing(self, world: World) -> None:
        world.file(SITE.replace("delay = 0", "delay = 0\nmax_requests = 4"))
        world.show(*range(1, 10_001))
        begun = datetime.now(UTC)
        events = world.go()
        assert datetime.now(UTC) - begun < timedelta(seconds=5)
        assert [(e.links, e.waiting) for e in events if isinstance(e, Discovered)] == [(10_000, 10_000)]
        assert [kind for _, kind, _ in failures(events)] == ["BudgetSpent"]
        assert world.store.links.waiting("thu") + world.store.count("pages") == 10_000


class TestSitesInTrouble:
    def test_where_robots_txt_fails_there_is_one_issue_and_nothing_else_is_asked(self, world: World) -> None:
        world.routes = (Route(path="/robots.txt", status=503, file="index.html"),)
        [(stage, kind, subject)] = failures(world.go())
        assert (stage, kind, subject) == ("crawl", "NoRobots", "http://thu.example/robots.txt")
        assert set(world.asked()) == {"/robots.txt"}
        world.routes = ()
        assert failures(world.go()) == []
        assert world.store.count("pages") == 2

    def test_a_site_that_stops_answering_is_left_after_three_pages(self, world: World) -> None:
        world.show(*range(1, 10))
        for number in range(3, 10):
            world.write(number, page(f"Tin {number}", "Xã họp dân."))
        world.routes = (Route(path="/tin/.*", fault="reset"),)
        assert [kind for _, kind, _ in failures(world.go())] == ["Unreachable"] * 3
        assert world.store.links.waiting("thu") == 9

    def test_a_challenge_is_an_issue_and_never_an_article(self, world: World) -> None:
        gate = '<html><script>document.cookie="D1N=0123456789abcdef";window.location.reload(true);</script></html>'
        world.write(1, gate)
        assert failures(world.go()) == [("crawl", "Blocked", url(1))]
        assert world.store.count("articles") == 1

    def test_a_site_that_moves_keeps_its_articles(self, world: World) -> None:
        world.go()
        before = list(world.store.db.query("SELECT id, document FROM articles"))
        world.write(3, page("Mặt trận huyện tặng quà", "Huyện tặng quà người nghèo."))
        world.show(3, 1, 2)
        moved = SITE.replace("http://thu.example/", "http://moi.example/").replace(
            "delay", 'hosts = ["thu.example"]\ndelay'
        )
        world.file(moved)
        events = world.go(recheck=True)
        asked = [url(n, "moi.example") for n in (3, 1, 2)]
        assert pages(events)[:3] == list(zip((Fetched, Unchanged, Unchanged), asked, strict=True))
        assert list(world.store.db.query("SELECT id, document FROM articles ORDER BY id"))[:2] == before
        assert world.store.count("articles") == 3

    def test_a_site_that_moved_without_notice_is_an_issue_that_says_where(self, world: World) -> None:
        world.routes = (Route(path="/", redirect="http://moi.example/"),)
        world.go()
        [issue] = world.store.journal.issues(1)
        assert (issue["kind"], issue["message"]) == ("ForeignHost", "leads to http://moi.example/")
        assert "thu.toml" in issue["cure"]

    def test_a_site_that_refuses_every_page_is_left_after_three(self, world: World) -> None:
        world.show(*range(1, 30))
        world.routes = (Route(path="/tin/.*", file="index.html", status=403),)
        assert [kind for _, kind, _ in failures(world.go())] == ["Refused"] * 3
        assert sum(address.startswith("/tin/") for address in world.asked()) == 3


class Stumbling(Archive):
    """An archive with a mistake in it, which shows on one page."""

    def add(self, exchange: Exchange) -> Place:
        if exchange.url.endswith("/tin/1.html"):
            raise ZeroDivisionError("no reader of ours")
        return super().add(exchange)


def test_a_mistake_of_ours_on_one_page_takes_no_other_page_along(world: World) -> None:
    with world.portal() as served, Stumbling(world.archive) as archive, running(world.store, "test") as run:
        connect = partial(Client, connect_to=served.hosts)
        events = list(crawl(world.store, [world.site], archive, run=run, connect=connect))
    assert [subject for kind, subject in pages(events) if kind is Fetched] == [url(2)]
    [issue] = world.store.journal.issues(run.id)
    assert (issue["kind"], issue["subject"]) == ("Defect", url(1))
    assert "ZeroDivisionError: no reader of ours (test_stages.py:" in issue["message"]


class TestPreview:
    def test_it_tells_what_is_new_and_writes_nothing(self, world: World) -> None:
        world.go()
        before = world.content(without=())
        world.show(3, 1, 2)
        with serve([Portal(world.site, world.www)]) as served:
            events = list(preview(world.store, [world.site], connect=lambda record: client(served.hosts), plan=Plan()))
        assert events == [Found(url(3))]
        assert world.content(without=()) == before

    def test_what_fails_is_told_but_not_written(self, world: World) -> None:
        world.show()
        with serve([Portal(world.site, world.www)]) as served:
            events = list(preview(world.store, [world.site], connect=lambda record: client(served.hosts), plan=Plan()))
        assert [e.kind for e in events if isinstance(e, Failed)] == ["NoLinks"]
        assert world.store.count("issues") == 0


def client(hosts: dict[str, str]) -> Client:
    return Client(connect_to=hosts)


def test_a_run_is_written_down(world: World) -> None:
    world.go()
    [run] = world.store.db.query("SELECT * FROM runs")
    assert (run["command"], run["counts"]) == (
        "test",
        '{"discovered": 1, "extracted": 2, "fetched": 2, "parsed": 2, "visited": 1}',
    )
    assert run["finished_at"] >= run["started_at"]


def test_what_ends_a_run_early_is_its_last_issue(world: World) -> None:
    world.archive.write_text("no folder")
    with pytest.raises(ArchiveError):
        world.go()
    [run] = world.store.db.query("SELECT * FROM runs")
    assert run["finished_at"] is not None
    [issue] = world.store.journal.issues(run["id"])
    assert (issue["stage"], issue["kind"]) == ("run", "ArchiveError")


def test_a_run_that_breaks_stays_open(world: World) -> None:
    with pytest.raises(ZeroDivisionError), running(world.store, "broken"):
        raise ZeroDivisionError
    [run] = world.store.db.query("SELECT finished_at FROM runs")
    assert run["finished_at"] is None


class TestIngest:
    def run(self, store: Store, *inputs: ArticleRecord | NotText) -> list[Event]:
        with running(store, "extract", clock=lambda: datetime(2024, 2, 1, tzinfo=UTC)) as run:
            return list(ingest(store, inputs, extraction, CURRENT, run=run))

    def test_new_then_unchanged(self, world: World) -> None:
        article = ArticleRecord(document="a.txt", text=TEXT)
        assert self.run(world.store, article) == [Extracted("a.txt", 2, "new")]
        assert self.run(world.store, article) == [Unchanged("a.txt")]

    def test_a_day_that_is_told_later_counts(self, world: World) -> None:
        self.run(world.store, ArticleRecord(document="a.txt", text=TEXT))
        told = ArticleRecord(document="a.txt", text=TEXT, published_at="2024-01-20")
        assert self.run(world.store, told) == [Extracted("a.txt", 2, "text changed")]
        [row] = world.store.db.query("SELECT published FROM articles")
        assert row["published"] == "2024-01-20"

    def test_what_is_refused_is_an_issue(self, world: World) -> None:
        [event] = self.run(world.store, NotText("x.txt", "empty", cure="check how the file was saved"))
        assert isinstance(event, Failed)
        assert event.line == "x.txt: empty; check how the file was saved"
        [issue] = world.store.journal.issues(1)
        assert (issue["stage"], issue["at"]) == ("read", "2024-02-01T00:00:00+00:00")
