"""SharePoint, with the web parts of the vendors that the country's portals bought.

Ids bear a GUID that differs from portal to portal (`ctl00_m_g_<guid>_ctl00_lblTitle`): only their tails are matched.
Traps: line breaks in the middle of sentences; paths of mixed normal forms and letter case; `l=`, the name of the list
that an item is in, padded with blanks; the page of the list carried in the article's address.
"""

import re
from itertools import pairwise

from scrapers.layouts.model import Layout, Tree, first_body

_BODY = (
    "#divArticleDescription2",
    "#divArticleContent",
    "#divNewsDetails",
    "#show_content",
    "#news-detail",
    "#contenttin",
    "#divArticleDescription",
    "[id$=_lblNoiDung], [id$=_divNoiDung]",
    "[id*=PlaceHolderMain].ms-rtestate-field",
    ".ms-rtestate-field:not(.ms-WPBody *)",
)
_ENDS = (".", "!", "?", ":", ";", "…", ".”", '."')
_ITEM = re.compile(r"[-+*•]|\w{1,2}[.)](?:\s|$)")
_CELLS = "  "
_NARROW, _RAGGED = 50, 20
"""Characters that a line wrapped by hand has at least, and by how many such lines differ."""

_WORD = r"(?:[^&+/%]|%(?!20|2F)){1,200}"
_PAGE = r"^([^?]{0,600})/[^/?]{1,200}\.aspx\?"
_FIELDS = r"(?:[^&]{0,400}&){0,8}?"


def joined(texts: list[str]) -> list[str]:
    """Join lines and paragraphs that break inside a sentence.

    A small letter goes on with the sentence. Where lines do so the text was wrapped by hand, and its other lines of
    that width run on as well, whatever the next begins with.
    """
    paragraphs = [text.split("\n") for text in texts]
    broken = (len(line) for lines in paragraphs for line, after in pairwise(lines) if _goes_on(line, after))
    width = max(broken, default=0)
    return _fold(["\n".join(_fold(lines, width=width)) for lines in paragraphs])


def _fold(texts: list[str], *, width: int = 0) -> list[str]:
    done = texts[:1]
    for before, after in pairwise(texts):
        if _goes_on(before, after) or _is_wrapped(before, after, width):
            done[-1] = f"{done[-1]} {after}"
        else:
            done.append(after)
    return done


def _goes_on(before: str, after: str) -> bool:
    return after[:1].islower() and not _is_whole(before, after)


def _is_wrapped(before: str, after: str, width: int) -> bool:
    return width >= _NARROW and abs(len(before) - width) <= _RAGGED and not _is_whole(before, after)


def _is_whole(before: str, after: str) -> bool:
    """Say whether a sentence ends with `before`, or `after` is an item of a list, or both are rows of a table."""
    return before.endswith(_ENDS) or bool(_ITEM.match(after)) or _CELLS in before + after


def _rest(tree: Tree) -> list[str]:
    return joined(first_body(tree, _BODY))


SHAREPOINT = Layout(
    name="sharepoint",
    mark=(
        "#divArticleDescription2, #divArticleDescription, #divArticleContent, #divNewsDetails, #contenttin,"
        " .ms-rtestate-field, [id*=_g_][id$=_lblNoiDung], [id*=_g_][id$=_divNoiDung],"
        " body:has(#news-title):has(#news-detail), body:has(#news_details):has(#show_content)"
    ),
    links=(
        "[id$=_pnListNews] a, [id$=_pnlListNews] a, [id*=_g_] :is(h2, h3) a, [id*=_g_] .tieude a,"
        " [id*=_g_] a[href*='.aspx?' i]"
    ),
    article=(
        r"(?i)\.aspx\?(?:[^#]{0,600}&)?(?:ItemID|NewsID|nid)=\d+|/tin-?tuc/\d+/[^/?]+\.aspx"
        r"|/Pages/[^/?]{40,}\.aspx(?:$|\?page=\d{0,6}$)"
    ),
    title=(
        "#divArticleDescription3 h1",
        "#news-title",
        "#news_content h1",
        "#news_details h1",
        "[id$=_newsTitle]",
        "[id$=_lblTitle], [id$=_lblTieuDe]",
        "[id*=_g_]:has(#divArticleDescription, #contenttin) h1",
        ":has(> #contenttin) .none-padding > p",
        ".ms-core-pageTitle, #DeltaPlaceHolderPageTitleInTitleArea",
        "[id*=PlaceHolderMain] h1",
    ),
    lead=(
        "#divArticleDescription1",
        "#news-des",
        "#news_content #divArticleDescription",
        "#show_description",
        "[id$=_newsContent]",
        "[id$=_lblTrichYeu], [id$=_lblMoTa]",
        "#divArticleDescription:not(:has(~ #divArticleContent)) > p:first-of-type",
        "#contenttin > p:first-of-type",
    ),
    body=(),
    date=(
        "[id$=_pnHide] span",
        "[id$=_lblDate], [id$=_lblNgayDang], [id$=_lblNgay]",
        "#news_details div:has(> h1) p",
        "[id*=_g_]:has(#news-title) p > span:not(#news-detail *)",
        "[id*=_g_]:has(#divArticleDescription) p:not(#divArticleDescription *, #divArticleContent *)",
        ".sukien p, .sukien",
    ),
    author=("[id$=_lblTacGia]", ".tacgia"),
    drop=(
        "[id$=_pnTinLienQuan], [id$=_pnTinKhac], [id$=_pnNguontin], [class*=lien-quan], [class*=tin-khac],"
        " .ms-rtestate-field .ms-WPBody"
    ),
    rest=_rest,
    keys=(
        rf"{_PAGE}(?={_FIELDS}ItemID=(\d+))(?={_FIELDS}l=({_WORD}(?:(?:\+|%20){_WORD}){{0,8}}))",
        rf"{_PAGE}{_FIELDS}(?:ItemID|NewsID|nid)=(\d+)",
        r"/tin-?tuc/(\d+)/[^/?]+\.aspx",
    ),
    caseless=True,
)
