"""What each line of a page is: title, date line, body, list, table, caption, signature, or noise of the page.

Each line is first judged alone and against its copies; then the article's frame is found (title above, end below), and
at last what stands inside it.
"""

import re

from extractor.text import shapes
from extractor.text.dateline import dateline
from extractor.text.ending import mark_end
from extractor.text.lines import Line
from extractor.text.middle import mark_cell_tables, mark_middle, shows_act
from extractor.text.page import Mark, Page
from extractor.text.phrasebook import Phrasebook
from extractor.text.title import find_title

_MONEY = re.compile(r"\d[\d.,]*\s*(?:nghìn|ngàn|triệu|tỷ|tỉ)?\s*đồng\b")
_PUNCTUATED = re.compile(r"[,;:.!?…](?=\s|\Z)")
_CAPTION_WORDS = 60
_LONG_CAPTION = 25


def label(lines: list[Line], book: Phrasebook) -> Page:
    """Return the page with a mark on every line."""
    page = Page(lines, book)
    for index in range(len(lines)):
        _mark_alone(page, index)
    _mark_copies(page)
    _mark_glued(page)
    first = _first_paragraph(page)
    find_title(page, first)
    mark_cell_tables(page, first)
    end = mark_end(page, first)
    mark_middle(page, end)
    return page


# A line by itself.


def _mark_alone(page: Page, index: int) -> None:
    mark = _alone(page, index)
    if mark:
        page.mark(index, *mark)


def _alone(page: Page, index: int) -> Mark | None:
    line, book = page.lines[index], page.book
    running = line.words >= 25 and line.closed
    if not running and book.says("link", line.folded):
        return "noise", "link to another article"
    if line.words <= 80 and _is_appeal(line, book):
        return "noise", "appeal: where to send gifts"
    if _is_dateline(page, index):
        return None
    if line.words <= 40 and _is_chrome(line, book):
        return "noise", "chrome of the page"
    if line.words <= 14 and book.says("credit", line.folded):
        return "signature", "<credit>: <name>"
    if _is_caption(line, book):
        return "caption", "words of a caption"
    return None


def _is_appeal(line: Line, book: Phrasebook) -> bool:
    if book.says("appeal", line.folded):
        return True
    return book.says("account", line.folded) and not _MONEY.search(line.folded)


def _is_dateline(page: Page, index: int) -> bool:
    found = dateline(page.lines[index].text)
    if found is None:
        return False
    others = [cell for cell in found.others if not page.book.says("chrome", cell)]
    words = sum(cell.count(" ") + 1 for cell in others)
    if words > 5 or (words and found.end - found.start < 9):
        return False
    page.dates[index] = found
    return True


def _is_chrome(line: Line, book: Phrasebook) -> bool:
    if book.says("chrome", line.folded):
        return True
    parts = [part.lower() for part in shapes.cells(line) if not shapes.is_number(part)]
    known = sum(book.says("chrome", part) or book.says("end", part) for part in parts)
    return 2 * known >= len(parts) > 0 and len(shapes.cells(line)) > 1


def _is_caption(line: Line, book: Phrasebook) -> bool:
    if line.words > _CAPTION_WORDS or line.bullet:
        return False
    return (line.words <= 30 or "ảnh" in line.folded) and book.says("caption", line.folded)


def _mark_copies(page: Page) -> None:
    """A line printed twice close by is a caption, once as the picture's alternative text; a second copy is noise."""
    seen: dict[str, int] = {}
    texts = [index for index, line in enumerate(page.lines) if shapes.is_paragraph(line) and line.closed]
    for index, line in enumerate(page.lines):
        if line.words >= 12 and line.closed and _begins_next(page, index):
            page.mark(index, "noise", "begins the next paragraph")
        before = seen.setdefault(line.folded, index)
        if before == index or line.words < 3 or line.bullet or page.kind(index) == "noise" or shapes.is_row(line):
            continue
        page.marks[index] = "noise", "printed before"
        lead = line.words >= 20 and shapes.has_figure(line)
        title = not line.closed and not (texts and texts[0] < before)
        if index - before <= 3 and line.words <= _CAPTION_WORDS and not lead and not title:
            page.mark(before, "caption", "caption printed twice")
            for between in page.open(before, index):
                page.mark(between, "caption", "between two prints of a caption")


def _begins_next(page: Page, index: int) -> bool:
    own = page.lines[index].folded
    return any(after.folded != own and after.folded.startswith(own) for after in page.lines[index + 1 : index + 3])


def _mark_glued(page: Page) -> None:
    """Headlines that lost their line breaks: a long line without any punctuation, where paragraphs have theirs."""
    opens = list(page.open())
    long = [index for index in opens if page.lines[index].words >= 12]
    if 2 * sum(page.lines[index].closed for index in long) < len(long):
        return
    for index in opens[1:-1]:
        line = page.lines[index]
        if line.words >= _LONG_CAPTION and not _PUNCTUATED.search(line.text) and not shows_act(page, index):
            page.mark(index, "noise", "headlines run together")


def _first_paragraph(page: Page) -> int:
    """Return the first line that is a paragraph of the text; a long first line that nothing closes is the title."""
    opens = list(page.open())
    for index in opens:
        line = page.lines[index]
        if index in page.dates or not shapes.is_paragraph(line):
            continue
        if index == opens[0] and len(opens) > 1 and not line.closed and line.words < _CAPTION_WORDS:
            continue
        return index
    return len(page.lines)
