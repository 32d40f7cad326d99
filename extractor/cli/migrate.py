"""`mattran migrate`: brings a database of an older version up to this one."""

from pathlib import Path

import typer

from extractor.cli.console import plural
from extractor.cli.options import OldDb


def migrate(db: OldDb = Path("mattran.db")) -> None:
    """Bring a database of an older version up to this one; a copy of it as it was stays beside it.

    Facts that are in no claims yet get theirs. `mattran nightly` and what else writes do all this by themselves; what
    only reads asks for it.
    """
    from extractor.errors import Outdated
    from extractor.stages import consolidate, running, utc_now
    from extractor.store import Store, exclusive

    try:
        with Store.reader(db) as store:
            ready = not store.lacks_claims()
    except Outdated:
        ready = False
    if ready:
        typer.echo(f"{db}: of this version; nothing to do")
        return
    with exclusive(db, clock=utc_now), Store(db) as store:
        with running(store, "migrate") as run:  # an older version made no claims of its facts
            for _ in consolidate(store, run=run):
                pass
        claims = plural(store.count("claims"), "claim")
        typer.echo(f"{db}: brought up, {claims}" + (f"; as it was: {store.backup}" if store.backup else ""))
