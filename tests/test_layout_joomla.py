"""Joomla: pages without a body's element, clocks, headings, addresses."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.joomla import JOOMLA
from scrapers.parse import parse_html
from scrapers.records import Article, Site

CLOCK = "<div id='header'><span class='date'>Thứ hai, 20 Tháng 8 2018</span></div>"


def old(info: str = "", *, heading: str = "<h1>Tin hoạt động Mặt trận</h1>", end: str = "") -> Article:
    """Read a page of 2.5: the text follows the article's data directly."""
    return parse_html(f"""<head><meta name="generator" content="Joomla! - Open Source Content Management"></head><body>
    {CLOCK}<div class="item-page">{heading}<h2> Tiêu đề </h2><ul class="actions"><li class="print-icon">
    <a href="?print=1">In</a></li></ul><dl class="article-info">{info}</dl><p>Một</p>
    <h2>Một số kết quả</h2>Hai<br><br>Ba{end}</div></body>""")


def new(info: str, *, heading: str = "") -> Article:
    """Read a page of 3: microdata, and an element around the text."""
    return parse_html(f"""<body>{CLOCK}<div class="item-page" itemscope itemtype="https://schema.org/Article">{heading}
    <div class="page-header"><h2 itemprop="headline">Tiêu đề</h2></div><div class="icons"><a>In</a></div>
    <dl class="article-info muted">{info}</dl><div itemprop="articleBody"><p>Một</p></div></div></body>""")


def test_a_text_without_an_element_of_its_own_is_read_below_the_title() -> None:
    article = old("<dd class='hits'>Lượt xem: 317</dd>")
    assert (article.layout, article.title) == ("joomla", "Tiêu đề")
    assert article.paragraphs == ("Một", "Một số kết quả", "Hai", "Ba")


def test_without_a_heading_of_the_menu_item_nothing_is_lost() -> None:
    assert old(heading="").paragraphs == ("Một", "Một số kết quả", "Hai", "Ba")


@pytest.mark.parametrize(
    ("info", "wanted"),
    [
        ("<dd class='published'>Được đăng ngày Thứ ba, 17 Tháng 11 2015 08:30</dd>", "2015-11-17 08:30:00+07:00"),
        ("<dd class='published'>Đăng ngày 17/11/2015</dd>", "2015-11-17 00:00:00+07:00"),
        ("<dd class='create'>Được tạo ngày 17 Tháng 11 2015</dd>", "2015-11-17 00:00:00+07:00"),
        ("<dd class='create'>16/11/2015</dd><dd class='published'>17/11/2015</dd>", "2015-11-17 00:00:00+07:00"),
        ("<dd class='modified'>Cập nhật lần cuối ngày 20 Tháng 8 2018 10:00</dd>", "None"),
        ("<dd class='hits'>Lượt xem: 317</dd>", "None"),
    ],
)
def test_the_date_is_that_of_publication_never_the_clock_or_the_last_change(info: str, wanted: str) -> None:
    assert str(old(info).published) == wanted


def test_microdata_of_publication_is_read_with_its_zone() -> None:
    info = """<dd class="modified"><time datetime="2020-02-02T00:00:00+00:00" itemprop="dateModified">2/2/2020</time>
    </dd><dd class="published"><time datetime="2019-03-31T18:00:00+00:00" itemprop="datePublished">31 Tháng 3</time>
    </dd>"""
    article = new(info, heading="<div class='page-header'><h1>Tin tức</h1></div>")
    assert (article.title, article.paragraphs) == ("Tiêu đề", ("Một",))
    assert str(article.published) == "2019-04-01 01:00:00+07:00"


@pytest.mark.parametrize(
    ("info", "author"),
    [
        ("<dd class='createdby'>Viết bởi Trần Hà</dd>", "Trần Hà"),
        ("<dd class='createdby' itemprop='author'>Viết bởi <span itemprop='name'>Trần Hà</span></dd>", "Trần Hà"),
        ("<dd class='createdby'>Viết bởi Super User</dd>", None),
        ("", None),
    ],
)
def test_the_super_user_is_no_author(info: str, author: str | None) -> None:
    assert new(info).author == author


@pytest.mark.parametrize(
    "end",
    [
        "<div class='extranews_separator'></div><h4>Các tin khác</h4><p>Hòa Bình: Trao 92.972 suất quà</p>",
        "<ul class='pagenav'><li class='pagenav-prev'><a href='/1-a'>Trước</a> - 12/05/2017</li></ul>",
        "<div class='content_rating'>Đánh giá: 5 / 5</div>",
    ],
)
def test_what_extensions_add_below_the_text_is_left_out(end: str) -> None:
    assert old(end=end).paragraphs[-1] == "Ba"


def test_a_blog_of_a_category_is_no_article() -> None:
    items = "".join(
        f"<div class='item'><h2><a href='/tin/{n}-a'>Bài</a></h2><p>Xã trao 12 nhà.</p></div>" for n in range(5)
    )
    html = f"<div class='blog'><h1>Tin tức</h1><div class='items-row'>{items}</div></div>"
    with pytest.raises(NoArticle, match="no title where joomla has it"):
        JOOMLA.read(LexborHTMLParser(html), url=None)


SITE = Site("j", "J", "http://j.example/", family="joomla", hosts=("j.example",))


@pytest.mark.parametrize(
    "path",
    ["/tin-hoat-dong/mttq-tinh/30-trao-nha", "/khac/30-slug-moi", "/tin/30-trao-nha?tmpl=component&print=1&page=",
     "/index.php?option=com_content&view=article&id=30", "/index.php?option=com_content&view=article&id=30:trao-nha",
     "/tin/5-thoi-su/30-trao-nha.html"],
)  # fmt: skip
def test_an_article_is_its_number(path: str) -> None:
    assert identity(f"http://j.example{path}", SITE) == "j:30"


def test_other_numbers_and_lists_are_something_else() -> None:
    paths = ("/tin/31-trao-nha", "/tin/trao-30-nha", "/tin?start=30")
    assert len({identity(f"http://j.example{path}", SITE) for path in paths} - {"j:30"}) == 3


@pytest.mark.parametrize(
    ("path", "is_article"),
    [
        ("/tin-hoat-dong/30-trao-nha", True),
        ("/index.php?option=com_content&view=article&catid=2&id=30", True),
        ("/tin-hoat-dong?start=5", False),
        ("/tin/30-trao-nha?tmpl=component&print=1", False),
    ],
)
def test_addresses_of_articles_are_told_from_lists(path: str, is_article: bool) -> None:
    assert bool(re.search(JOOMLA.article, path)) is is_article


@pytest.mark.parametrize("html", ["<div class=item><p>Bài", "<dl class=info><dd class=published>1/1/2020"])
def test_pages_of_others_are_not_taken(html: str) -> None:
    assert detect(LexborHTMLParser(html)) is not JOOMLA
