"""WordPress: the core themes, Flatsome, and tagDiv's Newspaper.

Its traps: the date of the last change beside that of publication, dates of other posts in the sidebar, share bars
and boxes of plugins inside the text, lists that show whole posts, addresses that differ by what readers clicked
(`?share=`, `/amp/`).
"""

from scrapers.layouts.model import Layout

WORDPRESS = Layout(
    name="wordpress",
    mark=(
        "meta[name=generator][content^='WordPress'], link[rel='https://api.w.org/'], link[href*='/wp-includes/'],"
        " link[rel=stylesheet][href*='/wp-content/'], script[src*='/wp-includes/'], article.type-post,"
        " .td-post-content, .tdb_single_content"
    ),
    links=".entry-title a, .td-module-title a, .post-title a",
    article=(
        r"^/(?!(?:category|tag|author|page|feed|comments|wp-\w+|chuyen-muc|the)/)"
        r"(?:[^/?]+/){0,5}[^/?-]+(?:-[^/?-]+){4,}(?:\.html|/)?$"
    ),
    title=(
        "article h1.entry-title",
        ".td-post-title h1, h1.tdb-title-text",
        "h1.entry-title, h1.post-title, h1.single-title",
        "article h1",
        "h1",
    ),
    lead=(".td-post-sub-title",),
    body=(
        ".entry-content",
        ".td-post-content",
        ".tdb_single_content .tdb-block-inner",
        ".amp-wp-article-content",
        ".post-content, .single-content, .article-content",
    ),
    date=(
        "meta[property='article:published_time']",
        "article time.published, .posted-on time.published, .entry-meta time.published",
        ".posted-on time:not(.updated), .entry-meta time:not(.updated)",
        ".td-post-title time, .td-post-header time, .tdb_single_date time, .tdb-block-inner > time",
        "article .posted-on, article .post-date",
        ".amp-wp-posted-on time",
    ),
    author=(
        ".byline [rel=author], .byline .author, .entry-meta .author a",
        ".td-post-author-name a, .tdb-author-name",
        "article [rel=author], .amp-wp-author",
    ),
    tags=".tags-links a, .td-tags a[href*='tag/'], .tdb-tags a[href*='tag/'], [rel=tag]:not([rel*=category])",
    drop=(
        ".entry-content .entry-meta, .post-navigation, .page-links, .related, .related-posts, .related_posts, .yarpp,"
        " .yarpp-related, .jp-relatedposts, .wp-block-latest-posts, .crp_related, .sharedaddy, .blog-share,"
        " .td-post-sharing, .td-a-rec, .td_block_related_posts, .addtoany_share_save_container, .social-icons,"
        " .kk-star-ratings, .rmp-widgets-container, .post-ratings, .post-views, #ez-toc-container,"
        " .lwptoc, .fb-comments, .comments-area, #comments, #respond, .author-box, .td-author-name"
    ),
    single="article[id^=post-] .entry-content",
    keys=(
        r"[?&](p=\d+)",
        r"/(?!\d+/?$)([^/?]+?)(?:\.html)?/?(?:amp/?)?(?:\?(?:share|replytocom|amp|print|nb)\b.*)?$",
    ),
)
