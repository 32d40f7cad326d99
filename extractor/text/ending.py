"""Where the article ends: signature, lists of other articles, comments, footer; and boxes of links inside it."""

from extractor.text import shapes
from extractor.text.page import Page

_BOX_LINES = 8  # of links in a box inside an article
_BOXES = 8  # in one article


def mark_end(page: Page, first: int) -> int:
    """Mark all that stands below the article as noise and return where that begins."""
    boxes = 0
    for index in range(first + 1, len(page.lines)):
        line = page.lines[index]
        if page.kind(index) == "signature" or (page.kind(index) is None and _signs(page, index)):
            if _goes_on_after_name(page, index):
                continue
            page.mark(index, "signature", "<name> at the end")
            while index < len(page.lines) and page.kind(index) == "signature":
                index += 1
            return _all_noise(page, index, "below the signature")
        box = page.says("box", index)
        if page.kind(index) in {None, "noise"} and (box or page.says("end", index)):
            boxes += 1
            if boxes > _BOXES or not _goes_on_after_box(page, index, first, box):
                return _all_noise(page, index, "below the article: " + line.folded.strip(" :")[:40])
            _mark_box(page, index)
    return len(page.lines)


def _signs(page: Page, index: int) -> bool:
    return shapes.is_name(page.lines[index]) and not page.says("end", index) and not page.says("box", index)


def _all_noise(page: Page, start: int, rule: str) -> int:
    for index in range(start, len(page.lines)):
        if page.kind(index) not in {"noise", "dateline"}:
            page.marks[index] = "noise", rule
    return start


def _goes_on_after_name(page: Page, index: int) -> bool:
    following = next(page.open(index + 1), None)
    if following is None or not shapes.is_paragraph(page.lines[following]):
        return False
    paragraphs, headlines, _ = _count_below(page, following)
    return paragraphs > headlines + (page.kind(index) == "signature")


def _goes_on_after_box(page: Page, index: int, first: int, box: bool) -> bool:
    """Tell whether the article goes on below the box of links that begins at `index`."""
    below = next((i for i in page.open(index + 1) if shapes.is_paragraph(page.lines[i])), None)
    if below is None or len(list(page.open(index + 1, below))) > _BOX_LINES:
        return False
    paragraphs, headlines, signed = _count_below(page, below)
    if box:
        return paragraphs > 2 * headlines and (paragraphs > 1 or signed)
    above = sum(page.lines[i].words for i in page.open(first, index))
    rest = sum(page.lines[i].words for i in page.open(below))
    return paragraphs > 2 * headlines + 1 and (signed or rest > above)


def _count_below(page: Page, start: int) -> tuple[int, int, bool]:
    """Return how many paragraphs and how many headlines stand below, up to the next end, and whether it is signed."""
    paragraphs = headlines = 0
    for index in range(start, len(page.lines)):
        line = page.lines[index]
        if page.says("end", index) or page.says("box", index):
            break
        if page.kind(index) == "signature" or _signs(page, index):
            return paragraphs, headlines, True
        if page.kind(index) is None:
            paragraphs += shapes.is_paragraph(line) and line.words >= 20
            headlines += shapes.is_headline(line)
    return paragraphs, headlines, False


def _mark_box(page: Page, index: int) -> None:
    page.marks[index] = "noise", "box of links"
    if ": " in page.lines[index].text:
        return
    for inside in page.open(index + 1):
        if shapes.is_paragraph(page.lines[inside]):
            return
        page.mark(inside, "noise", "box of links")
