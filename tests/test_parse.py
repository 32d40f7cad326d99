"""From bytes to articles: character sets, blocks, dates, and each family's traps."""

import unicodedata
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from scrapers.blocks import clean, paragraphs
from scrapers.charset import decode
from scrapers.errors import NoArticle
from scrapers.parse import parse, parse_html
from scrapers.records import Article, Site
from scrapers.stamps import read_stamp, stamp_reader

SENTENCE = "Ủy ban Mặt trận Tổ quốc các cấp vận động nhân dân hiến đất làm đường."
LONG = "".join(f"<p>Đoạn {number}: {SENTENCE}</p>" for number in range(4))


def blocks(html: str) -> list[str]:
    node = LexborHTMLParser(f"<div id='it'>{html}</div>").css_first("#it")
    assert node is not None
    return paragraphs(node)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>Một</p><p>Hai</p>", ["Một", "Hai"]),
        ("Một<div>Hai</div>Ba", ["Một", "Hai", "Ba"]),
        ("<p>Một <b>hai</b> <i>ba</i></p>", ["Một hai ba"]),
        ("<p>Một<br>hai</p>", ["Một\nhai"]),
        ("<p>Một<br><br/>hai<br> &nbsp; <br>ba</p>", ["Một", "hai", "ba"]),
        ("<p>Một&nbsp;&nbsp;hai\n   ba\u200b\u00ad</p><p>&nbsp;</p>", ["Một hai ba"]),
        ("<ul><li>a</li><li>b</li></ul>", ["- a\n- b"]),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", ["- a\n- b\n- c"]),
        ("<ul><li><p>- a</p></li><li>+ b</li></ul>", ["- a\n+ b"]),
        ("<table><tr><td>Xã A<td>5&nbsp;căn<tr><th>Xã B</th><td>6</td></tr></table>", ["Xã A  5 căn\nXã B  6"]),
        ("<table><tr><td><img src=a.jpg></td></tr><tr><td><em>Ảnh: A</em></td></tr></table>", ["Ảnh: A"]),
        ("<table><tr><td>Xã <b>A</b>: 5<br>căn</td><td><p>6</p>hộ</td></tr></table>", ["Xã A: 5 căn  6 hộ"]),
        (f"<table><tr><td>{LONG * 2}</td></tr></table>", [f"Đoạn {n % 4}: {SENTENCE}" for n in range(8)]),
        ("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>", ["a  b"]),
        ("<p>a</p><script>x</script><style>y</style><select><option>z</option></select><!-- c -->", ["a"]),
        ("<p>DSC_1018.jpg</p><p>Bài</p>", ["Bài"]),
        ("<p>Ảnh A</p><p>Ảnh A</p><p>Bài</p><p>Ảnh A</p>", ["Ảnh A", "Bài", "Ảnh A"]),
        ("<figcaption>Ảnh A</figcaption><p>Bài</p><figure><figcaption>Ảnh A</figcaption></figure>", ["Ảnh A", "Bài"]),
        ("<p>Trao quà</p><p>Bài</p><figure><figcaption>Trao quà</figcaption></figure>", ["Trao quà", "Bài"]),
        ("<p><a href='/x-1.html'>Hòa Bình: Trao 92.972 suất quà</a></p><p>Bài</p>", ["Bài"]),
        ("<p>Theo <a href='/x'>Báo Nghệ An</a>, tỉnh trao 5 căn nhà.</p>", ["Theo Báo Nghệ An, tỉnh trao 5 căn nhà."]),
        ("<p><a>Không có địa chỉ</a></p>", ["Không có địa chỉ"]),
        ("<a href='/to.jpg'><img><span>Chú thích</span></a>", ["Chú thích"]),
        ("<ul><li><a href='/a'>Tin khác một</a></li><li><a href='/b'>Tin khác hai</a></li></ul>", []),
        ("<ul><li>Xã <a href='/a'>A</a>: hiến 5.000 m2 đất</li></ul>", ["- Xã A: hiến 5.000 m2 đất"]),
    ],
)  # fmt: skip
def test_blocks_become_paragraphs(html: str, wanted: list[str]) -> None:
    assert blocks(html) == wanted


def test_decomposed_letters_are_composed() -> None:
    assert blocks(f"<p>{unicodedata.normalize('NFD', SENTENCE)}</p>") == [SENTENCE]


