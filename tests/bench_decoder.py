"""How much faster our decoders are than underthesea's own calls, sentence by sentence, on the same texts."""

import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

from tests.texts import gold, mixed

ROUNDS = 5


def measure() -> dict[str, Any]:
    """Return sentences a second of both, and the ratios: medians of five rounds in which they take turns.

    Both are warm, and both get the same sentences; the tagger gets their words.
    """
    from extractor.text.decoders import ours
    from extractor.text.vietnamese import installed, library, sentences

    texts = [*gold().values(), *mixed(10)]
    cut = [text[start:end] for text in texts for start, end in sentences(text)]
    mine, theirs = ours(installed()), library()
    segmented = [mine.words(sentence) for sentence in cut]
    work: dict[str, tuple[Callable[[Any], object], Iterable[Any]]] = {
        "words, decoder": (mine.words, cut),
        "words, library": (theirs.words, cut),
        "tags, decoder": (mine.tags, segmented),
        "tags, library": (theirs.tags, segmented),
    }
    rates: dict[str, list[float]] = {name: [] for name in work}
    for name, (function, given) in [*work.items()] * (ROUNDS + 1):
        rates[name].append(len(cut) / _seconds(function, given))
    medians = {name: statistics.median(rate[1:]) for name, rate in rates.items()}  # the first round warms up
    return {
        **{f"{name}, sentences/s": round(rate) for name, rate in medians.items()},
        **{f"{what}, decoder / library": _ratio(rates, what) for what in ("words", "tags")},
    }


def _ratio(rates: dict[str, list[float]], what: str) -> float:
    rounds = zip(rates[f"{what}, decoder"][1:], rates[f"{what}, library"][1:], strict=True)
    return round(statistics.median(mine / theirs for mine, theirs in rounds), 1)


def _seconds(function: Callable[[Any], object], given: Iterable[Any]) -> float:
    begun = time.perf_counter()
    for one in given:
        function(one)
    return time.perf_counter() - begun
