"""What makes a name that some unit bears no place: persons, streets, hamlets, companies, schools, titles, slogans."""

import re
from bisect import bisect_right

from extractor.lexicon.placewords import PlaceWords
from extractor.text.document import Document

_HIDDEN = ("noise", "signature")
_REACH = 70  # characters to the left in which the head of the noun phrase is looked for
_STEPS = 9  # words of a noun phrase between its head and the place name
_BOUNDARY = re.compile(r"[.;:,()\"\n\[\]!?/|-](?:(?<!-)|(?<=\s-)(?=\s))")
_WORD = re.compile(r"[^\W_](?:[\w'.]*\w)?")
_QUOTED = re.compile(r"\"[^\"\n]{1,200}\"")
_NEXT = re.compile(r" ([^\W\d_][\w']*)(?: ([^\W\d_][\w']*))?")
_BEFORE = re.compile(r"([\w'.]+)[ ]$")
_CREDIT = re.compile(r"(?:ảnh|tin|bài|thực hiện|theo|nguồn|CTV|PV|T/h)\s?:\s{0,2}(?:[^\W\d_]+ ?){0,2}$", re.IGNORECASE)
_DASHED = re.compile(r"\s?-\s?$")


class Context:
    """What the checks need to know of the whole article; built once, asked in logarithmic time."""

    def __init__(self, document: Document, words: PlaceWords) -> None:
        self.words = words
        self.rejected_end = -1  # end of the last name that was no place: `cao tốc A - B`
        self._paragraphs = document.paragraphs
        self._starts = [p.start for p in document.paragraphs]
        self._quotes = [(m.start(), m.end()) for m in _QUOTED.finditer(document.text)]
        self._quote_starts = [start for start, _ in self._quotes]

    def hidden(self, position: int) -> bool:
        """Tell whether `position` stands in page noise or a signature."""
        place = bisect_right(self._starts, position) - 1
        return place >= 0 and position < self._paragraphs[place].end and self._paragraphs[place].kind in _HIDDEN

    def quote(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the quotation around `start`…`end`, its marks included."""
        place = bisect_right(self._quote_starts, start) - 1
        if place >= 0 and end <= self._quotes[place][1] and self._quotes[place][0] < start:
            return self._quotes[place]
        return None


def not_a_place(text: str, start: int, name: int, end: int, kind: str | None, context: Context) -> bool:
    """Tell whether the name at `name`…`end`, its type word from `start` on, names something else than a unit."""
    wrong = (
        context.hidden(start)
        or context.words.foreign.match(text, end) is not None
        or _goes_on(text, name, end, context.words)
        or _owned(text, start, kind, context)
        or (kind is None and (_person(text, start, context.words) or _titled(text, start, end, context)))
    )
    if wrong:
        context.rejected_end = end
    return wrong


def _goes_on(text: str, start: int, end: int, words: PlaceWords) -> bool:
    """Tell whether the capitalised run goes on after the name, so that the name is only a part of a longer one."""
    following = _NEXT.match(text, end, end + 60)
    if following is None or not following[1][0].isupper() or text[start:end].isupper():
        return False
    if following[1].isupper() and len(following[1]) > 1:
        return False  # an abbreviation
    if following[1] in words.title:
        return False
    return not (following[1] in words.surname and following[2] and following[2][0].isupper())


def _person(text: str, start: int, words: PlaceWords) -> bool:
    """Tell whether a capitalised word stands right before a bare name: `Lê Hậu Giang`, `Việt Yên Bái`."""
    before = _BEFORE.search(text, max(0, start - 30), start)
    if before is None or not before[1][0].isupper():
        return False
    word = before[1]
    if word in words.body or word in words.function:
        return False
    if word.isupper() and len(word) > 1 and word.isalpha():
        return text[start : start + 2].isupper()  # an abbreviation, unless everything is in capitals
    return not word.endswith(".")


def _titled(text: str, start: int, end: int, context: Context) -> bool:
    """Tell whether a bare name is a quotation by itself, stands in the quoted title of a work, or signs a picture."""
    quote = context.quote(start, end)
    if quote is not None:
        alone = quote[0] == start - 1 and quote[1] == end + 1
        return alone or context.words.work.search(text[max(0, quote[0] - 50) : quote[0]]) is not None
    return _CREDIT.search(text[max(0, start - 30) : start]) is not None


def _owned(text: str, start: int, kind: str | None, context: Context) -> bool:
    """Tell whether the noun phrase that the name belongs to has a head that makes it no unit (`đường`, `công ty`)."""
    low = max(0, start - _REACH)
    window = text[low:start]
    if kind is None and context.rejected_end >= low and _DASHED.fullmatch(text, context.rejected_end, start):
        return True
    cut = 0
    for boundary in _BOUNDARY.finditer(window):
        if boundary.group() != "." or not _abbreviation(window, boundary.start()):
            cut = boundary.end()
    tokens = [token.lower() for token in _WORD.findall(window, cut)[-_STEPS:]]
    return _head_owns(tokens, kind, context.words)


def _abbreviation(window: str, position: int) -> bool:
    return window[max(0, position - 2) : position].strip().isupper()


def _head_owns(tokens: list[str], kind: str | None, words: PlaceWords) -> bool:
    """Walk back from the name to the head of its noun phrase and tell whether that takes the name for itself.

    `tokens` are lower case. Schools and hospitals take also a unit with its type word (`bệnh viện tỉnh X`); a person,
    a street or a hamlet takes only a bare name right after it.
    """
    if kind == "xã" and tokens[-2:] == ["hợp", "tác"]:
        return True
    position = len(tokens)
    while position > 0:
        size, found = _head_at(tokens, position, words)
        if found == "break":
            return False
        if found == "institution":
            return True
        if found == "company":
            return kind is None
        if found in ("feature", "hamlet", "person") and position == len(tokens):
            return kind is None
        position -= size
    return False


def _head_at(tokens: list[str], end: int, words: PlaceWords) -> tuple[int, str | None]:
    """Return the length and class of the longest known phrase that ends before token number `end`."""
    if tokens[end - 1] not in words.head_ends:
        return 1, None
    for size in (4, 3, 2, 1):
        if size <= end:
            found = words.heads.get(" ".join(tokens[end - size : end]))
            if found:
                return size, found
    return 1, None
