"""What the pages say, in the language of the request."""

from collections.abc import Callable
from functools import cache
from typing import Any

from extractor.columns import Columns, load_columns
from extractor.labels import Labels, load_labels
from extractor.lexicon.units import load_indicators
from extractor.numbers import short
from extractor.paths import data_dir
from extractor.web.queries import load_queries

_IDS = frozenset(("id", "rowid", "fact", "claim", "article", "page", "run", "cluster", "series", "part_of", "pid"))
_GROUPED_FROM = 10_000
"""Whole numbers below it, as years, stay as they are."""


@cache
def words(lang: str) -> Labels:
    """Return all labels in one language."""
    return load_labels(data_dir()).only(lang)


@cache
def described() -> Columns:
    """Return what is said of every column."""
    return load_columns(data_dir())


def vocabulary(lang: str) -> dict[str, Any]:
    """Return what the templates say things with."""
    labels = words(lang)
    return {
        "lang": lang,
        "t": lambda name, of="web": labels(of, name).vi,
        "number": labels.number,
        "short": lambda value: short(value, lang),
        "cell": _cell(labels),
        "day": _day if lang == "vi" else str,
        "columns_of": lambda table: {name: _said(column, lang) for name, column in described()(table).items()},
        "questions": [(q.id, _said(q.title, lang), _said(q.about, lang)) for q in load_queries().values()],
        "indicators": list(load_indicators(data_dir() / "indicators.csv")),
        "question": lambda name: _question(name, lang),
    }


def _question(name: str, lang: str) -> tuple[str, str] | None:
    query = load_queries().get(name)
    return (_said(query.title, lang), _said(query.about, lang)) if query else None


def _day(iso: str) -> str:
    """Write a day as Vietnamese does: 31/12/2025."""
    return "/".join(reversed(iso.split("-")))


def _said(of: Any, lang: str) -> str:
    return str(of.en if lang == "en" else of.vi)


def _cell(labels: Labels) -> Callable[[str, object], str | None]:
    """Return what writes a number of a column for the eye; None for what is no number to be grouped."""

    def cell(column: str, value: object) -> str | None:
        if isinstance(value, float):
            return labels.number(value)
        if isinstance(value, int) and abs(value) >= _GROUPED_FROM and column not in _IDS:
            return labels.number(value)
        return None

    return cell
