"""The gazetteer and its phrases, loaded once for the tests, and documents made by hand."""

import re
from datetime import date
from functools import lru_cache

from extractor.facts.places import choose
from extractor.lexicon.gazetteer import Gazetteer, load_gazetteer
from extractor.lexicon.phrases import Phrases
from extractor.mentions.localities import find_localities
from extractor.mentions.model import LocalityMention
from extractor.paths import data_dir
from extractor.text.document import Document, Paragraph, Sentence
from extractor.text.normalise import normalise

_SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s+\w)|$)")


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer of this checkout."""
    return load_gazetteer(data_dir() / "gazetteer")


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Return the matcher of all place names."""
    return Phrases(gazetteer().entries())


def document(raw: str, **kinds: str) -> Document:
    """Return `raw` as a document of one body paragraph a line; `line2="noise"` gives the third line another kind."""
    copy = normalise(raw)
    paragraphs, sentences = [], []
    for number, line in enumerate(re.finditer(r"[^\n]+", copy.text)):
        paragraphs.append(Paragraph(line.start(), line.end(), kinds.get(f"line{number}", "body"), "test"))
        for sentence in _SENTENCE.finditer(line.group()):
            start, end = line.start() + sentence.start(), line.start() + sentence.end()
            sentences.append(Sentence(start, end, number))
    return Document(raw, copy.text, copy.starts, copy.ends, tuple(paragraphs), tuple(sentences))


def places(text: Document | str, *, when: date | None = None, home: str | None = None) -> list[LocalityMention]:
    """Return the chosen mentions of a text."""
    read = document(text) if isinstance(text, str) else text
    found = find_localities(read, phrases().find(read.runs), gazetteer())
    return choose(found, document=read, gazetteer=gazetteer(), home=home, when=when)


def codes(text: Document | str, *, when: date | None = None, home: str | None = None) -> list[str]:
    """Return the codes of the units that a text names, each once, in the order of the text."""
    return list(dict.fromkeys(m.unit.code for m in places(text, when=when, home=home) if m.unit))
