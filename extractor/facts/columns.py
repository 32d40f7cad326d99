"""A table with a column for each time: `Địa phương | Năm 2024 | Kế hoạch năm 2026` above the rows."""

import re
from dataclasses import dataclass, field

from extractor.facts.dating import governing
from extractor.facts.scene import Scene
from extractor.mentions.model import DateMention, QuantityMention

_EDGE = re.compile(r"\s?\|\s?|\t|\s{2,}")  # what parts two cells
_PLAN = re.compile(r"\b(?:kế hoạch|chỉ tiêu|mục tiêu|phấn đấu|dự kiến)\b")
_PLEDGE = re.compile(r"\bđăng ký\b")
_FEWEST = 2  # dated columns that make a table of times


@dataclass(frozen=True, slots=True)
class Column:
    """What a head says of the figures below it: the time and the status."""

    time: DateMention
    status: str


@dataclass(slots=True)
class Columns:
    """The heads of the table that stands open, None where a head gives no time; empty outside such tables."""

    heads: list[Column | None] = field(default_factory=list)

    def enter(self, scene: Scene) -> None:
        """Read the heads of a table, keep them for its rows, forget them behind it."""
        if scene.kind != "row":
            self.heads = []
        elif not scene.found.quantities:
            heads = [_head(scene, start, end) for start, end in _cells(scene)]
            self.heads = heads if sum(head is not None for head in heads) >= _FEWEST else []

    def of(self, scene: Scene, quantity: QuantityMention) -> Column | None:
        """Return the column in which the figure stands; None where the row is not the table's."""
        if not self.heads:
            return None
        cells = _cells(scene)
        if len(cells) != len(self.heads):
            return None
        return next((head for head, (_, end) in zip(self.heads, cells, strict=True) if quantity.start < end), None)


def _cells(scene: Scene) -> list[tuple[int, int]]:
    """Return the spans of the line's cells."""
    edges = list(_EDGE.finditer(scene.text, scene.start, scene.end))
    starts, ends = [scene.start, *(e.end() for e in edges)], [*(e.start() for e in edges), scene.end]
    return list(zip(starts, ends, strict=True))


def _head(scene: Scene, start: int, end: int) -> Column | None:
    time = next((d for d in scene.told(governing) if start <= d.start and d.end <= end), None)
    if time is None:
        return None
    plan, pledge = (words.search(scene.low, start, end) for words in (_PLAN, _PLEDGE))
    return Column(time, "target" if plan else "pledged" if pledge else "achieved")
