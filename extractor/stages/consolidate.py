"""Consolidate: what several articles tell. So far: which of them copy each other."""

from collections.abc import Iterator

from extractor.stages.events import Clustered, Event, Run
from extractor.store import Store


def consolidate(store: Store, *, run: Run) -> Iterator[Event]:
    """Find the cluster of every article that is new or changed; tell which are copies of another."""
    for placed in store.clusters.place_all():
        if placed.cluster_document is not None and placed.cluster_document != placed.document:
            yield run.note(Clustered(placed.document, placed.cluster_document))
