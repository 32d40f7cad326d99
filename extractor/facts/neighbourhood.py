"""Where the place names stand: which beside which, in which sentence, after which areas."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import LocalityMention
from extractor.text.document import Document

Choice = tuple[Unit, str]  # a unit and the name of the evidence for it

_LINK = re.compile(r"\s{0,2}(?:, thuộc|, ở|,|\(|-|/|thuộc|của|ở|tại)\s{0,2}")
_REACH = 16  # mentions of one sentence that are looked at to each side


def link(mentions: Sequence[LocalityMention], text: str) -> list[int | None]:
    """Return for each mention the number of the next one if that may name its parent: `xã A, huyện B`, `A (B)`."""
    links: list[int | None] = [None] * len(mentions)
    for index in range(len(mentions) - 1):
        end, start = mentions[index].end, mentions[index + 1].start
        if start - end <= 12 and _LINK.fullmatch(text, end, start):
            links[index] = index + 1
    return links


class Neighbourhood:
    """Where the mentions stand: their sentences, what may be their parents and children, the areas named so far."""

    def __init__(
        self,
        mentions: Sequence[LocalityMention],
        pools: Sequence[list[Unit]],
        document: Document,
        links: list[int | None],
    ) -> None:
        self._mentions, self._text = mentions, document.text
        starts = [s.start for s in document.sentences] or [m.start() for m in re.finditer(r"[^\n]+", document.text)]
        self.parent = links
        self.bracketed = {n for n, parent in enumerate(links) if parent is not None and "(" in self._gap(n, parent)}
        self.child: dict[int, list[Unit]] = {}
        for index, parent in enumerate(links):
            if parent is not None:
                self.child[parent] = pools[index]
        self._sentence = [bisect_right(starts, m.start) for m in mentions]
        self._areas: list[str] = []

    def _gap(self, one: int, other: int) -> str:
        return self._text[self._mentions[one].end : self._mentions[other].start]

    def neighbours(self, index: int) -> list[int]:
        """Return the numbers of the other mentions in the sentence of mention `index`, the nearest first."""
        number = self._sentence[index]
        first = bisect_left(self._sentence, number, max(0, index - _REACH), index)
        last = bisect_right(self._sentence, number, index, min(len(self._sentence), index + _REACH + 1))
        return sorted((n for n in range(first, last) if n != index), key=lambda n: (abs(n - index), n > index))

    def recent(self) -> list[str]:
        """Return the codes of the last areas, the latest first."""
        return self._areas[:-6:-1]

    def pass_by(self, found: Choice | None) -> None:
        """Remember the area of a mention that has been chosen: a district, or the one that a commune lies in."""
        if found and found[0].level != "province":
            code = found[0].code if found[0].level == "district" else found[0].parent or ""
            if not self._areas or self._areas[-1] != code:
                self._areas.append(code)

    def rewind(self) -> None:
        """Begin another pass over the mentions."""
        self._areas.clear()
