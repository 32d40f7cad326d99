"""Which code finds sentences, words and tags: our decoders of underthesea's models, or the library's own."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.text.proven import UnprovenModels, unproven


@dataclass(frozen=True, slots=True)
class Decoders:
    """Sentence ends of a text as offsets, words of a text, tags of the words of a sentence; models come when needed."""

    ends: Callable[[str], list[int]]
    words: Callable[[str], list[str]]
    tags: Callable[[Sequence[str]], list[str]]


def decoders(folder: Path, library: Callable[[], Decoders]) -> Decoders:
    """Return our decoders if they are proven for the underthesea in `folder`, else warn and return `library()`."""
    changed = unproven(folder)
    if not changed:
        return ours(folder)
    warnings.warn(
        f"{folder / changed[0]}: not the file that mattran's fast decoders are proven for; underthesea's own calls"
        " are used, which are much slower: install the underthesea that mattran's requirements.txt names",
        UnprovenModels,
        stacklevel=2,
    )
    return library()


def ours(folder: Path) -> Decoders:
    """Return our decoders of the models in `folder`."""

    @cache
    def punkt() -> Callable[[str], list[int]]:
        from extractor.text.punkt import load_punkt

        return load_punkt(folder)

    @cache
    def segmenter() -> Callable[[str], list[str]]:
        from extractor.text.segmenter import load_segmenter

        return load_segmenter(folder)

    @cache
    def tagger() -> Callable[[Sequence[str]], list[str]]:
        from extractor.text.tagger import load_tagger

        return load_tagger(folder)

    return Decoders(lambda text: punkt()(text), lambda text: segmenter()(text), lambda words: tagger()(words))
