"""Cells of text files as a spreadsheet takes them: nothing is run, nothing is changed, and it can be undone."""

import re
from typing import Any

LONGEST = 32_767
"""What a cell of Excel holds, in UTF-16 units; the rest of a CSV cell would fall into the next one."""

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠'")  # an apostrophe may stand before the others: then it gets one more
_RUN = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_STARTS = frozenset("=+-@\t\r\n＝＋－＠'0123456789(. \u00a0")
_TAKEN = re.compile(r"'*[\s(.]*[0-9][0-9.,:/%+\-()eE ]*\Z")  # `01`, `1-2`, `103,3%`: a number or a day to Excel


def harmless(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text[:1] in _FORMULA and _RUN.match(text) else text


def untouched(text: str) -> str:
    """Return `text` with an apostrophe before it where Excel would run it or take it for a number or a day."""
    if text[:1] not in _STARTS:
        return text
    return f"'{text}" if _RUN.match(text) or _TAKEN.match(text) else text


def restored(text: str, *, excel: bool = False) -> str:
    """Undo `harmless`, or with `excel` `untouched`."""
    rest = text[1:]
    added = text[:1] == "'" and (_RUN.match(rest) or (excel and _TAKEN.match(rest)))
    return rest if added else text


def in_one_line(text: str) -> str:
    """Return `text` with ` ↵ ` for its line ends and blanks for its tabs."""
    lines = text.splitlines()
    line = lines[0] if len(lines) == 1 else " ↵ ".join(line.strip() for line in lines)
    return line.replace("\t", " ")


def short(text: str, most: int = LONGEST) -> str:
    """Return `text`, cut with `…` at its end where it has more than `most` UTF-16 units."""
    if len(text) * 2 <= most or len(text.encode("utf-16-le")) <= most * 2:
        return text
    return text.encode("utf-16-le")[: 2 * most - 2].decode("utf-16-le", "ignore") + "…"


def plain_number(value: Any) -> Any:
    """Return a whole value as an integer: `76000000000`, not `76000000000.0`."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def number_anywhere(value: Any) -> Any:
    """Return a number without a decimal mark, which means thousands to every other locale: `435E-1` for 43.5."""
    if not isinstance(value, float) or value.is_integer():
        return plain_number(value)
    digits, _, exponent = repr(value).lower().partition("e")
    whole, _, decimals = digits.partition(".")
    sign, figures = ("-", whole[1:]) if whole[0] == "-" else ("", whole)
    return f"{sign}{(figures + decimals).lstrip('0')}E{int(exponent or 0) - len(decimals)}"
