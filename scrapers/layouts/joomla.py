"""Joomla: 2.5 without an element around the body, 3 and 4 with microdata.

Its traps: the heading of the menu item above the title, dates that the portal may hide so that the clock in the
header is the only one, the date of the last change, print and mail icons and hits in the article's own element.
"""

from scrapers.blocks import paragraphs
from scrapers.layouts.model import Layout, Tree


def _bare_text(tree: Tree) -> list[str]:
    """Return what stands in the article's element of 2.5 below the menu item's heading."""
    page, heading = tree.css_first(".item-page"), tree.css_first(".item-page > h1")
    if heading is not None:
        heading.decompose()
    return paragraphs(page) if page is not None else []


JOOMLA = Layout(
    name="joomla",
    mark="meta[name=generator][content^='Joomla'], .item-page, dl.article-info, .com-content-article",
    links=(
        ".blog h2 a, .blog-featured h2 a, .items-row h2 a, .items-leading h2 a, td.list-title a,"
        " .category-list td a, .com-content-category-blog__item h2 a"
    ),
    article=r"/\d+-[^/?]+$|[?&]view=article&(?:[^?]{0,200}&)?id=\d+",
    title=(
        "h1[itemprop=headline], h2[itemprop=headline]",
        ".item-page > h2, .item-page hgroup h2",
        ".item-page .page-header h2, .item-page .page-header h1",
        ".item-page > h1",
    ),
    lead=(),
    body=("[itemprop=articleBody]", ".com-content-article__body"),
    date=(
        "dl.article-info .published time, .item-page time[itemprop=datePublished]",
        "dl.article-info .published",
        "dl.article-info .create time, dl.article-info .create",
    ),
    author=("dl.article-info .createdby [itemprop=name]", "dl.article-info .createdby"),
    tags=".item-page .tags a",
    drop=(
        "dl.article-info, ul.actions, .icons, .btn-group, .tags, .pager, .pagenav, .pagination, .content_rating,"
        " .content_vote, .content-rating, .article-index, #article-index, .related-articles, .extranews_box,"
        " .extranews_separator ~ *"
    ),
    rest=_bare_text,
    keys=(r"/(\d+)-[^/?]*(?:\?.*)?$", r"[?&]id=(\d+)"),
)
