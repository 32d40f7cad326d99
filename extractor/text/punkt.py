"""Where underthesea ends sentences, by its own list of abbreviations, without importing underthesea.

A full stop, question or exclamation mark ends one, unless it stands inside a number or behind an abbreviation; three
dots or more end one only before a capital or at the end of the text.
"""

import ast
import json
import re
import string
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

SOURCE = "pipeline/sent_tokenize/__init__.py"
PARAMETERS = "pipeline/sent_tokenize/punkt_params.json"
_MARK = re.compile(r"[.?!](?:(?<=\.)\.{2,})?")  # a class first: that makes the search quick
_MORE = re.compile(r"[.?!]*")
_BLANKS = re.compile(r"[ \t\n\r]*")
_GAP = re.compile(r"[ \t]*")


class Punkt:
    """Finds the ends of sentences as `underthesea.sent_tokenize` does."""

    def __init__(self, abbreviations: AbstractSet[str]) -> None:
        self._abbreviations = abbreviations

    def __call__(self, text: str) -> list[int]:
        """Return the offsets behind the last characters of the sentences of `text`, in order."""
        ends = list(self._marked(text))
        last = len(text.rstrip())
        return ends if not last or (ends and ends[-1] >= last) else [*ends, last]

    def _marked(self, text: str) -> Iterator[int]:
        at = 0
        for mark in _MARK.finditer(text):
            if mark.start() < at:
                continue
            at = mark.end()
            if len(mark[0]) > 1:
                after = _GAP.match(text, at).end()  # type: ignore[union-attr]
                if after == len(text) or text[after].isupper():
                    yield at
            elif mark[0] != "." or not self._goes_on(text, at - 1):
                at = _MORE.match(text, at).end()  # type: ignore[union-attr]
                yield at

    def _goes_on(self, text: str, dot: int) -> bool:
        """Tell whether the full stop at `dot` stands inside a number or behind an abbreviation."""
        if text[dot - 1 : dot].isdigit() and text[dot + 1 : dot + 2].isdigit():
            return True
        start = dot
        while start and (text[start - 1].isalnum() or text[start - 1] == "."):
            start -= 1
        return text[start:dot].lower() in self._abbreviations


def load_punkt(folder: Path) -> Punkt:
    """Load the abbreviations of the underthesea that is installed in `folder`, of files that `proven` knows."""
    learned = json.loads((folder / PARAMETERS).read_text(encoding="utf-8"))["abbrev_types"]
    added = next(
        ast.literal_eval(node.value)
        for node in ast.walk(ast.parse((folder / SOURCE).read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "custom_abbrevs"
    )
    return Punkt({*learned, *added, *string.ascii_letters})
