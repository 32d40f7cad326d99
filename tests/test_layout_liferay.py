"""Liferay 6 and 7: titles outside the article, three dates on a line, soft 404s, addresses with portlet parameters."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.discover import read_listing
from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.liferay import LIFERAY
from scrapers.parse import parse, parse_html
from scrapers.records import Article, Site

TEXT = "<p>Xã Quế Tân trao 12 căn nhà.</p><p>Nhân dân góp 340 ngày công.</p>"
SITE = Site("s", "S", "http://x.example/", family="liferay", hosts=("x.example",))


def six(metadata: str = "", *, title: str = "Tiêu đề", text: str = TEXT, around: str = "") -> Article:
    """Read a page of version 6: the title in the portlet's header, the metadata behind the body."""
    return parse_html(f"""<body><header><div class="journal-content-article"><p>Ngày 24/11/2026 · Hotline</p></div>
    </header>
    <div id="p_p_id_101_INSTANCE_aBcD1234EfGh_" class="portlet-asset-publisher"><div class="portlet-body">{around}
    <div class="taglib-header"><span class="header-back-to"><a href="/">Quay lại</a></span>
    <h3 class="header-title"><span>{title}</span></h3></div>
    <div class="asset-full-content default-asset-publisher show-asset-title">
    <div class="asset-user-actions"><div class="print-action"><a href="#">In bài</a></div></div>
    <div class="asset-content" id="_101_INSTANCE_aBcD1234EfGh_14567"><div class="journal-content-article">{text}</div>
    <div class="asset-ratings"><div class="taglib-ratings">Đánh giá 4 (7 phiếu)</div></div>
    <div class="asset-links"><h2>Tin liên quan:</h2><ul><li><a href="/x">Trao 92.972 suất quà</a> 11/11/2011</li>
    </ul></div>
    </div><div class="asset-metadata">{metadata}</div></div></div></div>
    <div class="portlet-body"><h3 class="header-title">Tin mới</h3><div class="asset-abstract"><h3 class="asset-title">
    <a href="/y">Tin khác</a></h3><span class="metadata-entry metadata-publish-date">01/01/2020</span></div></div>
    </body>""")


def seven(dates: str, *, author: str = "") -> Article:
    """Read a page of version 7: title and dates inside the article's element, above the body."""
    return parse_html(f"""<body><div class="portlet-asset-publisher"><div class="portlet-body">
    <div class="asset-full-content clearfix mb-5 show-asset-title"><div class="mb-2"><h4 class="component-title">
    <span class="asset-title d-inline">Tiêu đề</span></h4></div><div class="metadata-author">{author}
    <div class="asset-user-info"><span class="date-info">{dates}</span></div><div class="asset-view-count-info">
    <span class="view-count-info">317 lượt xem</span></div></div><div class="asset-content mb-3">{TEXT}</div>
    <div class="asset-tags mb-3"><a>Vì người nghèo</a></div><div class="asset-links mb-4">Liên quan</div></div></div>
    </div>""")


def test_version_6_has_its_title_outside_the_article_and_nothing_of_what_stands_around_the_body() -> None:
    article = six()
    assert (article.layout, article.title) == ("liferay", "Tiêu đề")
    assert article.paragraphs == ("Xã Quế Tân trao 12 căn nhà.", "Nhân dân góp 340 ngày công.")


@pytest.mark.parametrize(
    ("metadata", "wanted"),
    [
        ("<span class='metadata-entry metadata-publish-date'>12/03/2019</span>", "2019-03-12 00:00:00+07:00"),
        ("<span class='metadata-entry metadata-create-date'>11/03/2019</span>", "2019-03-11 00:00:00+07:00"),
        (
            "<span class='metadata-entry metadata-modified-date'>15/04/2019</span>"
            "<span class='metadata-entry metadata-publish-date'>12-03-2019 08:15</span>",
            "2019-03-12 08:15:00+07:00",
        ),
        ("<span class='metadata-entry metadata-modified-date'>15/04/2019</span>", "None"),
        ("", "None"),
    ],
)
def test_version_6_is_dated_by_its_own_metadata_of_publication(metadata: str, wanted: str) -> None:
    assert str(six(metadata).published) == wanted


def test_version_6_names_its_author_behind_a_label() -> None:
    assert six("<span class='metadata-entry metadata-author'> Bởi Lê Minh </span>").author == "Lê Minh"


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        ("Ngày tạo 12/03/2024 - Đã xuất bản 13/03/2024 - Đã sửa 2 tháng trước.", "2024-03-13 00:00:00+07:00"),
        ("created 12/03/2024 - published 13/03/2024 - modified 2 Months ago.", "2024-03-13 00:00:00+07:00"),
        ("Ngày tạo 12/03/2024 - Đã sửa 2 tháng trước.", "2024-03-12 00:00:00+07:00"),
        ("Đã hết hạn 31/12/2024 - Đã sửa 2 tháng trước.", "None"),
        ("Đã sửa 2 tháng trước.", "None"),
    ],
)
def test_version_7_is_dated_by_publication_then_creation(dates: str, wanted: str) -> None:
    assert str(seven(dates).published) == wanted


def test_version_7_has_author_and_tags_outside_the_body() -> None:
    article = seven("Đã xuất bản 13/03/2024", author="<span class='user-info'><strong>Hà Anh</strong></span>")
    assert (article.title, article.author, article.tags) == ("Tiêu đề", "Hà Anh", ("Vì người nghèo",))
    assert article.paragraphs == ("Xã Quế Tân trao 12 căn nhà.", "Nhân dân góp 340 ngày công.")


