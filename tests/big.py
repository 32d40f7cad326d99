"""A database of 100,000 articles and 1,000,000 facts, to measure on: `python -m tests.big big.db`.

Its sentences, with their facts, and the lines between them are those of `data/gold`, dealt out anew with other figures;
places, days and sites are drawn. It is the same at every call. Rows are written through plain SQL.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from extractor.paths import data_dir
from extractor.pipeline import Extractor
from extractor.stages import prepare
from extractor.store import Store, Versions
from extractor.store.digest import shingles_version, text_digest
from extractor.store.rows import article_rows
from extractor.store.sql import insert
from scrapers.sites import load_sites
from tests.texts import gold

ARTICLES, FACTS = 100_000, 1_000_000
NIGHTS = 120  # runs; the last one is on the last day

_FIRST, _LAST, _REFORM = date(2009, 1, 1), date(2026, 11, 20), date(2025, 7, 1)
_DAY = timedelta(days=1)
_COPIED = 20  # each so manieth article is a copy of the one before it
_PLAIN = 6  # lines without facts in an article
_BATCH = 2_000  # articles
_SMALL = re.compile(r"(?<![\d.,/:-])[1-9]\d{0,2}(?![\d.,/:-])")
_PLACES = "SELECT code, valid_from, kind || ' ' || name, province_name FROM localities WHERE valid_to {} ORDER BY 1, 2"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and the facts in it, with their evidence; all offsets count from its beginning."""

    text: str
    facts: Sequence[Row]
    evidence: Sequence[Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Stock:
    """What articles are dealt from; `places` before the reform and from then on."""

    told: Sequence[Told]
    plain: Sequence[str]
    titles: Sequence[str]
    places: tuple[Sequence[Sequence[str]], Sequence[Sequence[str]]]
    sites: Sequence[str]
    current: Versions


@dataclass(slots=True)
class Dealer:
    """Deals articles of `each` facts on average, as rows by table."""

    stock: Stock
    each: float
    source: random.Random = field(default_factory=lambda: random.Random(7))
    clustered_with: str = field(default_factory=shingles_version)
    fact_ids: Iterator[int] = field(default_factory=lambda: count(1))
    facts: int = 0
    last: tuple[Row, list[Row], list[Row]] | None = None

    def deal(self, number: int) -> Iterator[tuple[str, Row]]:
        """Yield the rows of article `number`, from 1."""
        copied = self.last if self.last and number % _COPIED == 0 else None
        article, facts, evidence = _copy(*copied, number) if copied else self._article(number)
        article["site"] = self.source.choice(self.stock.sites)
        url = article["document"] = article["url"] = f"http://{article['site']}.example/tin/{number}.html"
        self.last = article, facts, evidence
        yield from _came(number, url, article["site"], article["added_at"])
        yield "articles", dict(article)
        ids = [next(self.fact_ids) for _ in facts]
        self.facts += len(facts)
        yield from (("facts", {"id": key, **fact}) for key, fact in zip(ids, facts, strict=True))
        yield from (("fact_evidence", {**row, "fact": ids[row["fact"]]}) for row in evidence)
        yield from (("quantity_mentions", _quantity(fact)) for fact in facts)
        yield "locality_mentions", self._place(article, facts)

    def _article(self, number: int) -> tuple[Row, list[Row], list[Row]]:
        source, stock = self.source, self.stock
        day = _FIRST + (_LAST - _FIRST) * source.random() ** 0.6
        place = source.choice(stock.places[day >= _REFORM])
        title = f"{place[2][:1].upper()}{place[2][1:]}: {source.choice(stock.titles)}"
        lead = f"({place[3]}) - Ngày {day:%d/%m/%Y}, {place[2]} ({place[3]}) báo cáo kết quả công tác Mặt trận."
        wanted = max(0, round(number * self.each) - self.facts)
        lines: list[str | Told] = [title, lead, *source.choices(stock.plain, k=_PLAIN)]
        facts = 0
        while facts < wanted:
            told = _cut(_changed(source.choice(stock.told), source), wanted - facts)
            facts += len(told.facts)
            lines.insert(source.randrange(2, len(lines) + 1), told)
        text, rows, evidence = _laid_out(lines)
        basis = {"article": number, "locality": place[0], "locality_valid_from": place[1]}
        return self._head(number, title, text, day), [{**row, **basis, **self._period(day)} for row in rows], evidence

    def _head(self, number: int, title: str, text: str, day: date) -> Row:
        digest = text_digest(text, published=day.isoformat(), home=None)
        current, now = self.stock.current, _night(day)
        done = {"lexicon_digest": current.lexicon, "code_version": current.code, "extracted_at": now, "added_at": now}
        told = {"page": number, "title": title, "lead": None, "text": text, "published_at": day.isoformat()}
        compared = {"clustered_digest": digest, "clustered_with": self.clustered_with, "cluster": None}
        known = {"id": number, "digest": digest, "published": day.isoformat(), "extracted_digest": digest}
        return {**known, **told, **done, **compared, "same_figures": None}

    def _period(self, day: date) -> Row:
        begins, year = date(day.year, 1, 1), timedelta(days=365)
        spans = ((begins, day), (begins, day), (begins - year, begins - _DAY), (day, day), (begins - 4 * year, day))
        start, end = self.source.choice((*spans, (None, None)))
        return {"period_start": start and start.isoformat(), "period_end": end and end.isoformat()}

    def _place(self, article: Row, facts: Sequence[Row]) -> Row:
        place = {name: facts[0][name] for name in ("locality", "locality_valid_from")} if facts else {}
        name = article["title"].partition(":")[0]
        span = {"article": article["id"], "start": 0, "end": len(name), "text": name, "rule": "<kind> <name>"}
        return {**span, "locality": "01", "locality_valid_from": "2004-07-08", **place, "basis": "kind word"}


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
            store.db.execute("UPDATE articles SET cluster = id WHERE id IN (SELECT cluster FROM articles)")


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
        told += _told(found.facts, found.evidence)
        sentences = {row["sentence"] for row in found.facts}
        plain += [line for line in text.split("\n") if len(line) > 60 and not any(s in line for s in sentences)]
        titles.append(extraction.title or "Tin")
    places = tuple(store.db.execute(_PLACES.format(until)).fetchall() for until in (f"= '{_REFORM}'", "IS NULL"))
    return Stock(told, plain, titles, (places[0], places[1]), store.pages.sites(), current)


def _told(facts: Sequence[Row], evidence: Sequence[Sequence[Row]]) -> Iterator[Told]:
    """Yield the sentences that have facts, with the evidence that stands in the same sentence."""
    sentences: dict[tuple[int, int], list[int]] = {}
    for number, fact in enumerate(facts):
        sentences.setdefault((fact["sentence_start"], fact["sentence_end"]), []).append(number)
    for (start, end), numbers in sentences.items():
        own = [[row for row in evidence[n] if start <= row["start"] and row["end"] <= end] for n in numbers]
        yield Told(
            facts[numbers[0]]["sentence"],
            [_moved(facts[n], -start) for n in numbers],
            [[_moved(row, -start) for row in rows] for rows in own],
        )


def _moved(row: Row, by: int) -> Row:
    return {
        **row,
        **{name: row[name] + by for name in ("start", "end", "sentence_start", "sentence_end") if name in row},
    }


def _cut(told: Told, most: int) -> Told:
    return Told(told.text, told.facts[:most], told.evidence[:most])


def _changed(told: Told, source: random.Random) -> Told:
    """Put other figures of the same length for whole numbers below 1,000; values follow."""
    text, facts = told.text, [dict(fact) for fact in told.facts]
    for match in _SMALL.finditer(told.text):
        digits = str(source.randrange(10 ** (len(match[0]) - 1), 10 ** len(match[0])))
        text = text[: match.start()] + digits + text[match.end() :]
        for fact in facts:
            if fact["start"] <= match.start() < fact["end"] and fact["value_upper"] is None:
                fact["value"] *= int(digits) / int(match[0])
    for fact in facts:
        fact["quote"], fact["sentence"] = text[fact["start"] : fact["end"]], text
    return Told(text, facts, [[{**r, "text": text[r["start"] : r["end"]]} for r in rows] for rows in told.evidence])


def _laid_out(lines: Iterable[str | Told]) -> tuple[str, list[Row], list[Row]]:
    """Return the text, its facts, and their evidence, whose `fact` is the place in the list of facts."""
    parts: list[str] = []
    facts: list[Row] = []
    evidence: list[Row] = []
    at = 0
    for line in lines:
        if isinstance(line, Told):
            evidence += [
                {**_moved(r, at), "fact": len(facts) + n} for n, rows in enumerate(line.evidence) for r in rows
            ]
            facts += [_moved(fact, at) for fact in line.facts]
        parts.append(line if isinstance(line, str) else line.text)
        at += len(parts[-1]) + 1
    return "\n".join(parts), facts, evidence


def _copy(article: Row, facts: Sequence[Row], evidence: list[Row], number: int) -> tuple[Row, list[Row], list[Row]]:
    """Return the article as another site prints it, word for word."""
    own = {"id": number, "page": number, "cluster": article["cluster"] or article["id"], "same_figures": 1}
    return {**article, **own}, [{**fact, "article": number} for fact in facts], evidence


def _quantity(fact: Row) -> Row:
    same = {name: fact[name] for name in ("article", "start", "end", "value", "value_upper", "unit", "modifier")}
    return {**same, "text": fact["quote"], "rule": "<n> <unit>"}


def _came(number: int, url: str, site: str, at: str) -> Iterator[tuple[str, Row]]:
    """Yield the page and the link of an article."""
    same = {"id": number, "key": f"{site}:{number}", "url": url, "site": site}
    place = {"warc_file": "big.warc.gz", "warc_offset": number, "warc_length": 1}
    said = {
        "final_url": url,
        "status": 200,
        "fetched_at": at,
        "digest": f"{number:x}",
        "parsed_with": f"{number:x} big",
    }
    yield "pages", {**same, **said, **place}
    yield "links", {**same, "seed": f"http://{site}.example/", "run": 1, "found_at": at, "state": "fetched"}


def _night(day: date) -> str:
    """Return when a run took what was published on `day`; what is older than the first run came in it."""
    night = max(day, _LAST - NIGHTS * _DAY) + _DAY
    return datetime(night.year, night.month, night.day, 2, 30, tzinfo=UTC).isoformat()


def _nights(sites: Sequence[str], source: random.Random) -> Iterator[tuple[str, Row]]:
    """Yield the runs, each with its visits and some issues."""
    for run in range(1, NIGHTS + 2):
        at = _night(_LAST - (NIGHTS + 1 - run) * _DAY)
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
    with db.atomic():
        indexes = db.execute(sql).fetchall()
        for name, _ in indexes:
            db.execute(f"DROP INDEX [{name}]")
        yield
        for _, statement in indexes:
            db.execute(statement)


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
