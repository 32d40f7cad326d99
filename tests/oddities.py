"""Texts on which a decoder might part from its model: articles, what no editor would write, and mutations of both."""

import random
import unicodedata
from collections.abc import Callable, Iterator

from tests.expected import ARTICLES, wanted
from tests.texts import adversarial, gold, mixed

STRANGE = (
    *(
        "",
        " ",
        "\n",
        "a",
        "Á",
        ".",
        "1",
        "\u200b",
        "\xa0",
        "\ufeff",
        "\x1c",
        "A.",
        "A.\n",
        "BOS",
        "EOS BOS",
        "T[0]=a",
        "=",
    ),
    *(
        "😀 🇻🇳 👨‍👩‍👧 <3 :)) :D =)) ♥‿♥",
        "https://mattran.org.vn/tin?id=1&b=(2) a@b.vn ftp://x",
        "v.v... v.v. v.v → ==> -> >>",
    ),
    *(
        "ß ŉ ǰ ǆ İ ı ΑΣ Σ ſ ﬁ ᾳ ა Ა ꭰ Ꭰ 𐐀 𐐨",
        "ðại Đoàn kết Ðắk Lắk",
        "o\u0301 \u0301 a\u0323\u0302 ̛ ̛",
        "٣ ٤٥ १२ ① Ⅷ ½ 二",
    ),
    *(
        "2147483647 2147483648 -2147483648 -2147483649 +5 +- 0000000000000000007 007",
        "28H-0530 4K 3x4 °C 10:20:50 03-5730-2357",
    ),
    *("tỷ khánh A + tỷ khánh A + tỷ khánh A +", "đồng, 22 G\ufeffỆY\ufeffGT 41,5%, đđgg quà nểbn"),  # ties
    *(
        "yyn an - huyện a , aaâ nồgH onannaengag 008 gghgk nvnv |",
        "Đà MTTQ tháng ãã ĉacn gồng 12,3 Gai nâd tái",
    ),  # ties
)


def corpus() -> list[str]:
    """Return well over 500,000 characters: gold and portal articles, mixes of them, mutations and strange texts."""
    pages = ["\n".join(wanted(path)["paragraphs"]) for path in ARTICLES]
    texts = [*gold().values(), *pages, *mixed(110, seed=5)]
    return [*texts, *STRANGE, *(make(600) for make in adversarial().values()), *mutated(texts, 120)]


def mutated(texts: list[str], count: int) -> Iterator[str]:
    """Yield texts, each changed in one of the ways in turn."""
    source = random.Random(11)
    for number, text in enumerate(source.sample(texts, count)):
        yield MUTATIONS[number % len(MUTATIONS)](text[:1_000], source)


def _sprinkled(signs: str) -> Callable[[str, random.Random], str]:
    return lambda text, source: "".join(c + source.choice(signs) if source.random() < 0.05 else c for c in text)


def _shuffled(text: str, source: random.Random) -> str:
    return "".join(source.sample(text, len(text)))


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, _: unicodedata.normalize("NFD", text),
    lambda text, _: text.upper(),
    lambda text, _: text.title(),
    lambda text, _: text.replace(" ", "\xa0"),
    lambda text, _: text.replace(" ", ""),
    lambda text, _: " ".join(text),
    _sprinkled("\u200b\u200d\ufeff\xad"),
    _sprinkled(".,;:!?…()-/\"'“”"),
    _sprinkled("0123456789"),
    _sprinkled("😀🏽♥①½\u0301\t\r"),
    _shuffled,
)
