"""Dates in addresses, pages without any date, and a site's own selectors before what its family guesses."""

import pytest

from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts.dated import day_in_path, time_in_id
from scrapers.parse import parse
from scrapers.records import Article, Site

TEXT = "".join(
    f"<p>Đoạn {n}: Mặt trận các cấp vận động nhân dân hiến đất làm đường, xây nhà Đại đoàn kết.</p>" for n in "123"
)
CLOCK = "<div id='dong-ho'><span class='date'>Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27</span></div>"


def page(html: str, *, url: str = "http://x.example/trao-nha.247", **options) -> Article:
    site = Site("s", "S", "http://x.example/", hosts=("x.example",), **options)
    return parse(url, f"<html><body>{html}<div class='noi-dung'>{TEXT}</div></body></html>".encode(), {}, site)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://x.example/portal/Pages/2020-5-29/Ngay-hoi.aspx", "2020-05-29 00:00:00+07:00"),
        ("http://x.example/portal/pages/2026-07-15/Ngay-hoi.aspx", "2026-07-15 00:00:00+07:00"),
        ("http://x.example/portal/pages/2015/Ngay-hoi.aspx", "None"),
        ("http://x.example/202103/ngay-hoi-773370/", "None"),
        ("http://x.example/2020-15-29/Ngay-hoi.aspx", "None"),
    ],
)
def test_days_of_folders(url: str, wanted: str) -> None:
    assert str(day_in_path(url)) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://x.example/trao-nha-1700727927207.htm", "2023-11-23 15:25:27+07:00"),
        ("http://x.example/3cms/Ban-in-507.htm?art=1543517857655", "2018-11-30 01:57:37+07:00"),
        ("http://x.example/trao-nha-185251128085520846.htm", "2025-11-28 08:55:20+07:00"),
        ("http://x.example/trao-nha-20251107180605475.htm", "2025-11-07 18:06:05+07:00"),
        ("http://x.example/trao-nha-185251328085520846.htm", "None"),
        ("http://x.example/trao-nha-10293037.html", "None"),
        ("http://x.example/?phone=0912345678901", "None"),
        ("http://x.example/trao-nha.247", "None"),
    ],
)
def test_moments_in_ids(url: str, wanted: str) -> None:
    assert str(time_in_id(url)) == wanted


def test_the_address_dates_a_page_that_shows_no_date() -> None:
    url = "http://x.example/trao-nha-1700727927207.htm"
    assert str(page("<h1>Tiêu đề</h1>", url=url).published) == "2023-11-23 15:25:27+07:00"
    shown = page("<h1>Tiêu đề</h1><span class='post-date'>05:32, 24/11/2023</span>", url=url)
    assert str(shown.published) == "2023-11-24 05:32:00+07:00"


@pytest.mark.parametrize("clock", [CLOCK, CLOCK.replace("dong-ho", "clock"), CLOCK.replace("dong-ho", "header")])
def test_a_clock_dates_no_page(clock: str) -> None:
    assert page(f"{clock}<h1>Tiêu đề</h1>").published is None


def test_a_sites_own_selector_of_the_date_is_asked_before_the_family() -> None:
    html = "<span class='date'>01/01/2020</span><h1>Tiêu đề</h1><i class='ngay'>11/07/2019 11:05 G7T+7</i>"
    assert str(page(html).published) == "2020-01-01 00:00:00+07:00"
    assert str(page(html, selectors={"date": "i.ngay"}).published) == "2019-07-11 11:05:00+07:00"
    assert str(page(html, selectors={"date": "b.ngay"}).published) == "2020-01-01 00:00:00+07:00"


def test_a_sites_own_selector_of_the_author_is_asked_before_the_family() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Toà soạn"}}</script>'
    html = f"{data}<h1>Tiêu đề</h1><b class='ky'>Lê Hoa</b>"
    assert page(html).author == "Toà soạn"
    assert page(html, selectors={"author": "b.ky"}).author == "Lê Hoa"


def test_a_body_is_not_guessed_where_the_site_says_where_it_stands() -> None:
    assert len(page("<h1>Tiêu đề</h1>", selectors={"body": ".noi-dung"}).paragraphs) == 3
    with pytest.raises(NoArticle, match="no body"):
        page("<h1>Tiêu đề</h1><div class='chi-tiet'></div>", selectors={"body": ".chi-tiet"})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/print.aspx?postid=123", "/print.aspx?postid=123&zarsrc=30", True),
        ("/print.aspx?postid=123", "/print.aspx?postid=124", False),
        ("/3cms/Ban-in-507.htm?art=1543517857655", "/3cms/Ban-in-507.htm?art=1543517857656", False),
        ("/trao-nha.247", "/trao-nha.248", False),
    ],
)
def test_numbers_in_queries_identify_articles_of_unknown_portals(one: str, other: str, same: bool) -> None:
    site = Site("s", "S", "http://x.example/", hosts=("x.example",))
    keys = {identity(f"http://x.example{path}", site) for path in (one, other)}
    assert (len(keys) == 1) is same
