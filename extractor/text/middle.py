"""Inside the article: paragraphs, lists, tables, captions, subheadings, and headlines that belong to other articles.

A headline of another article is the worst of the noise: it has figures and places. It is known by its form, a short
line that no full stop closes, alone or in a run between paragraphs.
"""

from extractor.text import shapes
from extractor.text.page import Mark, Page

_LONG_CAPTION = 25
_STARS = "*•●►♦"
_CELLS = 6  # cells that make a table


def mark_middle(page: Page, end: int) -> None:
    listing = False  # whether a list without bullets may go on
    lead = True
    unclosed = _leaves_open(page, end)
    for index in page.open(0, end):
        line = page.lines[index]
        mark = _inside(page, index, listing)
        if mark is None:
            mark = "body", "paragraph"
            if shapes.is_headline(line) and not (unclosed and line.words >= 12 and not shapes.names_place(line)):
                _mark_run(page, _headlines_from(page, index, end))
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
    if line.words >= _LONG_CAPTION and shows_act(page, index):
        return "caption", "<person> <act>, no full stop"
    return None


def shows_act(page: Page, index: int) -> bool:
    line = page.lines[index]
    return not line.closed and line.words <= 45 and not shapes.has_figure(line) and page.says("act", index)


def _bulleted(page: Page, index: int, listing: bool) -> Mark:
    """A bullet makes an item; stars that no colon announces, before headlines about places, are links."""
    line, link = page.lines[index], ("noise", "* <headline>")
    above = page.marks[index - 1] if index else None
    headline = line.bullet in _STARS and not line.closed and line.text[-1] not in ";,:"
    first = not listing and (above is None or above[0] != "item") and shapes.names_place(line, skip=len(line.bullet))
    return link if headline and (first or above == link) else ("item", f"{line.bullet} <item>")


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
        for index in run:
            page.mark(index, "body", "<opener> …, no full stop")
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
    elif line.words >= 6 and shows_act(page, run[0]):
        page.mark(run[0], "caption", "<person> <act>, no full stop")
    elif line.words > 12:
        page.mark(run[0], "noise", "headline")
    else:
        page.mark(run[0], "body", "subheading")


def mark_cell_tables(page: Page, first: int) -> None:
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
