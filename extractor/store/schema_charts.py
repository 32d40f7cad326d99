"""Indexes that hold all that the charts add up, of the claims that count and of their sums: no row need be read."""

STATEMENTS = (
    "CREATE INDEX claims_counted ON claims(indicator, status, province, locality_valid_from, locality, year, campaign, "
    "value, why_not) WHERE why_not IS NULL",
    "CREATE INDEX claim_totals_counted ON claim_totals(status, indicator, year, province_now, province, campaign, "
    "value, claims)",
)
