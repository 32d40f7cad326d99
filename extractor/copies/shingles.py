"""Word shingles of a text, its figures masked, their MinHash in bands; and the figures by themselves.

Copies differ in letter case, marks, y for i and abbreviations, so words are folded. Reports of which one says 31 where
the other says 32 have the same shingles: that difference is told by `figures`.
"""

import hashlib
import re
import struct
from collections.abc import Collection, Hashable, Sequence

from rensa import RMinHash

from extractor.text.folding import by_run, fold

SIZE = 5  # words in a shingle
BANDS = 32
_ROWS = 4  # values in a band
_SEED = 1

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,/:-]\d+)*")
_SPELT_OUT = {  # what editors shorten, as `words` folds it
    "mttq": ("mat", "tran", "to", "quoc"),
    "ubmttq": ("ui", "ban", "mat", "tran", "to", "quoc"),
    "ubnd": ("ui", "ban", "nhan", "dan"),
    "hdnd": ("hoi", "dong", "nhan", "dan"),
    "tp": ("thanh", "pho"),
    "hcm": ("ho", "chi", "minh"),
    "tphcm": ("thanh", "pho", "ho", "chi", "minh"),
}
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


@by_run
def words(text: str) -> list[str]:
    """Return the words of `text`: plain small letters, y as i, abbreviations spelt out, figures as `figures` says."""
    found: list[str] = []
    for word in _WORD.findall(fold(text).replace("y", "i")):
        found += (_figure(word),) if word[0].isdecimal() else _SPELT_OUT.get(word, (word,))
    return found


def shingles(words: Sequence[str]) -> frozenset[str]:
    """Return all runs of `SIZE` words, every figure as `0`; none where there are fewer words."""
    masked = ["0" if word[0].isdecimal() else word for word in words]
    return frozenset(" ".join(masked[i : i + SIZE]) for i in range(len(masked) - SIZE + 1))


def figures(words: Sequence[str]) -> tuple[str, ...]:
    """Return the figures among `words`, sorted, each as often as it stands there.

    `1.000` is `1000`, `05` is `5`, `3,50` is `3.5`; dates and ranges stay whole: `26-10` is `26/10`.
    """
    return tuple(sorted(word for word in words if word[0].isdecimal()))


def similarity(left: Collection[Hashable], right: Collection[Hashable]) -> float:
    """Return the Jaccard similarity of two collections without repeats; 0 where they share nothing."""
    shared = len(frozenset(left).intersection(right))
    return shared / (len(left) + len(right) - shared) if shared else 0.0


def signature(shingles: frozenset[str]) -> list[int]:
    """Return the MinHash: unsigned 32-bit values, `BANDS` times `_ROWS`, the same in every process."""
    minhash = RMinHash(num_perm=BANDS * _ROWS, seed=_SEED)
    minhash.update(list(shingles))
    return list(minhash.digest())


def bands(signature: Sequence[int]) -> list[int]:
    """Return `BANDS` signed 64-bit hashes; two sets of similarity s share each with probability s to the power 4."""
    return [_hash(signature[i : i + _ROWS]) for i in range(0, len(signature), _ROWS)]


def _hash(values: Sequence[int]) -> int:
    digest = hashlib.blake2b(struct.pack(f"<{len(values)}I", *values), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _figure(word: str) -> str:
    return _unpadded(word) if word.isdecimal() else "/".join(map(_number, re.split("[/:-]", word)))


def _number(part: str) -> str:
    if _GROUPED.fullmatch(part):
        part = part.replace(".", "")
    pieces = re.split("[.,]", part)
    if len(pieces) != 2:
        return "/".join(map(_unpadded, pieces))  # 24.11.2019
    decimals = pieces[1].rstrip("0")
    return _unpadded(pieces[0]) + (f".{decimals}" if decimals else "")


def _unpadded(digits: str) -> str:
    return digits.lstrip("0") or "0"
