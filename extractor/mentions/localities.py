"""Finds place names: every span that may name an administrative unit, with all units that bear the name.

Which of the bearers is meant, and whether a bare name is a place at all, is decided later (`facts.places`).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.lexicon.gazetteer import TABLE, Gazetteer, Unit
from extractor.lexicon.phrases import PhraseMatch
from extractor.mentions.model import LocalityMention
from extractor.mentions.placecontext import Context, not_a_place
from extractor.mentions.placekinds import LEVEL_OF, kind_before, of_kind
from extractor.mentions.placelists import hand_down_kinds, numbered_units
from extractor.text.document import Document


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    bearers: tuple[Unit, ...]
    bare: bool


def find_localities(document: Document, matches: Sequence[PhraseMatch], gazetteer: Gazetteer) -> list[LocalityMention]:
    """Return the place names of the article in text order, each with its candidates and no unit chosen yet."""
    text = document.text
    context = Context(document, gazetteer.words)
    found: list[LocalityMention] = []
    position = 0
    for name in sorted(_names(text, matches, gazetteer), key=lambda n: (n.start, -n.end)):
        if name.start < position or not _begins_as_name(text, name):
            continue
        mention = _mention(text, name, gazetteer, context, position)
        if mention is not None:  # the leftmost longest one; what is no place hides no other name inside
            found.append(mention)
            position = name.end
    found = _merge(found, numbered_units(text, gazetteer, context))
    return hand_down_kinds(document, found, gazetteer.words)


def _names(text: str, matches: Sequence[PhraseMatch], gazetteer: Gazetteer) -> Iterator[_Name]:
    """Turn phrase matches of one span into one name with all its bearers."""
    spans: dict[tuple[int, int], list[str]] = {}
    for match in matches:
        if match.table == TABLE:
            spans.setdefault((match.start, match.end), []).append(match.key)
    for (start, end), keys in spans.items():
        name = gazetteer.names(keys)
        yield _Name(start, end, name.bearers, name.bare)


def _begins_as_name(text: str, name: _Name) -> bool:
    """Tell whether the span is written like a name: a capital or digit first, and no line break inside."""
    return (text[name.start].isupper() or text[name.start].isdigit()) and "\n" not in text[name.start : name.end]


def _mention(text: str, name: _Name, gazetteer: Gazetteer, context: Context, floor: int) -> LocalityMention | None:
    kind, start = kind_before(text, name.start, gazetteer.words, floor)
    candidates = of_kind(name.bearers, kind)
    if kind is None and not (name.bare and _capitalised(text[name.start : name.end])):
        candidates = ()
    if not candidates or not_a_place(text, start, name.start, name.end, kind, context):
        return None
    rule = f"<{LEVEL_OF.get(kind, 'city')} word> <name>" if kind else "<name>"
    surface = text[name.start : name.end]
    if ":" in text[start : name.start]:
        start = name.start
    return LocalityMention(start=start, end=name.end, rule=rule, name=surface, kind=kind, candidates=candidates)


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
