"""daidoanket.vn in its three generations: `-tintuc<ID>` until 2019, OneCMS until 2025, then pages without numbers.

Their traps: lead, captions and signature stand inside the element of the body; author and date share a line, the
section follows behind a bar; of the oldest pages and of print views no element is known by name.
"""

import re
from datetime import datetime

from scrapers.blocks import paragraphs
from scrapers.layouts.generic import GENERIC
from scrapers.layouts.model import Layout, Tree, first_line, first_stamp
from scrapers.stamps import ReadStamp, read_stamp

_TITLE = ("article.article-content h1", "article[itemprop=articleBody] h1", "h1.block-sc-title", "h1")
_DATE = (
    "div.flex.flex-row.justify-between time",
    "time.text-iris-400",
    "article.article-content time, article[itemprop=articleBody] time",
    ".block-sc-publish-time",
    ".c-detail-head__time",
)
_AUTHOR = ("p.icon_author", ".block-sc-author", ".c-detail-head__author")
_GLUED = re.compile(r"(?!Thứ |Chủ [Nn]hật)([^\W\d_][^\d|,:]{1,60}?)[\s|-]{1,5}\d{1,2}/\d{1,2}/\d{4}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_LINE = 80
"""Characters that a line with author, date and section has at most."""


def _around_title(tree: Tree) -> tuple[list[str], list[str]]:
    """Return the paragraphs of the whole page above its title and below."""
    title = first_line(tree, _TITLE)
    lines = paragraphs(tree.body) if tree.body is not None else []
    at = lines.index(title) if title in lines else len(lines)
    return lines[:at], lines[at + 1 :]


def _line(tree: Tree) -> str:
    """Return the line with the date, one of three below the title; what stands above is the clock of the page."""
    below = _around_title(tree)[1][:3]
    return next((line for line in below if len(line) <= _LINE and _CLOCK.search(line) and read_stamp(line)), "")


def _published(tree: Tree, stamp: ReadStamp) -> datetime | None:
    return first_stamp(tree, _DATE, stamp) or stamp(_line(tree))


def _writer(tree: Tree) -> str | None:
    named = first_line(tree, _AUTHOR)
    glued = None if named else _GLUED.match(_line(tree))
    return named or (glued[1] if glued else None)


def _rest(tree: Tree) -> list[str]:
    """Read a page whose elements are not known: what stands below the title, without the line with the date."""
    found = GENERIC.rest(tree) if GENERIC.rest else []
    others = {_line(tree), *_around_title(tree)[0]} if found else set()
    return [text for text in found if text not in others]


DAIDOANKET = Layout(
    name="daidoanket",
    mark=(
        "h2.article-content__description, p.icon_author, time.text-iris-400, .block-sc-title, .c-detail-head__title,"
        " .onecms__tags, link[rel=canonical][href*='-tintuc']"
    ),
    links="#latest-articles article h2 a, article h2 a, article h3 a, .b-grid__title a",
    article=r"^/[^/?]{20,}\.html$|-tintuc\d+$",
    title=_TITLE,
    lead=("h2.article-content__description", ".block-sc-sapo", ".c-news-detail h2.desc", ".sapo"),
    body=(
        "article.article-content",
        "article[itemprop=articleBody]",
        ".c-news-detail .entry, .b-maincontent .entry",
        ".b-maincontent",
    ),
    date=(),
    tags=".article-tags a, .onecms__tags a",
    drop=(
        "footer, time, section.breadcrumbs, .article-related, p.icon_author, #duration, .sc-longform-header-meta,"
        " .block-sc-cate-name, .c-box, .c-news-related, .c-sticky-share, .c-sticky-mobile, .c-powered,"
        " [class*=lien-quan], .tin-khac"
    ),
    published=_published,
    writer=_writer,
    rest=_rest,
    keys=(r"-(tintuc\d+)(?:\?|$)", r"^/print/(\d+)\.html", r"-(\d{7,9})\.html(?:\?|$)"),
)
