"""Articles made of templates, as many as are asked for, each with the facts that it tells by construction."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

Slots = tuple[str, float, str, str | None, str | None, str, str | None]
"""indicator, value, status, first day, last day, code of the place, campaign"""

FUND = "vi-nguoi-ngheo"
PLACES = (  # a province of before the reform with two of its districts, by their codes
    (("Thanh Hóa", "38"), ("Thọ Xuân", "395"), ("Nông Cống", "404")),
    (("Nghệ An", "40"), ("Con Cuông", "422"), ("Yên Thành", "426")),
    (("Quảng Nam", "49"), ("Quế Sơn", "509"), ("Tiên Phước", "514")),
    (("Đắk Lắk", "66"), ("Krông Bông", "653"), ("Cư M'gar", "648")),
    (("Đồng Tháp", "87"), ("Tháp Mười", "872"), ("Lai Vung", "876")),
    (("Lào Cai", "10"), ("Bắc Hà", "085"), ("Văn Bàn", "089")),
)
PLAIN = (Path(__file__).parent / "corpus" / "plain.txt").read_text(encoding="utf-8").splitlines()
"""Sentences without a figure."""


@dataclass(frozen=True, slots=True)
class Made:
    """An article, its day, and the facts that it tells."""

    number: int
    document: str
    text: str
    published: date
    home: str
    facts: frozenset[Slots]


def article(number: int) -> Made:
    """Return article `number`; the same at every call."""
    draw = random.Random(number)
    (province, home), *districts = draw.choice(PLACES)
    (district, code) = draw.choice(districts)
    year = draw.randrange(2014, 2024)
    day = date(year + 1, 1, draw.randrange(3, 29))
    span = (f"{year}-01-01", f"{year}-12-31")
    ahead = (f"{year + 1}-01-01", f"{year + 1}-12-31")
    tens, houses, target = draw.randrange(11, 990), draw.randrange(13, 3_000), draw.randrange(15, 900)
    land, gifts, days = draw.randrange(12, 98), draw.randrange(110, 9_000), draw.randrange(200, 990)
    funds, own, hectares = draw.randrange(21, 600), draw.randrange(12, 90), draw.randrange(1_000, 90_000)
    sums = (
        (
            f"Năm {year}, Ủy ban MTTQ tỉnh {province} vận động Quỹ “Vì người nghèo” được {_tenths(tens)} tỷ đồng.",
            [("money", tens * 1e8, "achieved", *span, home, FUND)],
        ),
        (
            f"Năm {year}, toàn tỉnh {province} xây dựng {_grouped(houses)} căn nhà; nhân dân hiến {land} ha đất và góp "
            f"{days}.000 ngày công.",
            [
                ("houses", houses, "achieved", *span, home, None),
                ("land", land * 1e4, "achieved", *span, home, None),
                ("labour_days", days * 1e3, "achieved", *span, home, None),
            ],
        ),
        (
            f"Năm {year}, huyện {district} trao {_grouped(gifts)} suất quà và vận động {funds} triệu đồng.",
            [
                ("gifts", gifts, "achieved", *span, code, None),
                ("money", funds * 1e6, "achieved", *span, code, None),
            ],
        ),
        (
            f"Năm {year}, nhân dân huyện {district} hiến {_grouped(hectares)} m2 đất, xây {own} căn nhà.",
            [
                ("land", hectares, "achieved", *span, code, None),
                ("houses", own, "achieved", *span, code, None),
            ],
        ),
        (
            f"Năm {year + 1}, tỉnh {province} phấn đấu xây {target} căn nhà.",
            [("houses", target, "target", *ahead, home, None)],
        ),
    )
    told = draw.sample(sums, 4)
    plain = draw.sample(PLAIN, 16)
    said = [[], *([sentence] for sentence, _ in told)]
    body = [" ".join((*sentences, *plain[3 * n : 3 * n + 3])) for n, sentences in enumerate(said)]
    text = "\n\n".join((f"{province}: Công tác Mặt trận được triển khai đồng bộ, hiệu quả", *body, plain[-1]))
    facts = frozenset(fact for _, facts in told for fact in facts)
    return Made(number, f"made/{number}.txt", text + "\n", day, home, facts)


def articles(count: int, first: int = 0) -> Iterator[Made]:
    """Yield articles `first` to `first + count - 1`."""
    return map(article, range(first, first + count))


def _tenths(number: int) -> str:
    whole, part = divmod(number, 10)
    return f"{whole},{part}" if part else str(whole)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
