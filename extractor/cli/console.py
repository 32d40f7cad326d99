"""Words and figures on the terminal."""

import os
import sys
from typing import TYPE_CHECKING, TextIO

from extractor.numbers import grouped

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH = 160  # where the output is no terminal and COLUMNS does not say
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "\ufffd")


def console(stream: TextIO | None = None) -> "Console":
    """Return a rich console on `stream`, by default stdout."""
    from rich.console import Console

    out = stream or sys.stdout
    return Console(file=out, width=None if out.isatty() or os.environ.get("COLUMNS") else _WIDTH, highlight=False)


def safe(text: str) -> str:
    """Return text of others without what a terminal would obey."""
    return text.translate(_CONTROLS)


def figure(value: float, upper: float | None, unit: str) -> str:
    """Write a value as Vietnamese does: `76.000.000.000 VND`, `1-2 model`, `43,5 %`."""
    text = number(value) if upper is None else f"{number(value)}-{number(upper)}"
    return f"{text} {unit}"


def number(value: float) -> str:
    """Write a number as Vietnamese does: `1.234,5`, at most three decimals."""
    return grouped(value)


def period(start: str | None, end: str | None) -> str:
    """Write an interval of days: one day once, open ends as `…`."""
    if not start and not end:
        return ""
    return start if start and start == end else f"{start or '…'} → {end or '…'}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun: `1 fact`, `1,204 facts`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def warn(line: str) -> None:
    """Write one line to stderr."""
    sys.stderr.write(f"mattran: {line}\n")
