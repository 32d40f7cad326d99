"""Liferay 6 and 7, asset publisher and web content; also the Ministry of Health's template and EcoIT's portlet.

Its traps: an item that was taken down answers 200 with an alert box; the title of version 6 stands in the portlet's
header, outside the article's element, its dates behind the body; version 7 has the days of creation, publication and
last change on one line; headers and footers of portals are web content as well.
"""

import re
from datetime import datetime

from scrapers.blocks import one_line
from scrapers.layouts.model import Layout, Tree
from scrapers.stamps import ReadStamp

_PUBLISHED = re.compile(r"published|xuất bản|ngày đăng", re.IGNORECASE)
_LATER = re.compile(r"expired|hết hạn|modified|sửa|cập nhật", re.IGNORECASE)


def _published(tree: Tree, stamp: ReadStamp) -> datetime | None:
    """Read the day of publication of version 7, else that of creation; the last change and the end are neither."""
    lines = (one_line(node) for node in tree.css(".asset-full-content .date-info"))
    parts = [part for line in lines for part in line.split(" - ") if not _LATER.search(part)]
    stamps = (stamp(part) for part in sorted(parts, key=lambda part: not _PUBLISHED.search(part)))
    return next((moment for moment in stamps if moment), None)


LIFERAY = Layout(
    name="liferay",
    mark=".asset-full-content, .contentDetail .journal-content-article, [id^=p_p_id_CmsViewChiTietBaiViet]",
    links=".asset-abstract .asset-title a, .asset-abstract a.asset-title, [id^=p_p_id_101_INSTANCE_] h3 a",
    article=r"/-/asset_publisher/\w{1,40}/content/[^/?]|/(?:-|w)/(?!asset_publisher/)[^/?]{3,}(?:\?|$)",
    title=(
        ".portlet-body:has(.asset-full-content) .header-title",
        ".asset-full-content .component-title .asset-title",
        ".contentDetail h3",
        "[id^=p_p_id_CmsViewChiTietBaiViet] article h1",
        ".asset-full-content.no-title :is(h1, h2, h3)",
        "meta[property='og:title']",
    ),
    lead=(".contentDetail .sapo", "[id^=p_p_id_CmsViewChiTietBaiViet] #change_font_size"),
    body=(
        ".asset-full-content .journal-content-article",
        ".asset-full-content .asset-content",
        ".contentDetail .journal-content-article",
        "[id^=p_p_id_CmsViewChiTietBaiViet] #contentnews",
    ),
    date=(
        ".asset-full-content .metadata-publish-date",
        ".asset-full-content .metadata-create-date",
        ".contentDetail > div:nth-child(2) p",
        "[id^=p_p_id_CmsViewChiTietBaiViet] article > p",
    ),
    author=(".asset-full-content .user-info", ".asset-full-content .asset-metadata .metadata-author"),
    tags=".asset-full-content :is(.asset-tags, .taglib-asset-tags-summary) a",
    drop=(
        ".asset-abstract, .asset-links, .asset-ratings, .taglib-ratings-wrapper, .taglib-ratings, .asset-metadata,"
        " .metadata-author, .asset-view-count-info, .asset-user-actions, .asset-actions, .lfr-meta-actions,"
        " .asset-details, .asset-flag, .taglib-flags, .asset-more, .taglib-social-bookmarks, .taglib-discussion,"
        " .asset-tags, .taglib-asset-tags-summary, .asset-categories, .taglib-asset-categories-summary,"
        " .asset-priority, .print-action, .export-actions, .locale-actions, .header-back-to"
    ),
    published=_published,
    single=".asset-full-content",
    gone=".portlet-asset-publisher :is(.alert-error, .alert-block, .alert-danger):not(.asset-full-content *)",
    keys=(
        r"^[^?]{0,400}/-/asset_publisher/\w{1,40}/content/(?:id/)?([^/?]+)",
        r"[?&]_[^&=]{1,120}_urlTitle=([^&]+)",
        r"[?&]_[^&=]{1,120}_assetEntryId=(\d+)",
        r"^[^?]{0,400}/(?:-|w)/([^/?]+)(?:\?|$)",
    ),
)
