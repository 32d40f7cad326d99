"""What came of one article, before the run is told: it may be written in the same transaction as others."""

from typing import NamedTuple

from extractor.errors import MattranError
from extractor.stages.events import Event, Extracted, Kept, Run, Stage, Unchanged


class Refused(NamedTuple):
    """What went wrong with an article, at which stage."""

    stage: Stage
    error: MattranError
    site: str | None = None


Outcome = Extracted | Kept | Unchanged | Refused


def told(run: Run, outcome: Outcome) -> Event:
    """Tell the run, once all is written."""
    if isinstance(outcome, Refused):
        return run.fail(outcome.stage, outcome.error, site=outcome.site)
    return run.note(outcome)
