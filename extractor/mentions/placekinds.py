"""Type words before place names (`tỉnh`, `TX.`, `các huyện, thị xã`) and the units that they admit."""

import re
from collections.abc import Sequence

from extractor.lexicon.gazetteer import Unit
from extractor.lexicon.placewords import PlaceWords

LEVEL_OF = {
    "tỉnh": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}  # `thành phố` is a province or a district
WINDOW = 48  # characters to the left in which type words are looked for


def kind_before(text: str, start: int, words: PlaceWords, floor: int = 0) -> tuple[str | None, int]:
    """Return the kind that the type words before the name at `start` give it, and where the last of them begins.

    Of several (`các tỉnh, thành phố`, `huyện, thị xã`) `tỉnh` counts first, else the first. `floor` is where the name
    before this one ends: its words are none (`xã Tân Xã, huyện …`).
    """
    low = max(floor, start - WINDOW)
    window = text[low:start]
    if not window.lower().rstrip(": \n").endswith(words.kind_ends):  # the quick question first
        return None, start
    match = words.kind_before.search(window)
    if match is None or text[low + match.start() : start].count("\n"):
        return None, start
    parts = re.split(r"\s*[,/]\s*|\s+và\s+", match[1])
    kinds = [words.kinds.get(part) or words.kinds.get(" ".join(part.lower().split())) for part in parts]
    kind = "tỉnh" if "tỉnh" in kinds else kinds[0]
    if len(parts) > 1 and kind == "thành phố" and any(LEVEL_OF.get(k or "") == "district" for k in kinds):
        kind = "huyện"
    return kind, low + match.start(1) + match[1].rfind(parts[-1])


def of_kind(bearers: Sequence[Unit], kind: str | None) -> tuple[Unit, ...]:
    """Return the bearers on the level that the type word names: `huyện` also finds a thị xã, which it may have been."""
    if kind is None:
        return tuple(bearers)
    if kind == "thành phố":
        return tuple(u for u in bearers if u.level == "district" or (u.level == "province" and u.kind == kind))
    level = LEVEL_OF[kind]
    return tuple([u for u in bearers if u.level == level])
