"""The extractor, loaded when the first text comes."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.pipeline import Extraction, Extractor


class LazyExtractor:
    """An extractor that costs nothing where every input is refused or unchanged."""

    def __init__(self) -> None:
        self._extractor: Extractor | None = None

    def __call__(self, text: str, *, published: date | None = None, home: str | None = None) -> "Extraction":
        """Extract mentions and facts from `text`."""
        if self._extractor is None:
            from extractor.pipeline import Extractor

            self._extractor = Extractor()
        return self._extractor(text, published=published, home=home)
