"""How long searches take in a database that `tests.big` made: what analysts look for, with filters and without."""

import statistics
import time
from pathlib import Path
from typing import Any

from extractor.search.query import parse
from extractor.store import Filters, Store

QUERIES = (
    *("dai doan ket", '"đại đoàn kết"', "nhà", "Đắk Lắk", "hoà giải", "thuong tin", "tha*", "đồng"),
    *("mặt trận tổ quốc việt nam", "nhà OR đất", "hộ nghèo -tết", '"vi nguoi ngheo" 2023', "covid", "xyzzy"),
)
FILTERS = (
    Filters(),
    Filters(indicator="houses", province="38", year=2023, status="achieved"),
    Filters(province="38"),
    Filters(indicator="money", status="achieved"),
    Filters(campaign="vi-nguoi-ngheo", year=2020),
)
ROUNDS = 5


def measure(path: Path) -> dict[str, Any]:
    """Return the median and the worst of the searches in milliseconds, by kind, each the median of its rounds."""
    with Store.reader(path) as store:
        took = {
            kind: [
                _search(store, kind, words, filters)
                for words in QUERIES
                for filters in FILTERS
                if kind in store.search.kinds(filters)
            ]
            for kind in ("articles", "sentences", "campaigns")
        }
    figures: dict[str, Any] = {}
    for kind, times in took.items():
        figures[f"{kind}, median ms"] = round(statistics.median(times), 1)
        figures[f"{kind}, worst ms"] = round(max(times), 1)
    return figures


def _search(store: Store, kind: str, words: str, filters: Filters) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        store.search.find(kind, parse(words), filters, limit=20)
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)
