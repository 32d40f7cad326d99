"""DotNetNuke with Ventrian's News Articles, templates Default (tables) and Standard.

Its traps: lists have the classes of articles; the day stands above the title in the long form of the server's
language (`17 Tháng Mười Một 2020`, `Tuesday, November 17, 2020`), the time below it behind `@`; boxes for pictures,
rating and comments have headings of the same class as the day.
"""

import re
from datetime import datetime

from scrapers.blocks import one_line
from scrapers.layouts.model import Layout, Tree
from scrapers.stamps import ReadStamp

# fmt: off
_VIETNAMESE = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12,
}
_ENGLISH = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
}
# fmt: on
_MONTHS = {**{f"tháng {name}": number for name, number in _VIETNAMESE.items()}, **_ENGLISH}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_DAYS = (
    re.compile(rf"\b(?P<day>\d{{1,2}})\s{_MONTH},?\s(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s(?P<day>\d{{1,2}}),\s(?P<year>\d{{4}})\b", re.IGNORECASE),
)
_BYLINE = re.compile(
    r"\b(?:By|Bởi|Đăng bởi)\s{1,3}(?P<name>[^@]{1,80}?)\s{0,3}@\s{0,3}"
    r"(?P<time>\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:AM|PM|SA|CH)\b)?)",
    re.IGNORECASE,
)
_DAY = ".articleTopCell:not([id^=tblArticles] *) .NormalBold, .articleHeadline ~ .articleAuthor"
_BY = "td:has(> .articleTitle):not([id^=tblArticles] *)"


def in_figures(text: str) -> str:
    """Return a day that is written with the name of its month in figures; other texts as they are."""
    for pattern in _DAYS:
        text = pattern.sub(lambda m: f"{m['day']}/{_MONTHS[m['month'].lower()]}/{m['year']}", text)
    return text


def _byline(tree: Tree) -> re.Match[str] | None:
    node = tree.css_first(_BY)
    return _BYLINE.search(one_line(node)) if node is not None else None


def _published(tree: Tree, stamp: ReadStamp) -> datetime | None:
    """Read the day above the title with the time of the byline."""
    node, byline = tree.css_first(_DAY), _byline(tree)
    return stamp(f"{in_figures(one_line(node))} {byline['time'] if byline else ''}") if node is not None else None


def _writer(tree: Tree) -> str | None:
    byline = _byline(tree)
    return byline["name"] if byline else None


DNN = Layout(
    name="dnn",
    mark="td.articleTextCell, .articleHeadline ~ .articleEntry",
    links="a.articleTitle, .articleHeadline a",
    article=r"(?i)/articleId/\d+|/ID/\d+/",
    title=(".articleTitle", ".articleHeadline"),
    lead=(),
    body=("td.articleTextCell", ".articleEntry"),
    date=(),
    author=(".articleHeadline ~ .articleAuthor a",),
    drop="[id^=tblArticles], .articleEntry .articleImage",
    published=_published,
    writer=_writer,
    single="td.articleTextCell, .articleEntry",
    keys=(r"(?i)^[^?]{0,600}/articleId/(\d+)", r"(?i)[?&]articleId=(\d+)", r"^[^?]{0,600}/(?:ID|id)/(\d+)(?:/|\?|$)"),
)
