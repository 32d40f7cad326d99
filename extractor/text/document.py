"""The text of an article, cut into paragraphs and sentences."""

from dataclasses import dataclass
from functools import cached_property

from extractor.text.normalise import lower
from extractor.text.runs import Runs, runs


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


@dataclass(frozen=True)
class Document:
    """An article: `raw` as given, `text` its normalised copy, and the way back from one to the other.

    `starts[i]` and `ends[i]` are the raw offsets of character `i` of `text`; both are None where the copy has the same
    length.
    """

    raw: str
    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]

    @cached_property
    def low(self) -> str:
        """The copy in lower case, of the same length: most rules look at it."""
        return lower(self.text)

    @cached_property
    def runs(self) -> Runs:
        """The runs of letters and digits and the marks of `low`."""
        return runs(self.low)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in `raw` of `text[start:end]`."""
        if self.starts is None or self.ends is None:
            return start, end
        if start == end:
            return (self.starts[start], self.starts[start]) if start < len(self.starts) else (len(self.raw),) * 2
        return self.starts[start], self.ends[end - 1]
