"""Which texts a change of the tables can touch, where the changed rows tell it; else it may be any.

A cue, a counted thing, a campaign's name or a place's alias acts only in texts that hold its words. They are compared
without marks and case, names also without blanks, so that every way of writing them that a finder reads is found; a
text may be taken for touched that is not, never the other way.
"""

import csv
import hashlib
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.lexicon.nametrie import NameTrie
from extractor.text.folding import folded_words

Row = Mapping[str, str]
Snapshot = dict[str, str]
"""What the tables said: the text of those whose rows tell which texts they touch, the digest of the others."""

_MOST = 400  # surfaces; of more, reading the texts anew is as quick
_QUOTED = "\"“”«»'‘’"
_PARTS = re.compile(r"[^\W\d]+|\d")
_WORDS = ("cues.csv", "units.csv")  # whose surfaces are whole words in the text
_CAMPAIGN_WORDS = "campaign_words.csv"  # by which names are read in other ways
_NAMED_IN_CODE = frozenset(("đồng",))  # heads that stand for sums without a unit: `5 tỷ cho …`


@dataclass(frozen=True, slots=True)
class Touch:
    """What a text must hold to be touched: one of `words`, or of `names`; `quotes`: quotation marks are enough.

    Words are keyed as `spaced` writes them, names as `squeezed` does.
    """

    words: Mapping[str, str]
    names: Mapping[str, str]
    quotes: bool = False

    def found(self, text: str) -> str | None:
        """Return the words of a changed row that `text` holds, as the table writes them; None where it holds none."""
        if self.quotes and any(mark in text for mark in _QUOTED):
            return "“…”"
        held = _held(self.words, spaced(text)) if self.words else None
        return held or (_held(self.names, squeezed(text)) if self.names else None)


def _held(surfaces: Mapping[str, str], plain: str) -> str | None:
    return next((words for surface, words in surfaces.items() if surface in plain), None)


def spaced(text: str) -> str:
    """Return the words and numbers of `text`, folded, with a blank around each."""
    return f" {' '.join(_PARTS.findall(' '.join(folded_words(text))))} "


def squeezed(text: str) -> str:
    """Return the letters and digits of `text`, folded, without what stands between them."""
    return "".join(folded_words(text))


def snapshot(tables: Mapping[str, Path]) -> Snapshot:
    """Return what tables say now; `tables` are files by their name under `data`."""
    return {name: _said(name, path.read_bytes()) for name, path in tables.items()}


def touched(before: Snapshot, after: Snapshot) -> Touch | None:
    """Return what texts the change from one snapshot to another can touch; None for any text."""
    changed = [name for name in {*before, *after} if before.get(name) != after.get(name)]
    if any(name not in _SURFACES or name not in before or name not in after for name in changed):
        return None
    words: dict[str, str] = {}
    names: dict[str, str] = {}
    for name in changed:
        rows = _changed_rows(before[name], after[name])
        if rows is None:
            return None
        for row in rows:
            for surface in _SURFACES[name](row, after):
                if not squeezed(surface) or surface in _NAMED_IN_CODE:
                    return None
                if name in _WORDS:
                    words[spaced(surface)] = surface
                else:
                    names[squeezed(surface)] = surface
    if len(words) + len(names) > _MOST:
        return None
    return Touch(words, names, quotes="campaigns.csv" in changed)  # a campaign in quotes is known with slips, too


def _said(name: str, content: bytes) -> str:
    return content.decode("utf-8") if name in (*_SURFACES, _CAMPAIGN_WORDS) else hashlib.sha256(content).hexdigest()


def _changed_rows(before: str, after: str) -> list[Row] | None:
    """Return the rows that stand in only one of two tables; None where columns or the order of the others changed."""
    one, other = (list(csv.reader(io.StringIO(text, newline=""))) for text in (before, after))
    if not one or not other or one[0] != other[0]:
        return None
    counts = [Counter(map(tuple, rows)) for rows in (one, other)]
    gone, new = counts[0] - counts[1], counts[1] - counts[0]
    kept = [[row for row in map(tuple, rows) if row in counts[0] and row in counts[1]] for rows in (one, other)]
    if kept[0] != kept[1] or any(len(row) != len(one[0]) for row in (*gone, *new)):
        return None
    return [dict(zip(one[0], row, strict=True)) for row in (*gone, *new)]


def _cell(name: str) -> Callable[[Row, Snapshot], Iterator[str]]:
    def surfaces(row: Row, _: Snapshot) -> Iterator[str]:
        yield row[name]

    return surfaces


def _plain(row: Row, said: Snapshot) -> Iterator[str]:
    """Yield the name and its other spellings."""
    yield row["name"]
    others = csv.DictReader(io.StringIO(said["gazetteer/spellings.csv"], newline=""))
    yield from (other["spelling"] for other in others if other["name"] == row["name"])


def _campaign(row: Row, said: Snapshot) -> Iterator[str]:
    """Yield how the campaign's names begin, in every way that the finder reads them."""
    kinds: dict[str, dict[str, str]] = defaultdict(dict)
    for word in csv.DictReader(io.StringIO(said[_CAMPAIGN_WORDS], newline="")):
        kinds[word["kind"]][word["surface"]] = word["value"]
    trie: NameTrie[None] = NameTrie(
        small=kinds["small"], abbreviations=kinds["abbreviation"], spellings=kinds["spelling"]
    )
    for name in (row["name"], *(n for column in ("aliases", "marked", "typed") for n in row[column].split("|"))):
        if name:
            trie.add(name, None)
    yield from trie.anchors()
    yield row["id"]


_SURFACES: dict[str, Callable[[Row, Snapshot], Iterator[str]]] = {
    "cues.csv": _cell("surface"),
    "units.csv": _cell("head"),
    "campaigns.csv": _campaign,
    "gazetteer/aliases.csv": _cell("alias"),
    "gazetteer/plain.csv": _plain,
    "gazetteer/spellings.csv": _cell("spelling"),
}
