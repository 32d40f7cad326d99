"""The words around campaigns' names: type words, fillers, and heads that make a quoted name something else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import TableError
from extractor.lexicon.tables import read_table
from extractor.text.normalise import lower

_KINDS = ("type", "filler", "slogan", "work", "model", "speech", "small", "spelling", "abbreviation")
_PAIRS = ("type", "spelling", "abbreviation")
_COLUMNS = ["kind", "surface", "value"]
_BEFORE = 120  # characters that are read before a name
_OPEN = r"\s{0,2}[:(]?\s{0,2}[\"']?\s?$"
_PRAISED = r"(?:\s(?:tốt đẹp|quý báu|cao đẹp|lâu đời|của|dân tộc|ta|người|Việt Nam|là|về)){0,6}"
_SEVERAL = r"(?<!\w)(?:các|những|nhiều|\d{1,2})\s{1,3}"


@dataclass(frozen=True, slots=True)
class Head:
    """The type word that leads a name: its surface in lower case, the type it stands for, the grammar of its place."""

    surface: str
    type: str
    grammar: str


class CampaignWords:
    """Reads what stands before a name; `rows` are surface → value by kind."""

    def __init__(self, rows: dict[str, dict[str, str]]) -> None:
        self.small = frozenset(rows.get("small", ()))
        self.spellings = rows.get("spelling", {})
        self.abbreviations = rows.get("abbreviation", {})
        self._types = {lower(surface): kind for surface, kind in rows["type"].items()}
        led = rf"(?<!\w)(?P<type>{_any(self._types)})"
        filled = rf"(?:\s{{1,3}}{_any(rows['filler'])}){{0,6}}"
        such_as = r"(?:như|gồm|nhất là|là|:)"
        self._direct = _pattern(rf"{led}{filled}{_OPEN}")
        self._owned = _pattern(rf"{led}{filled}\s{{1,3}}(?P<gap>(?:do|của)\s[^\".,;:()\n]{{2,70}}){_OPEN}")
        self._several = _pattern(rf"{_SEVERAL}{led}(?P<gap>[^\".;:()\n]{{0,90}}?)\s?{such_as}{_OPEN}")
        self._slogan = _pattern(rf"(?<!\w){_any([*rows['slogan'], *rows['work']])}{_PRAISED}{_OPEN}")
        self._elsewhere = _pattern(rf"(?<!\w){_any([*rows['slogan'], *rows['model'], *rows['speech']])}")

    def head(self, text: str, start: int) -> Head | None:
        """Return the type word that leads the name (or the quote) at `start`, None where another word does or none."""
        before = text[max(0, start - _BEFORE) : start]
        low = lower(before)
        if not any(word in low for word in self._types):
            return None
        if match := _last(self._direct, before):
            return self._head(match, "<type>")
        for pattern, grammar in ((self._owned, "<type> của|do <body>"), (self._several, "các <type> … như")):
            match = _last(pattern, before)
            if match and not self._elsewhere.search(match["gap"]):
                return self._head(match, grammar)
        return None

    def is_slogan(self, text: str, start: int) -> bool:
        """Tell whether a word like `phương châm`, `bài hát` leads the name at `start`."""
        return self._slogan.search(text[max(0, start - 40) : start]) is not None

    def _head(self, match: re.Match[str], grammar: str) -> Head:
        surface = lower(" ".join(match["type"].split()))
        return Head(" ".join(lower(match[0]).split()), self._types[surface], grammar)


def _last(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """Return the match that begins last: the type word nearest to the name."""
    last = None
    at = 0
    while match := pattern.search(before, at):
        last, at = match, match.start() + 1
    return last


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(map(re.escape, word.split())) for word in ordered) + ")(?!\\w)"


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


def load_campaign_words(path: Path) -> CampaignWords:
    """Load `campaign_words.csv`; a bad row is a TableError that names file, line and cure."""
    rows: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    for where, row in read_table(path, _COLUMNS):
        kind, surface = row["kind"], row["surface"]
        if kind not in _KINDS:
            raise TableError(where, f"kind {kind!r} is unknown", cure=f"use one of {', '.join(_KINDS)}")
        if surface in rows[kind]:
            raise TableError(where, f"{kind} {surface!r} stands twice", cure="keep one of the two rows")
        if (kind in _PAIRS) != bool(row["value"]):
            raise TableError(
                where, f"value {row['value']!r} of a {kind}", cure=f"give {', '.join(_PAIRS)} a value, others none"
            )
        rows[kind][surface] = row["value"]
    return CampaignWords(rows)
