"""Parse: from the archived pages to articles, without the network."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from extractor.errors import Defect, NotVietnamese
from extractor.read_input import require_vietnamese
from extractor.stages.events import Event, Parsed, Run, Unchanged
from extractor.store import ArticleRecord, Store, StoredPage, parser_version
from scrapers.errors import ArchiveError, ParseError
from scrapers.parse import parse as parse_page
from scrapers.records import Article, Site
from scrapers.warc import read


def parse(store: Store, archive: Path, sites: Mapping[str, Site], *, run: Run) -> Iterator[Event]:
    """Read the articles of the pages in folder `archive` that this parser has not read yet.

    Pages of a site that `sites` does not know are read by detection.
    """
    for slug in store.pages.sites():
        site = sites.get(slug)
        parser = parser_version(site)
        for page in store.pages.unparsed(slug, parser):
            with store.db.atomic():
                store.pages.mark_parsed(page, parser)
                event = _parse(store, archive, site, page, run)
            yield event


def _parse(store: Store, archive: Path, site: Site | None, page: StoredPage, run: Run) -> Event:
    try:
        article = _read(archive, site, page)
    except ArchiveError as error:
        store.pages.forget(page)  # or the server would go on saying that it is unchanged
        return run.fail("parse", error, site=page.site)
    except (ParseError, NotVietnamese) as error:
        return _not_understood(store, page, error, run)
    except Exception as error:  # a mistake of ours, on one page
        return run.fail("parse", Defect.of(error, where=page.url), site=page.site)
    home = site.home if site else None
    record = ArticleRecord.of_page(article, document=page.url, site=page.site, home=home, page=page.id)
    change = store.articles.put(record, added_at=page.fetched_at).change
    return run.note(Parsed(page.url, article.title, change, site=page.site))


def _read(archive: Path, site: Site | None, page: StoredPage) -> Article:
    record = read(archive / page.warc_file, page.warc_offset)
    article = parse_page(page.url, record.body, record.headers, site)
    require_vietnamese(article.text, page.url)
    return article


def _not_understood(store: Store, page: StoredPage, error: ParseError | NotVietnamese, run: Run) -> Event:
    """A page that came badly once may come well: it is asked for again, and told of once."""
    if page.read_before and store.journal.told(error.where, type(error).__name__):
        return run.note(Unchanged(page.url, site=page.site))
    if not page.read_before and page.key is not None:
        store.links.failed(page.key, now=run.clock())
    return run.fail("parse", error, site=page.site)