def test_the_template_of_the_ministry_of_health() -> None:
    article = parse_html(f"""<body><div class="contentDetail"><h3>Tiêu đề</h3><div><p>25/04/2022 | 09:30</p></div>
    <div class="sapo"><strong>Lời dẫn</strong></div><div class="journal-content-article">
    <h2><span>Một</span></h2>{TEXT}</div></div></body>""")
    assert (article.layout, article.title, article.lead) == ("liferay", "Tiêu đề", "Lời dẫn")
    assert article.paragraphs[0] == "Một"
    assert str(article.published) == "2022-04-25 09:30:00+07:00"


ALERT = "<div class='alert alert-error'>Nội dung được yêu cầu không tồn tại.</div>"


def test_an_item_that_is_gone_is_refused_in_an_ordinary_page() -> None:
    page = f"<body><div class='portlet-asset-publisher'><div class='portlet-body'>{ALERT}</div></div><p>{TEXT * 9}</p>"
    with pytest.raises(NoArticle, match="the article is gone"):
        parse("http://x.example/-/a", page.encode(), {}, SITE)


def test_an_alert_beside_another_article_is_refused_as_well() -> None:
    with pytest.raises(NoArticle, match="the article is gone"):
        six(around=ALERT)


def test_an_alert_in_the_text_or_in_another_portlet_takes_no_article_away() -> None:
    assert six(text=f"{ALERT}{TEXT}").paragraphs[1:] == ("Xã Quế Tân trao 12 căn nhà.", "Nhân dân góp 340 ngày công.")
    page = "<div class='portlet-login'><div class='alert alert-error'>Sai mật khẩu</div></div>"
    assert parse("http://x.example/-/a", f"{page}{PAGE}".encode(), {}, SITE).title == "Tiêu đề"


PAGE = f"""<div class="portlet-body"><h3 class="header-title">Tiêu đề</h3><div class="asset-full-content">
<div class="asset-content">{TEXT}</div></div></div>"""


def test_a_publisher_that_shows_several_articles_in_full_is_a_list() -> None:
    with pytest.raises(NoArticle, match="a list of several articles"):
        parse_html(PAGE * 2)


def test_a_list_of_abstracts_is_no_article() -> None:
    item = "<div class='asset-abstract'><h3 class='asset-title'><a href='/-/a'>A</a></h3><div class='asset-content'>"
    with pytest.raises(NoArticle):
        parse("http://x.example/", f"<body>{item}Tóm tắt</div></div>".encode(), {}, SITE)


def test_lists_of_both_versions_are_read_with_the_icon_inside_the_link() -> None:
    html = """<div class="asset-abstract"><h3 class="asset-title"><a href="/tin/-/asset_publisher/aB1/content/mot"><img
    alt="" src="/icon.png"> Một</a></h3><div class="asset-more">
    <a href="/tin/-/asset_publisher/aB1/content/mot">Xem »</a>
    </div></div><div class="asset-abstract"><h4 class="component-title"><a class="asset-title" href="/w/hai">Hai</a>
    </h4></div>"""
    entries = read_listing(html, url="http://x.example/tin", selector=LIFERAY.links)
    assert [(entry.url, entry.title) for entry in entries] == [
        ("http://x.example/tin/-/asset_publisher/aB1/content/mot", "Một"),
        ("http://x.example/w/hai", "Hai"),
    ]


BASE = "http://x.example/tin/-/asset_publisher/aB1/content/trao-nha"
PRINT = (
    "http://x.example/tin?p_p_id=101_INSTANCE_aB1&p_p_lifecycle=0&p_p_state=pop_up&_101_INSTANCE_aB1_viewMode=print"
    "&_101_INSTANCE_aB1_urlTitle=trao-nha"
)


@pytest.mark.parametrize(
    "twin",
    [
        f"{BASE}?redirect=%2Ftin%3F_101_INSTANCE_aB1_urlTitle%3Dkhac",
        f"{BASE}/14567",
        f"{BASE};jsessionid=1A2B?_101_INSTANCE_aB1_viewMode=print",
        "http://x.example/web/guest/home/-/asset_publisher/zZ9/content/trao-nha",
        PRINT,
    ],
)
def test_an_article_is_the_same_in_every_portlet_and_its_print_view(twin: str) -> None:
    assert identity(twin, SITE) == identity(BASE, SITE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BASE, BASE.replace("trao-nha", "trao-qua")),
        ("http://x.example/w/mot", "http://x.example/w/hai"),
        ("http://x.example/chi-tiet?id=35289&_c=3,9", "http://x.example/chi-tiet?id=35290&_c=3,9"),
        ("http://x.example/tin?1234", "http://x.example/tin?1235"),
    ],
)
def test_other_articles_are_others(one: str, other: str) -> None:
    assert identity(one, SITE) != identity(other, SITE)


def test_its_mark_leaves_other_portals_alone() -> None:
    for html in ("<div class='journal'>a</div>", "<div class='portlet-body'>a</div>", "<div id='testabc'></div>"):
        assert detect(LexborHTMLParser(html)).name != "liferay"
    assert detect(LexborHTMLParser(PAGE)).name == "liferay"
