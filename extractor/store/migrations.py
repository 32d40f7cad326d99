"""Named steps from an empty file to today's schema; a step that has been released is never edited."""

from sqlite_utils import Database, Migrations

from extractor.store import (
    schema_charts,
    schema_claims,
    schema_clusters,
    schema_lexicons,
    schema_search,
    schema_unknown,
)
from extractor.store.reform import settle
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


@migrations(name="0005 claims")
def claims(db: Database) -> None:
    """Create what facts are consolidated into, and say of each unit what became of it."""
    for statement in schema_claims.STATEMENTS:
        db.execute(statement)
    settle(db)


@migrations(name="0006 search")
def search(db: Database) -> None:
    """Create the indexes of full-text search; what is there already is indexed when the file is opened."""
    for statement in schema_search.STATEMENTS:
        db.execute(statement)


@migrations(name="0007 charts")
def charts(db: Database) -> None:
    """Create the indexes from which the charts are added up."""
    for statement in schema_charts.STATEMENTS:
        db.execute(statement)


@migrations(name="0008 lexicons")
def lexicons(db: Database) -> None:
    """Keep what the tables said that articles were read with."""
    for statement in schema_lexicons.STATEMENTS:
        db.execute(statement)


@migrations(name="0009 unknown")
def unknown(db: Database) -> None:
    """Say of claims of places whose unit of today is not known that it is not."""
    for statement in schema_unknown.STATEMENTS:
        db.execute(statement)
