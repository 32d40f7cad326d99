"""The pages of the sample portals and what a careful reader takes from each."""

import json
from pathlib import Path
from typing import Any

from scrapers.parse import parse
from scrapers.portal import Portal, load_portals
from scrapers.portal.routes import TYPES, route_of
from scrapers.records import Article

DATA = Path(__file__).parent.parent / "data"
FOLDER = DATA / "pages"
PORTALS = {portal.site.slug: portal for portal in load_portals(FOLDER)}
EXPECTED = sorted(FOLDER.glob("*/www/**/*.expected.json"))
PAGES = sorted(path for path in FOLDER.glob("*/www/**/*") if path.suffix in (".html", ".htm", ".aspx", ".php"))
FIELDS = ("title", "lead", "paragraphs", "published", "author", "tags", "canonical_url", "layout")
TROUBLE = "baosen"
"""The portal whose pages fail on the way."""


def wanted(expected: Path) -> dict[str, Any]:
    return dict(json.loads(expected.read_text(encoding="utf-8")))


def page_of(expected: Path) -> Path:
    """Return the page that an expectation stands beside."""
    stem = expected.name.removesuffix(".expected.json")
    return next(path for path in expected.parent.iterdir() if path.stem == stem and path.suffix in TYPES)


def portal_of(path: Path) -> Portal:
    return PORTALS[path.relative_to(FOLDER).parts[0]]


def address_of(expected: Path) -> str:
    """Return the whole address of a page: its own path, unless the expectation says another."""
    portal, page = portal_of(expected), page_of(expected)
    path = wanted(expected).get("address") or "/" + page.relative_to(portal.root).as_posix()
    return portal.site.base_url.rstrip("/") + path


def content_type(expected: Path) -> str:
    portal, page = portal_of(expected), page_of(expected)
    said = wanted(expected).get("address") or "/" + page.relative_to(portal.root).as_posix()
    return route_of(said, portal.routes).type or TYPES[page.suffix]


def read(expected: Path) -> Article:
    page = page_of(expected)
    return parse(
        address_of(expected), page.read_bytes(), {"content-type": content_type(expected)}, portal_of(page).site
    )


def as_expected(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "lead": article.lead,
        "paragraphs": list(article.paragraphs),
        "published": article.published.isoformat() if article.published else None,
        "author": article.author,
        "tags": list(article.tags),
        "canonical_url": article.canonical_url,
        "layout": article.layout,
    }


ARTICLES = [path for path in EXPECTED if "refused" not in wanted(path)]
REFUSED = [path for path in EXPECTED if "refused" in wanted(path)]
