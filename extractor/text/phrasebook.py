"""What pages say around an article: the table of their standing phrases."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import TableError
from extractor.text.normalise import lower, normalise

CLASSES = (
    *("end", "box", "link"),  # lists of other articles
    *("chrome", "section", "masthead", "credit", "appeal", "account"),
    *("caption", "act", "opener"),
)
_MATCHES = ("whole", "start", "shape")
_EDGES = " \t:.…»>|[]()*-_#+"
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """The rows of `boilerplate.csv`, ready to be asked about a line.

    A row of match `whole` is the line itself, `start` its beginning, `shape` a regular expression of all of it;
    case, blanks and punctuation at the edges do not count.
    """

    whole: dict[str, frozenset[str]]
    start: dict[str, re.Pattern[str]]
    shape: dict[str, re.Pattern[str]]

    @classmethod
    def load(cls, path: Path) -> "Phrasebook":
        """Read the table at `path`; a row of unknown class or match, or no regular expression, is an error."""
        rows: dict[tuple[str, str], list[str]] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                _check(row, path, number)
                text = row["text"] if row["match"] == "shape" else lower(normalise(row["text"]).text)
                rows.setdefault((row["class"], row["match"]), []).append(text)
        return cls(
            whole={kind: frozenset(texts) for (kind, match), texts in rows.items() if match == "whole"},
            start={kind: _starts(texts) for (kind, match), texts in rows.items() if match == "start"},
            shape={kind: _shapes(texts) for (kind, match), texts in rows.items() if match == "shape"},
        )

    def says(self, kind: str, folded: str) -> bool:
        """Tell whether `folded`, a line as `fold` returns it, is of class `kind`."""
        if len(folded) > _LONGEST:
            return False
        if kind in self.whole and folded.strip(_EDGES) in self.whole[kind]:
            return True
        if kind in self.start and self.start[kind].match(folded):
            return True
        return kind in self.shape and self.shape[kind].fullmatch(folded) is not None


def fold(line: str) -> str:
    """Return `line`, of a normalised text, in lower case with single blanks, as the table is written."""
    low = lower(line)
    return " ".join(low.split()) if "  " in low or "\t" in low or "\n" in low else low


def _starts(texts: list[str]) -> re.Pattern[str]:
    ordered = sorted(texts, key=len, reverse=True)
    return re.compile("|".join(re.escape(text) + (r"\b" if text[-1].isalnum() else "") for text in ordered))


def _shapes(texts: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{text})" for text in texts))


def _check(row: dict[str, str], path: Path, number: int) -> None:
    where = f"{path.name}:{number}"
    for column, allowed in (("class", CLASSES), ("match", _MATCHES)):
        if row.get(column) not in allowed:
            raise TableError(where, f"unknown {column} {row.get(column)!r}", cure=f"use one of {', '.join(allowed)}")
    if not row.get("text"):
        raise TableError(where, "no text", cure="write the phrase in the third column")
    if row["match"] == "shape":
        try:
            re.compile(row["text"])
        except re.error as error:
            cure = "write a regular expression of Python's re"
            raise TableError(where, f"{row['text']!r}: {error}", cure=cure) from error
