"""daidoanket.vn: three generations of pages, their date lines and addresses."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.daidoanket import DAIDOANKET
from scrapers.parse import parse_html
from scrapers.records import Article, Site

SENTENCE = "Ủy ban Mặt trận Tổ quốc các cấp vận động nhân dân hiến đất làm đường."
BODY = "".join(f"<p>Đoạn {number}: {SENTENCE}</p>" for number in range(3))
PARAGRAPHS = tuple(f"Đoạn {number}: {SENTENCE}" for number in range(3))
MENU = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/mat-tran'>Mặt trận</a></li></ul>"


def oldest(line: str, *, above: str = "") -> Article:
    """Read a page of the oldest generation: of its elements only title and address are known."""
    return parse_html(f"""<html><head><link rel="canonical" href="http://x.example/mat-tran/bai-tintuc422214"></head>
    <body><div>toasoan@x.example - 0243.8228.302</div>{MENU}<div>{above}<h1>Tiêu đề</h1><div>{line}</div>
    <div>{BODY}</div></div><div><a href="/b-tintuc1">Hòa Bình: Trao 92.972 suất quà</a></div></body></html>""")


def onecms(meta: str, *, extra: str = "") -> Article:
    return parse_html(f"""<body><div class="c-news-detail"><div class="b-maincontent">
    <h1 class="sc-longform-header-title block-sc-title">Tiêu đề</h1><div class="sc-longform-header-meta">{meta}</div>
    <p class="sc-longform-header-sapo block-sc-sapo">Lời dẫn</p><article class="entry entry-no-padding">
    <h1 class="block-sc-title">Tiêu đề</h1>{BODY}</article>{extra}</div></div>""")


def tailwind(*, inside: str = "") -> Article:
    return parse_html(f"""<body><article class="article-content"><section class="breadcrumbs"><h4>
    <a href="/">Mặt trận</a></h4></section><h1 class="text-3xl">Tiêu đề</h1>
    <div class="flex flex-row justify-between"><p class="icon_author">Thanh Tiến</p>
    <time class="text-iris-400">03/07/2024 18:06</time></div>
    <h2 class="article-content__description">Lời dẫn</h2>{inside}{BODY}<p><strong>Thanh Tiến</strong></p></article>""")


@pytest.mark.parametrize(
    ("line", "published", "author"),
    [
        ("22:17:00 24/07/2015", "2015-07-24 22:17:00+07:00", None),
        ("07:30:00 - Thứ sáu, 09/11/2018", "2018-11-09 07:30:00+07:00", None),
        ("Thứ hai, 18/03/2019 07:30:00 | Mặt trận", "2019-03-18 07:30:00+07:00", None),
        ("Chủ nhật, 17/03/2019 07:30:00 | Mặt trận", "2019-03-17 07:30:00+07:00", None),
        ("07:00:54 09/10/2019 | Các cuộc vận động", "2019-10-09 07:00:54+07:00", None),
        ("03/07/2014 00:29", "2014-07-03 00:29:00+07:00", None),
        ("Mạnh Thìn 21/12/2021 11:00", "2021-12-21 11:00:00+07:00", "Mạnh Thìn"),
        ("M.Đ - H.L 21/12/2021 11:00", "2021-12-21 11:00:00+07:00", "M.Đ - H.L"),
        ("Ngày 12/11/2018, xã họp.", "None", None),
        ("", "None", None),
    ],
)
def test_the_line_below_the_title_tells_date_and_author(line: str, published: str, author: str | None) -> None:
    article = oldest(line)
    assert (article.layout, str(article.published), article.author) == ("daidoanket", published, author)
    assert article.paragraphs[-3:] == PARAGRAPHS


def test_a_clock_above_the_title_is_no_publication_date() -> None:
    assert oldest("", above="<div>Thứ sáu, 29/03/2024 03:46</div>").published is None


def test_a_print_view_begins_below_its_title() -> None:
    article = DAIDOANKET.read(
        LexborHTMLParser(f"<p>Thứ Bảy, 28/11/2026</p><h1>Tiêu đề</h1><p>Mạnh Thìn 21/12/2021 11:00</p>{BODY}"), url=None
    )
    assert (article.paragraphs, article.author) == (PARAGRAPHS, "Mạnh Thìn")


def test_the_date_line_is_no_paragraph() -> None:
    assert oldest("07:30:00 - Thứ sáu, 09/11/2018").paragraphs == PARAGRAPHS


@pytest.mark.parametrize("glue", ["", " ", "\n"])
def test_onecms_author_and_date_are_elements_even_where_nothing_stands_between_them(glue: str) -> None:
    article = onecms(
        f"<span class='sc-longform-header-author block-sc-author'>Mạnh Thìn</span>{glue}"
        "<span class='sc-longform-header-date block-sc-publish-time'>21/12/2021 11:00</span>"
    )
    assert (article.author, str(article.published)) == ("Mạnh Thìn", "2021-12-21 11:00:00+07:00")
    assert (article.lead, article.paragraphs) == ("Lời dẫn", PARAGRAPHS)


def test_onecms_boxes_below_the_text_are_left_out() -> None:
    box = "<div class='c-news-related'><p>Hòa Bình: Trao 92.972 suất quà</p></div>"
    tags = (
        "<div class='c-box'><div class='c-widget-tags onecms__tags'><ul><li><h4><a href='/tag/x'>Mặt trận</a></h4></ul>"
    )
    article = onecms("", extra=box + tags)
    assert (article.paragraphs, article.tags) == (PARAGRAPHS, ("Mặt trận",))


def test_since_2025_lead_and_byline_are_told_once_and_the_signature_is_kept() -> None:
    article = tailwind()
    assert (article.lead, article.paragraphs) == ("Lời dẫn", (*PARAGRAPHS, "Thanh Tiến"))
    assert (article.author, str(article.published)) == ("Thanh Tiến", "2024-07-03 18:06:00+07:00")


def test_the_date_of_a_related_article_is_not_taken() -> None:
    article = parse_html(f"""<article class="article-content"><h1>Tiêu đề</h1><h2 class="article-content__description">
    Lời dẫn</h2>{BODY}</article><article><h3><a href="/b.html">Bài</a></h3><time>18/11/2025 15:20</time></article>""")
    assert article.published is None


def test_captions_are_told_once_and_players_not_at_all() -> None:
    figure = "<figure><img alt='Ảnh: Lan'><figcaption>Ảnh: Lan</figcaption></figure>"
    player = "<video data-poster='x'><source src='y'></video><audio src='z'></audio><span id=duration>3:12</span>"
    assert tailwind(inside=figure + player + figure).paragraphs == ("Ảnh: Lan", *PARAGRAPHS, "Thanh Tiến")


def test_a_list_is_no_article() -> None:
    items = "".join(f"<article><h2><a href='/b-{n}.html'>Bài {n}</a></h2><p>{SENTENCE}</p></article>" for n in range(6))
    with pytest.raises(NoArticle):
        DAIDOANKET.read(LexborHTMLParser(f"<h1>Mặt trận</h1><div id='latest-articles'>{items}</div>"), url=None)


SITE = Site("d", "D", "https://ddk.example/", family="daidoanket", hosts=("ddk.example", "m.ddk.example"))


def test_an_article_and_its_print_view_are_one() -> None:
    addresses = ("/bai-mot-10287825.html", "/slug-khac-10287825.html?fbclid=1", "/print/10287825.html")
    assert {identity(f"https://ddk.example{path}", SITE) for path in addresses} == {"d:10287825"}


def test_an_old_article_and_its_mobile_twin_are_one() -> None:
    addresses = ("https://ddk.example/mat-tran/bai-tintuc422214", "http://m.ddk.example/mat-tran/bai-tintuc422214")
    assert {identity(address, SITE) for address in addresses} == {"d:tintuc422214"}


def test_slugs_without_number_are_themselves() -> None:
    addresses = ("/ngay-hoi-dai-doan-ket-2025.html", "/ket-qua-phong-trao-2025.html", "/bai-422214.html")
    assert len({identity(f"https://ddk.example{path}", SITE) for path in (*addresses, "/mat-tran/b-tintuc422214")}) == 4


@pytest.mark.parametrize("html", ["<article class=article-content><h1>Bài</h1>", "<div class=entry><p>Bài"])
def test_pages_of_others_are_not_taken(html: str) -> None:
    assert detect(LexborHTMLParser(html)) is not DAIDOANKET
