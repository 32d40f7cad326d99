"""Finds place names: every span that may name an administrative unit, with all units that bear the name.

Which of the bearers is meant, and whether a bare name is a place at all, is decided later (`facts.places`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.lexicon.gazetteer import TABLE, Gazetteer, Unit
from extractor.lexicon.phrases import PhraseMatch
from extractor.mentions.model import LocalityMention
from extractor.mentions.placecontext import Context, not_a_place
from extractor.text.document import Document

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
_WINDOW = 48  # characters to the left in which type words are looked for
_PLURAL = re.compile(
    r"(?:(?<!\w)(?:các|những|một số|nhiều|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|cả|mấy|vài|\d{1,3}))\s{1,2}$", re.I
)
_NUMBERED = re.compile(
    r"(?<!\w)(?:(quận|phường|Quận|Phường|QUẬN|PHƯỜNG)\s{1,2}|([QP])\.\s?)0?(\d{1,2})(?![\w%/]|[.,]\d)"
)
_MORE_NUMBERS = re.compile(r"\s?(?:,|và|;)\s?0?(\d{1,2})(?![\w%/]|[.,]\d|\s+(?!và )[^\W\d_])")
_COUNTED = re.compile(
    r"\s{1,2}(?:triệu|tỷ|tỉ|nghìn|ngàn|suất|phần|hộ|người|căn|nhà|túi|kg|tấn|đồng|cuộc|lượt|công|mô|tổ|đại|em|cái|con|bộ|xe|ha|km|m2|%)(?!\w)"
)
_EACH = re.compile(r"(?<!\w)(?:mỗi|từng|các|bình quân|\d+)\s{1,2}$", re.I)
_SIBLING = re.compile(r"\s{0,2}(?:,|;|và|cùng|hoặc|&|, và)\s{0,2}")
_AMOUNT = re.compile(r"[^.\n;:()\"]{0,45}[,;]\s{0,2}(?:và\s{1,2})?")
_HEAD_KIND = re.compile(
    r"(?<!\w)(?:các|những|một số|\d{1,3})\s{1,2}(huyện|quận|thị xã|thành phố|tỉnh|xã|phường|thị trấn)(?!\w)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[\s\-+•*·|\d.)]{0,8}")


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
    floor = 0
    for name in _longest(n for n in _names(text, matches, gazetteer) if _begins_as_name(text, n)):
        mention = _mention(text, name, gazetteer, context, floor)
        floor = name.end
        if mention is not None:
            found.append(mention)
    found = _merge(found, _numbered(text, gazetteer, context))
    return _lists(document, found, gazetteer)


def _names(text: str, matches: Sequence[PhraseMatch], gazetteer: Gazetteer) -> Iterator[_Name]:
    """Turn phrase matches of one span into one name with all its bearers."""
    spans: dict[tuple[int, int], list[str]] = {}
    for match in matches:
        if match.table == TABLE:
            spans.setdefault((match.start, match.end), []).append(match.key)
    for (start, end), keys in spans.items():
        names = [gazetteer.name(key) for key in keys]
        bearers = dict.fromkeys(unit for name in names for unit in name.bearers)
        yield _Name(start, end, tuple(bearers), any(name.bare for name in names))


def _begins_as_name(text: str, name: _Name) -> bool:
    """Tell whether the span is written like a name: a capital or digit first, and no line break inside."""
    return (text[name.start].isupper() or text[name.start].isdigit()) and "\n" not in text[name.start : name.end]


def _longest(names: Iterator[_Name]) -> Iterator[_Name]:
    """Yield the leftmost longest names; none overlaps another."""
    position = 0
    for name in sorted(names, key=lambda n: (n.start, -n.end)):
        if name.start >= position:
            yield name
            position = name.end


def _mention(text: str, name: _Name, gazetteer: Gazetteer, context: Context, floor: int) -> LocalityMention | None:
    kind, start = kind_before(text, name.start, gazetteer, floor)
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


def kind_before(text: str, start: int, gazetteer: Gazetteer, floor: int = 0) -> tuple[str | None, int]:
    """Return the kind that the type words before the name at `start` give it, and where the last of them begins.

    Of several (`các tỉnh, thành phố`, `huyện, thị xã`) `tỉnh` counts first, else the first. `floor` is where the name
    before this one ends: its words are none (`xã Tân Xã, huyện …`).
    """
    words = gazetteer.words
    low = max(floor, start - _WINDOW)
    match = words.kind_before.search(text[low:start])
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
    return tuple(u for u in bearers if u.level == LEVEL_OF[kind])


def _capitalised(name: str) -> bool:
    """Tell whether every syllable of the name begins with a capital or a digit."""
    return all(part[0].isupper() or not part[0].isalpha() for part in name.split())


def _numbered(text: str, gazetteer: Gazetteer, context: Context) -> Iterator[LocalityMention]:
    """Yield `Quận 1`, `P.5`, and the further numbers of `các quận 1, 3 và 5`."""
    for match in _NUMBERED.finditer(text):
        word = match[1] or {"Q": "quận", "P": "phường"}[match[2]]
        kind = word.lower()
        sure = word[0].isupper() or bool(match[2])
        before = text[max(0, match.start() - 12) : match.start()]
        if _COUNTED.match(text, match.end()) or (
            not sure and _EACH.search(before) and not _MORE_NUMBERS.match(text, match.end())
        ):
            continue
        if context.hidden(match.start()):
            continue
        number, start, end = match[3], match.start(), match.end()
        further: re.Match[str] | None = match
        while further is not None:
            candidates = of_kind(gazetteer.bearers(number), kind)
            if candidates:
                yield LocalityMention(
                    start=start, end=end, rule=f"{kind} <number>", name=number, kind=kind, candidates=candidates
                )
            further = _MORE_NUMBERS.match(text, end)
            if further is not None:
                number, start, end = further[1], further.start(1), further.end()


def _merge(found: list[LocalityMention], numbered: Iterator[LocalityMention]) -> list[LocalityMention]:
    """Add the numbered units that overlap no named one (`Phường 1 Bảo Lộc` is a name)."""
    starts = [m.start for m in found]
    extra = []
    for mention in numbered:
        place = bisect_right(starts, mention.end - 1)
        if place == 0 or found[place - 1].end <= mention.start:
            extra.append(mention)
    return sorted([*found, *extra], key=lambda m: m.start) if extra else found


def _lists(document: Document, found: list[LocalityMention], gazetteer: Gazetteer) -> list[LocalityMention]:
    """Hand the kind of a list's head to its bare members: `các huyện A, B và C`, `Một số phường: \\n+ A \\n+ B`."""
    text = document.text
    headers = list(_headers(document))
    header_starts = [start for start, _, _ in headers]
    result: list[LocalityMention] = []
    kind, plural, end = None, False, -1
    for mention in found:
        gap = text[end : mention.start] if 0 <= end <= mention.start <= end + 60 else "\n"
        if mention.kind:
            kind, end = mention.kind, mention.end
            plural = bool(_PLURAL.search(text[max(0, mention.start - 40) : mention.start].rstrip(" ") + " "))
            plural = plural or _is_plural(text, mention.start, gazetteer)
        else:
            sibling = _SIBLING.fullmatch(gap)
            if kind and (sibling or (plural and _AMOUNT.fullmatch(gap))):
                mention = _member(mention, kind, result[-1], plural or "," not in gap)
                kind, end = (kind, mention.end) if mention.kind else (None, -1)
            else:
                kind = _header_kind(text, mention, headers, header_starts)
                mention = _member(mention, kind, mention, True) if kind else mention
                kind, end = None, -1
        result.append(mention)
    return result


