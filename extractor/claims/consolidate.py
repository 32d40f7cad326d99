"""From the facts of one indicator, status and province of today to claims, each with the reason not to count it."""

from collections import defaultdict
from collections.abc import Iterable

from extractor.claims.containment import contain
from extractor.claims.model import Claim, Told, WhyNot
from extractor.claims.reform import Key
from extractor.claims.same import claims_of
from extractor.claims.series import relate


def consolidate(tellings: Iterable[Told], *, indicator: str, summed: bool) -> list[Claim]:
    """Return the claims of facts of one indicator, one status and one province of today, in whatever order they come.

    `summed` tells whether figures of the indicator add up: shares in percent and things of any kind do not.
    """
    by_place: dict[Key | None, list[Told]] = defaultdict(list)
    for told in tellings:
        by_place[told.place.key].append(told)
    claims: list[Claim] = []
    for there in by_place.values():
        found = claims_of(there)
        if summed:
            relate(found, indicator)
        claims.extend(found)
    for claim in claims:
        claim.why_not = _excluded(claim, summed=summed) or claim.why_not
    contain(claims, indicator)
    return claims


def _excluded(claim: Claim, *, summed: bool) -> WhyNot | None:
    """Return why a claim can enter no sum by itself."""
    if claim.best.each:
        return "each"
    if not summed:
        return "unsummed"
    return "part" if _is_part(claim) else None


def _is_part(claim: Claim) -> bool:
    """Tell whether a claim is a part of a total that belongs in its own sum: of the same province and year."""
    return any(told.part and not told.outside for told in claim.tellings)
