"""What a layout is: where a family of portals puts the parts of an article."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.blocks import clean, one_line, paragraphs
from scrapers.errors import NoArticle
from scrapers.layouts.bylines import name_in
from scrapers.records import Article
from scrapers.stamps import ReadStamp, read_stamp
from scrapers.urls import canonical_url

Tree = LexborHTMLParser
Published = Callable[[Tree, ReadStamp], datetime | None]
Writer = Callable[[Tree], str | None]


@dataclass(frozen=True, slots=True)
class Layout:
    """Selectors of a family. Of a tuple the first that holds text wins; a string is one selector.

    `mark` tells pages of the family, `drop` is taken out before anything is read, `body` may match several elements.
    `links` and `article` serve listings: the anchors of articles, and the pattern of their addresses. `published` and
    `writer`, where given, are asked before the selectors; `rest` is asked for the body where no selector has one of at
    least `least` characters; `dated` reads the date in the page's address where the page shows none.

    An article's page has one `single`: with several of them it is a list. It has no `gone`: that is what stands in the
    place of an article that was taken down.

    `keys` are patterns of the path and query of an article's address: the groups of the first that is found make up
    the article's identity on its site, so that its print view and another slug are the same article. Where none is
    found the path and query are the identity, in lower case where the family is `caseless`.
    """

    name: str
    mark: str
    links: str
    article: str
    title: tuple[str, ...]
    lead: tuple[str, ...]
    body: tuple[str, ...]
    date: tuple[str, ...]
    author: tuple[str, ...] = ()
    tags: str | None = None
    drop: str | None = None
    published: Published | None = None
    writer: Writer | None = None
    rest: Callable[[Tree], list[str]] | None = None
    least: int = 1
    dated: Callable[[str], datetime | None] | None = None
    single: str | None = None
    gone: str | None = None
    keys: tuple[str, ...] = ()
    caseless: bool = False

    def matches(self, tree: Tree) -> bool:
        """Say whether `tree` is a page of this family."""
        return tree.css_first(self.mark) is not None

    def adapted(self, selectors: Mapping[str, str]) -> "Layout":
        """Return this layout with the selectors of a site's own; they come before the family's.

        Where a site says where its bodies stand none is guessed.
        """
        drop = ", ".join(css for css in (self.drop, selectors.get("drop")) if css)
        changed: dict[str, Any] = {"drop": drop or None}
        for name, css in selectors.items():
            if name in _LADDERS:
                changed[name] = (css, *getattr(self, name))
            elif name in ("tags", "links"):
                changed[name] = css
        if "body" in selectors:
            changed["rest"] = None
        if self.published and (date := selectors.get("date")):
            changed["published"] = _own_date(date, self.published)
        if self.writer and (author := selectors.get("author")):
            changed["writer"] = _own_author(author, self.writer)
        return replace(self, **changed)

    def read(self, tree: Tree, *, url: str | None, stamp: ReadStamp = read_stamp) -> Article:
        """Read the article of a page; raise NoArticle where title or body is missing. `tree` is changed.

        `stamp` reads the publication date in the text of an element.
        """
        published, author = self._published(tree, url, stamp), self._author(tree)
        tags, address = read_tags(tree, self.tags), read_canonical(tree)
        for node in outermost(tree.css(self.drop)) if self.drop else ():
            node.decompose()
        if why := self._refused(tree):
            raise NoArticle(url or "the page", why, cure=_CURE)
        title, lead = first_line(tree, self.title), first_line(tree, self.lead)
        body = [text for text in self._body(tree) if text not in (title, lead)]
        if title is None or not (body or (lead and self.least == 1)):
            raise NoArticle(
                url or "the page", f"no {'body' if title else 'title'} where {self.name} has it", cure=_CURE
            )
        return Article(
            url=url,
            title=title[:_TITLE],
            lead=lead,
            paragraphs=tuple(body),
            published=published,
            author=author,
            tags=tags,
            canonical_url=address,
            layout=self.name,
        )

    def _published(self, tree: Tree, url: str | None, stamp: ReadStamp) -> datetime | None:
        found = self.published(tree, stamp) if self.published else None
        found = found or first_stamp(tree, self.date, stamp)
        return found or (self.dated(url) if self.dated and url else None)

    def _refused(self, tree: Tree) -> str | None:
        """Say why the page is no article, whatever its title and body look like."""
        if self.gone and tree.css_first(self.gone) is not None:
            return f"{self.name} says that the article is gone"
        if self.single and len(outermost(tree.css(self.single))) > 1:
            return "a list of several articles"
        return None

    def _body(self, tree: Tree) -> list[str]:
        found = first_body(tree, self.body, least=self.least)
        if found or self.rest is None:
            return found
        rest = self.rest(tree)
        return rest if sum(map(len, rest)) >= self.least else []

    def _author(self, tree: Tree) -> str | None:
        found = self.writer(tree) if self.writer else None
        return name_in(found or "") or first_name(tree, self.author)


def _own_date(css: str, family: Published) -> Published:
    """Ask a site's own selector before its family's function."""
    return lambda tree, stamp: first_stamp(tree, (css,), stamp) or family(tree, stamp)


def _own_author(css: str, family: Writer) -> Writer:
    """Ask a site's own selector before its family's function."""
    return lambda tree: first_line(tree, (css,)) or family(tree)


_LADDERS = frozenset({"title", "lead", "body", "date", "author"})
_DEPTH = 512
_TITLE = 1_000
"""Characters beyond which a title is none, and is cut."""
_CURE = "give the page of an article, not of a list; if it is one, the layout has moved"


def first_line(tree: Tree, selectors: tuple[str, ...]) -> str | None:
    """Return the text of the first selector that has one."""
    for selector in selectors:
        for node in tree.css(selector):
            if text := (clean(node.attributes.get("content") or "") if node.tag == "meta" else one_line(node)):
                return text
    return None


def first_name(tree: Tree, selectors: tuple[str, ...]) -> str | None:
    """Return the name in the first byline that has one."""
    bylines = (one_line(node) for selector in selectors for node in tree.css(selector))
    return next((name for name in map(name_in, bylines) if name), None)


def first_body(tree: Tree, selectors: tuple[str, ...], *, least: int = 1) -> list[str]:
    """Return the paragraphs of the first selector that has `least` characters; one match inside another counts once."""
    for selector in selectors:
        found = paragraphs(*outermost(tree.css(selector)))
        if sum(map(len, found)) >= least:
            return found
    return []


def first_stamp(tree: Tree, selectors: tuple[str, ...], stamp: ReadStamp = read_stamp) -> datetime | None:
    """Return the first date that one of the selectors holds, in its text or as `datetime` or `content`."""
    for selector in selectors:
        for node in tree.css(selector):
            stated = node.attributes.get("datetime") or node.attributes.get("content") or node.text(separator=" ")
            if moment := stamp(stated):
                return moment
    return None


def read_tags(tree: Tree, selector: str | None) -> tuple[str, ...]:
    """Return the tags, each once, from the page's own list or from `article:tag`."""
    nodes = tree.css(selector) if selector else []
    names = [one_line(node) for node in nodes]
    if not any(names):
        names = [clean(node.attributes.get("content") or "") for node in tree.css("meta[property='article:tag']")]
    return tuple(dict.fromkeys(name for name in names if name))


def read_canonical(tree: Tree) -> str | None:
    """Return the address that the page gives itself."""
    for selector, name in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        node = tree.css_first(selector)
        try:
            if node is not None and (address := node.attributes.get(name)):
                return canonical_url(address)
        except ValueError:
            continue
    return None


def outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Return the nodes that lie in no other one, each once; what lies deeper than browsers nest is left out."""
    found = {node.mem_id: node for node in nodes}  # a node that two selectors of a list match comes twice
    return [node for node in found.values() if not _inside(node, found.keys())]


def _inside(node: LexborNode, ids: Container[int]) -> bool:
    parent = node.parent
    for _ in range(_DEPTH):
        if parent is None:
            return False
        if parent.mem_id in ids:
            return True
        parent = parent.parent
    return True
