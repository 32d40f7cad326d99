"""underthesea's tokens, the smallest units that a word can be made of, without importing underthesea.

Its pattern is read out of its source and its table of look-alike letters out of its file. No token holds a blank, and
what the pattern sees around a chunk without blanks is a blank or the end of the text: chunks are remembered.
"""

import ast
import pickle
import re
import unicodedata
from itertools import chain
from pathlib import Path
from typing import Any

from extractor.text.templates import Remembered

PATTERN = "pipeline/word_tokenize/regex_tokenize.py"
LETTERS = "pipeline/text_normalize/tn_rules_2023_07_14.bin"
_CHUNKS = 50_000  # remembered


class Tokeniser:
    """Cuts texts into tokens as `underthesea.word_tokenize(text, use_token_normalize=False)` does at first."""

    def __init__(self, pattern: re.Pattern[str], letters: dict[str, str]) -> None:
        self._find = pattern.finditer
        self._letters = letters
        self._chunks: Remembered[str, tuple[str, ...]] = Remembered(lambda chunk: self._cut(chunk + " "), bound=_CHUNKS)
        self._last: Remembered[str, tuple[str, ...]] = Remembered(self._cut, bound=_CHUNKS)

    def __call__(self, text: str) -> list[str]:
        """Return the tokens of `text`, composed (NFC) and with the letters of Vietnamese for their doubles."""
        text = unicodedata.normalize("NFC", text)
        for wrong, right in self._letters.items():
            text = text.replace(wrong, right)
        chunks = text.split()
        if not chunks:
            return []
        last = text[text.rindex(chunks.pop()) :]
        return [*chain.from_iterable(map(self._chunks.__getitem__, chunks)), *self._last[last]]

    def _cut(self, text: str) -> tuple[str, ...]:
        return tuple(match[0] for match in self._find(text))


def load_tokeniser(folder: Path) -> Tokeniser:
    """Load the tokeniser of the underthesea that is installed in `folder`, of files that `proven` knows."""
    return Tokeniser(
        constants(folder / PATTERN)["patterns"], pickle.loads((folder / LETTERS).read_bytes())["character"]
    )


def constants(path: Path) -> dict[str, Any]:
    """Return what the assignments of a Python file make, its imports and functions left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if isinstance(node, ast.Assign)]
    names: dict[str, Any] = {"re": re}
    exec(compile(tree, str(path), "exec"), names)
    return names
