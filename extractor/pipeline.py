"""From a text to its facts."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from extractor.facts.link import link
from extractor.facts.model import Fact
from extractor.facts.places import choose
from extractor.facts.scene import Found
from extractor.facts.settle import settled
from extractor.lexicon import Lexicon, load_lexicon
from extractor.lexicon.gazetteer import REFORM, Unit, is_new
from extractor.lexicon.phrases import Matches
from extractor.mentions.campaigns import find_campaigns
from extractor.mentions.cues import find_cues
from extractor.mentions.dates import find_dates
from extractor.mentions.localities import find_localities
from extractor.mentions.model import LocalityMention, Mention
from extractor.mentions.quantities import Quantities
from extractor.paths import data_dir
from extractor.text.document import Document
from extractor.text.reader import read
from extractor.text.vietnamese import tags


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article yields, in text order.

    `document` holds the text as given (`raw`) and the normalised copy (`text`) whose characters all spans count;
    `document.raw_span` leads back. `title` is the headline where the text has one. `published` is the day given by
    the caller, else that of the page's own date line, else None. Each fact lies in its sentence and names the rules
    and the words that made it.
    """

    document: Document
    title: str | None
    published: date | None
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]

    def quote(self, found: Mention | Fact) -> str:
        """Return the words of a mention or fact as the text was given."""
        start, end = self.document.raw_span(found.start, found.end)
        return self.document.raw[start:end]


class Extractor:
    """Reads articles, one a call; it keeps nothing of them.

    `data` is the folder of the tables, by default the installation's own; they are loaded at construction,
    underthesea's models at the first text. Raises TableError, with file, line and cure, where a table is wrong.
    """

    def __init__(self, data: Path | None = None) -> None:
        self.lexicon: Lexicon = load_lexicon(data or data_dir())
        self._quantities = Quantities(self.lexicon.units, self.lexicon.cues)
        self._indicator_units = {i.id: i.unit for i in self.lexicon.units.indicators.values()}

    def __call__(self, text: str, *, published: date | None = None, home: str | None = None) -> Extraction:
        """Extract mentions and facts from `text`, a Vietnamese article as plain text in any Unicode form.

        `published` is the day from which `hôm qua` and `năm nay` are reckoned. `home` is the two-digit code of the
        province whose site printed it, by the tables of then or of today; a code that is none tells nothing. Any text
        is read, also one that is empty or in another language: it yields no facts. Raises TypeError for other types.
        """
        _check(text, published, home)
        document = read(text)
        matches = self.lexicon.phrases.find(document.runs)
        dated = find_dates(document, published=published)
        places = self._places(document, matches, home=home, when=dated.anchor)
        campaigns = find_campaigns(document, matches, self.lexicon.campaigns)
        quantities = self._quantities.find(document)
        found = settled(Found(dated.mentions, places, campaigns, quantities, find_cues(matches, self.lexicon.cues)))
        facts = link(
            document,
            found,
            parent=self._parent,
            home=self._home(home, dated.anchor),
            anchor=dated.anchor,
            units=self._indicator_units,
            tags=tags,
        )
        mentions = sorted(chain(dated.mentions, places, campaigns, found.quantities), key=lambda m: (m.start, m.end))
        return Extraction(document, _title(document), dated.published, tuple(mentions), tuple(facts))

    def _places(
        self, document: Document, matches: Matches, *, home: str | None, when: date | None
    ) -> list[LocalityMention]:
        gazetteer = self.lexicon.gazetteer
        found = find_localities(document, matches, gazetteer)
        return choose(found, document=document, gazetteer=gazetteer, home=home, when=when)

    def _parent(self, unit: Unit) -> Unit | None:
        return self.lexicon.gazetteer.unit(unit.parent, new=is_new(unit)) if unit.parent else None

    def _home(self, code: str | None, when: date | None) -> Unit | None:
        """Return the site's province on the article's side of the reform; None where its old part can't be told."""
        if code is None:
            return None
        gazetteer = self.lexicon.gazetteer
        today = gazetteer.unit(code, new=True)
        if when and when >= REFORM:
            return today or self._today(gazetteer.unit(code, new=False))
        parts = gazetteer.parts(code) if today else ()
        if len(parts) == 1:
            return gazetteer.unit(parts[0], new=False)
        return None if parts else gazetteer.unit(code, new=False)

    def _today(self, unit: Unit | None) -> Unit | None:
        return self.lexicon.gazetteer.unit(unit.current[0], new=True) if unit else None


def _check(text: object, published: object, home: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"text is a str, not {type(text).__name__}")
    if published is not None and (not isinstance(published, date) or isinstance(published, datetime)):
        raise TypeError(f"published is a datetime.date or None, not {type(published).__name__}")
    if home is not None and not isinstance(home, str):
        raise TypeError(f"home is a province's code as str, as '01', or None, not {type(home).__name__}")


def _title(document: Document) -> str | None:
    title = next((p for p in document.paragraphs if p.kind == "title"), None)
    return document.text[title.start : title.end] if title else None
