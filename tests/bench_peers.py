"""Articles a second of the whole extraction, and of what its peers do of it alone, on the same texts in one run."""

import statistics
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from tests.scale_articles import articles

ROUNDS = 5
_FEW = 4  # texts for what takes a second for each


def measure(extract: Callable[[Sequence[str]], float], texts: int = 60) -> dict[str, Any]:
    """Return medians of five rounds in which all take turns; `extract` stores texts and returns the seconds."""
    given = [made.text for made in articles(texts)]
    turns: dict[str, Callable[[], float]] = {"extract to SQLite": lambda: len(given) / extract(given)}
    for name, (work, some) in peers(given).items():
        turns[name] = lambda work=work, some=some: len(some) / _seconds(work, some)  # type: ignore[misc]
    rates: dict[str, list[float]] = {name: [] for name in turns}
    for name, turn in [*turns.items()] * (ROUNDS + 1):
        rates[name].append(turn())
    medians = {name: statistics.median(rate[1:]) for name, rate in rates.items()}  # the first round warms up
    mine = medians["extract to SQLite"]
    figures: dict[str, Any] = {f"{name}, articles/s": round(rate, 1) for name, rate in medians.items()}
    figures |= {f"extract to SQLite / {name}": round(mine / rate, 1) for name, rate in medians.items() if rate != mine}
    if not find_spec("pyvi"):
        figures["pyvi, spaCy vi"] = "not measured: pip install pyvi"
    return figures


def peers(texts: Sequence[str]) -> dict[str, tuple[Callable[[str], object], Sequence[str]]]:
    """Return the peers that are installed, each with the texts that it gets."""
    from underthesea import ner, pos_tag, word_tokenize

    found: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
        "underthesea word_tokenize": (word_tokenize, texts),
        "underthesea pos_tag": (pos_tag, texts[:_FEW]),
        "underthesea pos_tag by sentence": (_by_sentence(pos_tag), texts[: 2 * _FEW]),
        "underthesea ner": (ner, texts[:_FEW]),
        "underthesea ner by sentence": (_by_sentence(ner), texts[:_FEW]),
    }
    if find_spec("pyvi"):
        import spacy
        from pyvi import ViTokenizer

        found["pyvi tokenize"] = (ViTokenizer.tokenize, texts)
        found["spaCy vi"] = (spacy.blank("vi"), texts)
    return found


def _by_sentence(work: Callable[[str], object]) -> Callable[[str], object]:
    """Return what gives the library a sentence at a time: the cost of its tags grows with the square of a text."""
    from underthesea import sent_tokenize

    return lambda text: [work(sentence) for sentence in sent_tokenize(text)]


def _seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    begun = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - begun
