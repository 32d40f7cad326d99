"""daidoanket.vn since 2025; lead, captions and signature stand inside the element of the body."""

from scrapers.layouts.model import Layout

DAIDOANKET = Layout(
    name="daidoanket",
    mark="article.article-content, h2.article-content__description",
    links="#latest-articles article h2 a, article h2 a, article h3 a",
    article=r"^/[^/?]{20,}\.html$",
    title=("article.article-content h1", "article[itemprop=articleBody] h1", "h1"),
    lead=("h2.article-content__description",),
    body=("article.article-content", "article[itemprop=articleBody]"),
    date=("div.flex.flex-row.justify-between time", "time.text-iris-400", "article time"),
    author=("p.icon_author",),
    tags=".article-tags a",
    drop="footer, time, section.breadcrumbs, .article-related, p.icon_author",
)
