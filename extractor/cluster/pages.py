"""From a row of a table to an article: its text as it is, or what its page says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extractor.errors import NoText
from extractor.read_input import is_html, read_bytes, require_vietnamese
from extractor.store import ArticleRecord
from scrapers.errors import NoArticle
from scrapers.foreign import site_of
from scrapers.parse import parse, parse_html
from scrapers.records import Site


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says; `where` names it. `text` goes before `html`, either may be bytes."""

    where: str
    text: str | bytes | None
    html: str | bytes | None
    url: str | None = None
    published: str | None = None
    site: str | None = None
    home: str | None = None


def article_of(told: Told, sites: Mapping[str, Site], *, document: str) -> ArticleRecord:
    """Return the article of a row; raises NotText, NotVietnamese, NoText or NoArticle.

    Its site is the one named, else the site file that knows the host of `url`; from it come province and layout. The
    day that the row gives goes before what the page says.
    """
    known = _site(told, sites)
    article = _read(told, known, document)
    require_vietnamese(article.text, told.where)
    return replace(
        article,
        url=told.url if told.url and "://" in told.url else article.url,
        site=told.site or (known.slug if known else None),
        home=told.home or (known.home if known else None),
        published_at=told.published or article.published_at,
    )


def _site(told: Told, sites: Mapping[str, Site]) -> Site | None:
    if told.site:
        return sites.get(told.site)
    found = site_of(told.url, sites) if told.url else None
    return sites.get(found.slug) if found else None


def _read(told: Told, site: Site | None, document: str) -> ArticleRecord:
    if told.text and told.text.strip():
        content = read_bytes(_bytes(told.text), told.where)
        if isinstance(content, str) and not is_html(content):
            return ArticleRecord(document=document, text=content)
        return _parsed(content, told, site, document)
    if told.html and told.html.strip():
        return _parsed(told.html, told, site, document)
    raise NoText(told.where, "neither text nor html", cure="give each row the text or the page of an article")


def _parsed(page: str | bytes, told: Told, site: Site | None, document: str) -> ArticleRecord:
    headers = {"content-type": "text/html; charset=utf-8"} if isinstance(page, str) else {}
    try:
        article = parse(told.url, _bytes(page), headers, site) if told.url else parse_html(page)
    except NoArticle as error:  # it names the page's address, if any
        raise NoArticle(told.where, error.what, cure=error.cure) from error
    return ArticleRecord.of_page(article, document=document)


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8", "replace") if isinstance(content, str) else content
