"""The outlines of the provinces of then and of now: `data/map/outlines.csv`."""

from pathlib import Path
from typing import Literal, NamedTuple

from extractor.lexicon.tables import read_table

Side = Literal["then", "now"]
VIEW = (3250, 3495)
"""Width and height of the plane that the outlines are drawn on."""


class Outline(NamedTuple):
    """The outline of a province, as SVG paths: its land, and its islets, which are drawn larger than they are."""

    code: str
    land: str
    islets: str


def load_outlines(data: Path, side: Side) -> tuple[Outline, ...]:
    """Load the outlines of one side of the reform: 63 or 34."""
    rows = read_table(data / "map" / "outlines.csv", ["side", "code", "land", "islets"])
    return tuple(Outline(row["code"], row["land"], row["islets"]) for _, row in rows if row["side"] == side)
