"""`Huyện A và huyện B lần lượt xây 42 và 37 căn nhà`: the first figure is of the first, the second of the second."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from extractor.facts.scene import Scene
from extractor.mentions.model import QuantityMention

_IN_TURN = re.compile(r"\blần lượt\b")
_JOINED = re.compile(r"\s{0,2}(?:,|;|và)\s{0,2}(?:[^\W\d_]+\s){0,2}")


class Spanned(Protocol):
    """A date or a place of the sentence."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


N = TypeVar("N", bound=Spanned)


def in_turn(scene: Scene, quantity: QuantityMention, named: Sequence[N]) -> N | None:
    """Return the one of `named` that the figure belongs to; None unless as many stand before `lần lượt` as behind."""
    words = [word for word in scene.told(_words) if word[1] <= quantity.start]
    if not words:
        return None
    begin, end = words[-1]
    start, row = scene.clause(begin)[0], _row(scene, quantity, end)
    before = [one for one in named if start <= one.start and one.end <= begin]
    return before[row.index(quantity)] if len(row) == len(before) > 1 and quantity in row else None


def _words(scene: Scene) -> list[tuple[int, int]]:
    """Return where `lần lượt` stands."""
    return [word.span() for word in _IN_TURN.finditer(scene.low, scene.start, scene.end)]


def _row(scene: Scene, quantity: QuantityMention, start: int) -> list[QuantityMention]:
    """Return the figures of the quantity's indicator behind `start` that are joined by commas and `và`."""
    row: list[QuantityMention] = []
    for one in scene.found.quantities:
        if one.start < start or one.indicator != quantity.indicator:
            continue
        if row and not _JOINED.fullmatch(scene.low, row[-1].end, one.start):
            break
        row.append(one)
    return row