def _member(mention: LocalityMention, kind: str, before: LocalityMention, sure: bool) -> LocalityMention:
    """Give a bare name the kind of the list it stands in, unless it is rather the parent of the name before it."""
    candidates = of_kind(mention.candidates, kind)
    if not candidates:
        return mention
    above = {u.code for u in mention.candidates}
    if not sure and any(u.parent in above for u in before.candidates):
        return mention
    if kind == "thành phố" and any(u.level == "province" for u in mention.candidates):
        return mention
    return replace(
        mention, kind=kind, candidates=candidates, rule=f"<{LEVEL_OF.get(kind, 'city')} word> <name>, <name>"
    )


def _is_plural(text: str, start: int, gazetteer: Gazetteer) -> bool:
    """Tell whether the type words that end before `start` or begin there stand in the plural."""
    window = text[max(0, start - _WINDOW) : start].rstrip(" ,/")
    for _ in range(3):
        match = gazetteer.words.kind_before.search(window)
        if match is None:
            break
        window = window[: match.start()].rstrip(" ,/")
    return bool(_PLURAL.search(window + " "))


def _headers(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) of the lines that a list's head governs: from its colon to the first line that is no item."""
    text, kind, start = document.text, None, 0
    for line in re.finditer(r"[^\n]+", text):
        content = line.group().strip()
        if content.endswith(":") and (found := _plural_kind(content)):
            if kind:
                yield start, line.start(), kind
            kind, start = found, line.end()
        elif kind and content and (len(content) > 160 or (len(content) > 60 and content.endswith("."))):
            yield start, line.start(), kind
            kind = None
    if kind:
        yield start, len(text), kind


def _plural_kind(content: str) -> str | None:
    """Return the kind of the last type word of a head line that stands in the plural (`Một số huyện, thành phố`)."""
    kinds = [match[1].lower() for match in _HEAD_KIND.finditer(content[-160:])]
    return kinds[-1] if kinds else None


def _header_kind(
    text: str, mention: LocalityMention, headers: list[tuple[int, int, str]], starts: list[int]
) -> str | None:
    """Return the kind that a list's head gives to a bare name at the start of one of its lines."""
    place = bisect_right(starts, mention.start)
    if place == 0 or mention.start >= headers[place - 1][1]:
        return None
    low = max(0, mention.start - 12)
    line = text.rfind("\n", low, mention.start)
    if line < 0 or not _BULLET.fullmatch(text, line, mention.start):
        return None
    return headers[place - 1][2]
