"""The order of Vietnamese names: syllable by syllable, its letters first, then its tone, as dictionaries have them."""

import re
import unicodedata

Key = tuple[tuple[tuple[int, int, str, tuple[int, ...]], ...], str]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; before them a syllable without
_PLACES = {ord(letter): chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_SYLLABLE = re.compile(r"\d+|[^\W\d_]+")


def vietnamese(text: str) -> Key:
    """Return the key by which `text` is sorted: ă after a, đ after d; ba bà bả bã bá bạ; `Quận 2` before `Quận 10`.

    Case, Unicode form and where a tone stands decide between names that are else the same; other letters come last.
    """
    plain = unicodedata.normalize("NFC", text.lower())
    return tuple(_syllable(match) for match in _SYLLABLE.findall(plain)), text


def compared(left: str, right: str) -> int:
    """Return -1, 0 or 1, as databases ask: `left` comes before `right`, is the same, comes after it."""
    mine, other = vietnamese(left), vietnamese(right)
    return (mine > other) - (mine < other)


def _syllable(word: str) -> tuple[int, int, str, tuple[int, ...]]:
    """Sort figures by value, before letters."""
    if word.isdecimal():
        return 0, int(word[:18]), word[18:], ()
    apart = unicodedata.normalize("NFD", word)
    tones = tuple(_TONES.index(mark) for mark in apart if mark in _TONES)
    letters = "".join(mark for mark in apart if mark not in _TONES)
    return 1, 0, unicodedata.normalize("NFC", letters).translate(_PLACES), tones
