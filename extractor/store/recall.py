"""From the rows of an article back to its extraction, without extracting again.

What the rows do not hold comes back empty: sentences, mentions that the output contract leaves out, and of each
mention what only the joins ask for.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from extractor.facts.model import Evidence, Fact
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import CampaignMention, DateMention, LocalityMention, Mention, Period, QuantityMention
from extractor.pipeline import Extraction
from extractor.text.document import Document, Paragraph
from extractor.text.reader import laid_out

Row = dict[str, Any]
Units = Mapping[tuple[str, str], Unit]

_MENTIONS = (
    "SELECT * FROM date_mentions WHERE article = ?",
    "SELECT * FROM locality_mentions WHERE article = ?",
    "SELECT m.*, name, type, listed FROM campaign_mentions AS m JOIN campaigns ON campaigns.id = campaign "
    "WHERE article = ?",
    "SELECT * FROM quantity_mentions WHERE article = ?",
)
_EVIDENCE = "SELECT * FROM fact_evidence WHERE fact IN (SELECT id FROM facts WHERE article = ?) ORDER BY id"
_UNITS = """
SELECT * FROM localities WHERE (code, valid_from) IN (
    SELECT locality, locality_valid_from FROM locality_mentions WHERE article = :article
    UNION SELECT locality, locality_valid_from FROM facts WHERE article = :article
)
"""


def recalled(db: Database, article: int) -> Extraction | None:
    """Return what the last extraction found in an article, its spans in the text as stored; None: no such article."""
    row = next(db.query("SELECT title, published, text FROM articles WHERE id = ?", [article]), None)
    if row is None:
        return None
    units = {(unit["code"], unit["valid_from"]): _unit(unit) for unit in db.query(_UNITS, {"article": article})}
    mentions = [_mention(m, units) for sql in _MENTIONS for m in db.query(sql, [article])]
    return Extraction(
        document=_document(row["text"]),
        title=row["title"],
        published=_day(row["published"]),
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end))),
        facts=tuple(_facts(db, article, units)),
    )


def _document(raw: str) -> Document:
    """Return the text with its paragraphs, each character being its own origin."""
    read = laid_out(raw)
    paragraphs = (Paragraph(*read.raw_span(p.start, p.end), p.kind, p.rule) for p in read.paragraphs)
    return Document(raw, raw, None, None, tuple(paragraphs), ())


def _mention(row: Row, units: Units) -> Mention:
    span = {"start": row["start"], "end": row["end"], "rule": row["rule"]}
    if "timex" in row:
        period = _period(row) or Period(None, None)
        return DateMention(**span, period=period, covers=period, timex=row["timex"], grain="")
    if "locality" in row:
        unit = units[row["locality"], row["locality_valid_from"]]
        return LocalityMention(
            **span, name=unit.name, kind=unit.kind, candidates=(unit,), unit=unit, basis=row["basis"]
        )
    if "campaign" in row:
        return CampaignMention(
            **span, id=row["campaign"], name=row["name"], type=row["type"], listed=bool(row["listed"])
        )
    whole = (row["start"], row["end"])
    value = {name: row[name] for name in ("value", "value_upper", "unit", "modifier")}
    return QuantityMention(**span, **value, indicator=None, number=whole, head=whole)


def _facts(db: Database, article: int, units: Units) -> Iterator[Fact]:
    evidence = defaultdict(list)
    for row in db.query(_EVIDENCE, [article]):
        evidence[row["fact"]].append(Evidence(row["slot"], row["basis"], row["start"], row["end"]))
    for row in db.query("SELECT * FROM facts WHERE article = ? ORDER BY id", [article]):
        yield _fact(row, units, evidence[row["id"]])


_SAME = (
    *("start", "end", "indicator", "value", "value_upper", "unit", "modifier", "status", "aggregation", "item"),
    *("action", "period_basis", "locality_basis", "campaign", "campaign_basis", "confidence"),
)


def _fact(row: Row, units: Units, evidence: Iterable[Evidence]) -> Fact:
    return Fact(
        **{name: row[name] for name in _SAME},
        sentence=(row["sentence_start"], row["sentence_end"]),
        period=_period(row),
        locality=units.get((row["locality"], row["locality_valid_from"])),
        rules=tuple(json.loads(row["rules"])),
        evidence=tuple(evidence),
    )


def _period(row: Row) -> Period | None:
    start, end = _day(row["period_start"]), _day(row["period_end"])
    return Period(start, end) if start or end else None


def _unit(row: Row) -> Unit:
    return Unit(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        level=row["level"],
        parent=row["parent"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        current=tuple(json.loads(row["current"])),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
