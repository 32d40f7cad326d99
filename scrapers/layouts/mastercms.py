"""MasterCMS: dangcongsan.vn with its Front section, congthuong.vn, baodautu.vn and others.

Its traps: the date is split over two nodes, and lists beside the article have such nodes of their own; captions are
second rows of tables; tables inside the body link to other articles.
"""

from datetime import datetime

from selectolax.lexbor import LexborNode

from scrapers.blocks import one_line
from scrapers.layouts.model import Layout, Tree
from scrapers.stamps import ReadStamp

_TITLE = ("h1.title-detail", "h1[class*=title]", ".title-detail", "h1")
_PARTS = (".format_time", ".format_date", ".post-time", ".article-date")


def _published(tree: Tree, stamp: ReadStamp) -> datetime | None:
    """Read the date in the smallest element around the title that has one; beyond the page's columns is the clock."""
    around = next((node for selector in _TITLE if (node := tree.css_first(selector)) is not None), None)
    while around is not None and around.tag != "body":
        if moment := stamp(_date_in(around)):
            return moment
        around = around.parent
    return None


def _date_in(node: LexborNode) -> str:
    """Return the first time and the first date below `node` without the bars between them."""
    parts = (node.css_first(selector) for selector in _PARTS)
    return " ".join(one_line(part).strip("|- ") for part in parts if part is not None)


MASTERCMS = Layout(
    name="mastercms",
    mark=(
        "[class*=MASTERCMS], .__img_mastercms, .__MB_ARTICLE_A, .__mb_article_in_image, .__MB_CONTENT_FOR_PRINTER,"
        " #content_detail_news"
    ),
    links=(
        "#main-stream li a, .__MB_LIST_ITEM h3 a, .article-title a, .items-news a[title], .list-news .box-title a,"
        " .post-title a"
    ),
    article=r"-d?\d{5,}\.html$|/[^/?]{25,}\.html$",
    title=_TITLE,
    lead=(".detail-sapo", ".article-detail-desc", ".sapo_detail", ".detail-desc", ".post-desc"),
    body=(
        ".__MASTERCMS_CONTENT",
        ".__MASTERCMS_CONTENT_BODY",
        ".__MB_MASTERCMS_EL",
        "#content_detail_news",
        ".article-content",
    ),
    date=(),
    author=(".article-detail-author", ".author-title", "p.author"),
    tags=".tags a, .post-tag a, .article-detail-tags a",
    drop=(
        "table.__MB_ARTICLE_A, table.__mb_article_in_image, .tags, .post-tag, .article-detail-tags,"
        " .article-detail-similar, .article-detail-other, .article-detail-author, .fb-like, .light-gallery"
    ),
    published=_published,
    keys=(r"/print_article&i=(\d+)", r"-d?(\d{5,})\.html(?:\?|$)"),
)
