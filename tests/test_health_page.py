"""The report as a page: all that is known is on it, in both languages, and nothing of a site is taken for markup."""

import csv
import re
from dataclasses import replace
from typing import Any

import pytest

from extractor.health import Report, SiteState, report_of
from extractor.health.diagnose import CAUSES
from extractor.health.html import page
from extractor.labels import Label, Labels, load_labels
from extractor.paths import data_dir
from tests.outline import Outline
from tests.states import DAY, NOW, QUIET, VISIT, fill, site, trouble

HOSTILE = "\"><script>alert(1)</script>'<img src=x onerror=alert(2)>&amp;"


@pytest.fixture(scope="module")
def labels() -> Labels:
    return load_labels(data_dir())


class Asked(Labels):
    """Labels that remember what they were asked for and did not hold."""

    def __init__(self) -> None:
        with (data_dir() / "labels.csv").open(encoding="utf-8") as file:
            held = {(row["of"], row["id"]): Label(row["vi"], row["en"]) for row in csv.DictReader(file)}
        super().__init__(held)
        self.held, self.asked = set(held), set[tuple[str, str]]()

    def __call__(self, group: str, name: str) -> Label:
        self.asked.add((group, name))
        return super().__call__(group, name)


def states() -> list[SiteState]:
    """Return sites in every state."""
    return [
        site(slug="well"),
        site(slug="gone", visit=QUIET, newest=NOW - 12 * DAY, troubles=(trouble("Mute"), trouble("NoSuchHost"))),
        site(slug="moved", fills=tuple(fill(name, 0.1) for name in ("article", "date", "lead", "author"))),
        site(slug="refused", fills=(fill("page", 0.2),)),
        site(slug="mute", visit=QUIET, newest=NOW - 9 * DAY),
        site(slug="few", expected=(140, 300), visit=replace(VISIT, articles=3)),
        site(slug="never", visit=None, newest=None, first_visit=None, articles=0),
    ]


def reported(*, run: int | None = 7) -> Report:
    """Return a report with sites in every state and issues of every kind."""
    return report_of(states(), map(trouble, CAUSES), now=NOW, run=run)


def shown(labels: Labels, *sites: SiteState, **of: Any) -> str:
    return page(report_of(sites, (), **{"now": NOW, "run": 7, **of}), labels)


def row(labels: Labels, **changed: Any) -> str:
    """Return the text of a site's row."""
    [found] = re.findall(r'<tr id="s\d+".*?</tr>', shown(labels, site(**changed)), re.DOTALL)
    return Outline(found).text


@pytest.mark.parametrize("run", [7, None])
def test_the_page_is_sound(labels: Labels, run: int | None) -> None:
    outline = Outline(page(reported(run=run), labels))
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    inner = {link.removeprefix("#") for link in outline.links if link.startswith("#")}
    assert inner | set(outline.named) <= set(outline.ids)
    assert "issues" in inner
    assert any(link.startswith("s") for link in inner)


@pytest.mark.parametrize(("run", "title"), [(7, "Lượt chạy · Run 7"), (None, "State of the sites")])
def test_of_a_run_or_of_all_sites(labels: Labels, run: int | None, title: str) -> None:
    markup = page(reported(run=run), labels)
    assert title in Outline(markup).text
    assert "Lập lúc Made at 21/11/2026 03:00" in Outline(markup).text
    assert '<html lang="vi">' in markup


def test_it_needs_nothing_from_outside(labels: Labels) -> None:
    markup = page(reported(), labels)
    assert {"script", "img", "link", "iframe", "object", "source"}.isdisjoint(Outline(markup).tags)
    assert not re.search(r"(?:src|action|srcset|ping)=|url\(|@import", markup)
    links = {link for link in Outline(markup).links if not link.startswith("#")}
    assert links == {"http://hoasen.example/", "http://hoasen.example/tin/1.html"}


