"""What a finder returns. Spans are half-open character offsets of `Document.text` (the normalised copy)."""

from dataclasses import dataclass
from datetime import date

from extractor.lexicon.gazetteer import Unit


@dataclass(frozen=True, slots=True)
class Period:
    """An inclusive interval of days; a `None` end is open."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of the text and the name of the grammar rule that found it."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention(Mention):
    """A calendar expression, resolved.

    `period` is what the words name (`tính đến ngày 31/10/2019`: that day); `covers` is what a figure governed by
    them covers (here: open start to that day); `timex` is the ISO 8601 / TIMEX3 value (`2019-10-31`, `2023-H1`,
    `2019/2024`). `grain` is day, month, quarter, half, months, year, years (a span of whole years), interval, since,
    upto or past.
    `listed` is False for expressions that date a figure but are no calendar expression themselves (`đến nay`).
    """

    period: Period
    covers: Period
    timex: str
    grain: str
    listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalityMention(Mention):
    """A place name with every unit that bears it; `unit` is the chosen one, None where it can't be told.

    `kind` is the type word as written in full (`tỉnh`, `huyện`, `xã` …), None for a bare name; `basis` names the
    evidence of the choice (`kind word`, `parent named`, `home province`, `only bearer`, …).
    """

    name: str
    kind: str | None
    candidates: tuple[Unit, ...]
    unit: Unit | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignMention(Mention):
    """A named campaign, movement, programme, fund or festival. `listed` is False for names outside the table."""

    id: str
    name: str
    type: str
    listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMention(Mention):
    """A number with its unit and modifier.

    `value` stands in `unit` (VND, m2, m, kg, %, or the counted thing); `value_upper` is the upper end of a range;
    `number` is the span of the numerals alone and `head` the span of the unit or thing counted.
    """

    value: float
    value_upper: float | None
    unit: str
    modifier: str | None
    indicator: str | None
    number: tuple[int, int]
    head: tuple[int, int]
    ratio: bool = False
