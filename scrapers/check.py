"""A site file held against its site: what it finds, and what does not fit."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from scrapers.client import Client
from scrapers.discover import walk
from scrapers.errors import ENDS, ScrapeError
from scrapers.fetch import fetch
from scrapers.parse import parse
from scrapers.records import VIETNAM, Article, Link, Page, Seed, Site
from scrapers.visit import Visit


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `part` is robots, tls, seed, article or dates; or visit, for what ended it all."""

    part: str
    good: bool
    text: str


async def check_site(
    site: Site, connect: Callable[[], AbstractAsyncContextManager[Client]], *, pages: int
) -> list[Finding]:
    """Look at robots.txt and TLS, walk the first page of every seed, read `pages` articles.

    What ends a visit ends this one: nothing else is asked for.
    """
    async with connect() as client:
        visit = Visit(client, site)
        robots = await _robots(visit)
        findings = [robots]
        if robots.good:
            try:
                async for finding in _seeds_and_articles(visit, client, pages):
                    findings.append(finding)
            except ENDS as error:
                findings.append(Finding("visit", False, str(error)))
    return findings


async def _robots(visit: Visit) -> Finding:
    try:
        rules = await visit.robots()
    except ScrapeError as error:
        return Finding("robots", False, str(error))
    delay = max(visit.site.delay, rules.delay or 0)
    sitemaps = f"; sitemaps: {', '.join(rules.sitemaps)}" if rules.sitemaps else ""
    return Finding("robots", True, f"one request in {delay:g} s, visits {rules.hours}{sitemaps}")


async def _seeds_and_articles(visit: Visit, client: Client, pages: int) -> AsyncIterator[Finding]:
    links: dict[str, Link] = {}
    for seed in visit.site.seeds:
        found, finding = await _seed(visit, client, seed)
        links |= {link.key: link for link in found}
        yield finding
    yield _tls(client, visit.site)
    articles = []
    for link in list(links.values())[:pages]:
        article, finding = await _article(visit, link)
        articles += [article] if article else []
        yield finding
    if articles:
        yield _dates(articles, client.now())


async def _seed(visit: Visit, client: Client, seed: Seed) -> tuple[list[Link], Finding]:
    today = client.now().astimezone(VIETNAM).date()
    try:
        async for links in walk(seed, visit, known=lambda _: False, today=today):
            if links:
                newest = f", the first “{links[0].hints.get('title', links[0].url)}”"
                return links, Finding("seed", True, f"{seed.url}: {len(links)} articles on the first page{newest}")
    except ENDS:
        raise
    except ScrapeError as error:
        return [], Finding("seed", False, str(error))
    return [], Finding("seed", False, f"{seed.url}: no article")


def _tls(client: Client, site: Site) -> Finding:
    until = client.certificates.get(site.hosts[0])
    if until is None:
        good = site.base_url.startswith("http:")
        return Finding("tls", good, "plain http" if good else "no certificate was seen")
    days = (until - client.now()).days
    return Finding("tls", days > 0, f"the certificate of {site.hosts[0]} holds for {days} days")


async def _article(visit: Visit, link: Link) -> tuple[Article | None, Finding]:
    try:
        page = await fetch(visit, link)
        assert isinstance(page, Page)
        article = parse(page.url, page.body, page.headers, visit.site)
    except ENDS:
        raise
    except ScrapeError as error:
        return None, Finding("article", False, str(error))
    when = article.published.isoformat(timespec="minutes") if article.published else "no date"
    size = f"{len(article.paragraphs)} paragraphs, {len(article.text):,} characters"
    good = article.published is not None
    return article, Finding("article", good, f"{link.url}: “{article.title}”, {when}, {size}")


def _dates(articles: list[Article], now: datetime) -> Finding:
    """Dates that are all the same, or those of the moment, are a clock's."""
    stamps = [article.published for article in articles if article.published]
    if len(stamps) > 2 and len(set(stamps)) == 1:
        return Finding("dates", False, f"all articles are dated {stamps[0]}: a clock? set selectors.date")
    ahead = [stamp for stamp in stamps if stamp.astimezone(UTC) > now]
    if ahead:
        return Finding("dates", False, f"{ahead[0]} lies in the future: day and month? set date_format")
    span = f"{min(stamps):%d/%m/%Y} to {max(stamps):%d/%m/%Y}" if stamps else "none"
    return Finding("dates", bool(stamps), f"{len(stamps)} of {len(articles)} articles have one: {span}")
