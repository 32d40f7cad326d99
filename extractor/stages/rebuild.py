"""From WARC files to pages and articles: our own archive again, or files that others made."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from extractor.stages.events import Event, Fetched, Run, Unchanged
from extractor.stages.parse import parse
from extractor.store import Store
from scrapers.archive import Archive
from scrapers.errors import ArchiveError
from scrapers.foreign import article_page, unknown_site
from scrapers.records import Exchange, Link, Page, Place, Site
from scrapers.warc import Record, read, records


def rebuild(store: Store, archive: Path, sites: Mapping[str, Site], *, run: Run) -> Iterator[Event]:
    """Write the pages and articles of the archive anew, from its files alone, in the order in which they came."""
    for site in sites.values():
        store.pages.put_site(site)
    for file in sorted(archive.glob("*.warc.gz")):
        yield from _whole(file, run, lambda record: _again(store, archive, sites, record, run))
        yield from parse(store, archive, sites, run=run)


def import_warc(
    store: Store, files: Iterable[Path], archive: Archive, sites: Mapping[str, Site], *, run: Run
) -> Iterator[Event]:
    """Copy the articles' pages of WARC files into the archive and the table of pages.

    A page belongs to the site file that knows its host; one of another host to a site of that host's name, whose
    pages are read by detection. What the store has from the same day or later is left as it is.
    """
    for file in files:
        yield from _whole(file, run, lambda record: _foreign(store, archive, sites, record, run))


def _whole(file: Path, run: Run, take: Callable[[Record], Event | None]) -> Iterator[Event]:
    """Take every record of a file; where it breaks off is an issue, and what came before stays."""
    try:
        for record in records(file):
            if event := take(record):
                yield event
    except ArchiveError as error:
        yield run.fail("import", error)


def _again(store: Store, archive: Path, sites: Mapping[str, Site], record: Record, run: Run) -> Event | None:
    """Take a metadata record, which says that a response was an article's page."""
    fields = record.fields
    if record.kind != "metadata" or "site" not in fields or "response-file" not in fields:
        return None
    if fields["site"] not in sites:  # its site file is gone, or it was imported
        store.pages.put_site(unknown_site(fields["site"], fields["url"]))
    file, offset, length = (fields[f"response-{name}"] for name in ("file", "offset", "length"))
    try:
        answer = read(archive / file, int(offset))
    except ArchiveError as error:
        return run.fail("import", error, site=fields["site"])
    where = Place(file, int(offset), int(length), answer.place.digest, answer.place.record_id)
    page = _page(answer, where, url=fields["url"])
    if answer.kind == "revisit":
        store.pages.renew(page, key=fields["key"])
        return run.note(Unchanged(page.url, site=fields["site"]))
    with store.db.atomic():
        store.pages.put(page, key=fields["key"], site=fields["site"])
        store.links.have(Link(page.url, fields["site"], fields["key"]), run=run.id, now=run.now())
    return run.note(Fetched(page.url, len(page.body), site=fields["site"]))


def _foreign(store: Store, archive: Archive, sites: Mapping[str, Site], record: Record, run: Run) -> Event | None:
    found = article_page(record, sites)
    if found is None:
        return None
    site, address, key = found.site, found.address, found.key
    if store.pages.fetched_at(key) >= record.at.isoformat():
        return run.note(Unchanged(address, site=site.slug))
    place = archive.add(_exchange(record))
    about = {"site": site.slug, "url": address, "key": key}
    archive.describe(place, about, url=record.url, at=record.at)
    with store.db.atomic():
        store.pages.put_site(site)
        store.pages.put(_page(record, place, url=address), key=key, site=site.slug)
        store.links.have(Link(address, site.slug, key), run=run.id, now=run.now())
    return run.note(Fetched(address, len(record.body), site=site.slug))


def _page(record: Record, place: Place, *, url: str) -> Page:
    return Page(url, record.url, record.status, record.headers, record.body, record.at, place)


def _exchange(record: Record) -> Exchange:
    """Return a record as it would have come over the wire, its coding undone."""
    undone = ("content-encoding", "content-length", "transfer-encoding")
    headers = {name: value for name, value in record.headers.items() if name not in undone}
    headers["content-length"] = str(len(record.body))
    lines = tuple(
        (name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in headers.items()
    )
    return Exchange(record.url, (), record.status, "OK", lines, record.body, record.at)
