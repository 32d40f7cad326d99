"""VNPT ePortal: the second text of the date's line, `null`, players and ratings."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.discover import read_listing
from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.eportal import EPORTAL
from scrapers.parse import parse, parse_html
from scrapers.records import Article, Site

SITE = Site("s", "S", "http://x.example/", family="eportal", hosts=("x.example",))
PORTLET = "chitiet_WAR_vnpteportalnewsportlet_INSTANCE_673PJRYyOK4a"
ADDRESS = f"http://x.example/chi-tiet?p_p_id={PORTLET}&p_p_lifecycle=0&_{PORTLET}_baiVietId=4711"


def page(line: str = "\n<i></i> 12/03/2021 08:15", *, lead: str = "<p><strong>Lời dẫn</strong></p>") -> Article:
    return parse_html(f"""<body><div class="header">Thứ ba, 24/11/2026</div><div class="portlet-body">Chi tiết bài viết
    <div class="asset-full-content"></div><div id="testabc">
    <div class="top">null<h1>Tiêu đề</h1><p>{line}</p></div>{lead}<div class="noi-dung"><div class="audio-player">
    <audio></audio><span>0:00 / 0:00</span></div><p>Một</p><div><p>Hai</p></div><p><strong>Ba</strong></p>
    <div class="rating-box">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div></div>
    <div class="tin-lien-quan"><p>Trao 92.972 suất quà</p></div></div></div></body>""")


def test_title_lead_and_body_stand_in_their_places_in_the_one_element() -> None:
    article = page()
    assert (article.layout, article.title, article.lead) == ("eportal", "Tiêu đề", "Lời dẫn")
    assert article.paragraphs == ("Một", "Hai", "Ba")


def test_without_a_lead_nothing_of_the_body_is_taken_for_one() -> None:
    assert page(lead="").lead is None


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("\n<i></i> 12/03/2021 08:15", "2021-03-12 08:15:00+07:00"),
        ("In ngày 24/11/2026 <i></i> 12/03/2021 | 08:15 <b>317</b>", "2021-03-12 08:15:00+07:00"),
        ("<span>12/03/2021</span>", "2021-03-12 00:00:00+07:00"),
        ("Lượt xem: <b>317</b>", "None"),
    ],
)
def test_the_date_is_the_second_text_of_the_line_else_any_of_it(line: str, wanted: str) -> None:
    assert str(page(line).published) == wanted


def test_an_empty_element_and_a_list_are_no_articles() -> None:
    for html in ("<div id='testabc'><div><h1></h1></div></div>", "<div id='testabc'></div><h2><a href='/a'>A</a></h2>"):
        with pytest.raises(NoArticle):
            parse(ADDRESS, html.encode(), {}, SITE)


def test_a_list_is_read_from_the_news_portlet() -> None:
    html = f"""<div id="p_p_id_{PORTLET.replace("chitiet", "dsnews")}_"><div><h2><a href="{ADDRESS}">Một</a></h2>
    </div></div>
    <div id="p_p_id_56_"><h2><a href="/khac">Khác</a></h2></div>"""
    entries = read_listing(html, url="http://x.example/", selector=EPORTAL.links)
    assert [entry.url for entry in entries] == [ADDRESS]


def test_the_item_is_the_identity_whatever_the_state_of_the_portlet() -> None:
    twin = f"http://x.example/web/guest/tin?_{PORTLET}_baiVietId=4711&p_p_state=pop_up"
    assert identity(ADDRESS, SITE) == identity(twin, SITE)
    assert identity(ADDRESS, SITE) != identity(f"{ADDRESS}2", SITE)


def test_its_mark_comes_before_liferays() -> None:
    assert detect(LexborHTMLParser("<div class='asset-full-content'><div id='testabc'></div></div>")) is EPORTAL
    assert detect(LexborHTMLParser("<div class='asset-full-content'></div>")) is not EPORTAL
