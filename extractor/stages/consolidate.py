"""Consolidate: what several articles tell: which of them copy each other, and which facts are one figure."""

from collections.abc import Iterator

from extractor.stages.events import Clustered, Consolidated, Event, Run
from extractor.store import Store


def consolidate(store: Store, *, run: Run) -> Iterator[Event]:
    """Find the cluster of every article that is new or changed, then the claims that its facts may have a share in."""
    for placed in store.clusters.place_all():
        if placed.cluster_document is not None and placed.cluster_document != placed.document:
            yield run.note(Clustered(placed.document, placed.cluster_document))
    for renewed in store.claims.renew():
        yield run.note(Consolidated(renewed.pool, renewed.facts, renewed.claims))
