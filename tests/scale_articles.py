"""Articles made of templates, as many as are asked for, each with the facts that it tells by construction."""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from extractor.paths import data_dir

Slots = tuple[str, float, str, str | None, str | None, str, str | None]
"""indicator, value, status, first day, last day, code of the place, campaign"""
Place = tuple[str, str]
"""name, code"""

FUND = "vi-nguoi-ngheo"
SIZE = 2_000  # characters, but for headline and lead
REPRINTS = 50  # one article in so many is the one before it, printed elsewhere on the next day
RARE = "vườn ươm xanh"
"""What the tables don't know: one article in 100 holds it."""
_RARELY = 100
_REFORM = "2025-07-01"
_PATTERNS = (
    "{who} {how} {does} {what} {where} {aim}.",
    "{where}, {who} {how} {does} {what}, {aim}.",
    "{aim}, {who} {does} {what} {where}.",
    "{who} và {whom} {how} {does} {what} {where}.",
)


@dataclass(frozen=True, slots=True)
class Made:
    """An article, its day, and the facts that it tells; `copy_of` is the number of the article that it reprints."""

    number: int
    document: str
    text: str
    published: date
    home: str
    facts: frozenset[Slots]
    copy_of: int | None = None


def article(number: int) -> Made:
    """Return article `number`; the same at every call."""
    if number % REPRINTS == REPRINTS - 1:
        first = article(number - 1)
        return replace(
            first,
            number=number,
            document=_document(number),
            published=first.published + timedelta(days=1),
            copy_of=number - 1,
        )
    draw = random.Random(number)
    (province, home), districts = draw.choice(places())
    year = draw.randrange(2014, 2024)
    told = draw.sample(_sentences(draw, (province, home), draw.choice(districts), year), 4)
    paragraphs = [[sentence] for sentence, _ in told]
    if number % _RARELY == 0:
        paragraphs[0].append(f"Bà con vui vì {RARE} đã lên chồi.")
    length = sum(len(sentence) for sentence, _ in told)
    while length < SIZE:
        draw.choice(paragraphs).append(sentence := _plain(draw))
        length += len(sentence) + 1
    head = f"{province}: {_plain(draw)[:-1]}"
    text = "\n\n".join((head, _plain(draw), *map(" ".join, paragraphs))) + "\n"
    day = date(year + 1, 1, draw.randrange(3, 29))
    return Made(number, _document(number), text, day, home, frozenset(fact for _, facts in told for fact in facts))


def articles(count: int, first: int = 0) -> Iterator[Made]:
    """Yield articles `first` to `first + count - 1`."""
    return map(article, range(first, first + count))


@cache
def places() -> tuple[tuple[Place, tuple[Place, ...]], ...]:
    """Return provinces of before the reform with those of their districts whose names no other district bears."""
    provinces, districts = (
        [row for row in _table(f"{name}.csv") if row["valid_from"] < "2014-01-01" and row["valid_to"] == _REFORM]
        for name in ("provinces", "districts")
    )
    bearers = Counter(row["name"] for row in (*provinces, *districts))
    under: defaultdict[str, list[Place]] = defaultdict(list)
    for row in districts:
        if row["kind"] == "huyện" and bearers[row["name"]] == 1:
            under[row["parent"]].append((row["name"], row["code"]))
    return tuple(
        ((row["name"], row["code"]), tuple(under[row["code"]]))
        for row in provinces
        if row["kind"] == "tỉnh" and under[row["code"]]
    )


def _table(name: str) -> list[dict[str, str]]:
    with (data_dir() / "gazetteer" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sentences(draw: random.Random, province: Place, district: Place, year: int) -> list[tuple[str, list[Slots]]]:
    """Return sentences with the facts that each of them tells."""
    name, code = province
    span = (f"{year}-01-01", f"{year}-12-31")
    ahead = (f"{year + 1}-01-01", f"{year + 1}-12-31")
    tens, houses, target = draw.randrange(11, 990), draw.randrange(13, 3_000), draw.randrange(15, 900)
    land, gifts, days = draw.randrange(12, 98), draw.randrange(110, 9_000), draw.randrange(200, 990)
    funds, own, hectares = draw.randrange(21, 600), draw.randrange(12, 90), draw.randrange(1_000, 90_000)
    return [
        (
            f"Năm {year}, Ủy ban MTTQ tỉnh {name} vận động Quỹ “Vì người nghèo” được {_tenths(tens)} tỷ đồng.",
            [("money", tens * 1e8, "achieved", *span, code, FUND)],
        ),
        (
            f"Năm {year}, toàn tỉnh {name} xây dựng {_grouped(houses)} căn nhà; nhân dân hiến {land} ha đất và góp "
            f"{days}.000 ngày công.",
            [
                ("houses", houses, "achieved", *span, code, None),
                ("land", land * 1e4, "achieved", *span, code, None),
                ("labour_days", days * 1e3, "achieved", *span, code, None),
            ],
        ),
        (
            f"Năm {year}, huyện {district[0]} trao {_grouped(gifts)} suất quà và vận động {funds} triệu đồng.",
            [
                ("gifts", gifts, "achieved", *span, district[1], None),
                ("money", funds * 1e6, "achieved", *span, district[1], None),
            ],
        ),
        (
            f"Năm {year}, nhân dân huyện {district[0]} hiến {_grouped(hectares)} m2 đất, xây {own} căn nhà.",
            [
                ("land", hectares, "achieved", *span, district[1], None),
                ("houses", own, "achieved", *span, district[1], None),
            ],
        ),
        (
            f"Năm {year + 1}, tỉnh {name} phấn đấu xây {target} căn nhà.",
            [("houses", target, "target", *ahead, code, None)],
        ),
    ]


@cache
def _phrases() -> dict[str, list[str]]:
    lines = (Path(__file__).parent / "corpus" / "plain.txt").read_text(encoding="utf-8").splitlines()
    return {slot: phrases.split(" | ") for slot, _, phrases in (line.partition(": ") for line in lines)}


def _plain(draw: random.Random) -> str:
    """Return a sentence without a figure; two articles share next to none of its runs of five words."""
    phrases = _phrases()
    drawn = {slot: draw.choice(options) for slot, options in phrases.items()}
    sentence = draw.choice(_PATTERNS).format(**drawn, whom=draw.choice(phrases["who"]))
    return sentence[0].upper() + sentence[1:]


def _document(number: int) -> str:
    return f"made/{number:09}.txt"


def _tenths(number: int) -> str:
    whole, part = divmod(number, 10)
    return f"{whole},{part}" if part else str(whole)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
