"""The stages over the store, table to table: crawl, parse, extract, consolidate, report. Generators of events.

Only here the store and the workers meet. A stage may be stopped between two events and taken up again: what is done is
done whole, and what is done is not done again.
"""

from extractor.stages.consolidate import consolidate
from extractor.stages.crawl import crawl, preview
from extractor.stages.events import (
    Clustered,
    Consolidated,
    Discovered,
    Event,
    Extracted,
    Failed,
    Fetched,
    Found,
    Kept,
    Parsed,
    Run,
    Unchanged,
    Visited,
    running,
    utc_now,
)
from extractor.stages.extract import extract, ingest
from extractor.stages.load import load
from extractor.stages.nightly import look, nightly, take_over
from extractor.stages.parse import parse
from extractor.stages.prepare import prepare
from extractor.stages.rebuild import import_warc, rebuild
from extractor.stages.sitecrawl import Plan

__all__ = [
    "Clustered",
    "Consolidated",
    "Discovered",
    "Event",
    "Extracted",
    "Failed",
    "Fetched",
    "Found",
    "Kept",
    "Parsed",
    "Plan",
    "Run",
    "Unchanged",
    "Visited",
    "consolidate",
    "crawl",
    "extract",
    "import_warc",
    "ingest",
    "load",
    "look",
    "nightly",
    "parse",
    "prepare",
    "preview",
    "rebuild",
    "running",
    "take_over",
    "utc_now",
]
