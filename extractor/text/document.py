"""The text of an article, cut into paragraphs and sentences."""

from dataclasses import dataclass, field

from extractor.text.normalise import lower


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A span of `Document.text` and what it is on the page.

    `kind`: title, dateline, lead, body, item (a bullet or a line of a list), row (a line of a flattened table),
    caption, signature, or noise (chrome, other articles' headlines, footers, second copies of captions).
    """

    start: int
    end: int
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of `Document.text` inside paragraph number `paragraph`; noise has no sentences."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Document:
    """An article: `raw` as given, `text` its normalised copy, and the way back from one to the other.

    `starts[i]` and `ends[i]` are the raw offsets of character `i` of `text`; both are None where the copy has the same
    length. `low` is the copy in lower case, of the same length: most rules look at it.
    """

    raw: str
    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    low: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lower the case once."""
        object.__setattr__(self, "low", lower(self.text))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in `raw` of `text[start:end]`."""
        if self.starts is None or self.ends is None:
            return start, end
        if start == end:
            return (self.starts[start], self.starts[start]) if start < len(self.starts) else (len(self.raw),) * 2
        return self.starts[start], self.ends[end - 1]
