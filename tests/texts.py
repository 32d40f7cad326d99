"""Texts to try the whole extraction on: the gold articles, mixes of them, and what no editor would write."""

import csv
import random
import re
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
ARTICLE = 2_200  # characters of an ordinary article


def gold() -> dict[str, str]:
    """Return the articles of `data/gold` by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((DATA / "gold" / "docs").glob("*.txt"))}


def mixed(count: int, *, size: int = ARTICLE, seed: int = 7) -> list[str]:
    """Return `count` texts of about `size` characters: paragraphs of the gold articles, with other figures."""
    source = random.Random(seed)
    paragraphs = [p for text in gold().values() for p in text.split("\n") if len(p) > 60]
    return ["\n\n".join(_article(source, paragraphs, size)) for _ in range(count)]


def _article(source: random.Random, paragraphs: list[str], size: int) -> Iterator[str]:
    length = 0
    while length < size:
        paragraph = re.sub(
            r"\d", lambda m: source.choice("123456789") if m[0] != "0" else "0", source.choice(paragraphs)
        )
        length += len(paragraph) + 2
        yield paragraph


def adversarial() -> dict[str, Callable[[int], str]]:
    """Return makers of texts of `n` characters by name."""
    return {
        "no full stop": lambda n: _long(n, re.sub(r"[.!?\n]+", " ", " ".join(gold().values()))),
        "no line break": lambda n: _long(n, " ".join(" ".join(gold().values()).split())),
        "digits in a row": lambda n: _long(n, "1234567890"),
        "place names": _places,
        "1.1.1.1": lambda n: _long(n, "1."),
        "1-1-1-1": lambda n: _long(n, "1-"),
        "1/1/1/1": lambda n: _long(n, "1/"),
        "a.a.a.a": lambda n: _long(n, "a."),
        "open brackets": lambda n: _long(n, "("),
        "brackets": lambda n: _long(n, "()[]"),
        "opening quotes": lambda n: _long(n, "phong trào “Vì "),
        "straight quotes": lambda n: _long(n, 'quỹ "'),
        "one word": lambda n: _long(n, "ồ"),
        "blanks": lambda n: "năm" + _long(n, " ") + "2023",
        "line breaks": lambda n: "76 tỷ đồng" + _long(n, "\n") + "xã Hòa Bình",
        "combining marks": lambda n: "o" + _long(n, "\u0301"),
        "zero-width": lambda n: "1" + _long(n, "\u200b") + "2 tỷ đồng",
        "list of lines": lambda n: _long(n, "- Xã Hòa Bình: 5 nhà\n"),
        "days": lambda n: _long(n, "ngày 1/2, "),
        "from from from": lambda n: _long(n, "từ ngày "),
        "figures": lambda n: _long(n, "1 tỷ 200 triệu đồng, "),
        "ranges": lambda n: _long(n, "1 - 2 "),
        "number words": lambda n: _long(n, "hai mươi lăm nghìn "),
        "cues": lambda n: _long(n, "phấn đấu đăng ký trong đó riêng "),
        "semicolons": lambda n: _long(n, "huyện A 5 nhà; "),
        "type words": lambda n: _long(n, "xã phường huyện tỉnh "),
        "same headline": lambda n: _long(n, "Thanh Hóa: Trao 120 suất quà cho học sinh\n\n"),
    }


def _long(n: int, text: str) -> str:
    return (text * (n // len(text) + 1))[:n]


def _places(n: int) -> str:
    with (DATA / "gazetteer" / "communes.csv").open(encoding="utf-8", newline="") as file:
        names = [f"{row['kind']} {row['name']}" for row in csv.DictReader(file)]
    source = random.Random(7)
    source.shuffle(names)
    return ", ".join(islice(cycle(names), n // 10 + 1))[:n]
