"""Place names in lists: numbered units, and bare names that stand under a type word said once."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from extractor.lexicon.gazetteer import Gazetteer
from extractor.lexicon.placewords import PlaceWords
from extractor.mentions.model import LocalityMention
from extractor.mentions.placecontext import Context
from extractor.mentions.placekinds import LEVEL_OF, WINDOW, of_kind
from extractor.text.document import Document

_PLURAL = re.compile(
    r"(?:(?<!\w)(?:các|những|một số|nhiều|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|cả|mấy|vài|\d{1,3}))\s{1,2}$", re.I
)
_PLURAL_WIDTH = 9  # of the longest, with the character before it
_NUMBERED = re.compile(
    r"([qpQP](?<!\w.)(?:uận|hường|UẬN|HƯỜNG)?)(?:(?<=\w\w)\s{1,2}|(?<=[QP])\.\s?)0?(\d{1,2})"
    r"(?![\w%/]|[.,]\d)"
)
_MORE_NUMBERS = re.compile(
    r"\s?(?:,|và|;)\s?0?(\d{1,2})(?![\w%/]|[.,]\d|\s+(?!(?:và|của|ở|tại|đã|đều|cùng|nhận|thuộc|TP|thành)\b)[^\W\d_])"
)
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


def numbered_units(text: str, gazetteer: Gazetteer, context: Context) -> Iterator[LocalityMention]:
    """Yield `Quận 1`, `P.5`, and the further numbers of `các quận 1, 3 và 5`."""
    for match in _NUMBERED.finditer(text):
        kind = {"Q": "quận", "P": "phường"}.get(match[1]) or match[1].lower()
        sure = match[1][0].isupper()
        before = text[max(0, match.start() - 12) : match.start()]
        if _COUNTED.match(text, match.end()) or (
            not sure and _EACH.search(before) and not _MORE_NUMBERS.match(text, match.end())
        ):
            continue
        if context.hidden(match.start()):
            continue
        number, start, end = match[2], match.start(), match.end()
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


def hand_down_kinds(document: Document, found: list[LocalityMention], words: PlaceWords) -> list[LocalityMention]:
    """Hand the kind of a list's head to its bare members: `các huyện A, B và C`, `Một số phường: \\n+ A \\n+ B`."""
    text = document.text
    headers = list(_headers(document))
    header_starts = [start for start, _, _ in headers]
    result: list[LocalityMention] = []
    kind, head, plural, end = None, 0, None, -1
    for mention in found:
        if mention.kind:
            kind, head, plural, end = mention.kind, mention.start, None, mention.end
        else:
            gap = text[end : mention.start] if 0 <= end <= mention.start <= end + 60 else "\n"
            if kind and plural is None:
                plural = _is_plural(text, head, words)  # only a bare name asks for it
            if kind and (_SIBLING.fullmatch(gap) or (plural and _AMOUNT.fullmatch(gap))):
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


def _is_plural(text: str, start: int, words: PlaceWords) -> bool:
    """Tell whether the type words that end before `start` or begin there stand in the plural (`các huyện A`)."""
    window = text[max(0, start - WINDOW) : start]
    while not _PLURAL.search(window[-_PLURAL_WIDTH:]):
        before = words.kind_before.search(window.rstrip(" ,/"))
        if before is None:
            return False
        window = window[: before.start()]
    return True


def _headers(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) of the lines that a list's head governs: from its colon to the first that is no item."""
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
