"""A database of 100,000 articles and 1,000,000 facts, to measure on: `python -m tests.big big.db`.

Its sentences, with their facts, and the lines between them are those of `data/gold`, dealt out anew with other figures;
places, days and sites are drawn. It is the same at every call. Rows are written through plain SQL, the claims too: each
fact is one that is no copy's, and some are said to conflict.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlite_utils import Database

from extractor.paths import data_dir
from extractor.pipeline import Extractor
from extractor.stages import prepare
from extractor.store import Store
from extractor.store.rows import article_rows
from extractor.store.sql import insert
from scrapers.sites import load_sites
from tests.big_articles import LAST, NIGHTS, REFORM, Dealer, Row, Stock, Told, night, told_in
from tests.texts import gold

ARTICLES, FACTS = 100_000, 1_000_000

_BATCH = 2_000  # articles
_PLACES = "SELECT code, valid_from, kind || ' ' || name, province_name FROM localities WHERE valid_to {} ORDER BY 1, 2"
_POOL = "wide.indicator || '/' || wide.status || '/' || coalesce(province_now_code, '')"
_CLAIMS = (
    "UPDATE articles SET cluster = id WHERE id IN (SELECT cluster FROM articles)",
    f"""
    INSERT INTO claims (
        id, pool, indicator, value, value_upper, unit, modifier, status, aggregation, item, period_start, period_end,
        year, locality, locality_valid_from, province, province_now, campaign, witnesses, articles, publishers,
        first_published, last_published, relation, series, why_not
    )
    SELECT
        fact, {_POOL}, wide.indicator, wide.value, wide.value_upper, wide.unit, wide.modifier, wide.status,
        wide.aggregation, wide.item, wide.period_start, wide.period_end, year, locality, locality_valid_from,
        province_code, province_now_code, wide.campaign, 1, 1, 1, wide.published, wide.published,
        CASE WHEN fact % 50 < 2 THEN 'conflict' END, CASE WHEN fact % 50 < 2 THEN fact - fact % 50 END,
        CASE WHEN wide.aggregation <> 'whole' THEN wide.aggregation WHEN NOT summed THEN 'unsummed'
            WHEN fact % 50 = 1 THEN 'conflict' END
    FROM facts_wide AS wide
    JOIN facts ON facts.id = fact
    JOIN articles ON articles.id = wide.article
    JOIN indicators ON indicators.id = wide.indicator
    WHERE cluster IS NULL OR cluster = articles.id
    """,
    "INSERT INTO claim_facts (fact, pool, voice, claim) SELECT id, pool, id, id FROM claims",
    """
    INSERT INTO claim_totals (
        pool, indicator, status, province, province_name, province_now, province_now_name, year, campaign, value,
        claims, articles
    )
    SELECT pool, indicator, status, claims.province, province_name, claims.province_now, province_now_name, year,
        campaign, sum(value), count(*), count(*)
    FROM claims LEFT JOIN localities ON code = locality AND valid_from = locality_valid_from
    WHERE why_not IS NULL GROUP BY 1, 2, 3, 4, 6, 8, 9
    """,
)


def make(path: Path, *, articles: int = ARTICLES, facts: int = FACTS) -> None:
    """Write the database at `path`, which must not be there yet."""
    assert not path.exists(), f"{path} is there already"
    with Store(path) as store:
        dealer = Dealer(_stock(store), facts / articles)
        with _quickly(store.db):
            _insert(store.db, _nights(dealer.stock.sites, dealer.source))
            for first in range(1, articles + 1, _BATCH):
                numbers = range(first, min(first + _BATCH, articles + 1))
                _insert(store.db, (row for number in numbers for row in dealer.deal(number)))
            for statement in _CLAIMS:
                store.db.execute(statement)
        store.index.renew()


def _stock(store: Store) -> Stock:
    current = prepare(store, data_dir())
    for site in load_sites(data_dir() / "sites"):
        store.pages.put_site(site)
    told: list[Told] = []
    plain: list[str] = []
    titles: list[str] = []
    extractor = Extractor()
    for text in gold().values():
        extraction = extractor(text)
        found = article_rows(extraction)
        for row in found.campaigns.values():
            store.db.execute(insert("campaigns", row, verb="INSERT OR IGNORE"), row)
        told += told_in(found.facts, found.evidence)
        sentences = {row["sentence"] for row in found.facts}
        plain += [line for line in text.split("\n") if len(line) > 60 and not any(s in line for s in sentences)]
        titles.append(extraction.title or "Tin")
    places = tuple(store.db.execute(_PLACES.format(until)).fetchall() for until in (f"= '{REFORM}'", "IS NULL"))
    return Stock(told, plain, titles, (places[0], places[1]), store.pages.sites(), current)


def _nights(sites: Sequence[str], source: random.Random) -> Iterator[tuple[str, Row]]:
    """Yield the runs, each with its visits and some issues."""
    for run in range(1, NIGHTS + 2):
        at = night(LAST - (NIGHTS + 1 - run) * timedelta(days=1))
        yield "runs", {"id": run, "command": "nightly", "started_at": at, "finished_at": at, "counts": "{}"}
        for site in sites:
            new = source.randrange(4)
            counts = dict.fromkeys(("pages", "articles", "links"), new) | {"facts": 10 * new, "lists": 2, "issues": 0}
            cost = {"requests": new + 3, "not_modified": 1, "bytes": 60_000 * (new + 1), "waited": 8.0}
            yield "visits", {"run": run, "site": site, **counts, **cost}
        told = {"stage": "crawl", "kind": "Unreachable", "message": "no answer", "cure": "wait", "at": at}
        yield "issues", {"run": run, "site": sites[0], "subject": f"http://{sites[0]}.example/", **told}


def _insert(db: Database, rows: Iterable[tuple[str, Row]]) -> None:
    tables: dict[str, list[Row]] = {}
    for table, row in rows:
        tables.setdefault(table, []).append(row)
    for table, batch in tables.items():
        db.conn.executemany(insert(table, batch[0]), batch)


@contextmanager
def _quickly(db: Database) -> Iterator[None]:
    """Write in one transaction, without checks; indexes are made at the end."""
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA journal_mode = OFF")
    with db.atomic():
        indexes = db.execute(sql).fetchall()
        for name, _ in indexes:
            db.execute(f"DROP INDEX [{name}]")
        yield
        for _, statement in indexes:
            db.execute(statement)
    db.execute("PRAGMA journal_mode = WAL")


def main() -> None:
    """Make the database that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db", type=Path)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--facts", type=int, default=FACTS)
    options = parser.parse_args()
    begun = time.perf_counter()
    make(options.db, articles=options.articles, facts=options.facts)
    size = options.db.stat().st_size / 1e6
    sys.stdout.write(f"{options.db}: {size:,.0f} MB in {time.perf_counter() - begun:.0f} s\n")


if __name__ == "__main__":
    main()
