"""The F1 floors of a gold folder: what the extractor once reached it must not lose unnoticed."""

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

from extractor.errors import MattranError, TableError
from extractor.evaluate import FACTS, SETS, Scores

FILE = "floors.toml"
_NAMES = (*SETS, *FACTS)
_HEAD = (
    "# F1 that `mattran evaluate` must reach here; `--update-floors` raises them, with `--lower` it lowers them too.\n"
)


class BelowFloorError(MattranError):
    """A figure has fallen below its floor, or spans are not their own text."""


def load_floors(path: Path) -> dict[str, float]:
    """Read a floors file; none where it is missing. Unknown names and values that are no share are a TableError."""
    if not path.is_file():
        return {}
    try:
        floors = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(str(path), f"no TOML: {error}", cure="write lines like `dates = 0.97`") from error
    for name, floor in floors.items():
        if name not in _NAMES:
            raise TableError(str(path), f"figure {name!r} is unknown", cure=f"use {', '.join(_NAMES)}")
        if not isinstance(floor, (int, float)) or not 0 <= floor <= 1:
            raise TableError(str(path), f"{name} = {floor!r} is no share", cure="give a number from 0 to 1")
    return {name: float(floor) for name, floor in floors.items()}


def check(scores: Scores, floors: Mapping[str, float], path: Path) -> None:
    """Raise `BelowFloorError` for a bad span, or the figure that lies farthest below its floor."""
    if scores.bad_spans:
        raise BelowFloorError("spans", f"{scores.bad_spans} are not their own text", cure="mend the offsets")
    below = [(floor - scores.rates[name].f1, name) for name, floor in floors.items() if scores.rates[name].f1 < floor]
    if below:
        _, name = max(below)
        raise BelowFloorError(
            str(path),
            f"{name} F1 {scores.rates[name].f1:.4f} is below its floor {floors[name]:.4f}",
            cure="find the loss with --errors, or lower the floor with --update-floors --lower",
        )


def updated(scores: Scores, floors: Mapping[str, float], *, lower: bool) -> dict[str, float]:
    """Return the floors at what is measured, cut to four digits; without `lower` none of them sinks."""
    now = {name: math.floor(scores.rates[name].f1 * 10_000) / 10_000 for name in _NAMES}
    return now if lower else {name: max(value, floors.get(name, 0.0)) for name, value in now.items()}


def write_floors(path: Path, floors: Mapping[str, float]) -> None:
    """Write a floors file."""
    lines = "".join(f"{name} = {floors[name]:.4f}\n" for name in _NAMES if name in floors)
    path.write_text(_HEAD + lines, encoding="utf-8")
