"""The lines of a page with what is known of each so far."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.text.dateline import Dateline
from extractor.text.lines import Line
from extractor.text.phrasebook import Phrasebook

Mark = tuple[str, str]  # kind of paragraph, rule


@dataclass(slots=True)
class Page:
    """Lines, and for each its mark; None until a rule has decided. `dates` are the lines that read as date lines."""

    lines: list[Line]
    book: Phrasebook
    marks: list[Mark | None] = field(default_factory=list)
    dates: dict[int, Dateline] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.marks = self.marks or [None] * len(self.lines)

    def mark(self, index: int, kind: str, rule: str) -> None:
        """Give line `index` its kind, unless it has one."""
        if self.marks[index] is None:
            self.marks[index] = (kind, rule)

    def open(self, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Yield the lines from `start` up to `end` that no rule has decided yet; it may be decided meanwhile."""
        for index in range(start, len(self.lines) if end is None else end):
            if self.marks[index] is None:
                yield index

    def kind(self, index: int) -> str | None:
        """Return the kind of line `index` so far."""
        mark = self.marks[index]
        return mark[0] if mark else None

    def says(self, kind: str, index: int) -> bool:
        """Tell whether line `index` is of that class of the phrase book."""
        return self.book.says(kind, self.lines[index].folded)
