"""Claims that are still to be made of a database's facts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.store import Store

_MADE = frozenset(("claims", "totals"))


def check_claims(store: "Store", tables: Iterable[str]) -> None:
    """Raise OutputError where claims or totals are asked for and the facts are in none yet."""
    from extractor.errors import OutputError

    asked = _MADE.intersection(tables)
    if asked and store.lacks_claims():
        cure = f"mattran migrate --db {store.path} makes them of the facts, offline"
        raise OutputError(", ".join(sorted(asked)), "the facts are in no claims yet", cure=cure)
