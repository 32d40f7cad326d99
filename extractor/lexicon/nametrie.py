"""Names that are written in many ways, read by bare syllables: no punctuation, small words or abbreviations."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar

from extractor.text.normalise import lower

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|\n")
_ABBREVIATED = re.compile(r"\([^()\n]{1,30}\)")
_GAP = frozenset("\"',-/&+\n")  # what may stand between two syllables of a name
_LONGEST_GAP = 4
_REACH = 320  # characters that a name may take
_SMALL_IN_A_ROW = 2
_ANCHOR = 2  # syllables that are looked for in the text; the rest is read from there

_NONE: Mapping[str, str] = MappingProxyType({})

V = TypeVar("V")


@dataclass(slots=True)
class _Node(Generic[V]):
    children: "dict[str, _Node[V]]" = field(default_factory=dict)
    values: list[V] = field(default_factory=list)


class NameTrie(Generic[V]):
    """Values by name; a name is read wherever its syllables stand in order.

    `small` words are skipped in name and text alike; `abbreviations` (upper case, `Đ` or `D`) stand for their
    syllables, alone, glued (`TDĐKXDNTM`) or in brackets behind them; `spellings` maps odd syllables to usual ones.
    """

    def __init__(
        self,
        *,
        small: Iterable[str] = (),
        abbreviations: Mapping[str, str] = _NONE,
        spellings: Mapping[str, str] = _NONE,
    ) -> None:
        self._small = frozenset(small)
        self._units = {_plain_d(short): tuple(lower(full).split()) for short, full in abbreviations.items()}
        self._widest = max(map(len, self._units), default=0)
        self._spellings = spellings
        self._root: _Node[V] = _Node()
        self._names: list[tuple[str, ...]] = []

    def add(self, name: str, value: V) -> None:
        """Add `value` under `name`; a name may bear several values."""
        syllables = self.syllables(name)
        node = self._root
        for syllable in syllables:
            node = node.children.setdefault(syllable, _Node())
        if not node.values:
            self._names.append(syllables)
        node.values.append(value)

    def syllables(self, name: str) -> tuple[str, ...]:
        """Return the bare syllables of `name`, abbreviations written out."""
        bare: list[str] = []
        for token in _TOKEN.findall(name):
            folded = self._fold(token)
            if token[0].isalnum() and folded not in self._small:
                bare += self._written_out(token) or (folded,)
        return tuple(bare)

    def get(self, name: str) -> list[V]:
        """Return the values of a name that is `name` from end to end."""
        node: _Node[V] | None = self._root
        for syllable in self.syllables(name):
            node = node.children.get(syllable) if node else None
        return list(node.values) if node else []

    def read(self, text: str, start: int) -> list[tuple[int, list[V]]]:
        """Return where the names end that begin at `start` of `text`, with their values, the shortest first."""
        found: list[tuple[int, list[V]]] = []
        node, gap, small, skip = self._root, "", 0, 0
        for token in _TOKEN.finditer(text, start, start + _REACH):
            word = token[0]
            if token.start() < skip:
                continue
            if not word[0].isalnum():
                if bracket := _ABBREVIATED.match(text, token.start()):
                    if bracket[0].upper() != bracket[0]:
                        break
                    skip = bracket.end()
                    continue
                gap += word
                if word not in _GAP or _parts(gap):
                    break
                continue
            if below := self._below(node, word):
                node, gap, small = below, "", 0
                if node.values:
                    found.append((token.end(), node.values))
            elif self._fold(word) in self._small and node is not self._root and small < _SMALL_IN_A_ROW:
                small += 1
            else:
                break
        return found

    def anchors(self) -> Iterator[str]:
        """Yield what the beginnings of the names may look like: for a matcher that finds where to `read`."""
        seen: dict[str, None] = {}
        for syllables in self._names:
            for first, taken in self._steps(syllables, 0):
                if taken >= _ANCHOR or taken == len(syllables):
                    seen[first] = None
                    continue
                for second, _ in self._steps(syllables, taken):
                    seen |= {f"{first} {second}": None, f'{first} "{second}': None}
        yield from seen

    def _fold(self, word: str) -> str:
        folded = word.lower()
        return self._spellings.get(folded, folded)

    def _below(self, node: _Node[V], word: str) -> _Node[V] | None:
        below = node.children.get(self._fold(word))
        if below or not word.isupper():
            return below
        for syllable in self._written_out(word) or ("",):
            below = node.children.get(syllable)
            if below is None:
                return None
            node = below
        return node

    def _written_out(self, word: str) -> tuple[str, ...]:
        """Return the syllables of an abbreviation or of several glued ones, nothing where `word` is none."""
        if not word.isupper() or not 1 < len(word) <= 24:
            return ()
        word = _plain_d(word)
        readings: list[tuple[str, ...] | None] = [()] + [None] * len(word)  # by how much of the word is read
        for end in range(1, len(word) + 1):
            for begin in range(max(0, end - self._widest), end):
                before, unit = readings[begin], self._units.get(word[begin:end])
                if before is not None and unit and readings[end] is None:
                    readings[end] = before + unit
        return readings[-1] or ()

    def _steps(self, syllables: tuple[str, ...], at: int) -> Iterator[tuple[str, int]]:
        """Yield each token that can stand at syllable `at`, with how many syllables are read then."""
        yield syllables[at], at + 1
        yield from self._glued(syllables, at, "")

    def _glued(self, syllables: tuple[str, ...], at: int, prefix: str) -> Iterator[tuple[str, int]]:
        for short, full in self._units.items():
            if syllables[at : at + len(full)] == full:
                for written in {short, short.replace("D", "Đ")}:
                    yield prefix + written, at + len(full)
                    yield from self._glued(syllables, at + len(full), prefix + written)


def _parts(gap: str) -> bool:
    """Tell whether the marks between two syllables part two names: `"A", b`, `"A" - "B"`, an empty line."""
    return len(gap) > _LONGEST_GAP or gap.count('"') > 1 or gap.count("\n") > 1 or '",' in gap


def _plain_d(word: str) -> str:
    return word.replace("Đ", "D")
