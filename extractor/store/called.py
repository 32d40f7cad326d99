"""The other names that the tables of `data/` have for campaigns and provinces, for who asks a database by name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.lexicon.tables import read_table
from extractor.text.folding import folded_words

Words = tuple[str, ...]

_CAMPAIGNS = ["id", "name", "type", "stands", "aliases", "marked", "typed", "since", "source"]
_OTHER = ("aliases", "marked", "typed")


def campaign_aliases(data: Path) -> Mapping[str, Sequence[str]]:
    """Return the other names of each campaign, by id; raises TableError for a table of other columns."""
    rows = (row for _, row in read_table(data / "campaigns.csv", _CAMPAIGNS))
    return {row["id"]: [name for column in _OTHER for name in row[column].split("|") if name] for row in rows}


def type_words(data: Path) -> Sequence[Words]:
    """Return the words that call a name a fund, a movement, a festival …, folded, the longest first."""
    rows = read_table(data / "campaign_words.csv", ["kind", "surface", "value"])
    words = {tuple(folded_words(row["surface"])) for _, row in rows if row["kind"] == "type"}
    return sorted(words, key=lambda each: (-len(each), each))


def province_aliases(data: Path) -> Mapping[str, Sequence[str]]:
    """Return the abbreviations and other spellings of provinces, by name."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, row in read_table(data / "gazetteer" / "aliases.csv", ["name", "level", "alias", "bare"]):
        if row["level"] == "province":
            found[row["name"]].append(row["alias"])
    return found
