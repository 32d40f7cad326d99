"""Sums over the claims that are counted."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.claims.model import Claim

_Row = tuple[str | None, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one province, year and campaign.

    None stands for the country or an unknown place, for no single year, and where no campaign is named.
    """

    province: str | None
    province_name: str | None
    province_now: str | None
    province_now_name: str | None
    year: int | None
    campaign: str | None
    value: float
    claims: int
    articles: int


def totals(claims: Iterable[Claim]) -> list[Total]:
    """Return the sums over claims of one indicator, one status and one province of today."""
    rows: dict[_Row, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.why_not is None:
            rows[claim.best.place.province, claim.span.year, claim.campaign].append(claim)
    return [_total(year, campaign, row) for (_, year, campaign), row in rows.items()]


def _total(year: int | None, campaign: str | None, claims: Sequence[Claim]) -> Total:
    place = min(claims, key=lambda claim: claim.best.witness).best.place
    return Total(
        province=place.province,
        province_name=place.province_name,
        province_now=place.province_now,
        province_now_name=place.province_now_name,
        year=year,
        campaign=campaign,
        value=math.fsum(claim.counted or 0 for claim in claims),
        claims=len(claims),
        articles=len(frozenset().union(*(claim.articles for claim in claims))),
    )
