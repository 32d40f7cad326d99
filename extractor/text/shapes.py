"""What a line looks like, whatever it says: a name, a headline, a row of a table, a whole paragraph."""

import re

from extractor.text.alphabet import LETTER, LOWER, UPPER
from extractor.text.lines import Line

_NAME = re.compile(
    rf"(?:[{UPPER}][{LETTER}'.]{{0,14}})(?:(?:\s?[-,&/–]\s?|\s)(?:[{UPPER}][{LETTER}'.]{{0,14}})){{0,7}}"
    rf"(?:\s?\([^()]{{2,60}}\))?[.]?"
)
_NAME_PART = rf"(?:[{UPPER}][{LETTER}'.]{{0,14}},?|\d{{1,2}}|[-&])"
_PLACE_COLON = re.compile(rf"{_NAME_PART}(?:\s{_NAME_PART}){{0,6}}\s?:\s\S")
_HEAD = re.compile(rf"[\"'(]{{0,2}}[{UPPER}0-9]")
_FIGURE = re.compile(rf"(?<!số )(?<![\d/.,-])(?!(?:19|20)\d\d\b(?!\s*[{LOWER}]))\d[\d.,]*(?![\d/-])\s?(?:%|[{LOWER}])")
_CELLS = re.compile(r"\s*\|\s*|\t+|\s{2,}")
_PATH = re.compile(r"\s[»>›/]\s")
_INDEX = re.compile(r"(?:\d{1,3}|[IVX]{1,5}|STT|TT|Stt|Số TT)[.)]?")
_NUMBER = re.compile(r"[\d.,/%\s-]+")
_CELL_WORDS = 12


def is_paragraph(line: Line) -> bool:
    """Whether it is a whole paragraph of running text: a closed one of some length, or a very long one."""
    return line.words >= 30 or (line.words >= 12 and (line.closed or line.text[-1] in ":;"))


def is_headline(line: Line) -> bool:
    """Whether it could be the headline of an article: 4 to 29 words that no full stop closes."""
    if not 4 <= line.words < 30 or line.bullet or not _HEAD.match(line.text):
        return False
    return line.text.rstrip("\"') ")[-1:] not in {".", ":", ";", ",", "…"}


def is_name(line: Line) -> bool:
    """Whether it could be the name of an author: `Phan Nga`, `VĂN LƯU`, `M.Đ - H.L`, `Lê An (Huyện ủy X)`."""
    if line.words > 14 or line.text.partition("(")[0].count(" ") > 5:
        return False
    return _NAME.fullmatch(line.text) is not None


def names_place(line: Line, *, skip: int = 0) -> bool:
    """Whether it begins as headlines about a place do: `Lai Châu: …`; `skip` characters of bullet come before."""
    return _PLACE_COLON.match(line.text[skip:].lstrip()) is not None


def has_figure(line: Line) -> bool:
    """Whether it holds a number that counts something; years and dates do not."""
    return _FIGURE.search(line.text) is not None


def cells(line: Line) -> list[str]:
    """Return what stands between the tabs, bars and wide blanks of the line."""
    if len(line.text) == len(line.folded) and "|" not in line.text and "\t" not in line.text:
        return [line.text]  # its blanks are single already
    return [cell for cell in _CELLS.split(line.text) if cell]


def is_row(line: Line) -> bool:
    """Whether it is a line of a table: three short cells, an index before a cell, or a cell before a number."""
    parts = cells(line)
    if len(parts) < 2 or line.text.endswith("."):
        return False
    if _INDEX.fullmatch(parts[0]):
        return line.words <= 40
    if any(part.count(" ") >= _CELL_WORDS for part in parts):
        return False
    return len(parts) >= 3 or is_number(parts[1])


def is_cell(line: Line) -> bool:
    """Whether it could be a cell of a table that stands one cell a line."""
    return line.words <= 7 and not line.closed and not line.leads_on and line.text[-1] not in ";,"


def is_breadcrumb(line: Line) -> bool:
    """Whether it is a path of sections: `Trang nhất / Chính trị / Đoàn thể`."""
    parts = _PATH.split(line.text)
    return len(parts) > 1 and line.words <= 16 and all(len(part.split()) < 6 for part in parts) and not line.closed


def is_value(text: str) -> bool:
    """Whether it is a number, alone or with a unit of few words."""
    return text[:1].isdigit() and text.count(" ") < 6


def is_number(text: str) -> bool:
    """Whether it is a number and nothing else."""
    return _NUMBER.fullmatch(text) is not None


def is_capitals(line: Line) -> bool:
    """Whether it is all in capitals."""
    return line.text.isupper()