def test_pages_that_nest_deeper_than_python_are_read() -> None:
    assert blocks("<div>" * 5_000 + "sâu" + "</div>" * 5_000) == ["sâu"]


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (SENTENCE.encode(), None),
        (SENTENCE.encode(), "text/html; charset=ISO-8859-1"),
        (SENTENCE.encode(), "text/html; charset=nonsense"),
        (SENTENCE.encode(), "text/html; charset=undefined"),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), "text/html"),
        (SENTENCE.encode("utf-16"), None),
        (b"\xff\xfe" + SENTENCE.encode("utf-16-le"), "text/html; charset=utf-8"),
        (unicodedata.normalize("NFD", SENTENCE).encode(), None),
    ],
)
def test_bytes_become_nfc_text(body: bytes, header: str | None) -> None:
    assert decode(body, content_type=header) == SENTENCE


def cp1258(text: str) -> bytes:
    """Encode as windows-1258 pages are: base letters with their hat or horn, then the tone as a mark of its own."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", letter)
            hats = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
            tones = [mark for mark in marks if mark not in hats]
            out += unicodedata.normalize("NFC", base + "".join(hats)).encode("cp1258")
            out += "".join(tones).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    ("head", "header"),
    [
        ("", "text/html; charset=windows-1258"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1258'>", None),
        ("<meta charset=windows-1258>", "text/html; charset=ISO-8859-1"),
        ("", "text/html; charset=iso-8859-1"),
    ],
)
def test_windows_1258_comes_out_composed(head: str, header: str | None) -> None:
    text = decode(head.encode() + cp1258(SENTENCE), content_type=header)
    assert text == head + SENTENCE


@pytest.mark.parametrize("name", ["undefined", "idna", "punycode", "hex", "việt"])
def test_a_name_of_no_character_set_is_passed_over(name: str) -> None:
    """`undefined` is what a script writes that has none, and Python has a codec of that name."""
    page = f"<html><body>{LONG}</body></html>"
    assert decode(cp1258(page), content_type=f"text/html; charset={name}") == page


def test_windows_1258_without_a_name_is_guessed() -> None:
    assert decode(cp1258(f"<html><body>{LONG}</body></html>")) == f"<html><body>{LONG}</body></html>"


@given(st.binary(max_size=300), st.none() | st.just("text/html; charset=utf-8"))
@settings(max_examples=60, deadline=None)
def test_any_bytes_become_text(body: bytes, header: str | None) -> None:
    text = decode(body, content_type=header)
    assert text == unicodedata.normalize("NFC", text)
    assert "\x00" not in text


STAMPS = [
    ("09:21 19/06/2023", "2023-06-19T09:21"),
    ("22:17:00 24/07/2015", "2015-07-24T22:17"),
    ("07:30:00 - Thứ sáu, 09/11/2018", "2018-11-09T07:30"),
    ("Thứ hai, 18/03/2019 07:30:00 | Mặt trận", "2019-03-18T07:30"),
    ("Thứ tư - 27/03/2024 08:42", "2024-03-27T08:42"),
    ("Chủ nhật - 31/03/2024 18:05", "2024-03-31T18:05"),
    ("Thứ Tư, 04/03/2026-08:48", "2026-03-04T08:48"),
    ("Thứ sáu, 26/04/2019 - 11:21'", "2019-04-26T11:21"),
    ("Ngày đưa:  20/09/2019 01:44:30 PM In bài", "2019-09-20T13:44:30"),
    ("Ngày đưa:  30/09/2011 12:47:47 AM", "2011-09-30T00:47:47"),
    ("05/03/2020 12:10 CH", "2020-03-05T12:10"),
    ("01/10/2021 15:53    4792", "2021-10-01T15:53"),
    ("14/01/2019", "2019-01-14T00:00"),
    ("Ngày: 06/11/2022", "2022-11-06T00:00"),
    ("Ngày cập nhật: 24/06/2020", "2020-06-24T00:00"),
    ("Đăng ngày 25-04-2019 10:14", "2019-04-25T10:14"),
    ("Thứ 5, 19.11.2020 | 09:25:22", "2020-11-19T09:25:22"),
    ("Cập nhật, 16:26, Thứ Hai, 17/07/2017 (GMT+7)", "2017-07-17T16:26"),
    ("Cập nhật lúc: 10:16, 04/11/2014 [GMT+7]", "2014-11-04T10:16"),
    ("11/07/2019 11:05 G7T+7", "2019-07-11T11:05"),
    ("12/10/2021 | 17:55 GMT+7", "2021-10-12T17:55"),
    ("Thứ Sáu, 6/1/2023| 16:11", "2023-01-06T16:11"),
    ("07:00:54 09/10/2019 | Các cuộc vận động", "2019-10-09T07:00:54"),
    ("Thanh Tiến 03/07/2024 18:06", "2024-07-03T18:06"),
    ("23/8/2024Trong 02 ngày", "2024-08-23T00:00"),
    ("Thứ hai, 20 Tháng 8 2018", "2018-08-20T00:00"),
    ("ngày 23 tháng 08 năm 2019, 09:25:27", "2019-08-23T09:25:27"),
    ("2024-03-27T08:42:50+07:00", "2024-03-27T08:42:50"),
    ("2024-03-27T01:42:50Z", "2024-03-27T08:42:50"),
    ("2024-03-26T20:42:50.123-05:00", "2024-03-27T08:42:50"),
    ("2024-03-27 08:42:50", "2024-03-27T08:42:50"),
    ("2024-03-27", "2024-03-27T00:00"),
    ("2024-03-27+0708:42:50", "2024-03-27T08:42:50"),
    ("2024-03-27ICT08:42:50", "2024-03-27T08:42:50"),
    ("2024-03-27T08:42:50+99:99", "2024-03-27T08:42:50"),  # no zone on earth: the site's own
    ("2024-03-27T08:42:50-2400", "2024-03-27T08:42:50"),
]


@pytest.mark.parametrize(("text", "wanted"), STAMPS)
def test_a_stamp_is_read_day_first_and_bears_its_zone(text: str, wanted: str) -> None:
    assert read_stamp(text) == datetime.fromisoformat(f"{wanted}+07:00")


@pytest.mark.parametrize(
    "text",
    ["", "4 giờ trước", "hôm nay", "32/01/2024", "13/13/2024", "Nghị quyết 05/2020/NQ-HĐND", "08:42", "27/03",
     "31/02/2024 08:00", "01/01/1889", "0238.3555.012", "1.646.2024.5"],
)  # fmt: skip
def test_what_is_no_stamp_is_none(text: str) -> None:
    assert read_stamp(text) is None


@given(st.text(alphabet="0123456789/-.: |ThứGMT+,tháng", max_size=40))
@settings(max_examples=60)
def test_any_text_is_a_stamp_or_none(text: str) -> None:
    stamp = read_stamp(text)
    assert stamp is None or stamp.utcoffset() is not None


def nukeviet(*, visible: str = "Thứ tư - 27/03/2024 08:42", body: str = LONG, extra: str = "") -> Article:
    return parse_html(f"""<html><head><meta name="generator" content="NukeViet v4.5">
    <meta property="article:published_time" content="2024-03-27+0709:00:00"></head><body>
    <header><span>Thứ ba, 24/11/2026 09:41</span></header>
    <div class="news_column panel"><h1 class="title" itemprop="headline">Tiêu đề</h1>
    <span class="hidden" itemprop="datePublished">2024-05-05T10:00:00+07:00</span><span class="h5">{visible}</span>
    <div class="hometext">Lời dẫn</div><div id="news-bodyhtml" class="bodytext">{body}</div>{extra}</div></body>""")


def test_nukeviet_the_visible_date_beats_the_microdata_of_the_last_edit() -> None:
    assert str(nukeviet().published) == "2024-03-27 08:42:00+07:00"


def test_nukeviet_the_malformed_published_time_is_read_where_no_date_is_visible() -> None:
    assert str(nukeviet(visible="").published) == "2024-03-27 09:00:00+07:00"


def test_nukeviet_rating_and_newer_articles_are_no_paragraphs() -> None:
    extra = "<div id='stringrating'>5 trong 1 đánh giá</div><div class='other-news'><ul><li>Tin cũ hơn</li></ul></div>"
    assert len(nukeviet(extra=extra).paragraphs) == 4


def test_nukeviet_a_list_page_is_no_article() -> None:
    page = "<html><head><meta name='generator' content='NukeViet v4.5'></head><body>{}</body></html>"
    with pytest.raises(NoArticle, match="no title where nukeviet has it"):
        parse_html(page.format("<div class='news_column'><h2><a href='/a-1.html'>Một</a></h2><p>Lời dẫn</p></div>" * 5))


EPI = """<html><head><link rel="canonical" href="https://mattran.org.vn/hoat-dong/bai-1.html?utm_source=x"></head><body>
<div class="main-column"><span>Tin mới</span><h1>Tiêu đề</h1><div class="article__meta"><time>09:21 19/06/2023</time>
<a class="article__author">Hương Diệp</a></div><div class="article__sapo">(Mặt trận) - Lời dẫn</div>
<div class="article__body"><div class="article__inner-relate"><div class="story"><h3 class="story__heading">
<a href="/a-1.html">Hòa Bình: Trao 92.972 suất quà</a></h3></div></div><p>Một</p><p>Hai</p></div>
<div class="article__tag"><a href="/tags/x">Vì người nghèo</a></div></div></body></html>"""


def test_epi_headlines_between_lead_and_body_are_left_out() -> None:
    article = parse_html(EPI)
    assert article.text == "Tiêu đề\n\n(Mặt trận) - Lời dẫn\n\nMột\n\nHai"
    assert (article.layout, article.author, article.tags) == ("epi", "Hương Diệp", ("Vì người nghèo",))
    assert str(article.published) == "2023-06-19 09:21:00+07:00"
    assert article.canonical_url == "https://mattran.org.vn/hoat-dong/bai-1.html"


def test_daidoanket_lead_and_signature_stand_inside_the_body() -> None:
    article = parse_html(
        """<html><body><article class="article-content">
        <section class="breadcrumbs"><h4><a href="/">Mặt trận</a></h4></section>
        <h1>Tiêu đề</h1><div class="flex flex-row justify-between"><time>03/07/2024 18:06</time></div>
        <h2 class="article-content__description">Lời dẫn</h2><p class="icon_author">Thanh Tiến</p>
        <figure><img><figcaption>Ảnh</figcaption></figure><p>Một</p><p>Hai</p></article></body></html>"""
    )
    assert article.text == "Tiêu đề\n\nLời dẫn\n\nẢnh\n\nMột\n\nHai"
    assert (article.layout, article.author) == ("daidoanket", "Thanh Tiến")
    assert str(article.published) == "2024-07-03 18:06:00+07:00"


def test_generic_json_ld_gives_date_and_author() -> None:
    news = '{"@type": "NewsArticle", "datePublished": "2024-03-27T01:42:00Z", "author": [{"name": "Lan"}]}'
    data = f'{{"@graph": [{{"@type": "WebSite"}}, {news}]}}'
    article = parse_html(
        f"<html><head><script type='application/ld+json'>{data}</script></head><body><h1>Tiêu đề</h1>"
        f"<div class='entry-content'>{LONG}</div></body></html>"
    )
    assert (article.layout, article.author) == ("generic", "Lan")
    assert str(article.published) == "2024-03-27 08:42:00+07:00"
    assert len(article.paragraphs) == 4


def test_generic_broken_json_ld_is_passed_over() -> None:
    article = parse_html(f"<script type='application/ld+json'>{{'a': </script><h1>Tiêu đề</h1><div>{LONG}</div>")
    assert article.published is None
    assert article.title == "Tiêu đề"


def test_a_headline_that_is_a_link_is_a_title() -> None:
    article = parse_html(f"<h1 class=entry-title><a href='/a'>Tiêu <b>đề</b></a></h1><div>{LONG}</div>")
    assert article.title == "Tiêu đề"


def test_generic_header_clocks_are_no_publication_dates() -> None:
    article = parse_html(
        f"<div class='header'><span class='date'>Thứ hai, 20 Tháng 8 2018</span></div><h1>Tiêu đề</h1>"
        f"<div class='news-date'>17/11/2015 08:00</div><div class='tin-khac'><span class='date'>01/01/2020</span></div>"
        f"<div class='post-content'>{LONG}</div>"
    )
    assert str(article.published) == "2015-11-17 08:00:00+07:00"
    alone = parse_html(f"<header><span class='date'>20/08/2018</span></header><h1>Tiêu đề</h1><div>{LONG}</div>")
    assert alone.published is None


def test_generic_simple_pages_keep_lists_and_tables() -> None:
    article = parse_html(
        f"<html><body><nav><ul><li><a href='/'>Trang chủ</a></li></ul></nav><h1>Tiêu đề</h1>{LONG}"
        "<ul><li>Xã A: 5 căn</li></ul><table><tr><td>Xã B</td><td>6 căn</td></tr></table><footer>Bản quyền</footer>"
    )
    assert article.title == "Tiêu đề"
    assert article.paragraphs[-2:] == ("- Xã A: 5 căn", "Xã B  6 căn")
    assert len(article.paragraphs) == 6


MENU = "<ul><li><a href='/'>Trang chủ</a></li></ul><span class='date'>Thứ hai, 20 Tháng 8 2018</span>"
BOX = "<ul><li><a href='/1.html'>Hòa Bình: Trao 92.972 suất quà cho hộ nghèo vùng cao</a> (12/05/2023)</li></ul>"
BREAKS = "<br><br>".join(f"Đoạn {number}: {SENTENCE}" for number in range(4))
FONTS = "".join(f"<div class=ms-rteElement-P><font>Đoạn {number}: {SENTENCE}</font></div>" for number in range(1, 4))
SHAPES = {
    "breaks only": f"<div>{MENU}</div><h1>Tiêu đề</h1><div class=meta>12/07/2023 | Lượt xem: 318</div>"
    f"<div>{BREAKS}</div>{BOX}",
    "layout tables": f"<form><table><tr><td>{MENU}<td><table><tr><td><div><h1>Tiêu đề</h1><div>Đoạn 0: {SENTENCE}</div>"
    f"<div>{FONTS}</div></div><div class=tin-khac><b>Các tin khác</b>{BOX}</div></table></table></form>",
    "joomla": f"<div class=header>{MENU}</div><div class=item-page><h2>Tiêu đề</h2><ul class=actions><li>In</li></ul>"
    f"<dl class=article-info><dd class=hits>Lượt xem: 317</dd></dl>{LONG}</div><div><h3>Tin mới</h3>{BOX}</div>",
    "liferay": "<div class=portlet-body><h3 class=header-title>Tiêu đề</h3><div class=asset-full-content>"
    f"<div class=asset-content><div class=journal-content-article>{LONG}</div></div>"
    "<div class=asset-ratings>Đánh giá 5</div></div></div>",
    "mastercms": f"<h1 class=title-detail>Tiêu đề</h1><div class=article-content>{LONG}"
    "<table class=__MB_ARTICLE_A><tr><td><a href=/1>Trao quà</a></table></div>",
    "wordpress": f"<header><h1><a href=/>Trang</a></h1></header><article class=post><h1 class=entry-title>Tiêu đề</h1>"
    f"<div class=entry-content>{LONG}<div class=sharedaddy>Chia sẻ</div></div></article><aside>{BOX}</aside>",
    "no frame": f"<h1>Tiêu đề</h1>{LONG}",
    "no frame, breaks only": f"<h1>Tiêu đề</h1>{BREAKS}",
    "one long paragraph": f"<div>{MENU}</div><div><h1>Tiêu đề</h1><p>Đoạn 0: {SENTENCE}</p><p>Đoạn 1: {SENTENCE}</p>"
    f"<p>Đoạn 2: {SENTENCE}</p><p>Đoạn 3: {SENTENCE}{' ' + SENTENCE * 40}</p></div>",
}  # fmt: skip


@pytest.mark.parametrize("html", SHAPES.values(), ids=SHAPES)
def test_generic_reads_the_shapes_of_many_systems(html: str) -> None:
    article = parse_html(f"<html><head><title>Trang</title></head><body>{html}</body></html>")
    assert article.title == "Tiêu đề"
    assert [text[: len(SENTENCE) + 8] for text in article.paragraphs] == [f"Đoạn {n}: {SENTENCE}" for n in range(4)]


def test_generic_a_list_of_headlines_with_teasers_is_no_article() -> None:
    items = "".join(
        f"<div class=item><h3><a href='/b-{n}.html'>Bài {n}</a></h3><p>{SENTENCE} {n}</p></div>" for n in range(9)
    )
    with pytest.raises(NoArticle):
        parse_html(f"<html><head><title>Tin tức</title></head><body><h1>Tin tức</h1><div>{items}</div></body></html>")


def test_generic_text_between_other_things_is_left_to_trafilatura() -> None:
    text = "".join(f"<p>Đoạn {number}: {SENTENCE} {SENTENCE}</p>" for number in range(6))
    box = f"<div class=banner><p>Bản quyền thuộc về trang tin. {SENTENCE}</p></div>"
    article = parse_html(f"<html><head><title>Tiêu đề</title></head><body>{box}<main>{text}</main>{box}</body></html>")
    assert [paragraph[:6] for paragraph in article.paragraphs if paragraph.startswith("Đoạn")] == [
        f"Đoạn {number}" for number in range(6)
    ]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "  \n",
        "<html></html>",
        "<p>Ngắn</p>",
        "<html><head><title>Đăng nhập</title></head><body><form><input type=password></form></body></html>",
        "<h1>Tin tức</h1>" + f"<article><h2><a href='/a-1.html'>Bài</a></h2><p>{SENTENCE}</p></article>" * 9,
        "<h1>Tin tức</h1><div>" + "".join(f"<p><a href='/a-{n}.html'>{SENTENCE}</a></p>" for n in range(9)) + "</div>",
        "\x00\x01\x02",
    ],
    ids=["empty", "blank", "bare", "short", "login", "list", "links", "binary"],
)  # fmt: skip
def test_a_page_without_article_is_refused(html: str) -> None:
    with pytest.raises(NoArticle):
        parse_html(html)
    with pytest.raises(NoArticle):
        parse_html(html.encode())


def site(**options) -> Site:
    return Site("s", "S", "http://x.example/", hosts=("x.example",), **options)


def test_a_site_whose_layout_moved_is_not_helped_by_another() -> None:
    body = f"<html><body><h1>Tiêu đề</h1><div class='entry-content'>{LONG}</div></body></html>".encode()
    assert parse("http://x.example/a", body, {}).layout == "generic"
    with pytest.raises(NoArticle, match="no body where epi has it"):
        parse("http://x.example/a", body, {}, site(family="epi"))


def test_a_sites_own_selectors_come_first() -> None:
    html = (
        f"<h1>Trang</h1><h2 class=t>Tiêu đề</h2><b class=d>02/03/2021</b><div class=b>{LONG}<p class=ad>Mua</p></div>"
    )
    own = {"title": "h2.t", "body": ".b", "date": ".d", "drop": ".ad"}
    article = parse("http://x.example/a", html.encode(), {}, site(family="nukeviet", selectors=own))
    assert (article.title, len(article.paragraphs), str(article.published)) == (
        "Tiêu đề",
        4,
        "2021-03-02 00:00:00+07:00",
    )


def test_the_content_type_names_the_character_set() -> None:
    body = cp1258(f"<html><body><h1>Tiêu đề</h1><div>{LONG}</div></body></html>")
    article = parse("http://x.example/a", body, {"content-type": "text/html; charset=windows-1258"})
    assert article.title == "Tiêu đề"
    assert article.paragraphs[0] == f"Đoạn 0: {SENTENCE}"


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("form", "text", "wanted"),
    [
        ("%m/%d/%Y %I:%M:%S %p", "Ngày đăng: 3/7/2023 4:05:06 PM | Lượt xem: 9", "2023-03-07T16:05:06+07:00"),
        ("%Y.%m.%d", "2023.03.07", "2023-03-07T00:00:00+07:00"),
        ("%d/%m/%Y %H:%M %z", "07/03/2023 01:00 +00:00", "2023-03-07T08:00:00+07:00"),
        ("%m/%d/%Y", "13/3/2023", None),
        ("%m/%d/%Y", "hôm nay", None),
        ("%d/%m/%Y %H:%M %z", "07/03/2023 01:00 +99:59", None),
        ("%d/%m/%Y %H:%M %z", "01/01/0001 00:00 +09:00", None),
    ],
)
def test_a_site_may_say_how_it_writes_dates(form: str, text: str, wanted: str | None) -> None:
    moment = stamp_reader(form=form)(text)
    assert (moment and moment.isoformat()) == wanted
