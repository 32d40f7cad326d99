"""Finds cue words; the longest of a kind wins, so that `vượt chỉ tiêu` hides the target cue `chỉ tiêu`."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.lexicon.cues import TABLE, CueRow, Cues
from extractor.lexicon.phrases import PhraseMatch


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in the text: half-open span of `Document.text` and its row."""

    start: int
    end: int
    row: CueRow


def find_cues(matches: Sequence[PhraseMatch], cues: Cues) -> list[Cue]:
    """Return the cues among `matches` in text order, pseudo cues left out."""
    found = [Cue(m.start, m.end, cues.rows[m.key]) for m in matches if m.table == TABLE]
    last: dict[str, Cue] = {}  # by kind
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (c.start, -c.end)):
        hider = last.get(cue.row.kind)
        if hider is None or not _hides(hider, cue):
            last[cue.row.kind] = cue
            kept.append(cue)
    return sorted((c for c in kept if c.row.value), key=lambda c: (c.start, c.end, c.row.kind))


def _hides(hider: Cue, cue: Cue) -> bool:
    """Tell whether a longer or earlier cue hides another of its kind; a pseudo cue hides cues of every direction."""
    return cue.start < hider.end and (not hider.row.value or cue.row.direction == hider.row.direction)