def test_nothing_is_taken_for_markup(labels: Labels) -> None:
    bad = dict.fromkeys(("kind", "message", "cure"), HOSTILE)
    state = site(
        slug=HOSTILE,
        name=HOSTILE,
        base_url=f"http://hoasen.example/{HOSTILE}",
        family=HOSTILE,
        troubles=tuple(replace(trouble("x"), subject=subject, **bad) for subject in (HOSTILE, f"https://a/{HOSTILE}")),
    )
    markup = page(report_of([state], [replace(trouble("x"), subject=HOSTILE, **bad)], now=NOW, run=7), labels)
    outline = Outline(markup)
    assert {"script", "img"}.isdisjoint(outline.tags)
    assert outline.open == []
    assert outline.text.count("<script>alert(1)</script>") >= 10
    assert {link for link in outline.links if not link.startswith("#")} == {
        f"http://hoasen.example/{HOSTILE}",
        f"https://a/{HOSTILE}",
    }


@pytest.mark.parametrize(
    ("subject", "linked"),
    [
        ("http://hoasen.example/a", True),
        ("https://hoasen.example/a?b=c&d=%C4%91", True),
        ("http://[broken", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//hoasen.example/a", False),
        ("archive/2026.warc.gz", False),
    ],
)
def test_only_web_addresses_are_links(labels: Labels, subject: str, linked: bool) -> None:
    outline = Outline(shown(labels, site(troubles=(trouble("Refused", subject=subject),))))
    assert (subject in outline.links) == linked
    assert subject in outline.text


def test_every_word_stands_in_the_table_in_both_languages_and_none_is_idle() -> None:
    asked = Asked()
    page(reported(), asked)
    page(reported(run=None), asked)
    page(report_of([], (), now=NOW, run=7), asked)
    many = tuple(trouble("Refused", message=str(n)) for n in range(60))
    page(report_of([site(troubles=many)], (), now=NOW, run=7), asked)
    assert asked.asked <= asked.held
    assert {name for name in asked.held if name[0] in ("report", "issue")} == asked.asked


def test_the_summary_counts_sites_articles_facts_and_issues(labels: Labels) -> None:
    text = Outline(page(reported(), labels)).text
    for words in (
        *("2 Trang tốt Sites well", "2 Trang trục trặc Sites failing", "1 Bố cục không đọc được Layouts failing"),
        *("1 Trang im lặng quá lâu Sites mute", "1 Chưa thăm lần nào Never visited", "15 Bài mới New articles"),
        *("36 Dữ kiện Facts", f"{len(CAUSES) + 2} Sự cố Issues", "Trang nguồn Sites (7)"),
    ):
        assert words in text
    well = Outline(shown(labels, site())).text
    assert "1 Trang tốt Sites well 0 Trang trục trặc Sites failing" in well
    assert "Never visited" not in well
    assert "Không có sự cố nào. No issues." in well


def test_a_state_is_told_in_words(labels: Labels) -> None:
    assert "trang tốt site well bố cục tốt layout well" in row(labels)
    assert "trang trục trặc site failing" in row(labels, visit=QUIET, troubles=(trouble("NoRobots"),))
    assert "trang tốt site well bố cục không đọc được layout failing" in row(labels, troubles=(trouble("NoLinks"),))
    assert "im lặng quá lâu mute too long" in row(labels, visit=QUIET, newest=NOW - 9 * DAY)
    assert "chưa thăm not visited bố cục chưa rõ layout unknown" in row(labels, visit=None, articles=0)


def test_a_row_tells_all_of_a_visit(labels: Labels) -> None:
    visit = replace(VISIT, requests=1200, not_modified=31, bytes=2_345_678, waited=63.6, facts=17, articles=8)
    text = row(labels, visit=visit, newest=NOW - 2 * DAY, waiting=5, articles=12_345, troubles=(trouble("Gap"),))
    assert text.startswith("Mặt trận Hoa Sen hoasen · nukeviet")
    assert "8 1-10 dự kiến expected 2 thăm lúc visited 21/11/2026 03:00" in text
    assert text.endswith("12.345 17 5 1.200 31 2,3 MB 64 s 1")


@pytest.mark.parametrize(
    ("new", "expected", "style"),
    [
        (5, (7, 70), "--low:10.0%;--high:100.0%;--new:50.0%"),
        (20, (7, 70), "--low:5.0%;--high:50.0%;--new:100.0%"),  # more than expected
        (0, (0, 0), "--low:0.0%;--high:0.0%;--new:0.0%"),
    ],
)
def test_the_bar_of_new_articles(labels: Labels, new: int, expected: tuple[int, int], style: str) -> None:
    assert style in shown(labels, site(expected=expected, visit=replace(VISIT, articles=new)))


def test_fewer_articles_than_expected_are_marked_by_whole_articles(labels: Labels) -> None:
    assert "fewer than expected" in row(labels, expected=(70, 140), visit=replace(VISIT, articles=9))
    assert "fewer than expected" not in row(labels, expected=(70, 140), visit=replace(VISIT, articles=10))
    assert "fewer than expected" not in row(labels, expected=(2, 140), visit=replace(VISIT, articles=0))
    assert "expected" not in row(labels, before=None)


def test_fields_have_bars_and_a_drop_is_marked(labels: Labels) -> None:
    markup = shown(labels, site(fills=(fill("lead", 0.1), fill("date", 0.9), fill("author", 0.5, 0.0, n_earlier=0))))
    assert "Sapo Lead 95% ▼ 10%" in Outline(markup).text
    assert "Ngày đăng Date 90%" in Outline(markup).text
    assert markup.count("fill dropped") == 1
    for style in ("--now:10%;--before:95%", "--now:90%;--before:95%", "--now:50%;--before:50%"):
        assert style in markup
    assert 'class="fill' not in shown(labels, site(fills=(fill("lead", 0.0, 0.0, n_recent=0, n_earlier=0),)))


class TestIssues:
    def test_kind_by_kind_over_all_sites_the_root_cause_first(self, labels: Labels) -> None:
        sites = (
            site(slug="a", troubles=(trouble("Mute"), trouble("Refused", count=2))),
            site(slug="b", troubles=(trouble("NoSuchHost"), trouble("Refused", count=1_000), trouble("unheard of"))),
        )
        text = Outline(shown(labels, *sites)).text
        heads = [
            f"{kind} ({n})" for kind, n in (("NoSuchHost", 1), ("Refused", "1.002"), ("Mute", 1), ("unheard of", 1))
        ]
        assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
        assert "Sự cố Issues (1.005)" in text
        many, few = text.index("b http://hoasen.example/tin/1.html"), text.index("what helps 1.000")
        assert many < few < text.index("what helps 2")

    def test_each_has_its_site_subject_message_cure_and_count(self, labels: Labels) -> None:
        markup = shown(labels, site(troubles=(trouble("Refused", count=4),)))
        assert "hoasen http://hoasen.example/tin/1.html what went wrong what helps 4" in Outline(markup).text
        assert '<a href="#s1">hoasen</a>' in markup
        assert '<a href="http://hoasen.example/tin/1.html" rel="noreferrer">' in markup

    def test_the_slug_of_an_alarm_is_not_told_twice(self, labels: Labels) -> None:
        assert (
            "hoasen what went wrong" in Outline(shown(labels, site(troubles=(trouble("Mute", subject="hoasen"),)))).text
        )

    def test_those_of_no_site_are_there_too(self, labels: Labels) -> None:
        markup = page(report_of([], [trouble("Abandoned", subject="mattran.db")], now=NOW, run=7), labels)
        assert "an earlier run was cut off Abandoned (1)" in Outline(markup).text
        assert "No site in the database yet." in Outline(markup).text

    def test_a_long_list_is_cut_and_says_so(self, labels: Labels) -> None:
        many = tuple(trouble("Refused", message=f"no {n}") for n in range(73))
        markup = shown(labels, site(troubles=many))
        assert markup.count('<a href="#s1">') == 50
        assert "… 23 nhóm nữa" in Outline(markup).text


def test_tables_scroll_inside_and_by_keyboard(labels: Labels) -> None:
    markup = page(reported(), labels)
    tables = Outline(markup).tags.count("table")
    assert tables == 1 + len(CAUSES)
    assert markup.count('<div class="scroll" tabindex="0" role="region"') == tables
    assert "prefers-color-scheme: dark" in markup
    assert 'name="viewport"' in markup
