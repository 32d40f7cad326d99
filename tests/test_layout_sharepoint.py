"""SharePoint: six vendors' web parts, broken lines, padded fields, letter case and normal forms of paths."""

import unicodedata

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.discover import article_links, read_listing
from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.sharepoint import SHAREPOINT, joined
from scrapers.parse import parse, parse_html
from scrapers.records import Site

SITE = Site("s", "S", "http://x.example/", family="sharepoint", hosts=("x.example",))
PART = "ctl00_m_g_275cd07f_7dd8_4f62_97b3_19577a1ec443"
CLOCK = "<div id='header'><span class='date'>Thứ ba, 24/11/2026</span></div>"
RELATED = "<div class='tin-lien-quan'><p>Hòa Bình: Trao 92.972 suất quà</p></div>"
VENDORS = {
    "A": f"""<div id="divArticleDescription3"><h1>Tiêu đề</h1></div><div id="{PART}_ctl00_pnHide"><span>12/03/2021 08:15
    </span></div><div id="divArticleDescription1"><p>Lời dẫn</p></div><div id="divArticleDescription2"><p>Một</p>
    <p>Hai</p>
    </div><div id="{PART}_ctl00_pnNguontin"><p>Nguồn tin</p></div>""",
    "B": f"""<div id="{PART}"><div><p><span>12/03/2021 08:15</span> <span>Xem cỡ chữ</span></p></div>
    <div id="news-title">
    Tiêu đề</div><div id="news-des">Lời dẫn</div><div id="news-detail"><div><p>Một</p><p>Hai</p></div></div></div>""",
    "C": f"""<div id="{PART}"><div id="news_content"><h1>Tiêu đề</h1><p>12/03/2021 08:15</p>
    <div id="divArticleDescription">
    <p>Lời dẫn</p></div><div id="divArticleContent"><p>Một</p><p>Hai</p></div></div></div>""",
    "D": f"""<div id="{PART}"><div><div><h1>Tiêu đề</h1><p>12/03/2021 08:15</p></div><div id="divArticleDescription">
    <p>Lời dẫn</p><p>Một</p><div>Hai</div></div></div></div>""",
    "E": f"""<div id="{PART}"><div class="col-xs-12 none-padding"><p>Tiêu đề</p></div>
    <div class="col-xs-6 none-padding sukien">
    <p>12/03/2021 08:15</p></div><div id="contenttin"><p>Lời dẫn</p><div><p>Một</p><p>Hai</p></div></div></div>""",
    "F": """<span id="Body_ctl01_newsTitle">Tiêu đề</span><span id="Body_ctl01_lblDate">12/03/2021 08:15</span>
    <span id="Body_ctl01_newsContent">Lời dẫn</span><div id="divNewsDetails"><p>Một</p><p>Hai</p></div>""",
    "Home Affairs": """<div id="news_details"><div><h1>Tiêu đề</h1><div><p>12/03/2021 08:15</p></div></div>
    <div id="show_description">Lời dẫn</div><div id="show_content">Một<br><br>Hai</div></div>""",
    "Yên Bái": f"""<span id="{PART}_ctl00_lblTieuDe">Tiêu đề</span><span id="{PART}_ctl00_lblNgayDang">12/03/2021 08:15
    </span> Xem cỡ chữ <span id="{PART}_ctl00_lblTrichYeu">Lời dẫn</span><div id="{PART}_ctl00_lblNoiDung"><p>Một</p>
    <p>Hai</p>
    </div>""",
    "publishing page": """<h1 class="ms-core-pageTitle">Tiêu đề</h1>
    <span id="ctl00_PlaceHolderMain_lblDate">12/03/2021 08:15
    </span><span id="ctl00_PlaceHolderMain_lblMoTa">Lời dẫn</span><div class="ms-WPBody">
    <div class="ms-rtestate-field">Bản quyền
    </div></div><div id="ctl00_PlaceHolderMain_ctl02__ControlWrapper_RichHtmlField" class="ms-rtestate-field"><p>Một</p>
    <div class="ms-rteElement-P">Hai</div></div>""",
}  # fmt: skip


