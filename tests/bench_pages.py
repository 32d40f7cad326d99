"""How long pages and questions of `mattran serve` take on a database that `tests.big` made."""

import statistics
from pathlib import Path
from typing import Any

import httpx

from extractor.web.queries import load_queries
from tests.serving import serving

PAGES = (
    *("/", "/?indicator=houses", "/?year=2023", "/article/5000", "/article/99000", "/fact/500000", "/health", "/data"),
    *("/province/then/40", "/province/now/40", "/province/now/25", "/campaign/vi-nguoi-ngheo"),
    *("/search?q=dai+doan+ket", "/search?q=nha&kind=sentences&province=40"),
    *("/data/facts_wide", "/data/facts_wide?indicator=houses", "/data/claims_wide", "/data/totals", "/data/articles"),
)
ROUNDS = 7


def measure(path: Path) -> dict[str, Any]:
    """Return the median and the worst of all answers in milliseconds, and the slowest addresses."""
    addresses = (*PAGES, *(f"/data/{name}" for name in load_queries()))
    with serving(path) as base, httpx.Client(base_url=base, timeout=60) as client:
        took = {address: [_asked(client, address) for _ in range(ROUNDS)] for address in addresses}
    middles = {address: statistics.median(times) for address, times in took.items()}
    slowest = sorted(middles, key=middles.__getitem__, reverse=True)[:5]
    return {
        "addresses": len(addresses),
        "median of all, ms": round(statistics.median(middles.values()), 1),
        **{f"{address}, median ms": round(middles[address], 1) for address in slowest},
        "worst answer, ms": round(max(max(times) for times in took.values()), 1),
    }


def _asked(client: httpx.Client, address: str) -> float:
    answer = client.get(address)
    assert answer.status_code in (200, 302), f"{address}: {answer.status_code}"
    return 1000 * answer.elapsed.total_seconds()
