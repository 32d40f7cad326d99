"""The ePi family: mattran.org.vn and tapchimattran.vn.

Its traps: three headlines of other articles, often about other provinces, between lead and body; the author's label
without a name on video pages; lists of a tag (`/tags/<base64>/…`) at addresses like those of articles.
"""

from scrapers.layouts.model import Layout

EPI = Layout(
    name="epi",
    mark=".article__sapo, .article__body",
    links=".list-news .story__heading a, .list-region > article > a",
    article=r"^/(?!tags/)[^?]*-\d+\.html$",
    title=(".main-column h1", "h1.article__title", "h1"),
    lead=(".article__sapo",),
    body=(".article__body",),
    date=(".article__meta time", "meta.cms-date", "meta[property='article:published_time']"),
    author=(".article__author", ".article__author-source .name", ".article__meta > a, .article__meta > p > a"),
    tags=".article__tag a",
    drop=(
        ".article__inner-relate, .article__body .story, .article__relate, .article__tag, .article__social,"
        " .article__comment, .ads_middle, [id^=player-wrapper]"
    ),
    keys=(r"^/(?!tags/)[^?]*-(\d+)\.html(?:\?|$)",),
)