@pytest.mark.parametrize("html", VENDORS.values(), ids=VENDORS)
def test_the_web_parts_of_every_vendor_are_read(html: str) -> None:
    article = parse_html(f"<body>{CLOCK}{html}{RELATED}</body>")
    assert (article.layout, article.title, article.lead) == ("sharepoint", "Tiêu đề", "Lời dẫn")
    assert article.paragraphs == ("Một", "Hai")
    assert str(article.published) == "2021-03-12 08:15:00+07:00"


@pytest.mark.parametrize("html", VENDORS.values(), ids=VENDORS)
def test_a_date_that_is_not_shown_is_none(html: str) -> None:
    assert parse_html(f"<body>{CLOCK}{html.replace('12/03/2021 08:15', '')}</body>").published is None


WRAPPED = """Sau trận lũ quét rạng sáng 3/8/2017, Ủy ban MTTQ tỉnh
Yên Bái phát động ủng hộ. Đến hết ngày 5/9, tiếp nhận
14,7 tỷ đồng của 512 cơ quan, đơn vị, trong đó có cả
38 đoàn từ các tỉnh, thành phố khác đến Yên Bái cùng
nhân dân địa phương dọn bùn, dựng nhà.
Kim Thoa"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["Huyện phối hợp với\ncác ban\ntrao 12 căn nhà."], ["Huyện phối hợp với các ban trao 12 căn nhà."]),
        (["Ngày 12/3, tại xã", "thuộc vùng lũ, đoàn trao quà."], ["Ngày 12/3, tại xã thuộc vùng lũ, đoàn trao quà."]),
        (["Trao 12 căn nhà,\nở 3 xã"], ["Trao 12 căn nhà, ở 3 xã"]),
        (["Trao 12 căn nhà.\nở 3 xã"], ["Trao 12 căn nhà.\nở 3 xã"]),
        (["Kết quả:\nnhà ở 12 căn"], ["Kết quả:\nnhà ở 12 căn"]),
        (["Một", "Hai"], ["Một", "Hai"]),
        (["- trao nhà\n- tặng quà"], ["- trao nhà\n- tặng quà"]),
        (["Gồm\na) nhà ở\nb) đất"], ["Gồm\na) nhà ở\nb) đất"]),
        (["Nhà ở  12 căn\nquà Tết  120 suất"], ["Nhà ở  12 căn\nquà Tết  120 suất"]),
        (["Ảnh: Q.H", "12 căn nhà"], ["Ảnh: Q.H", "12 căn nhà"]),
        ([WRAPPED], [WRAPPED.replace("\n", " ").replace(" Kim Thoa", "\nKim Thoa")]),
        (["Xã Tú Lệ hiến 500 m2 đất\nXã Gia Hội góp 12 công"], ["Xã Tú Lệ hiến 500 m2 đất\nXã Gia Hội góp 12 công"]),
        (["Nguyễn Văn An"], ["Nguyễn Văn An"]),
        ([], []),
    ],
)  # fmt: skip
def test_lines_are_joined_where_a_sentence_runs_on_and_nowhere_else(before: list[str], after: list[str]) -> None:
    assert joined(before) == after


def test_broken_sentences_of_a_page_are_whole() -> None:
    html = VENDORS["A"].replace("<p>Một</p>", "<p>Xã vận động nhân dân<br>hiến 500 m2 đất.<br>Mở 3 tuyến đường.</p>")
    assert parse_html(html).paragraphs == ("Xã vận động nhân dân hiến 500 m2 đất.\nMở 3 tuyến đường.", "Hai")


def test_a_wrong_item_is_answered_with_an_empty_web_part_or_a_list() -> None:
    url = "http://x.example/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=99999&l=Tinhoatdong"
    empty = f"<span id='{PART}_ctl00_lblTieuDe'></span><div id='{PART}_ctl00_lblNoiDung'></div>"
    listing = f"<div id='{PART}'>" + "<h2><a href='/Pages/a.aspx?ItemID=1'>Tin</a></h2><p>Tóm tắt</p>" * 5 + "</div>"
    for html in (empty, listing):
        with pytest.raises(NoArticle):
            parse(url, html.encode(), {}, SITE)


DETAIL = "/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx"
LONG = "/VI-VN/A/MTTQ/HD/Pages/NgàyhộiĐạiđoànkếttoàndântộcởthịtrấnLạcDương.aspx"
MIXED = LONG.replace("ế", "ê\u0301").replace("ộ", "ô\u0323")


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        (f"{DETAIL}?ItemID=16&l=Tinhoatdong", f"{DETAIL}?ItemID=16&l=Tinhoatdong{'+' * 80}&lv=25&page=5"),
        (f"{DETAIL}?ItemID=16&l=Tinhoatdong", f"{DETAIL}?l=Tinhoatdong%2F{'+' * 80}&lv=4&ItemID=16"),
        (f"{DETAIL}?ItemID=16&l=Tinhoatdong", f"{DETAIL.upper()}?itemid=16&L=tinhoatdong%20%20"),
        (f"{DETAIL}?ItemID=16&l=Tin+noi+bat", f"{DETAIL}?ItemID=16&l=Tin%20noi%20bat+++"),
        ("/Trang/ChiTietTinTuc.aspx?nid=113139", "/trang/chitiettintuc.aspx?nid=113139&title=trao-nha.html"),
        ("/Pages/noi-dung.aspx?NewsID=632&TopicID=5", "/Pages/noi-dung.aspx?TopicID=9&NewsID=632"),
        ("/vn/tin-tuc/74063/trao-nha.aspx", "/vn/tin-tuc/74063/trao-12-can-nha.aspx?page=3"),
        (LONG, f"{LONG}?page=24"),
        (LONG, LONG.lower()),
        (LONG, unicodedata.normalize("NFD", LONG)),
        (LONG, MIXED.swapcase()),
    ],
)
def test_spellings_of_one_address_are_one_article(address: str, twin: str) -> None:
    assert identity(f"http://x.example{address}", SITE) == identity(f"http://x.example:80{twin}", SITE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{DETAIL}?ItemID=16&l=Tinhoatdong", f"{DETAIL}?ItemID=17&l=Tinhoatdong"),
        (f"{DETAIL}?ItemID=16&l=Tinhoatdong", f"{DETAIL}?ItemID=16&l=Hoctap"),
        (f"{DETAIL}?ItemID=16&l=Tin+noi+bat", f"{DETAIL}?ItemID=16&l=Tin+hoat+dong"),
        ("/Trang/ChiTietTinTuc.aspx?nid=5479", "/So/soxaydung/Trang/ChiTietTinTuc.aspx?nid=5479"),
        ("/Pages/chi-tiet.aspx?PostKey=5", "/Pages/chi-tiet.aspx?PostKey=6"),
        (LONG, LONG.replace("LạcDương", "LạcXuân")),
    ],
)
def test_other_items_lists_and_subsites_are_other_articles(one: str, other: str) -> None:
    assert identity(f"http://x.example{one}", SITE) != identity(f"http://x.example{other}", SITE)


def test_lists_are_read_without_their_pager() -> None:
    html = f"""<div id="{PART}_ctl00_pnListNews"><ul><li><div>
    <a href="{DETAIL}?ItemID=16&amp;l=Tinhoatdong+++&amp;lv=25">
    Một</a></div></li></ul></div><div id="{PART}_ctl00_PhanTrang_D">
    <a href="/Pages/tin.aspx?l=Tinhoatdong&amp;page=2">2</a></div>
    <div id="{PART}"><a href="/Pages/lien-he.aspx?lang=vi">Liên hệ</a></div>"""
    entries = read_listing(html, url="http://x.example/", selector=SHAREPOINT.links)
    links = {link.url for link in article_links(entries, SITE, seed="http://x.example/")}
    assert links == {f"http://x.example{DETAIL}?ItemID=16&l=Tinhoatdong&lv=25"}


@pytest.mark.parametrize(
    "html",
    [
        "<h1 id='news-title'>A</h1><div class='post'>a</div>",
        "<span id='ctl00_lblNoiDung'>a</span>",
        "<meta name='GENERATOR' content='Microsoft SharePoint'><div id='art-content'>a</div>",
        "<meta name='GENERATOR' content='Microsoft SharePoint'><p>a</p>",
    ],
)
def test_its_mark_leaves_other_pages_alone(html: str) -> None:
    assert detect(LexborHTMLParser(html)) is not SHAREPOINT
