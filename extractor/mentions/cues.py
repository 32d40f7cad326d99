"""Finds cue words; the longest of a kind wins, so that `vượt chỉ tiêu` hides the target cue `chỉ tiêu`."""

from dataclasses import dataclass

from extractor.lexicon.cues import TABLE, CueRow, Cues
from extractor.lexicon.phrases import Matches


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in the text: half-open span of `Document.text` and its row."""

    start: int
    end: int
    row: CueRow


def find_cues(matches: Matches, cues: Cues) -> list[Cue]:
    """Return the cues among `matches` in text order, pseudo cues left out."""
    last: dict[str, Cue] = {}  # by kind
    kept: list[Cue] = []
    for start, end, key in sorted(matches[TABLE], key=_longest_first):
        row = cues.rows[key]
        hider = last.get(row.kind)
        if hider is None or start >= hider.end or not _hides(hider.row, row):
            last[row.kind] = cue = Cue(start, end, row)
            if row.value:
                kept.append(cue)
    return sorted(kept, key=_place)


def _longest_first(found: tuple[int, int, str]) -> tuple[int, int]:
    return found[0], -found[1]


def _place(cue: Cue) -> tuple[int, int, str]:
    return cue.start, cue.end, cue.row.kind


def _hides(hider: CueRow, row: CueRow) -> bool:
    """Tell whether a longer or earlier cue hides another of its kind; a pseudo cue hides cues of every direction."""
    return not hider.value or row.direction == hider.direction
