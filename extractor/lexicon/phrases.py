"""One automaton for the names of all tables: a door to spaCy's PhraseMatcher."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import regex

from extractor.text.normalise import lower

_TOKEN = regex.compile(r"\p{L}+|\p{N}|[^\p{L}\p{N}\s]")
_OTHER = "\0"  # stands for every token that no phrase holds, so that spaCy's string store stays bounded


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase of `table` in the text; `key` is its row's key; offsets of the searched text, half-open."""

    start: int
    end: int
    table: str
    key: str


class Phrases:
    """Finds every occurrence of many names at once, whatever their case; cost is linear in the text.

    `entries` yields (table, key, surface); surfaces are given in normalised spelling. Overlapping matches of the
    same table are all returned, in the order of their ends: which of them holds is the finder's decision.
    """

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        self._vocab = Vocab()
        self._doc: Any = Doc
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")
        self._known: set[str] = set()
        labels: dict[str, tuple[str, list[tuple[str, str]]]] = {}
        for table, key, surface in entries:
            words = [m.group() for m in _TOKEN.finditer(lower(surface))]
            if not words:
                continue
            self._known.update(words)
            label = " ".join(words)
            labels.setdefault(label, (label, []))[1].append((table, key))
        self._owners = {self._vocab.strings.add("=" + label): rows for label, rows in labels.values()}
        for label in labels:
            self._matcher.add("=" + label, [Doc(self._vocab, words=label.split(" "))])

    def find(self, text: str) -> Iterator[PhraseMatch]:
        """Yield the matches in `text`, which is in normalised spelling."""
        tokens = list(_TOKEN.finditer(lower(text)))
        known = self._known
        words = [w if (w := m.group()) in known else _OTHER for m in tokens]
        for label, first, last in self._matcher(self._doc(self._vocab, words=words)):
            start, end = tokens[first].start(), tokens[last - 1].end()
            for table, key in self._owners[label]:
                yield PhraseMatch(start, end, table, key)
