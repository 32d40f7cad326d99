"""MasterCMS: split dates, captions in tables, tables of other headlines."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.mastercms import MASTERCMS
from scrapers.listings import read_listing
from scrapers.parse import parse_html
from scrapers.records import Article, Site

SPLIT = "<span class='format_time'>10:00</span> | <span class='format_date'>08/11/2020</span>"
PICTURE = """<table class="MASTERCMS_TPL_TABLE"><tbody><tr><td><img class="__img_mastercms" alt="trao nha" src="a.jpg">
</td></tr><tr><td>{caption}</td></tr></tbody></table>"""


def page(body: str = "", *, meta: str = SPLIT, header: str = "", beside: str = "") -> Article:
    return parse_html(f"""<body><div class="header">{header}</div><main><div class="detail">
    <h1 class="title-detail">Tiêu đề</h1><div class="meta">{meta}</div><p class="detail-sapo">Lời dẫn</p>
    <div class="article-content __MASTERCMS_CONTENT __MB_CONTENT_FOR_PRINTER">
    <div class="__MB_MASTERCMS_EL item-content">{body}<p>Một</p><p>Hai</p></div>
    <p align="right"><strong>Ngọc Hậu</strong></p></div></div>{beside}</main></body>""")


@pytest.mark.parametrize(
    ("meta", "wanted"),
    [
        (SPLIT, "2020-11-08 10:00:00+07:00"),
        ("<i class='format_time'>10:00 |</i><i class='format_date'>08/11/2020</i>", "2020-11-08 10:00:00+07:00"),
        ("<i class='format_date'>13/11/2020</i>", "2020-11-13 00:00:00+07:00"),
        ("<i class='format_time'>08/11/2020 17:48</i>", "2020-11-08 17:48:00+07:00"),
        ("<span class='post-time'> - 08/11/2020 10:00</span>", "2020-11-08 10:00:00+07:00"),
        (f"<span class='article-date'>{SPLIT}</span>", "2020-11-08 10:00:00+07:00"),
        ("", "None"),
    ],
)
def test_time_and_date_of_two_nodes_are_one_moment_day_first(meta: str, wanted: str) -> None:
    assert str(page(meta=meta).published) == wanted


def test_dates_of_the_header_and_of_other_articles_are_not_taken() -> None:
    clock = "<span class='format_time'>09:41</span><span class='format_date'>24/11/2026</span>"
    assert str(page(header=clock, beside=f"<ul><li>{clock}</li></ul>").published) == "2020-11-08 10:00:00+07:00"
    assert page(meta="", header=clock).published is None


def test_a_caption_in_a_table_is_one_paragraph() -> None:
    assert page(PICTURE.format(caption="<em>Trao nhà cho hộ nghèo.</em>")).paragraphs == (
        "Trao nhà cho hộ nghèo.",
        "Một",
        "Hai",
        "Ngọc Hậu",
    )


@pytest.mark.parametrize("again", ["<p>Trao nhà cho hộ nghèo.</p>", PICTURE.format(caption="Trao nhà cho hộ nghèo.")])
def test_a_caption_told_twice_is_kept_once(again: str) -> None:
    body = PICTURE.format(caption="Trao nhà cho hộ nghèo.") + "<p>Mở đầu</p>" + again
    assert page(body).paragraphs[:3] == ("Trao nhà cho hộ nghèo.", "Mở đầu", "Một")


def test_a_table_of_figures_keeps_its_rows() -> None:
    rows = "<table><tr><td>Xã A</td><td>12 căn</td></tr><tr><td>Xã B</td><td>12 căn</td></tr></table>"
    assert page(rows).paragraphs[0] == "Xã A  12 căn\nXã B  12 căn"


@pytest.mark.parametrize("kind", ["__MB_ARTICLE_A", "__mb_article_in_image"])
def test_tables_of_other_headlines_inside_the_body_are_left_out(kind: str) -> None:
    other = f"""<table class="{kind}"><tr><td><img src="b.jpg"></td><td><a href="/b-11111.html">
    Hòa Bình: Trao 92.972 suất quà</a> Mặt trận tỉnh Hòa Bình trao 92.972 suất quà.</td></tr></table>"""
    assert page(other).paragraphs == ("Một", "Hai", "Ngọc Hậu")


def test_a_list_is_no_article() -> None:
    items = "".join(f"<li><a href='/b-{n}1111.html'>Bài {n}</a> {SPLIT}</li>" for n in range(1, 6))
    with pytest.raises(NoArticle, match="no body where mastercms has it"):
        MASTERCMS.read(LexborHTMLParser(f"<h1>Tin hoạt động</h1><ul id='main-stream'>{items}</ul>"), url=None)


def test_titles_of_a_list_are_its_links() -> None:
    html = (
        "<div id='main-stream'><ul><li><a href='/bai-mot-12345.html'><img></a><h3><a href='/bai-mot-12345.html'>A</a>"
    )
    entries = read_listing(html, url="https://m.example/", selector=MASTERCMS.links)
    assert {entry.url for entry in entries} == {"https://m.example/bai-mot-12345.html"}


SITE = Site("m", "M", "https://m.example/", family="mastercms", hosts=("m.example",))


def test_an_article_and_its_print_view_are_one() -> None:
    addresses = ("/bai-mot-112379.html", "/bai-mot-d112379.html", "/apicenter@/print_article&i=112379")
    assert {identity(f"https://m.example{path}", SITE) for path in addresses} == {"m:112379"}


def test_a_year_at_the_end_of_a_slug_is_no_number() -> None:
    paths = ("/mattrantq/tin-tuc-hoat-dong/son-la-2025.html", "/mattrantq/tin-tuc-hoat-dong/dien-bien-2025.html")
    assert len({identity(f"https://m.example{path}", SITE) for path in paths}) == 2


@pytest.mark.parametrize("html", ["<div class=article-content><p>Bài", "<table class=tpl><tr><td>Bài"])
def test_pages_of_others_are_not_taken(html: str) -> None:
    assert detect(LexborHTMLParser(html)) is not MASTERCMS
