"""Articles dealt from the sentences of `data/gold`, with their facts, as rows: what `tests.big` writes."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from extractor.store import Versions
from extractor.store.digest import shingles_version, text_digest

NIGHTS = 120  # runs; the last one is on the last day
FIRST, LAST, REFORM = date(2009, 1, 1), date(2026, 11, 20), date(2025, 7, 1)

_DAY = timedelta(days=1)
_COPIED = 20  # each so manieth article is a copy of the one before it
_PLAIN = 6  # lines without facts in an article
_SMALL = re.compile(r"(?<![\d.,/:-])[1-9]\d{0,2}(?![\d.,/:-])")
_OFFSETS = ("start", "end", "sentence_start", "sentence_end", "total_start")

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
        day = FIRST + (LAST - FIRST) * source.random() ** 0.6
        place = source.choice(stock.places[day >= REFORM])
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
        current, now = self.stock.current, night(day)
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


def told_in(facts: Sequence[Row], evidence: Sequence[Sequence[Row]]) -> Iterator[Told]:
    """Yield the sentences that have facts, with the evidence that stands in the same sentence."""
    sentences: dict[tuple[int, int], list[int]] = {}
    for number, fact in enumerate(facts):
        sentences.setdefault((fact["sentence_start"], fact["sentence_end"]), []).append(number)
    for (start, end), numbers in sentences.items():
        own = [[row for row in evidence[n] if start <= row["start"] and row["end"] <= end] for n in numbers]
        yield Told(
            facts[numbers[0]]["sentence"],
            [_moved(_alone(facts[n], start, end), -start) for n in numbers],
            [[_moved(row, -start) for row in rows] for rows in own],
        )


def _alone(fact: Row, start: int, end: int) -> Row:
    """Forget a total that stands in another sentence."""
    total = fact["total_start"]
    return fact if total is None or start <= total < end else {**fact, "total_start": None}


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


def night(day: date) -> str:
    """Return when a run took what was published on `day`; what is older than the first run came in it."""
    night = max(day, LAST - NIGHTS * _DAY) + _DAY
    return datetime(night.year, night.month, night.day, 2, 30, tzinfo=UTC).isoformat()
