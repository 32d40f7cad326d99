"""Hand-built tellings for the tests of claims: what articles say of figures, without texts."""

from collections.abc import Iterable
from dataclasses import replace

from extractor.claims import Area, Claim, Place, Told, Witness, consolidate, places
from extractor.claims.places import COUNTRY, UNKNOWN
from extractor.claims.spans import Span, day
from extractor.claims.things import thing


def area(
    code: str, name: str, level: str, parent: str | None, current: str, *, since: str = "2004-07-08", until: str | None
) -> Area:
    """Return a unit; those of today have no last day; `current` are the codes of its heirs, parted by blanks."""
    province = code if level == "province" else "38" if until else "38n"
    now = "38n"
    return Area(
        code, since, until, name, level, parent, province, "Thanh Hóa", now, "Thanh Hóa", tuple(current.split())
    )


OLD = NEW = "2025-07-01"
AREAS = [
    area("38", "Thanh Hóa", "province", None, "38n", until=OLD),
    area("380", "Thọ Xuân", "district", "38", "38n", until=OLD),
    area("3801", "Xuân Lập", "commune", "380", "n1", until=OLD),
    area("3802", "Xuân Minh", "commune", "380", "n2", until=OLD),
    area("3803", "Xuân Lai", "commune", "380", "n2", until=OLD),
    area("3804", "Phú Xuân", "commune", "380", "n1 n2", until=OLD),
    area("3805", "Sao Vàng", "commune", "380", "n3", until=OLD),
    area("38n", "Thanh Hóa", "province", None, "38n", since=NEW, until=None),
    area("n1", "Xuân Lập", "commune", "38n", "n1", since=NEW, until=None),
    area("n2", "Xuân Tín", "commune", "38n", "n2", since=NEW, until=None),
    area("n3", "Sao Vàng", "commune", "38n", "n3", since=NEW, until=None),
]
_PLACES = {key[0]: place for key, place in places(AREAS).items()}
PLACES: dict[str, Place] = {
    "province": _PLACES["38"],
    "district": _PLACES["380"],
    "commune": _PLACES["3801"],
    "neighbour": _PLACES["3802"],
    "new province": _PLACES["38n"],
    "new commune": _PLACES["n1"],
    "town": _PLACES["3805"],
    "new town": _PLACES["n3"],
    "country": COUNTRY,
    "nowhere": UNKNOWN,
}
PERIODS = {  # first and last day by the words of a report
    "2023": ("2023-01-01", "2023-12-31"),
    "2022": ("2022-01-01", "2022-12-31"),
    "2024": ("2024-01-01", "2024-12-31"),
    "q1": ("2023-01-01", "2023-03-31"),
    "h1": ("2023-01-01", "2023-06-30"),
    "to july": ("2023-01-01", "2023-07-12"),
    "9 months": ("2023-01-01", "2023-09-30"),
    "h2": ("2023-07-01", "2023-12-31"),
    "term": ("2019-01-01", "2023-12-31"),
    "event": ("2023-05-10", "2023-05-10"),
    "so far june": (None, "2023-06-30"),
    "so far july": (None, "2023-07-05"),
    "so far sept": (None, "2023-09-30"),
    "so far 2021": (None, "2021-09-30"),
    "unknown": (None, None),
}


def told(
    value: float,
    period: str = "2023",
    *,
    indicator: str = "houses",
    place: str = "province",
    article: int = 1,
    sentence: int = 0,
    family: int | None = None,
    modifier: str | None = None,
    campaign: str | None = None,
    item: str = "căn nhà",
    flow: str | None = "build",
    scope: str | None = "area",
    aggregation: str = "whole",
    inner: bool = False,
    outside: bool = False,
    published: str = "2024-01-10",
) -> Told:
    """Return what an article tells; figures of one article and sentence stand by their value."""
    start, end = PERIODS[period]
    name = f"article {article}"
    at = sentence * 1_000_000_000_000_000 + int(value)
    fact = hash((article, sentence, value, period, place, campaign, item)) & 0xFFFFFFFF
    return Told(
        witness=Witness(False, published, name, at, sentence, name, article, fact, family or article),
        indicator=indicator,
        value=value,
        upper=None,
        unit="",
        modifier=modifier,
        each=aggregation == "each",
        part=aggregation == "part",
        item=item,
        thing=thing(indicator, item),
        flow=flow,
        scope="country" if place == "country" else None if place == "nowhere" else scope,
        span=Span(day(start), day(end)),
        place=PLACES[place],
        locality=None,
        campaign=campaign,
        confidence=0.9,
        inner=inner,
        outside=outside,
    )


def money(value: float, period: str = "2023", *, flow: str | None = "raise", **rest: object) -> Told:
    """Return a sum in thousand millions of đồng, raised unless told otherwise."""
    return told(value * 1e9, period, indicator="money", flow=flow, item="đồng", **rest)  # type: ignore[arg-type]


def reprinted(original: Told, *copies: Told) -> Told:
    """Return a telling with reprints that repeat it."""
    return replace(original, echoes=tuple(copy.witness for copy in copies))


def claims(*tellings: Told, summed: bool = True) -> list[Claim]:
    """Consolidate tellings of one indicator; the claims by value."""
    indicator = tellings[0].indicator
    return sorted(consolidate(tellings, indicator=indicator, summed=summed), key=lambda claim: claim.best.value)


def fates(found: Iterable[Claim]) -> list[tuple[float, str | None]]:
    """Return each claim's value (sums in thousand millions) with the reason why it is not counted."""
    return [(claim.best.value / (1e9 if claim.best.indicator == "money" else 1), claim.why_not) for claim in found]
