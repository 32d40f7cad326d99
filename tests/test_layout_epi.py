"""The ePi family: related headlines, authors' labels, lists of tags, addresses."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.epi import EPI
from scrapers.listings import read_listing
from scrapers.parse import parse_html
from scrapers.records import Article, Site

RELATED = """<div class="article__inner-relate"><article class="story"><h3 class="story__heading">
<a href="/a-1.html">Hòa Bình: Trao 92.972 suất quà</a></h3></article><p>Sơn La: 1.204 căn nhà</p></div>"""


def page(*, before: str = "", inside: str = "", meta: str = "<time>09:21 19/06/2023</time>", end: str = "") -> Article:
    return parse_html(f"""<body><div class="main-column"><span>Tin mới</span><h1 class="article__title">Tiêu đề</h1>
    <div class="article__meta">{meta}</div><div class="article__sapo">(Mặt trận) - Lời dẫn</div>{before}
    <div class="article__body">{inside}<p>Một</p><p>Hai</p></div>{end}</div></body>""")


STORY = "<article class='story'><h3 class='story__heading'><a href='/a-1.html'>Hòa Bình</a>: Trao 92.972 suất quà</h3>"


def test_a_story_inside_the_body_is_left_out() -> None:
    assert page(inside=f"{STORY}</article>").paragraphs == ("Một", "Hai")


@pytest.mark.parametrize("where", ["before", "inside"])
def test_headlines_of_other_provinces_are_left_out_wherever_they_stand(where: str) -> None:
    assert page(**{where: RELATED}).text == "Tiêu đề\n\n(Mặt trận) - Lời dẫn\n\nMột\n\nHai"


def test_a_link_in_a_sentence_of_the_body_is_kept() -> None:
    body = "<p>Theo <a href='/x-1.html'>Cổng thông tin</a>, xã trao 5 căn nhà.</p>"
    assert page(inside=body).paragraphs[0] == "Theo Cổng thông tin, xã trao 5 căn nhà."


@pytest.mark.parametrize(
    ("meta", "wanted"),
    [
        ("<time>09:21 19/06/2023</time>", "2023-06-19 09:21:00+07:00"),
        ("<time datetime='2026-01-02T08:00:11+0700'>4 giờ trước</time>", "2026-01-02 08:00:11+07:00"),
        ("<p><time>08:05 02/11/2024</time></p>", "2024-11-02 08:05:00+07:00"),
        ("<time>4 giờ trước</time>", "None"),
        ("<time>hôm nay</time>", "None"),
    ],
)
def test_the_date_is_absolute_or_none(meta: str, wanted: str) -> None:
    assert str(page(meta=meta).published) == wanted


@pytest.mark.parametrize(
    ("meta", "author"),
    [
        ("<a class='article__author'>Hương Diệp</a>", "Hương Diệp"),
        ("<span class='article__author'>Tác giả: <b>Hương Diệp</b></span>", "Hương Diệp"),
        ("<p><a href='/tac-gia/1'>Hương Diệp</a></p>", "Hương Diệp"),
        ("<div class='article__social'><a href='#'>Chia sẻ</a></div>", None),
        ("<span class='article__author'>Tác giả</span>", None),
        ("<span class='article__author'>Tác giả: </span>", None),
        ("", None),
    ],
)
def test_a_label_alone_is_no_author(meta: str, author: str | None) -> None:
    assert page(meta=meta).author == author


def test_a_video_page_gives_its_lead_without_the_player() -> None:
    article = parse_html("""<div class="main-column"><h1>Tiêu đề</h1><div class="article__meta"><time>08:00 01/02/2024
    </time><span class="article__author">Tác giả: </span></div><div class="article__sapo">Lời dẫn</div>
    <div class="article__body"><div id="player-wrapper-4"><span>0:00 / 3:15</span></div></div></div>""")
    assert (article.text, article.author) == ("Tiêu đề\n\nLời dẫn", None)


def test_a_list_of_a_tag_that_looks_like_an_article_is_refused() -> None:
    stories = "".join(
        f"<article class='story'><h2 class='story__heading'><a href='/b-{n}.html'>Bài {n}</a></h2>"
        f"<time class='story__time'>{n} giờ trước</time>"
        f"<div class='story__summary'>Xã {n} xây 12 căn nhà.</div></article>"
        for n in range(1, 5)
    )
    html = f"<div class='main-column'><h1>Vì người nghèo</h1><div class='list-news'>{stories}</div></div>"
    with pytest.raises(NoArticle, match="no body where epi has it"):
        EPI.read(LexborHTMLParser(html), url=None)


def test_both_portals_lists_are_read() -> None:
    mattran = "<div class='list-news'><article class='story'><h2 class='story__heading'><a href='/a-12.html'>A</a></h2>"
    review = "<div class='list-region'><article><a href='/b-34.html'><figure><img></figure><h2>B</h2></a><p>Lời dẫn</p>"
    for html, title in ((mattran, "A"), (review, "B")):
        assert [entry.title for entry in read_listing(html, url="https://x.example/", selector=EPI.links)] == [title]


SITE = Site("s", "S", "https://mt.example/", family="epi", hosts=("mt.example", "m.mt.example"))


def test_an_article_is_its_number() -> None:
    addresses = (
        "https://mt.example/hoat-dong/bai-mot-54485.html",
        "https://m.mt.example/hoat-dong/bai-mot-54485.html?utm_source=x",
        "http://mt.example/chuyen-de/slug-khac-54485.html",
    )
    assert {identity(address, SITE) for address in addresses} == {"s:54485"}


def test_another_number_and_a_list_of_a_tag_are_something_else() -> None:
    others = ("/hoat-dong/bai-mot-54486.html", "/tags/SMOgIE7hu5lp/ha-noi-54485.html", "/hoat-dong/")
    assert len({identity(f"https://mt.example{path}", SITE) for path in others} - {"s:54485"}) == 3


@pytest.mark.parametrize(
    "html", ["<article class=post><div class=entry-content><p>Bài", "<div class=article-content><p>Bài", "<h1>Tin</h1>"]
)
def test_pages_of_others_are_not_taken(html: str) -> None:
    assert detect(LexborHTMLParser(html)) is not EPI
