"""The rows of the output: an article with all that was found in it, as the database's tables have it.

A column of the name of each table holds that table's rows as a list of structs; a fact has its evidence inside.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import pyarrow

from extractor.cluster.model import Found
from extractor.store import ArticleRecord, Versions
from extractor.store.rows import MENTION_TABLES, ArticleRows, storable

Row = dict[str, Any]
FORMAT = {b"mattran": b"articles 1"}
"""What the metadata of each of our files says."""

_SPAN = ("start", "end", "text")
_MENTION = (*_SPAN, "rule")
_ARTICLE = (
    *("position", "key", "fetched_at", "document", "url", "canonical_url", "site", "home", "title", "lead", "author"),
    *("layout", "published_at", "published", "text", "lexicon_digest", "code_version"),
)
TABLES: dict[str, tuple[str, ...]] = {
    "date_mentions": (*_MENTION, "period_start", "period_end", "timex"),
    "locality_mentions": (*_MENTION, "locality", "locality_valid_from", "basis"),
    "campaign_mentions": (*_MENTION, "campaign"),
    "quantity_mentions": (*_MENTION, "value", "value_upper", "unit", "modifier"),
    "campaigns": ("id", "name", "type", "listed"),
    "fact_evidence": ("slot", "basis", *_SPAN),
    "facts": (
        *("indicator", "value", "value_upper", "unit", "modifier", "status", "aggregation", "item", "action"),
        *("period_start", "period_end", "period_basis", "locality", "locality_valid_from", "locality_basis"),
        *("campaign", "campaign_basis", "start", "end", "quote", "sentence_start", "sentence_end", "sentence"),
        *("rules", "confidence", "flow", "scope", "total_start"),
    ),
}
_INTEGERS = {"position", "start", "end", "sentence_start", "sentence_end", "total_start"}
_NUMBERS = {"value", "value_upper", "confidence"}


@dataclass(frozen=True, slots=True)
class Result:
    """An article as the output holds it; `title` and `published` are what the extraction came to."""

    position: int
    key: str
    fetched_at: str
    article: ArticleRecord
    published: str | None
    versions: Versions
    rows: ArticleRows

    @classmethod
    def of(cls, found: Found, rows: ArticleRows, versions: Versions) -> Self:
        """Return what extracting `found` came to."""
        article = found.article if found.article.title is not None else replace(found.article, title=rows.title)
        return cls(found.position, found.key, found.fetched_at, article, rows.published, versions, rows)

    @property
    def month(self) -> str:
        """The month of publication, `2023-05`, or `unknown`."""
        return self.published[:7] if self.published else "unknown"

    def as_row(self) -> Row:
        """Return the row of the output."""
        article = {name: storable(v) if isinstance(v, str) else v for name, v in asdict(self.article).items()}
        evidence = zip(self.rows.facts, self.rows.evidence, strict=True)
        return {
            **{name: value for name, value in article.items() if name != "page"},
            "position": self.position,
            "key": self.key,
            "fetched_at": self.fetched_at,
            "published": self.published,
            "lexicon_digest": self.versions.lexicon,
            "code_version": self.versions.code,
            **{table: _numbers(rows) for table, rows in self.rows.mentions.items()},
            "campaigns": [{**row, "listed": bool(row["listed"])} for row in self.rows.campaigns.values()],
            "facts": _numbers([{**fact, "fact_evidence": found} for fact, found in evidence]),
        }

    @classmethod
    def of_row(cls, row: Row) -> Self:
        """Return the article of a row of the output."""
        names = ArticleRecord.__dataclass_fields__
        facts = [{name: fact[name] for name in TABLES["facts"]} for fact in row["facts"]]
        rows = ArticleRows(
            title=row["title"],
            published=row["published"],
            mentions={table: row[table] for table in MENTION_TABLES},
            facts=facts,
            evidence=[fact["fact_evidence"] for fact in row["facts"]],
            campaigns={campaign["id"]: campaign for campaign in row["campaigns"]},
        )
        article = ArticleRecord(**{name: row[name] for name in names if name in row})
        versions = Versions(row["lexicon_digest"], row["code_version"])
        return cls(row["position"], row["key"], row["fetched_at"], article, row["published"], versions, rows)


def _numbers(rows: list[Row]) -> list[Row]:
    """Return the rows with floats for numbers: whole ones may be longer than a column of floats takes as integers."""
    return [{n: float(v) if n in _NUMBERS and v is not None else v for n, v in row.items()} for row in rows]


def schema() -> pyarrow.Schema:
    """Return the schema of the output's files."""
    lists = [(table, pyarrow.list_(_struct(table))) for table in (*MENTION_TABLES, "campaigns", "facts")]
    return pyarrow.schema([*((name, _type(name)) for name in _ARTICLE), *lists], metadata=FORMAT)


def _struct(table: str) -> pyarrow.StructType:
    inside = [("fact_evidence", pyarrow.list_(_struct("fact_evidence")))] if table == "facts" else []
    return pyarrow.struct([*((name, _type(name)) for name in TABLES[table]), *inside])


def _type(name: str) -> pyarrow.DataType:
    if name in _INTEGERS:
        return pyarrow.int64()
    if name in _NUMBERS:
        return pyarrow.float64()
    return pyarrow.bool_() if name == "listed" else pyarrow.string()
