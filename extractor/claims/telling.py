"""From the rows of facts to what is compared."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from extractor.claims.model import Told, Witness
from extractor.claims.places import COUNTRY, UNKNOWN, Place
from extractor.claims.reform import Key
from extractor.claims.spans import Span, day
from extractor.claims.things import is_difference, thing

Row = Mapping[str, Any]
Places = Mapping[Key, Place]


def tellings(rows: Iterable[Row], places: Places) -> Iterator[Told]:
    """Yield what each article tells for itself, with the reprints that repeat it; `rows` are sorted by `voice`."""
    for voice, group in groupby(rows, key=lambda row: row["voice"]):
        told = list(group)
        first = next(row for row in told if row["fact"] == voice)
        yield _told(first, places, tuple(_witness(row) for row in told if row is not first))


def place_of(row: Row, places: Places, *, prefix: str = "") -> Place:
    """Return the place of a row's fact."""
    code = row[f"{prefix}locality"]
    if code is not None:
        return places[code, row[f"{prefix}locality_valid_from"]]
    return COUNTRY if row[f"{prefix}scope"] == "country" else UNKNOWN


def _told(row: Row, places: Places, echoes: tuple[Witness, ...]) -> Told:
    place, span = place_of(row, places), Span(day(row["period_start"]), day(row["period_end"]))
    difference = is_difference(row["item"])
    part = row["aggregation"] == "part" or row["total"] is not None or difference
    inner, outside = _of_total(row, place, span, places) if part and not difference else (part, False)
    return Told(
        witness=_witness(row),
        indicator=row["indicator"],
        value=row["value"],
        upper=row["value_upper"],
        unit=row["unit"],
        modifier=row["modifier"],
        each=row["aggregation"] == "each",
        part=part,
        item=row["item"],
        thing=thing(row["indicator"], row["item"]),
        flow=row["flow"],
        scope=row["scope"] or ("area" if place.rank in (1, 2, 3) else None),
        span=span,
        place=place,
        locality=(row["locality"], row["locality_valid_from"]) if row["locality"] else None,
        campaign=row["campaign"],
        confidence=row["confidence"],
        inner=inner,
        outside=outside,
        total=row["total"],
        echoes=echoes,
    )


def _of_total(row: Row, place: Place, span: Span, places: Places) -> tuple[bool, bool]:
    """Return whether the total is of the same place and period, and whether the part's province or year is its own."""
    if row["total"] is None:
        return True, False
    whole = place_of(row, places, prefix="total_")
    period = Span(day(row["total_period_start"]), day(row["total_period_end"]))
    elsewhere = place.province is not None and place.province != whole.province
    another_year = span.year is not None and span.year != period.year
    return (whole.key, period) == (place.key, span), elsewhere or another_year


def _witness(row: Row) -> Witness:
    return Witness(
        undated=row["published"] is None,
        published=row["published"] or "",
        document=row["document"],
        start=row["start"],
        sentence=row["sentence_start"],
        publisher=row["site"] or row["document"],
        article=row["article"],
        fact=row["fact"],
        family=row["family"],
    )
