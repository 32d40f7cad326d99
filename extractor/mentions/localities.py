"""Finds place names: every span that may name an administrative unit, with all units that bear the name.

Which of the bearers is meant, and whether a bare name is a place at all, is decided later (`facts.places`).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.lexicon.gazetteer import TABLE, Gazetteer
from extractor.lexicon.phrases import Matches
from extractor.mentions.model import LocalityMention
from extractor.mentions.placecontext import Context, not_a_place
from extractor.mentions.placekinds import LEVEL_OF, kind_before, of_kind
from extractor.mentions.placelists import hand_down_kinds, numbered_units
from extractor.text.document import Document


def find_localities(document: Document, matches: Matches, gazetteer: Gazetteer) -> list[LocalityMention]:
    """Return the place names of the article in text order, each with its candidates and no unit chosen yet."""
    text = document.text
    context = Context(document, gazetteer.words)
    found: list[LocalityMention] = []
    position = 0
    for (start, end), keys in _names(text, matches):
        if start < position:
            continue
        mention = _mention(text, start, end, keys, gazetteer, context, position)
        if mention is not None:  # the leftmost longest one; what is no place hides no other name inside
            found.append(mention)
            position = end
    found = _merge(found, numbered_units(text, gazetteer, context))
    return hand_down_kinds(document, found, gazetteer.words)


def _names(text: str, matches: Matches) -> list[tuple[tuple[int, int], list[str]]]:
    """Return the spans that are written like names with their keys, of those at one place the longest first."""
    spans: dict[tuple[int, int], list[str]] = {}
    for start, end, key in matches[TABLE]:
        if _begins_as_name(text, start, end):
            spans.setdefault((start, end), []).append(key)
    return sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1]))


def _begins_as_name(text: str, start: int, end: int) -> bool:
    """Tell whether the span begins with a capital or a digit and holds no line break."""
    return (text[start].isupper() or text[start].isdigit()) and "\n" not in text[start:end]


def _mention(
    text: str, name: int, end: int, keys: Sequence[str], gazetteer: Gazetteer, context: Context, floor: int
) -> LocalityMention | None:
    known, surface = gazetteer.names(keys), text[name:end]
    kind, start = kind_before(text, name, gazetteer.words, floor)
    if kind is None and not (known.bare and _capitalised(surface)):
        return None
    candidates = of_kind(known.bearers, kind)
    if not candidates or not_a_place(text, start, name, end, kind, context):
        return None
    rule = f"<{LEVEL_OF.get(kind, 'city')} word> <name>" if kind else "<name>"
    if ":" in text[start:name]:
        start = name
    return LocalityMention(start=start, end=end, rule=rule, name=surface, kind=kind, candidates=candidates)


def _capitalised(name: str) -> bool:
    """Tell whether every syllable of the name begins with a capital or a digit."""
    return all(part[0].isupper() or not part[0].isalpha() for part in name.split())


def _merge(found: list[LocalityMention], numbered: Iterator[LocalityMention]) -> list[LocalityMention]:
    """Add the numbered units that overlap no named one (`Phường 1 Bảo Lộc` is a name)."""
    starts = [m.start for m in found]
    extra = []
    for mention in numbered:
        place = bisect_right(starts, mention.end - 1)
        if place == 0 or found[place - 1].end <= mention.start:
            extra.append(mention)
    return sorted([*found, *extra], key=lambda m: m.start) if extra else found
