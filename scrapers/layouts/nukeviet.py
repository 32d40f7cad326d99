"""NukeViet 4 and 5, module news: the CMS of many provincial Fronts.

Its traps: both dates of the hidden microdata are those of the last edit, `article:published_time` is malformed, and
the caption of the lead picture stands twice. The visible date is right.
"""

import re
from datetime import datetime

from scrapers.blocks import clean
from scrapers.layouts.model import Layout, Tree, first_stamp
from scrapers.stamps import ReadStamp

_FOREIGN = "(en|fr|zh|ru|ja|ko|lo|km)"
"""Editions in other languages: they count their articles for themselves, as modules do."""
_BY = re.compile(r"Tác giả(?: bài viết)?\s{0,3}:\s{0,3}(.{1,150})", re.IGNORECASE)


def _published(tree: Tree, stamp: ReadStamp) -> datetime | None:
    """Read the visible date; the print view has it in its first list item."""
    visible = first_stamp(tree, ("span.h5", "#print #content li"), stamp)
    node = tree.css_first("meta[property='article:published_time']")
    return visible or (stamp(node.attributes.get("content") or "") if node else None)


def _writer(tree: Tree) -> str | None:
    for node in tree.css("p.h5.text-right, #author"):
        if match := _BY.search(clean(node.text(separator=" "))):
            return match[1].strip()
    return None


NUKEVIET = Layout(
    name="nukeviet",
    mark="meta[name=generator][content^='NukeViet'], #news-bodyhtml",
    links=".news_column h2 a, .news_column h3 a, a.show.h4, ul.related.list-items li a",
    article=r"-\d+\.html$",
    title=("h1[itemprop=headline]", "h1.title", "#print #content h1"),
    lead=(".hometext", "#hometext"),
    body=("figure.article figcaption, #news-bodyhtml", ".imghome p, #bodytext"),
    date=(),
    tags=".fa-tags ~ a em, .fa-tags ~ a",
    drop=".hidden, #imgpreview, .other-news, .news-download-file, #stringrating, .alert",
    published=_published,
    writer=_writer,
    keys=(
        rf"^/(?:vi/|{_FOREIGN}/)?([\w-]+)/(?:print/|savefile/)?[^?]*-(\d+)\.html(?:\?|$)",
        r"^/(?:index\.php)?\?(?:language=(?:vi|(\w\w))&)?nv=([\w-]+)&op=(?:print/|savefile/)?[^&]*-(\d+)(?:\.html)?(?:&|$)",
    ),
)
