"""Finds campaigns: those of the table by any of their names, others in quotes behind a type word."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.lexicon.campaign_words import Head
from extractor.lexicon.campaigns import ALONE, MARKED, NEVER, TABLE, TYPED, Campaigns, Reading, slug
from extractor.lexicon.phrases import Matches
from extractor.mentions.model import CampaignMention
from extractor.mentions.quotes import Quote, quotes
from extractor.text.document import Document

_SYLLABLES = (2, 26)  # of a quoted name; one says little, more are speech
_GIVEN = r"(?:(?:do|của)\s[^\".,;:()\n]{2,60})?"  # … do Mặt trận phát động
_WHEN = r"(?:(?:giai đoạn|năm|nhiệm kỳ)\s[\d\s-]{4,13})?"
_AND = r"(?:và|hoặc|hay|cùng với|cùng|cũng như|đến|rồi)"
_LISTED = re.compile(  # what parts the names of a list that one type word leads
    rf"[\"']?\s{{0,2}}(?:\([^()\n]{{1,60}}\)\s{{0,2}})?{_WHEN}{_GIVEN}(?:[,;/-]|\s?(?={_AND}\b))\s{{0,2}}"
    rf"(?:{_AND}\s{{1,2}})?(?:về\s)?[\"']?",
    re.IGNORECASE,
)
_ADDED = r"gắn|trong|năm|giai đoạn|và|cùng|tại|ở|của|do|trên|với|tỉnh|huyện|thành phố|lần thứ|xuân"
_GOES_ON = re.compile(rf"\s{{0,2}}(?:[-,(]|(?:{_ADDED})\b)", re.IGNORECASE)
_STARTS = " \t\n\"'([-•*+"
_ENDS = ".!?:;…"
_NATIONAL = ("mục tiêu quốc gia", "mtqg")
_NATIONAL_RULE = "<type> mục tiêu quốc gia <campaign>"


def find_campaigns(document: Document, matches: Matches, campaigns: Campaigns) -> list[CampaignMention]:
    """Return the campaigns named in `document`, in text order; `matches` are those of `Campaigns.entries`."""
    return _Finder(document, campaigns).find(sorted({start for start, _, _ in matches[TABLE]}))


class _Finder:
    """The text, what is quoted in it and which type word leads each quote."""

    def __init__(self, document: Document, campaigns: Campaigns) -> None:
        self.text = document.text
        self.campaigns = campaigns
        self.words = campaigns.words
        self.noise = [(p.start, p.end) for p in document.paragraphs if p.kind == "noise"]
        self.quotes = [quote for quote in quotes(document) if not self._is_noise(quote.start)]
        self.quote_starts = [quote.start for quote in self.quotes]
        self.heads = self._heads()
        self.slogans = self._slogans()

    def find(self, starts: Sequence[int]) -> list[CampaignMention]:
        found: list[CampaignMention] = []
        for start in starts:
            last = found[-1] if found else None
            if (last and start < last.end) or self._is_noise(start) or self.text[start - 1 : start].isalnum():
                continue
            if mention := self._known(start, last):
                found.append(mention)
        found += self._quoted(found)
        return sorted(found, key=lambda mention: mention.start)

    def _known(self, start: int, last: CampaignMention | None) -> CampaignMention | None:
        """Return the longest name of the table at `start` that counts as one there."""
        for end, readings in self.campaigns.read(self.text, start):
            for reading in readings:
                if rule := self._rule(reading, start, end, last):
                    row = reading.campaign
                    end = self._closed(start, end)
                    return CampaignMention(start=start, end=end, rule=rule, id=row.id, name=row.name, type=row.type)
        return None

    def _rule(self, reading: Reading, start: int, end: int, last: CampaignMention | None) -> str | None:
        """Return the grammar by which the name is a mention, None where its words are plain words."""
        if reading.stands == ALONE:
            return "<campaign>"
        quote = self._around(start)
        if quote and not self._fills(quote, start, end):
            return None
        head = self.words.head(self.text, start)
        if head and (reading.stands == MARKED or head.type == reading.campaign.type):
            return _NATIONAL_RULE if _is_national(head.surface) else f"{head.grammar} <campaign>"
        if reading.stands == TYPED:
            return self._listed_rule(reading, start, last)
        if quote in self.slogans or self.words.is_slogan(self.text, start):
            return None
        if quote or self.text[start - 1 : start] == '"':  # a lone mark: the other one was forgotten
            return '"<campaign>"'
        return "<Campaign> with a capital" if self._has_own_capital(start, end) else None

    def _listed_rule(self, reading: Reading, start: int, last: CampaignMention | None) -> str | None:
        """Return the grammar of a name behind another of its type: `quỹ Vì người nghèo, Cứu trợ`."""
        if last is None or last.type != reading.campaign.type or not _LISTED.fullmatch(self.text, last.end, start):
            return None
        if last.rule.startswith(_NATIONAL_RULE) or _is_national(self.text[last.start : last.end].lower()):
            return f"{_NATIONAL_RULE}, <campaign>"
        return "<type> <campaign>, <campaign>" if self.text[start].isupper() else None

    def _closed(self, start: int, end: int) -> int:
        """Return the end of the name with the mark that closes a quotation opened inside it: `Quỹ "Vì người nghèo"`."""
        opened = self.text.count('"', start, end) == 1 and self.text[end : end + 1] == '"'
        return end + 1 if opened else end

    def _quoted(self, known: Sequence[CampaignMention]) -> Iterator[CampaignMention]:
        """Yield the quoted names behind type words that hold no known one."""
        taken = [mention.start for mention in known]
        for quote, head in zip(self.quotes, self.heads, strict=True):
            if head is None or self._overlaps(known, taken, quote):
                continue
            name = " ".join(self.text[quote.start : quote.end].split()).strip(" ,;-")
            if not _is_name(name):
                continue
            row = self.campaigns.called(name, head.type)
            kind = head.type if row is None or row.stands == NEVER else row.type
            yield CampaignMention(
                start=quote.start,
                end=quote.end,
                rule=f'{head.grammar} "<name>"',
                id=row.id if row else slug(name),
                name=row.name if row else name,
                type=kind,
                listed=row is not None,
            )

    def _heads(self) -> list[Head | None]:
        """Return what leads each quote: its own type word, or that of the list it stands in."""
        heads: list[Head | None] = []
        end = 0
        for quote in self.quotes:
            head = self.words.head(self.text, quote.start)
            led = heads[-1] if heads else None
            if head is None and led and _LISTED.fullmatch(self.text, end, quote.start):
                head = Head(led.surface, led.type, led.grammar.removesuffix(' "<name>",') + ' "<name>",')
            heads.append(head)
            end = quote.end
        return heads

    def _slogans(self) -> frozenset[Quote]:
        """Return the quotes that words like `tinh thần` lead, alone or as a list."""
        led: list[Quote] = []
        for quote in self.quotes:
            listed = bool(led) and _LISTED.fullmatch(self.text, led[-1].end, quote.start)
            if listed or self.words.is_slogan(self.text, quote.start):
                led.append(quote)
        return frozenset(led)

    def _around(self, start: int) -> Quote | None:
        """Return the quotation that holds `start`."""
        number = bisect_right(self.quote_starts, start) - 1
        quote = self.quotes[number] if number >= 0 else None
        return quote if quote and start < quote.end else None

    def _fills(self, quote: Quote, start: int, end: int) -> bool:
        """Tell whether the name is the whole of the quotation, or begins it and something is only added."""
        if start != quote.start:
            return self.words.head(self.text, start) is not None
        return end >= quote.end or _GOES_ON.match(self.text, end, quote.end) is not None

    def _has_own_capital(self, start: int, end: int) -> bool:
        """Tell whether a capital stands at `start` that neither a sentence nor a headline in capitals asks for."""
        name = self.text[start:end]
        before = self.text[max(0, start - 3) : start].rstrip(" ")
        return name[0].isupper() and not name.isupper() and bool(before) and before[-1] not in _STARTS + _ENDS

    def _is_noise(self, start: int) -> bool:
        number = bisect_right(self.noise, (start, len(self.text) + 1)) - 1
        return number >= 0 and start < self.noise[number][1]

    def _overlaps(self, known: Sequence[CampaignMention], starts: Sequence[int], quote: Quote) -> bool:
        number = bisect_right(starts, quote.end) - 1
        return number >= 0 and known[number].end > quote.start


def _is_national(words: str) -> bool:
    return any(word in words for word in _NATIONAL)


def _is_name(text: str) -> bool:
    words = text.split()
    return _SYLLABLES[0] <= len(words) <= _SYLLABLES[1] and text[-1] not in ".!?…" and any(c.isalpha() for c in text)
