"""The words around a number that tell a day from a count, a document's number or a name: `date_words.csv`."""

import csv
import re
from dataclasses import dataclass, fields
from pathlib import Path

from extractor.errors import TableError

_COLUMNS = ["class", "word"]


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of each class as one regular expression, the longest first; lower case.

    `counted` may follow a count, `measured` never a day (`ngày 1.5 triệu`); `holiday` stands before a day that comes
    every year, `memorial` before one of long ago; `named` before the date in a name (`đường 30 tháng 4`); `document`
    before a document's number, `law` before its year; `no_bare_year` before four digits that are no year; `review`,
    `plan` and `congress` say whether the work of a year is behind or before the article, `ahead` the same behind the
    year.
    """

    counted: str
    measured: str
    holiday: str
    memorial: str
    named: str
    document: str
    law: str
    no_bare_year: str
    review: str
    plan: str
    ahead: str
    congress: str


def load_date_words(path: Path) -> DateWords:
    """Load the table; a wrong row is a TableError that names file, line and cure."""
    known = [field.name for field in fields(DateWords)]
    words: dict[str, list[str]] = {name: [] for name in known}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != _COLUMNS:
            raise TableError(f"{path}:1", f"the columns are {reader.fieldnames}", cure=f"write {_COLUMNS}")
        for row in reader:
            where = f"{path}:{reader.line_num}"
            if row["class"] not in words:
                raise TableError(where, f"unknown class {row['class']!r}", cure=f"take one of {', '.join(known)}")
            if not row["word"] or row["word"] != row["word"].strip().lower():
                raise TableError(where, f"the word {row['word']!r} can never be found", cure="write it in lower case")
            words[row["class"]].append(row["word"])
    if empty := [name for name in known if not words[name]]:
        raise TableError(str(path), f"no word of class {', '.join(empty)}", cure="add at least one row of each class")
    return DateWords(**{name: _either(found) for name, found in words.items()})


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))
