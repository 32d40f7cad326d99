"""The ePi family: mattran.org.vn and tapchimattran.vn.

Its trap: three headlines of other articles, often about other provinces, between lead and body.
"""

from scrapers.layouts.model import Layout

EPI = Layout(
    name="epi",
    mark=".article__sapo, .article__body",
    links=".story__heading a, .list-region > article h2 a",
    article=r"^/(?!tags/)[^?]*-\d+\.html$",
    title=(".main-column h1", "h1.article__title", "h1"),
    lead=(".article__sapo",),
    body=(".article__body",),
    date=(".article__meta time",),
    author=(".article__author", ".article__meta a"),
    tags=".article__tag a",
    drop=".article__inner-relate, .article__relate, .article__tag, .article__social, .article__comment",
)
