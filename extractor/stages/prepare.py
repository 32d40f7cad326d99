"""What must stand in the store before anything is extracted."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from extractor.stages.events import utc_now
from extractor.store import Store, Versions, read_reference, versions


def prepare(store: Store, data: Path, *, clock: Callable[[], datetime] = utc_now) -> Versions:
    """Bring the store's localities, campaigns and indicators up to the tables in `data`; return what is current."""
    current = versions(data)
    if not store.has_reference(current.lexicon):
        store.put_reference(read_reference(data), digest=current.lexicon, now=clock().isoformat())
    return current
