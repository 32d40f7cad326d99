"""From claims and sums to the rows that hold them."""

from typing import Any

from extractor.claims import Claim, Total, iso

Row = dict[str, Any]


def claim_row(claim: Claim) -> Row:
    """Return the row of `claims`, without what all of its pool share."""
    best, witnesses = claim.best, claim.witnesses
    code, valid_from = best.locality or (None, None)
    days = sorted(witness.published for witness in witnesses if not witness.undated)
    return {
        "id": best.witness.fact,
        "value": best.value,
        "value_upper": best.upper,
        "unit": best.unit,
        "modifier": best.modifier,
        "aggregation": claim.aggregation,
        "item": best.item,
        "period_start": iso(claim.span.start),
        "period_end": iso(claim.span.end),
        "year": claim.span.year,
        "locality": code,
        "locality_valid_from": valid_from,
        "province": best.place.province,
        "province_now": best.place.province_now,
        "campaign": claim.campaign,
        "witnesses": len(witnesses),
        "articles": len(claim.articles),
        "publishers": claim.publishers,
        "first_published": days[0] if days else None,
        "last_published": days[-1] if days else None,
        "relation": claim.relation,
        "series": claim.series,
        "total": next((told.total for told in claim.tellings if told.part and told.total), None),
        "counted_value": claim.counted,
        "why_not": claim.why_not,
    }


def total_row(total: Total) -> Row:
    """Return the row of `claim_totals`, without what all of its pool share."""
    return {
        "province": total.province,
        "province_name": total.province_name,
        "province_now": total.province_now,
        "province_now_name": total.province_now_name,
        "year": total.year,
        "campaign": total.campaign,
        "value": total.value,
        "claims": total.claims,
        "articles": total.articles,
    }
