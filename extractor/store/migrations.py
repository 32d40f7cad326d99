"""Named steps from an empty file to today's schema; a step that has been released is never edited."""

from sqlite_utils import Database, Migrations

from extractor.store import schema_clusters
from extractor.store.schema import INDEXES, TABLES, VIEWS
from extractor.store.schema_crawl import STATEMENTS

APPLICATION_ID = 0x4D54544E
"""`MTTN` in the file's header: how a database of ours is told from another program's."""

migrations = Migrations("mattran")


@migrations(name="0001 tables")
def tables(db: Database) -> None:
    """Create the tables and their indexes."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in (*TABLES, *INDEXES):
        db.execute(statement)


@migrations(name="0002 views")
def views(db: Database) -> None:
    """Create the views that are read without a join."""
    for statement in VIEWS:
        db.execute(statement)


@migrations(name="0003 clusters")
def clusters(db: Database) -> None:
    """Add what tells which articles copy each other."""
    for statement in schema_clusters.STATEMENTS:
        db.execute(statement)


@migrations(name="0004 crawl")
def crawl(db: Database) -> None:
    """Create what the nightly job keeps: links, seeds, visits, issues by site."""
    for statement in STATEMENTS:
        db.execute(statement)
