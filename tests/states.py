"""Sites as the database may know them, for the tests of what is made of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from extractor.health import Fill, Recent, SiteState, Trouble, Visit

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
VISIT = Visit(
    run=7,
    at=NOW,
    requests=12,
    not_modified=1,
    lists=1,
    bytes=250_000,
    waited=22.5,
    links=4,
    pages=4,
    articles=4,
    facts=9,
    issues=0,
)
QUIET = replace(VISIT, lists=0, not_modified=0, links=0, pages=0, articles=0, facts=0)
SITE = SiteState(
    slug="hoasen",
    name="Mặt trận Hoa Sen",
    base_url="http://hoasen.example/",
    family="nukeviet",
    expected=(7, 70),
    visit=VISIT,
    before=NOW - DAY,
    first_visit=NOW - 100 * DAY,
    missed=0,
    articles=300,
    newest=NOW,
    waiting=0,
    fills=(),
    recent=(),
    troubles=(),
)


def site(**changed: Any) -> SiteState:
    """Return a site that is well, but for what is `changed`."""
    return replace(SITE, **changed)


def trouble(kind: str, *, count: int = 1, articles: int = 0, **changed: Any) -> Trouble:
    subject = "http://hoasen.example/tin/1.html"
    return replace(Trouble("crawl", kind, "what went wrong", "what helps", subject, count, articles), **changed)


def fill(field: str, recent: float, earlier: float = 0.95, *, n_recent: int = 20, n_earlier: int = 200) -> Fill:
    return Fill(field, recent, earlier, n_recent, n_earlier)


def came(published: str | None, fetched: datetime = NOW) -> Recent:
    """Return an article that came; `published` by the clock of UTC."""
    return Recent(datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None, fetched)
