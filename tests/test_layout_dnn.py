"""DotNetNuke with Ventrian's News Articles: days in words, times in the byline, lists that look like articles."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.discover import article_links, read_listing
from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.dnn import DNN, in_figures
from scrapers.parse import parse_html
from scrapers.records import Article, Site

SITE = Site("s", "S", "http://x.example/", family="dnn", hosts=("x.example",))
BYLINE = "By Lê Hoa @ 2:18 CH :: 215 Views :: 0 Comments :: <a href='/c'>Tin Mặt trận</a>"


def item(title: str, *, day: str, byline: str = BYLINE, ids: str = "", text: str = "<p>Một</p><p>Hai</p>") -> str:
    """Return an article in the Default template; with `ids` it is an item of a list."""
    return f"""<table {ids}><tr><td class="articleTable"><table><tr><td class="articleTopCell">
    <span class="NormalBold">{day}
    </span></td></tr><tr><td class="articleContentCell"><table><tr><td></td><td class="Normal">
    <a href="/Tin/articleId/5/a.aspx" class="articleTitle">{title}</a><br>{byline}</td></tr><tr><td colspan="3">
    <table><tr>
    <td class="articleTextCell"><span class="Normal">{text}</span></td></tr></table></td></tr></table></td></tr></table>
    </td></tr></table>"""


LIST_ITEM = item("Tin khác", day="01 Tháng Giêng 2019", ids="id='tblArticles1-401-7'", text="Tóm tắt")
COMMENTS = """<table><tr><td class="articleTopCell"><span class="NormalBold">Comments</span></td></tr><tr>
<td class="articleContentCell">Vui lòng nhập nội dung bình luận</td></tr></table>"""


def page(day: str = "17 Tháng Mười Một 2020", byline: str = BYLINE) -> Article:
    return parse_html(f"<form id='Form'>{LIST_ITEM}{item('Tiêu đề', day=day, byline=byline)}{COMMENTS}</form>")


def test_an_article_is_read_beside_lists_and_boxes_of_the_same_classes() -> None:
    article = page()
    assert (article.layout, article.title, article.author) == ("dnn", "Tiêu đề", "Lê Hoa")
    assert article.paragraphs == ("Một", "Hai")


@pytest.mark.parametrize(
    ("day", "byline", "wanted"),
    [
        ("17 Tháng Mười Một 2020", BYLINE, "2020-11-17 14:18:00+07:00"),
        ("Thứ Ba, 17 tháng 11, 2020", BYLINE, "2020-11-17 14:18:00+07:00"),
        ("Tuesday, November 17, 2020", "By SuperUser Account @ 11:18 AM :: 3 Views", "2020-11-17 11:18:00+07:00"),
        ("17/11/2020", "By Lê Hoa @ 12:05 SA :: 3 Views", "2020-11-17 00:05:00+07:00"),
        ("17/11/2020", "215 Views", "2020-11-17 00:00:00+07:00"),
        ("Images", BYLINE, "None"),
    ],
)
def test_the_day_above_the_title_and_the_time_below_it_are_one_date(day: str, byline: str, wanted: str) -> None:
    assert str(page(day, byline).published) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("05 Tháng Năm 2021", "05/5/2021"),
        ("02 Tháng Mười 2021", "02/10/2021"),
        ("1 tháng mười hai 2021", "1/12/2021"),
        ("Tháng Tư 30, 2021 08:00", "30/4/2021 08:00"),
        ("17 November 2020", "17/11/2020"),
        ("5 tháng 12 năm 2020", "5 tháng 12 năm 2020"),
        ("12 năm 2020", "12 năm 2020"),
    ],
)
def test_days_with_the_name_of_the_month_become_figures(text: str, wanted: str) -> None:
    assert in_figures(text) == wanted


def test_the_standard_template() -> None:
    article = parse_html("""<div class="article"><div class="articleHeadline"><h1><a href="/a">Tiêu đề</a></h1></div>
    <div class="articleAuthor Normal"><a href="/u">Lê Hoa</a> posted on November 17, 2020 14:18</div>
    <div class="articleEntry Normal"><p>Một</p></div><div class="articleCategories">Posted in: Tin</div></div>""")
    assert (article.title, article.author, article.paragraphs) == ("Tiêu đề", "Lê Hoa", ("Một",))
    assert str(article.published) == "2020-11-17 14:18:00+07:00"


def test_the_print_page_has_its_title_without_a_link() -> None:
    html = (
        item("Tiêu đề", day="17/11/2020")
        .replace('<a href="/Tin/articleId/5/a.aspx"', "<span")
        .replace("</a><br>", "</span><br>")
    )
    assert parse_html(html).title == "Tiêu đề"


def test_lists_are_no_articles() -> None:
    with pytest.raises(NoArticle):
        parse_html(f"<form id='Form'>{LIST_ITEM * 3}</form>")
    with pytest.raises(NoArticle, match="a list of several articles"):
        parse_html(item("Một", day="17/11/2020") + item("Hai", day="18/11/2020"))


def test_lists_are_read() -> None:
    entries = read_listing(
        f"{LIST_ITEM}<a href='/Tin/lapg-401/2'>2</a>", url="http://x.example/Tin", selector=DNN.links
    )
    links = list(article_links(entries, SITE, seed="http://x.example/Tin"))
    assert [link.url for link in links] == ["http://x.example/Tin/articleId/5/a.aspx"]


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        (
            "/Tin/tabid/62/articleType/ArticleView/articleId/318/Trao-nha.aspx",
            "/Tin/tabid/99/articleId/318/Slug-moi.aspx",
        ),
        (
            "/Tin/articleId/318/a.aspx",
            "/DesktopModules/DnnForge%20-%20NewsArticles/Print.aspx?tabid=62&articleId=318&moduleId=4",
        ),
        ("/Tin/articleId/318/a.aspx", "/Tin/articleId/318/mid/50388/dnnprintmode/true/a.aspx"),
        ("/Tin/ID/318/Trao nhà", "/Tin/ID/318/Trao%20nh%C3%A0?dnnprintmode=true&SkinSrc=%5BG%5DSkins/_default/No+Skin"),
        ("/Tin/ID/318/Trao-nha", "/Tin/lapg-401/40/ID/318/Trao-nha"),
    ],
)
def test_the_number_is_the_identity(address: str, twin: str) -> None:
    assert identity(f"http://x.example{address}", SITE) == identity(f"http://x.example{twin}", SITE)


def test_pages_of_a_list_and_other_numbers_are_others() -> None:
    addresses = ["/Tin/lapg-401/2", "/Tin/lapg-401/3", "/Tin?lapg=4", "/Tin/ID/318/a", "/Tin/ID/319/a"]
    assert len({identity(f"http://x.example{address}", SITE) for address in addresses}) == 5


def test_its_mark_leaves_other_pages_of_dotnetnuke_to_others() -> None:
    html = "<form id='Form'><div id='dnn_ContentPane'><div class='DnnModule'><p>Giới thiệu</p></div></div></form>"
    assert detect(LexborHTMLParser(html)) is not DNN
    assert detect(LexborHTMLParser(item("A", day="17/11/2020"))) is DNN
