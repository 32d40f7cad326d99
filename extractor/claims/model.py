"""What the consolidation reads and makes: facts with what counts for comparing them, claims, sums."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.claims.numbers import reach
from extractor.claims.places import Place
from extractor.claims.reform import Key
from extractor.claims.spans import Span

Relation = Literal["running", "conflict"]
WhyNot = Literal["each", "unsummed", "part", "running", "conflict", "contained"]


@dataclass(frozen=True, slots=True, order=True)
class Witness:
    """Where a figure is told. Witnesses sort by day of publication, those without one last.

    `start` is the place in the article's text, `sentence` where the figure's sentence begins; `publisher` is the site,
    or the document where there is none; `family` is the first of the articles that print one text, the article itself
    where there is no other.
    """

    undated: bool
    published: str
    document: str
    start: int
    sentence: int
    publisher: str
    article: int
    fact: int
    family: int

    @property
    def copy(self) -> bool:
        """Tell whether the article reprints another."""
        return self.family != self.article


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as one article tells it, with the reprints that repeat the figure (`echoes`).

    `locality` is the code and first day of the unit that it names, `place` what claims make of it; `span` is the
    period; `flow` and `scope` are the fact's; `thing` are the words that name what is counted. A `part` has its total's
    fact in `total`; `inner` tells that the total is of the same place and period, `outside` that the part
    has another province or year to itself.
    """

    witness: Witness
    indicator: str
    value: float
    upper: float | None
    unit: str
    modifier: str | None
    each: bool
    part: bool
    item: str
    thing: tuple[str, ...]
    flow: str | None
    scope: str | None
    span: Span
    place: Place
    locality: Key | None
    campaign: str | None
    confidence: float
    inner: bool = False
    outside: bool = False
    total: int | None = None
    echoes: Sequence[Witness] = ()


@dataclass(eq=False, slots=True)
class Claim:
    """One figure, told by `tellings`, the best one first: the one that gives its value most exactly.

    `span` and `campaign` are the best known among them. The rest is found in comparing claims: `relation`, `series`
    (the id of its series' first claim), `why_not`: why it enters no sum; `elsewhere`: how much of it other claims tell.
    """

    tellings: list[Told]
    span: Span
    campaign: str | None
    relation: Relation | None = None
    series: int | None = None
    why_not: WhyNot | None = None
    elsewhere: float = 0.0
    articles: frozenset[int] = field(init=False)
    families: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.articles = frozenset(w.article for w in self.witnesses)
        self.families = frozenset(w.family for w in self.witnesses)

    @property
    def best(self) -> Told:
        """The telling that gives the value."""
        return self.tellings[0]

    @property
    def aggregation(self) -> str:
        """each; part where no article tells it as a whole."""
        if self.best.each:
            return "each"
        return "part" if all(told.part for told in self.tellings) else "whole"

    @property
    def least(self) -> float:
        """The least number that it may stand for."""
        return reach(self.best.value, self.best.modifier)[0]

    @property
    def most(self) -> float:
        """The greatest number that it may stand for."""
        return reach(self.best.value, self.best.modifier)[1]

    @property
    def counted(self) -> float | None:
        """How much of it enters sums; None where it does not."""
        return self.best.value - self.elsewhere if self.why_not is None else None

    @property
    def publishers(self) -> int:
        """How many tell it of their own: sites, or documents without one; a reprint counts with what it reprints."""
        return len({told.witness.publisher for told in self.tellings})

    @property
    def witnesses(self) -> list[Witness]:
        """All who tell it, reprints too."""
        return [w for told in self.tellings for w in (told.witness, *told.echoes)]
