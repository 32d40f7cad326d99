"""A quantity with the slots that are filled for it alone: what the rules about several figures look at."""

from dataclasses import dataclass

from extractor.facts.scene import Scene
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import Period, QuantityMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity in its sentence, with its slots.

    `each` tells that it is of one item; `flow` is the class of its verb, as far as it tells two figures apart; `thing`
    the counted noun with its next words, `head` its own words; `narrow` what it covers of its area: 0 all of it, 1 a
    village, 2 one giver; `national` tells whether a figure without an area is the whole country's.
    """

    scene: Scene
    quantity: QuantityMention
    status: str
    each: bool
    period: Period | None
    area: Unit | None
    campaign: str | None
    flow: str | None
    thing: str
    head: list[str]
    narrow: int = 0
    national: bool = False

    @property
    def indicator(self) -> str | None:
        """The indicator that the quantity counts for."""
        return self.quantity.indicator

    @property
    def scope(self) -> str | None:
        """What the figure covers of its place: area, village, giver; country; None where that is not known."""
        if self.narrow:
            return "village" if self.narrow == 1 else "giver"
        return "area" if self.area else "country" if self.national else None


def head_words(scene: Scene, quantity: QuantityMention) -> list[str]:
    """Return the words of the thing counted, in lower case."""
    return scene.low[slice(*quantity.head)].replace(",", " ").split()
