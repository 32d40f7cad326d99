"""The head of a page: which line is the title, and what stands around it."""

from itertools import pairwise

from extractor.text import shapes
from extractor.text.page import Page

_MENU_WORDS = 3
_DATES = 4  # that may stand above the text
_OFFICES = ("ủy ban mặt trận tổ quốc", "ủy ban mttq", "mặt trận tổ quốc việt nam")


def find_title(page: Page, first: int) -> None:
    """Mark what stands above line `first`, the first paragraph: menu, section, title, date line, subtitle."""
    _mark_menus(page, first)
    title = _title(page, first)
    if title is not None:
        for index in page.open(0, title):
            if index not in page.dates:
                page.mark(index, "noise", "above the title")
        page.mark(title, "title", "first line" if title == 0 else "line above the text")
        for index in range(len(page.lines)):
            if index != title and page.lines[index].folded == page.lines[title].folded:
                page.marks[index] = "noise", "title again"
    _mark_dates(page, -1 if title is None else title, first)
    if title is not None and first < len(page.lines):
        _mark_between(page, title, first)


def _mark_menus(page: Page, first: int) -> None:
    short: list[int] = []
    for index in [*page.open(0, first), first]:
        if index < first and page.lines[index].words <= _MENU_WORDS and index not in page.dates:
            short.append(index)
            continue
        if len(short) > 2:
            for at in short:
                page.mark(at, "noise", "menu")
        short = []
        if index < first and index not in page.dates and _is_menu(page, index):
            page.mark(index, "noise", "menu")


def _is_menu(page: Page, index: int) -> bool:
    line = page.lines[index]
    return len(shapes.cells(line)) > 2 or shapes.is_breadcrumb(line)


def _title(page: Page, first: int) -> int | None:
    """Return the line of the title: next to the date line, else the first that is neither section nor masthead."""
    could = [index for index in page.open(0, first) if index not in page.dates and not page.lines[index].leads_on]
    if not could:
        return _closed_title(page, first)
    for index, following in pairwise(could):
        if page.says("section", index) or page.says("masthead", index) or _is_section(page, index, following):
            page.mark(index, "noise", "section or masthead")
    could = [index for index in could if page.marks[index] is None]
    could = [index for index in could if page.lines[index].words > 6 or not shapes.is_name(page.lines[index])] or could
    for date in sorted((index for index in page.dates if index < first), reverse=True)[:_DATES]:
        above = [index for index in could if index < date]
        if above and above[-1] == _open_before(page, date):
            return above[-1]
    return next((index for index in could if page.lines[index].words >= 4), could[0])


def _open_before(page: Page, index: int) -> int:
    return max((at for at in page.open(0, index)), default=-1)


def _is_section(page: Page, index: int, following: int) -> bool:
    line, after = page.lines[index], page.lines[following]
    if not shapes.is_capitals(line) or shapes.is_capitals(after):
        return False
    return (line.words <= 7 and after.words > line.words) or (line.words <= 11 and line.folded.startswith(_OFFICES))


def _closed_title(page: Page, first: int) -> int | None:
    """Return the first paragraph where it is a short one that opens a text of several: a title with a full stop."""
    below = [index for index in page.open(first + 1) if shapes.is_paragraph(page.lines[index])]
    if first >= len(page.lines) or len(below) < 2:
        return None
    line = page.lines[first]
    if line.words > 25 or line.text.count(".") > 1 or line.text[0] in "(-" or page.says("opener", first):
        return None
    return first


def _mark_dates(page: Page, title: int, first: int) -> None:
    """Of the date lines the one below the title counts, else the one above it, which may be the page's clock."""
    below = [index for index in sorted(page.dates) if title < index <= first + 1]
    above = [index for index in sorted(page.dates) if index < title]
    chosen = below[:1] or above[-1:]
    for index in (*below, *above):
        rule = "date line" if index in chosen else "other date"
        page.mark(index, "dateline" if index in chosen else "noise", rule)
    if not chosen:
        _mark_late_date(page, first)


def _mark_late_date(page: Page, first: int) -> None:
    """Some portals print the date below the text; a date below a headline or the end is another article's."""
    last = max((index for index in page.open(first) if shapes.is_paragraph(page.lines[index])), default=first)
    for index in range(last + 1, len(page.lines)):
        if index in page.dates:
            page.mark(index, "dateline", "date line below the text")
            return
        if page.says("end", index) or page.says("box", index) or shapes.is_headline(page.lines[index]):
            return


def _mark_between(page: Page, title: int, first: int) -> None:
    """Mark the lines between title and text: author, subtitle, or headlines of other articles."""
    lines = list(page.open(title + 1, first))
    for index in lines:
        if page.lines[index].words < 6 and shapes.is_name(page.lines[index]):
            page.mark(index, "signature", "<name> below the title")
    headlines = [index for index in lines if page.marks[index] is None and shapes.is_headline(page.lines[index])]
    if len(headlines) == 1 and not shapes.names_place(page.lines[headlines[0]]):
        page.mark(headlines[0], "lead", "subtitle")
    for index in headlines:
        page.mark(index, "noise", "headline below the title")
