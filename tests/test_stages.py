"""Crawl, parse and extract over real HTTP on loopback: what happens, what is written, what is not done twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractor.errors import NotText
from extractor.stages import (
    Event,
    Extracted,
    Failed,
    Fetched,
    Parsed,
    Unchanged,
    crawl,
    extract,
    ingest,
    parse,
    running,
)
from extractor.store import ArticleRecord, Store, Versions
from scrapers.archive import Archive
from scrapers.client import Client, Limits
from scrapers.portal import Portal, serve
from scrapers.sites import load_site
from tests.samples import TEXT, extraction, opened

CURRENT = Versions(lexicon="tables-1", code="code-1")

SITE = """
name = "Mặt trận thử"
base_url = "http://thu.example/"
family = "generic"
home = "38"
delay = 0
article = '/tin/\\d+\\.html$'
[[seeds]]
kind = "listing"
url = "/"
"""
BODY = "Mặt trận Tổ quốc các cấp tiếp tục chăm lo đời sống của người nghèo trong tỉnh. " * 6
ENGLISH = "The Front keeps caring for the poor of the province, and thanks everyone who helped it to. " * 6


def page(title: str, text: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body><article>'
        f"<h1>{title}</h1><p>{text}</p><p>{BODY if text != ENGLISH else ENGLISH}</p></article></body></html>"
    )


@dataclass
class World:
    """A portal in a folder, a store and an archive."""

    root: Path
    store: Store

    def __post_init__(self) -> None:
        self.www.mkdir()
        (self.root / "thu.toml").write_text(SITE, encoding="utf-8")
        self.site = load_site(self.root / "thu.toml")
        self.write(1, page("Thanh Hóa chăm lo người nghèo", TEXT))
        self.write(2, page("Mặt trận xã họp dân", "Xã họp bàn việc xây dựng đường thôn xóm."))
        self.show(1, 2)

    @property
    def www(self) -> Path:
        return self.root / "www"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    def write(self, number: int, html: str) -> None:
        (self.www / "tin").mkdir(exist_ok=True)
        (self.www / "tin" / f"{number}.html").write_text(html, encoding="utf-8")

    def show(self, *numbers: int) -> None:
        links = "".join(f'<li><a href="/tin/{n}.html">Bài viết số {n} của Mặt trận tỉnh</a></li>' for n in numbers)
        (self.www / "index.html").write_text(f"<html><body><ul>{links}</ul></body></html>", encoding="utf-8")

    def go(self, *, new_only: bool = False) -> list[Event]:
        """Take the portal through the three stages."""
        portal = Portal(self.site, self.www)
        with (
            serve([portal]) as hosts,
            Client(connect_to=hosts, limits=Limits(attempts=1), sleep=lambda _: None) as client,
            running(self.store, "test") as run,
        ):
            events = list(crawl(self.store, self.site, client, Archive(self.archive), run=run, new_only=new_only))
            events += parse(self.store, self.archive, {"thu": self.site}, run=run)
            events += extract(self.store, extraction, CURRENT, run=run)
        return events


def url(number: int) -> str:
    return f"http://thu.example/tin/{number}.html"


def failures(events: list[Event]) -> list[tuple[str, str, str]]:
    return [(e.stage, e.kind, e.subject) for e in events if isinstance(e, Failed)]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path / "test.db") as store:
        yield World(tmp_path, store)


def test_from_the_web_to_facts(world: World) -> None:
    events = world.go()
    kinds = [(type(e), e.subject) for e in events]
    assert kinds == [(kind, url(n)) for kind in (Fetched, Parsed, Extracted) for n in (1, 2)]
    [fact, _] = world.store.db.query("SELECT * FROM facts_wide ORDER BY fact")
    assert (fact["url"], fact["site"], fact["value"]) == (url(1), "thu", 76e9)
    [article, _] = world.store.db.query("SELECT * FROM articles ORDER BY id")
    assert (article["home"], article["title"]) == ("38", "Thanh Hóa chăm lo người nghèo")
    assert article["text"][fact_span(world)] == "hơn 76 tỷ đồng"


def fact_span(world: World) -> slice:
    [row] = world.store.db.query('SELECT start, "end" FROM facts WHERE value = 76000000000')
    return slice(row["start"], row["end"])


def test_a_second_run_finds_everything_unchanged(world: World) -> None:
    world.go()
    before = list(world.store.db.query("SELECT * FROM facts"))
    size = sum(file.stat().st_size for file in world.archive.iterdir())
    assert world.go() == [Unchanged(url(1)), Unchanged(url(2))]
    assert list(world.store.db.query("SELECT * FROM facts")) == before
    assert sum(file.stat().st_size for file in world.archive.iterdir()) == size


def test_new_only_does_not_ask_for_known_pages(world: World) -> None:
    world.go()
    world.write(3, page("Mặt trận huyện tặng quà", "Huyện tặng quà người nghèo."))
    world.show(3, 1, 2)
    assert [(type(e), e.subject) for e in world.go(new_only=True)] == [
        (Fetched, url(3)),
        (Parsed, url(3)),
        (Extracted, url(3)),
    ]


def test_a_changed_page_alone_is_done_again(world: World) -> None:
    world.go()
    world.write(1, page("Thanh Hóa chăm lo người nghèo", "Bài đã được sửa, số liệu đã bỏ."))
    events = world.go()
    assert events[:2] == [Fetched(url(1), events[0].size), Unchanged(url(2))]  # type: ignore[attr-defined]
    assert events[2:] == [
        Parsed(url(1), "Thanh Hóa chăm lo người nghèo", "changed"),
        Extracted(url(1), 0, "text changed"),
    ]
    assert world.store.count("facts") == 0


def test_a_changed_frame_around_the_same_text_extracts_nothing(world: World) -> None:
    world.go()
    world.write(1, page("Thanh Hóa chăm lo người nghèo", TEXT).replace("<body>", "<body><!-- lượt xem: 12 -->"))
    assert [type(e) for e in world.go()] == [Fetched, Unchanged, Parsed]
    assert world.store.count("facts") == 2


def test_a_page_that_is_gone_is_an_issue_and_the_others_go_on(world: World) -> None:
    world.show(9, 1)
    events = world.go()
    assert failures(events) == [("crawl", "Refused", url(9))]
    assert Extracted(url(1), 2, "new") in events
    [issue] = world.store.journal.issues(1)
    assert (issue["subject"], issue["stage"]) == (url(9), "crawl")
    assert issue["cure"]


def test_a_page_without_an_article_is_an_issue(world: World) -> None:
    world.write(1, "<html><body><form><input></form></body></html>")
    assert failures(world.go()) == [("parse", "NoArticle", url(1))]
    assert failures(world.go()) == []  # the same page is not complained of again
    assert world.store.count("issues") == 1


def test_a_page_of_another_language_is_an_issue(world: World) -> None:
    world.write(2, page("News of the Front", ENGLISH))
    assert failures(world.go()) == [("parse", "NotVietnamese", url(2))]


def test_a_silent_site_is_an_issue(world: World) -> None:
    world.show()
    assert [(stage, kind) for stage, kind, _ in failures(world.go())] == [("crawl", "ParseError")]


def test_a_page_lost_from_the_archive_comes_back(world: World) -> None:
    world.go()
    for file in world.archive.iterdir():
        file.unlink()
    world.store.db.execute("UPDATE pages SET parsed_with = NULL")
    lost = world.go()
    assert [kind for _, kind, _ in failures(lost)] == ["ArchiveError", "ArchiveError"]
    assert [type(e) for e in world.go()] == [Fetched, Fetched, Parsed, Parsed]


def test_a_run_is_written_down(world: World) -> None:
    world.go()
    [run] = world.store.db.query("SELECT * FROM runs")
    assert (run["command"], run["counts"]) == ("test", '{"extracted": 2, "fetched": 2, "parsed": 2}')
    assert run["finished_at"] >= run["started_at"]


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
