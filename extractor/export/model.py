"""What is written, whatever the format: tables, and what is said about them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, NamedTuple

from extractor.columns import Column
from extractor.labels import Labels

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows on their way out: `rows` can be read once, `count` says before how many they are."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterator[Row]
    count: Callable[[], int]


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: the filters of its rows, the day, the program with its version."""

    filters: Mapping[str, str | int]
    day: date
    program: str
    labels: Labels


class Written(NamedTuple):
    """How many rows of a table were written, and how many cells were too long for the format and end in `…`."""

    table: str
    rows: int
    cut: int = 0


Write = Callable[[Sequence[Table], BinaryIO, About], list[Written]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the name that `--format` takes.

    `most` is how many rows fit into it; `many` says whether it takes several tables; `plain` whether it is text that
    may go to stdout.
    """

    name: str
    suffix: str
    write: Write
    most: int | None = None
    many: bool = False
    plain: bool = False
