"""Claims of places of which the tables do not say what they are today say so, instead of nothing."""

from extractor.store import schema_claims

_WAS = "there.now_is AS place_now_is"
_IS = "CASE WHEN there.code IS NOT NULL THEN coalesce(there.now_is, 'unknown') END AS place_now_is"
_VIEW = next(each for each in schema_claims.STATEMENTS if "CREATE VIEW claims_wide" in each)

STATEMENTS = ("DROP VIEW claims_wide", _VIEW.replace(_WAS, _IS))
