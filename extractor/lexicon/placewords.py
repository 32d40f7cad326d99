"""The words around place names: type words (`tỉnh`, `TX.`) and the heads that make a name something else (`đường`)."""

import re
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import TableError
from extractor.lexicon.tables import read_table
from extractor.text.normalise import lower

_CLASSES = (
    "person",
    "feature",
    "hamlet",
    "company",
    "institution",
    "compound",
    "break",
    "body",
    "function",
    "surname",
    "title",
    "foreign",
    "title of a work",
)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Type words and context words.

    `kinds` maps a type word as it is written (lower case, or cased where its case counts) to the kind in full;
    `kind_before` matches the type words that end right before a name, `kind_ends` are they all in lower case; `heads`
    maps the lower-case head of a noun phrase to what it makes of a name after it (person, feature, hamlet, company,
    institution), to break where the phrase ends, or to compound where it only looks like a head (`môi trường`);
    `head_ends` are their last words;
    `body`, `function`, `surname` and `title` are words as they are capitalised; `foreign` matches the country that a
    name belongs to, right after it; `work` matches the type word of a titled thing right before its quotes.
    """

    kinds: dict[str, str]
    kind_before: re.Pattern[str]
    kind_ends: tuple[str, ...]
    heads: dict[str, str]
    head_ends: frozenset[str]
    body: frozenset[str]
    function: frozenset[str]
    surname: frozenset[str]
    title: frozenset[str]
    foreign: re.Pattern[str]
    work: re.Pattern[str]


def load_place_words(kinds: Path, contexts: Path) -> PlaceWords:
    """Load `kinds.csv` and `contexts.csv`; a bad row is a TableError that names file, line and cure."""
    classes: dict[str, list[str]] = {name: [] for name in _CLASSES}
    for where, row in read_table(contexts, ["words", "class"]):
        if row["class"] not in classes:
            cure = f"use one of {', '.join(_CLASSES)}"
            raise TableError(where, f"class {row['class']!r} is unknown", cure=cure)
        classes[row["class"]] += row["words"].split("|")
    table = {row["surface"]: (row["kind"], row["case"]) for _, row in read_table(kinds, ["surface", "kind", "case"])}
    heads = {}
    for name in ("person", "feature", "hamlet", "company", "institution", "break", "compound"):
        heads.update({lower(word): name for word in classes[name]})
    return PlaceWords(
        kinds={surface: kind for surface, (kind, _) in table.items()},
        kind_before=_kind_before(table),
        kind_ends=tuple({lower(surface) for surface in table}),
        heads=heads,
        head_ends=frozenset(words.split(" ")[-1] for words in heads),
        body=frozenset(word.split()[-1] for word in classes["body"]),
        function=frozenset(word.split()[-1] for word in classes["function"] if word.split()[-1][0].isupper()),
        surname=frozenset(classes["surname"]),
        title=frozenset(classes["title"]),
        foreign=_after(classes["foreign"]),
        work=_before(classes["title of a work"]),
    )


def _kind_before(table: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    one = "|".join(
        rf"(?-i:{re.escape(surface)})" if case == "cased" else re.escape(surface).replace(r"\ ", r"\s{1,3}")
        for surface, (_, case) in sorted(table.items(), key=lambda item: -len(item[0]))
    )
    more = rf"(?:\s{{0,2}}[,/]\s{{0,2}}(?:{one})|\s{{1,2}}và\s{{1,2}}(?:{one})){{0,3}}"
    return re.compile(rf"(?<![\w.])((?:{one}){more})\s{{0,3}}:?\s{{0,3}}$", re.IGNORECASE)


def _after(words: list[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"\s{{0,2}}[,(-]\s{{0,2}}(?:của )?(?:{names})(?! ?[^\W\d_]*[A-ZĐÀ-Ỹ])(?!\w)")


def _before(words: list[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{names})[^\".;\n]{{0,25}}$", re.IGNORECASE)
