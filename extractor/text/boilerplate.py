"""What each line of a page is: title, date line, body, list, table, caption, signature, or noise of the page.

The article's frame is found first (title above, end below), then what stands inside it. A headline of another article
in the middle of the text is the worst of the noise: it has figures and places. It is known by its form, a short line
that no full stop closes, alone or in a run between paragraphs.
"""

import re

from extractor.text import shapes
from extractor.text.dateline import dateline
from extractor.text.lines import Line
from extractor.text.page import Mark, Page
from extractor.text.phrasebook import Phrasebook
from extractor.text.title import find_title

_MONEY = re.compile(r"\d[\d.,]*\s*(?:nghìn|ngàn|triệu|tỷ|tỉ)?\s*đồng\b")
_PUNCTUATED = re.compile(r"[,;:.!?…](?=\s|\Z)")
_BOX_LINES = 8  # of links in a box inside an article
_CAPTION_WORDS = 60
_LONG_CAPTION = 25
_STARS = "*•●►♦"
_CELLS = 6  # cells that make a table


def label(lines: list[Line], book: Phrasebook) -> Page:
    """Return the page with a mark on every line."""
    page = Page(lines, book)
    for index in range(len(lines)):
        _mark_alone(page, index)
    _mark_copies(page)
    _mark_glued(page)
    first = _first_paragraph(page)
    find_title(page, first)
    _mark_cell_tables(page, first)
    end = _mark_end(page, first)
    _mark_middle(page, end)
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
    return book.says("caption", line.folded) and (line.words <= 30 or "ảnh" in line.folded)


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
        if line.words >= _LONG_CAPTION and not _PUNCTUATED.search(line.text) and not _shows_act(page, index):
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


# Below the article.


def _mark_end(page: Page, first: int) -> int:
    """Mark all that stands below the article as noise and return where that begins."""
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
            if not _goes_on_after_box(page, index, first, box):
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


# Inside the article.


def _mark_middle(page: Page, end: int) -> None:
    listing = False  # whether a list without bullets may go on
    lead = True
    unclosed = _leaves_open(page, end)
    for index in page.open(0, end):
        line = page.lines[index]
        mark = _inside(page, index, listing)
        if mark is None:
            mark = "body", "paragraph"
            run = _headlines_from(page, index, end) if shapes.is_headline(line) else []
            if run and not (unclosed and line.words >= 12 and not shapes.names_place(line)):
                _mark_run(page, run)
                mark = page.marks[index] or mark
        if lead and mark[1] == "paragraph" and shapes.is_paragraph(line):
            mark, lead = ("lead", "first paragraph"), False
        page.mark(index, *mark)
        listing = line.leads_on or mark[1] == "line of a list"


def _inside(page: Page, index: int, listing: bool) -> Mark | None:
    line = page.lines[index]
    if line.bullet:
        return _bulleted(page, index, listing)
    if shapes.is_row(line):
        return "row", "<cell>  <cell>"
    whole = shapes.is_paragraph(line) and (line.closed or line.leads_on)
    if listing and not whole and not (line.closed and line.words < 12):
        return "item", "line of a list"
    if line.text.endswith(";") and line.words < 30:
        return "item", "<item>;"
    if line.words >= _LONG_CAPTION and _shows_act(page, index):
        return "caption", "<person> <act>, no full stop"
    return None


def _shows_act(page: Page, index: int) -> bool:
    line = page.lines[index]
    return not line.closed and line.words <= 45 and not shapes.has_figure(line) and page.says("act", index)


def _bulleted(page: Page, index: int, listing: bool) -> Mark:
    """A bullet makes an item; stars that no colon announces, before headlines about places, are links."""
    line = page.lines[index]
    follows = index > 0 and (page.kind(index - 1) == "item" or page.marks[index - 1] == ("noise", "* <headline>"))
    headline = line.bullet in _STARS and not line.closed and line.text[-1] not in ";,:"
    if headline and not listing and shapes.names_place(line, skip=len(line.bullet)):
        return "noise", "* <headline>"
    if headline and follows and page.kind(index - 1) == "noise":
        return "noise", "* <headline>"
    return "item", f"{line.bullet} <item>"


def _leaves_open(page: Page, end: int) -> bool:
    """Tell whether the author closes no paragraphs, so that a missing full stop says nothing."""
    long = [page.lines[index] for index in page.open(0, end) if page.lines[index].words >= 30]
    return len(long) >= 2 and 2 * sum(not line.closed for line in long) > len(long)


def _headlines_from(page: Page, index: int, end: int) -> list[int]:
    run = []
    for at in range(index, end):
        if page.kind(at) in {"noise", "caption"}:
            continue
        if page.kind(at) is not None or not shapes.is_headline(page.lines[at]) or shapes.is_row(page.lines[at]):
            break
        run.append(at)
    return run


def _mark_run(page: Page, run: list[int]) -> None:
    sentences = [index for index in run if page.lines[index].words >= 12 and page.says("opener", index)]
    if 2 * len(sentences) > len(run):
        return
    if len(run) > 1:
        for index in run:
            page.mark(index, "noise", "run of headlines")
        return
    line = page.lines[run[0]]
    if shapes.names_place(line):
        page.mark(run[0], "noise", "headline: <place>: …")
    elif shapes.has_figure(line):
        page.mark(run[0], "noise", "headline with a figure")
    elif line.words >= 6 and _shows_act(page, run[0]):
        page.mark(run[0], "caption", "<person> <act>, no full stop")
    elif line.words > 12:
        page.mark(run[0], "noise", "headline")
    else:
        page.mark(run[0], "body", "subheading")


def _mark_cell_tables(page: Page, first: int) -> None:
    """Mark tables that stand one cell a line: a run of short lines, a third of them numbers."""
    run: list[int] = []
    for index in range(first, len(page.lines) + 1):
        if index < len(page.lines) and _is_cell(page, index):
            run.append(index)
            continue
        numbers = sum(shapes.is_value(page.lines[at].text) for at in run)
        if len(run) >= _CELLS and 3 * numbers >= len(run):
            for at in run:
                page.marks[at] = "row", "<cell> a line"
        run = []


def _is_cell(page: Page, index: int) -> bool:
    line = page.lines[index]
    return shapes.is_cell(line) and (page.marks[index] is None or shapes.is_number(line.text))
