"""VNPT Portal on SharePoint: the day in the address, letter case, print views."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.vnptportal import VNPTPORTAL
from scrapers.parse import parse, parse_html
from scrapers.records import Article, Site

SITE = Site("s", "S", "http://x.example/", family="vnptportal", hosts=("x.example",))
ADDRESS = "http://x.example/portal/Pages/2020-5-29/Ngay-hoi-Dai-doan-ketgaykd6fqr.aspx"


def page(top: str = "<h1>Tiêu đề</h1>", *, url: str = ADDRESS) -> Article:
    return parse_html(
        f"""<html><head><title>Tiêu đề</title></head><body><div class="top">Thứ ba, 24/11/2026</div>{top}
        <div id="art-content"><div class="art-tools">A- A A+</div><p>Một</p><table><tr><td>Xã Mường Nhé</td><td>5 căn
        </td></tr>
        </table><div class="tin-lien-quan">Trao 92.972 suất quà</div></div></body>""",
        url=url,
    )


def test_the_day_is_read_from_the_address_where_the_page_shows_none() -> None:
    article = page()
    assert (article.layout, article.title, article.paragraphs) == (
        "vnptportal",
        "Tiêu đề",
        ("Một", "Xã Mường Nhé  5 căn"),
    )
    assert str(article.published) == "2020-05-29 00:00:00+07:00"


def test_a_visible_date_is_better_than_the_address() -> None:
    assert (
        str(page("<h1>Tiêu đề</h1><div class='art-date'>30/05/2020 07:40</div>").published)
        == "2020-05-30 07:40:00+07:00"
    )


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://x.example/portal/pages/2026-07-15/Cot-coabc12.aspx", "2026-07-15 00:00:00+07:00"),
        ("http://x.example/portal/pages/2015/Tham-vongabc12.aspx", "None"),
        ("http://x.example/portal/pages/2020-13-40/Saiabc12.aspx", "None"),
        ("http://x.example/portal/pages/print.aspx?p=27996", "None"),
    ],
)
def test_an_address_without_a_day_gives_none(url: str, wanted: str) -> None:
    assert str(page(url=url).published) == wanted


def test_without_a_heading_the_head_of_the_page_has_the_title() -> None:
    assert page("").title == "Tiêu đề"


def test_a_list_has_no_body() -> None:
    with pytest.raises(NoArticle, match="no body"):
        parse(ADDRESS, b"<html><head><title>Tin</title></head><body><h1>Tin</h1><a href='/x'>A</a></body>", {}, SITE)


def test_letter_case_of_the_path_and_its_query_do_not_matter() -> None:
    twin = ADDRESS.replace("/Pages/", "/pages/").replace("Ngay-hoi", "NGAY-HOI") + "?fbclid=x&AudioMode=1"
    assert identity(ADDRESS, SITE) == identity(twin, SITE)


@pytest.mark.parametrize("other", ["/2020-5-29/", "/2020-5-28/"])
def test_days_and_slugs_tell_articles_apart(other: str) -> None:
    assert identity(ADDRESS, SITE) != identity(ADDRESS.replace("/2020-5-29/N", f"{other}X"), SITE)


def test_print_views_are_told_apart_by_their_number() -> None:
    one, two = (f"http://x.example/portal/pages/print.aspx?p={number}" for number in (27996, 27997))
    assert identity(one, SITE) != identity(two, SITE)
    assert identity(one, SITE) == identity("http://x.example/portal/Pages/Print.aspx?l=vi&p=27996", SITE)


def test_its_mark_is_the_element_of_its_body() -> None:
    assert detect(LexborHTMLParser("<div id='art-content'></div>")) is VNPTPORTAL
    assert detect(LexborHTMLParser("<div id='cart-content' class='art-content'></div>")) is not VNPTPORTAL
