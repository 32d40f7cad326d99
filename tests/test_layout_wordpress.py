"""WordPress: dates of publication among others, share bars, themes, addresses."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from scrapers.errors import NoArticle
from scrapers.identity import identity
from scrapers.layouts import detect
from scrapers.layouts.wordpress import WORDPRESS
from scrapers.parse import parse_html
from scrapers.records import Article, Site

POSTED = """<span class="posted-on"><time class="updated" datetime="2024-05-09T10:00:00+07:00">9 Tháng Năm, 2024</time>
<time class="entry-date published" datetime="2024-03-27T08:42:50+07:00">27 Tháng Ba, 2024</time></span>"""
WIDGET = "<aside><time class='entry-date published' datetime='2026-01-01T00:00:00+07:00'>1 Tháng Một</time></aside>"


def core(*, head: str = "", posted: str = POSTED, inside: str = "", byline: str = "", footer: str = "") -> Article:
    return parse_html(f"""<head>{head}</head><body>{WIDGET}<article id="post-12" class="post-12 post type-post">
    <header class="entry-header"><h1 class="entry-title">Tiêu đề</h1></header><div class="entry-content"><p>Một</p>
    <p>Hai</p>{inside}</div><footer class="entry-footer">{posted}<span class="byline">{byline}</span>{footer}</footer>
    </article><nav class="post-navigation"><a href="/x/">Bài trước</a></nav></body>""")


def flatsome(*, inside: str = "") -> Article:
    return parse_html(f"""<head><meta name="generator" content="WordPress 6.4.3"></head><body class="single-post">
    <article id="post-7" class="post-7 post type-post"><header class="entry-header"><h1 class="entry-title">Tiêu đề</h1>
    <div class="entry-meta"><span class="posted-on">Đăng vào <a href="/x/"><time class="entry-date published"
    datetime="2023-08-01T09:15:00+07:00">01/08/2023</time></a></span> <span class="byline">bởi
    <a class="url fn n" rel="author" href="/author/admin/">admin</a></span></div></header>
    <div class="entry-image"><div class="badge post-date"><span class="post-date-day">01</span> Th8</div></div>
    <div class="entry-content single-page"><p>Một</p>{inside}</div></article></body>""")


def tagdiv() -> Article:
    return parse_html("""<body><div class="td-trending"><time class="entry-date updated td-module-date"
    datetime="2026-02-02T00:00:00+07:00">02/02/2026</time></div><article id="post-9" class="post-9 post type-post">
    <div class="td-post-header"><header class="td-post-title"><h1 class="entry-title">Tiêu đề</h1>
    <p class="td-post-sub-title">Lời dẫn</p><div class="td-module-meta-info"><div class="td-post-author-name">
    <div class="td-author-by">Bởi</div> <a href="/author/lan/">Mai Lan</a></div><span class="td-post-date">
    <time class="entry-date updated td-module-date" datetime="2022-10-12T16:20:00+07:00">12/10/2022</time></span>
    <div class="td-post-views">567</div></div></header></div><div class="td-post-sharing-top">Share</div>
    <div class="td-post-content"><p>Một</p><div class="td-a-rec">Quảng cáo</div><p>Hai</p></div></article></body>""")


def test_the_date_of_publication_beats_the_last_change_and_other_posts() -> None:
    assert str(core().published) == "2024-03-27 08:42:50+07:00"


def test_yoasts_date_in_utc_is_told_in_local_time() -> None:
    head = "<meta property='article:published_time' content='2024-03-26T19:00:00+00:00'>"
    assert str(core(head=head).published) == "2024-03-27 02:00:00+07:00"


def test_without_a_date_of_its_own_a_post_has_none() -> None:
    assert core(posted="").published is None


@pytest.mark.parametrize(
    ("byline", "author"),
    [("<a rel='author'>Mai Lan</a>", "Mai Lan"), ("Viết bởi <a rel='author'>admin</a>", None), ("", None)],
)
def test_the_administrator_is_no_author(byline: str, author: str | None) -> None:
    assert core(byline=byline).author == author


def test_categories_are_no_tags() -> None:
    footer = """<span class="cat-links"><a rel="category tag" href="/category/tin">Tin</a></span>
    <span class="tags-links"><a rel="tag" href="/tag/quy">Quỹ</a></span>"""
    assert core(footer=footer).tags == ("Quỹ",)


@pytest.mark.parametrize(
    "box",
    [
        "<div class='sharedaddy'><h3>Chia sẻ:</h3></div>",
        "<div class='blog-share text-center'><span>Chia sẻ bài viết trên:</span></div>",
        "<div class='yarpp-related'><p>Hòa Bình: Trao 92.972 suất quà</p></div>",
        "<p><strong>Xem thêm:</strong> <a href='/x/'>Hòa Bình: Trao 92.972 suất quà cho hộ nghèo</a></p>",
        "<p>&gt;&gt; <a href='/x/'>Hòa Bình: Trao 92.972 suất quà cho hộ nghèo</a></p>",
        "<p><a href='/x/'>A</a> <a href='/y/'>B</a> <a href='/z/'>C</a></p>",
        "<div class='kk-star-ratings'>5/5 - (2 bình chọn)</div>",
        "<div id='ez-toc-container'><p>Nội dung chính</p></div>",
        "<nav class='page-links'>Trang: <a href='2/'>2</a></nav>",
        "<div class='post-views'>Lượt xem: 317</div>",
    ],
)
def test_boxes_of_plugins_are_no_paragraphs(box: str) -> None:
    assert core(inside=box).paragraphs == ("Một", "Hai")


def test_a_sentence_that_ends_in_a_link_is_kept() -> None:
    sentence = "<p>Danh sách 12 hộ được hỗ trợ, xem thêm <a href='/ds'>tại đây: danh sách các hộ</a></p>"
    assert core(inside=sentence).paragraphs[-1].startswith("Danh sách 12 hộ")


def test_flatsome_is_read() -> None:
    article = flatsome(inside="<p>Hai</p>")
    assert (article.layout, article.text) == ("wordpress", "Tiêu đề\n\nMột\n\nHai")
    assert (str(article.published), article.author) == ("2023-08-01 09:15:00+07:00", None)


def test_newspaper_marks_publication_as_updated() -> None:
    article = tagdiv()
    assert (article.layout, article.text) == ("wordpress", "Tiêu đề\n\nLời dẫn\n\nMột\n\nHai")
    assert (str(article.published), article.author) == ("2022-10-12 16:20:00+07:00", "Mai Lan")


def test_the_page_for_telephones_is_read() -> None:
    article = parse_html("""<head><meta name="generator" content="WordPress 6.4"></head><article class="amp-wp-article">
    <h1 class="amp-wp-title">Tiêu đề</h1><span class="amp-wp-author author vcard">Thu Hà</span>
    <div class="amp-wp-meta amp-wp-posted-on"><time datetime="2025-11-27T01:30:05+00:00">1 năm trước</time></div>
    <div class="amp-wp-article-content"><p>Một</p></div></article>""")
    assert (article.text, article.author) == ("Tiêu đề\n\nMột", "Thu Hà")
    assert str(article.published) == "2025-11-27 08:30:05+07:00"


def test_a_list_of_excerpts_is_no_article() -> None:
    items = "".join(
        f"<article class='post type-post'><h2 class='entry-title'><a href='/b-{n}/'>Bài</a></h2>"
        "<div class='entry-summary'><p>Xã trao 12 căn nhà.</p></div></article>"
        for n in range(5)
    )
    html = f"<header class='page-header'><h1>Chuyên mục: Tin tức</h1></header>{items}"
    with pytest.raises(NoArticle, match="no body where wordpress has it"):
        WORDPRESS.read(LexborHTMLParser(html), url=None)


def test_a_list_of_whole_posts_is_no_article() -> None:
    items = "".join(
        f"<article id='post-{n}' class='post type-post'><h2 class='entry-title'><a href='/b-{n}/'>Bài</a></h2>"
        f"<div class='entry-content'><p>Xã {n} trao 12 căn nhà.</p></div></article>"
        for n in range(3)
    )
    with pytest.raises(NoArticle, match="a list of several articles"):
        parse_html(f"<header class='page-header'><h1>Chuyên mục: Tin tức</h1></header>{items}")


SITE = Site("w", "W", "https://w.example/", family="wordpress", hosts=("w.example",))
SLUG = "xa-mon-son-trao-12-can-nha"


@pytest.mark.parametrize(
    "path",
    [f"/{SLUG}/", f"/{SLUG}", f"/tin-tuc/{SLUG}/", f"/2024/03/27/{SLUG}/", f"/{SLUG}.html", f"/{SLUG}/amp/",
     f"/{SLUG}/?share=facebook", f"/{SLUG}/?replytocom=12", f"/{SLUG}/?utm_source=zalo", f"/{SLUG}/?amp=1"],
)  # fmt: skip
def test_a_post_is_its_slug(path: str) -> None:
    assert identity(f"https://w.example{path}", SITE) == f"w:{SLUG}"


def test_other_slugs_numbers_and_pages_are_something_else() -> None:
    paths = (f"/{SLUG}-2/", "/?p=123", "/?p=124", f"/{SLUG}/2/", "/?s=nha", f"/{SLUG}/?page_id=9")
    assert len({identity(f"https://w.example{path}", SITE) for path in paths} - {f"w:{SLUG}"}) == len(paths)


@pytest.mark.parametrize(
    ("path", "is_article"),
    [
        (f"/{SLUG}/", True),
        (f"/tin-tuc/{SLUG}/", True),
        (f"/2024/03/{SLUG}.html", True),
        ("/category/hoat-dong-cua-mat-tran-xa/", False),
        ("/tag/quy-vi-nguoi-ngheo-2024/", False),
        ("/author/ban-bien-tap-trang-tin/", False),
        (f"/{SLUG}/?share=facebook", False),
        ("/tin-tuc/page/2/", False),
        ("/gioi-thieu/", False),
        ("/wp-content/uploads/2024/03/anh-trao-nha-cho-dan.jpg/", False),
    ],
)
def test_addresses_of_articles_are_told_from_lists(path: str, is_article: bool) -> None:
    assert bool(re.search(WORDPRESS.article, path)) is is_article


@pytest.mark.parametrize(
    "html",
    [
        "<article><div class=entry-content><p>Bài",
        "<div><img src='https://khac.example/wp-content/uploads/a.jpg'><p>Bài",
        "<h1 class=entry-title>Bài</h1>",
    ],
)
def test_pages_of_others_are_not_taken(html: str) -> None:
    assert detect(LexborHTMLParser(html)) is not WORDPRESS
