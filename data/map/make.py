"""Make `outlines.csv` from the npm package @svg-maps/vietnam 2.0.0: `python data/map/make.py vietnam.svg`.

Needs shapely 2. The package has one outline for each of the 63 provinces of before July 2025, and one for each of the
two archipelagos; those of the 34 provinces of today are unions of them, by `current` of the gazetteer's provinces.
Outlines are drawn anew as plain polygons, simplified, on a grid of whole numbers, four to a unit of the source.
"""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from shapely import MultiPolygon, Polygon, make_valid, unary_union

HERE = Path(__file__).parent
CUT = "2025-07-01"
ARCHIPELAGOS = {"hoangsa": "danang", "truongsa": "khanhhoa"}  # the province that each belongs to
GRID = 4  # steps to a unit of the source
TOLERANCE = 0.25  # units of the source that an outline may give way
GAP = 0.2  # units that neighbours may lie apart in the source
ISLET = 12.0  # square units; what is smaller is drawn apart, to be seen at all

Ring = list[tuple[float, float]]


def folded(name: str) -> str:
    """Return the bare letters of a name: `Bà Rịa - Vũng Tàu` is `bariavungtau`."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(c for c in letters if "a" <= c <= "z")


def rings(path: str) -> Iterator[Ring]:
    """Yield the polygons of a path of the source; of a curve its end, for the curves there are islets."""
    tokens = iter(re.findall(r"[a-zA-Z]|-?\d*\.?\d+(?:e-?\d+)?", path))
    command, here, ring = "", (0.0, 0.0), Ring()
    for token in tokens:
        if token.isalpha():
            if token in "zZ":
                yield ring
                here, ring = ring[0], []
            command = token
            continue
        numbers = [float(token), *(float(next(tokens)) for _ in range(5 if command == "c" else 1))]
        x, y = numbers[-2:]
        here = (here[0] + x, here[1] + y) if command.islower() else (x, y)
        ring.append(here)
    if ring:
        yield ring


def shape(path: str) -> MultiPolygon:
    """Return the area of a path of the source."""
    return multi(unary_union([make_valid(Polygon(ring)) for ring in rings(path) if len(ring) > 2]))


def multi(found: object) -> MultiPolygon:
    """Return the polygons of a geometry, and nothing else of it."""
    parts = getattr(found, "geoms", [found])
    return MultiPolygon([part for part in parts if isinstance(part, Polygon) and not part.is_empty])


def outlines(area: MultiPolygon) -> tuple[str, str]:
    """Return the SVG path of the land and that of its islets."""
    polygons = sorted(area.geoms, key=lambda polygon: -polygon.area)
    land = (line for p in polygons if p.area > ISLET for line in lines(p.simplify(TOLERANCE)))
    islets = (line for p in polygons if p.area <= ISLET for line in lines(p))
    return "".join(map(drawn, land)), "".join(map(drawn, islets))


def lines(polygon: Polygon) -> Iterator[list[tuple[int, int]]]:
    """Yield the edge of a polygon and those of its holes, on the grid; what shrinks to a point stays a dot."""
    for line in (polygon.exterior, *polygon.interiors):
        points = [(round(x * GRID), round(y * GRID)) for x, y in line.coords[:-1]]
        points = [p for i, p in enumerate(points) if p != points[i - 1]] or points[:1]
        if len(points) > 2 or line is polygon.exterior:
            yield points


def drawn(points: list[tuple[int, int]]) -> str:
    """Return a closed line as an SVG path, relative from its second point on."""
    (x, y), text = points[0], []
    for nx, ny in points[1:] or [(x + 1, y)]:
        text.append(f"{nx - x} {ny - y}")
        x, y = nx, ny
    return f"M{points[0][0]} {points[0][1]}l{' '.join(text)}z".replace(" -", "-")


def main(source: Path) -> None:
    """Write the table from the package's SVG file."""
    text = source.read_text(encoding="utf-8")
    found = re.findall(r'<path\s+id="([^"]+)"\s+aria-label="([^"]+)"\s+d="([^"]+)"', text)
    areas = {identifier: shape(path) for identifier, _, path in found}
    labels = {folded(label): identifier for identifier, label, _ in found}
    for archipelago, province in ARCHIPELAGOS.items():
        areas[province] = multi(unary_union([areas[province], areas.pop(archipelago)]))
    with (HERE.parent / "gazetteer" / "provinces.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    then = {r["code"]: areas[labels[folded(r["name"])]] for r in rows if folded(r["name"]) in labels and r["valid_to"]}
    parts = defaultdict(dict)
    for row in rows:
        if row["valid_from"] < CUT and row["code"] in then:
            parts[row["current"]][row["code"]] = then[row["code"]].buffer(GAP, join_style="mitre")
    now = {code: multi(unary_union([*own.values()]).buffer(-GAP, join_style="mitre")) for code, own in parts.items()}
    assert (len(then), len(now)) == (63, 34)
    with (HERE / "outlines.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("side", "code", "land", "islets"))
        for side, areas in (("then", then), ("now", now)):
            writer.writerows((side, code, *outlines(area)) for code, area in sorted(areas.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
