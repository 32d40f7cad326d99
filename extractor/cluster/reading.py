"""What records are read with, and the digest of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.cluster.model import Job, digest
from extractor.paths import data_dir
from extractor.store import parser_version
from scrapers.records import Site
from scrapers.sites import load_sites


@dataclass(frozen=True, slots=True)
class Reading:
    """The site files by slug, and the day and province that the caller gave."""

    sites: Mapping[str, Site]
    published: str | None = None
    home: str | None = None


def reading_of(job: Job) -> Reading:
    """Return what the records of a job are read with, on any machine."""
    return Reading({site.slug: site for site in load_sites(data_dir() / "sites")}, job.published, job.home)


def reading_version(job: Job) -> str:
    """Return the digest of all that makes facts of records: tables, code, layouts, site files, what the caller said."""
    reading = reading_of(job)
    parsers = (parser_version(None), *map(parser_version, reading.sites.values()))
    hosts = (f"{site.slug} {site.hosts} {site.article}" for site in reading.sites.values())
    return digest(job.versions.lexicon, job.versions.code, job.published, job.home, *parsers, *hosts)
