"""The article's places as a whole: which side of the reform, which provinces, which names stand beside which."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from extractor.lexicon.gazetteer import REFORM, Gazetteer, Unit, is_new
from extractor.lexicon.spellings import key_of
from extractor.mentions.model import LocalityMention
from extractor.text.document import Document

Choice = tuple[Unit, str]  # a unit and the name of the evidence for it

_OLD_KINDS = ("huyện", "quận", "thị xã", "thị trấn")
_LINK = re.compile(r"\s{0,2}(?:, thuộc|, ở|,|\(|-|/|thuộc|của|ở|tại)\s{0,2}")
_FORMER = re.compile(r"\s{0,2}\(?\s{0,2}(?:cũ|trước đây|trước sáp nhập|nay là|nay thuộc)(?!\w)")
_LAST_OLD = date(2024, 7, 1)  # the day that an article of unknown day of before the reform is read as
_LEAD = 2  # paragraphs at the top whose provinces weigh more
_REACH = 16  # mentions of one sentence that are looked at to each side


@dataclass(slots=True)
class Article:
    """The article's places as far as they are known; filled from the provinces down.

    `new` is its side of the reform, `home` the provinces its site may write for, `main` the province that it is about,
    `known` the units by the key of their name, once named with a type word.
    """

    gazetteer: Gazetteer
    new: bool
    day: date
    home: tuple[str, ...]
    main: str | None = None
    provinces: set[str] = field(default_factory=set)
    districts: set[str] = field(default_factory=set)
    known: dict[str, Unit] = field(default_factory=dict)

    def note(self, mention: LocalityMention, unit: Unit) -> None:
        """Remember a unit that has been chosen."""
        if unit.level == "district":
            self.districts.add(unit.code)
        if mention.kind:
            self.known.setdefault(key_of(mention.name), unit)

    def stands(self, unit: Unit) -> bool:
        """Tell whether `unit` existed on the article's day."""
        return unit.valid_from <= self.day < (unit.valid_to or date.max)

    def codes(self, unit: Unit) -> set[str]:
        """Return the codes of `unit` on the article's side of the reform."""
        return set(unit.current) if self.new and not is_new(unit) else {unit.code}

    def inside(self, unit: Unit, codes: set[str]) -> bool:
        """Tell whether `unit` is one of `codes` or lies in one."""
        if unit.code in codes or unit.parent in codes:
            return True
        above = self.gazetteer.province(unit)
        return above is not None and (above.code in codes or not codes.isdisjoint(self.codes(above)))


class Scene:
    """Where the mentions stand: their sentences, what may be their parents and children, the areas named so far."""

    def __init__(
        self,
        mentions: Sequence[LocalityMention],
        pools: Sequence[list[Unit]],
        document: Document,
        links: list[int | None],
    ) -> None:
        self._mentions, self._text = mentions, document.text
        starts = [s.start for s in document.sentences] or [m.start() for m in re.finditer(r"[^\n]+", document.text)]
        self.parent = links
        self.bracketed = {n for n, parent in enumerate(links) if parent is not None and "(" in self._gap(n, parent)}
        self.child: dict[int, list[Unit]] = {}
        for index, parent in enumerate(links):
            if parent is not None:
                self.child[parent] = pools[index]
        self._sentence = [bisect_right(starts, m.start) for m in mentions]
        self._areas: list[str] = []

    def _gap(self, one: int, other: int) -> str:
        return self._text[self._mentions[one].end : self._mentions[other].start]

    def neighbours(self, index: int) -> list[int]:
        """Return the numbers of the other mentions in the sentence of mention `index`, the nearest first."""
        number = self._sentence[index]
        first = bisect_left(self._sentence, number, max(0, index - _REACH), index)
        last = bisect_right(self._sentence, number, index, min(len(self._sentence), index + _REACH + 1))
        return sorted((n for n in range(first, last) if n != index), key=lambda n: (abs(n - index), n > index))

    def recent(self) -> list[str]:
        """Return the codes of the last areas, the latest first."""
        return self._areas[:-6:-1]

    def pass_by(self, found: Choice | None) -> None:
        """Remember the area of a mention that has been chosen: a district, or the one that a commune lies in."""
        if found and found[0].level != "province":
            code = found[0].code if found[0].level == "district" else found[0].parent or ""
            if not self._areas or self._areas[-1] != code:
                self._areas.append(code)

    def rewind(self) -> None:
        """Begin another pass over the mentions."""
        self._areas.clear()


def link(mentions: Sequence[LocalityMention], text: str) -> list[int | None]:
    """Return for each mention the number of the next one if that may name its parent: `xã A, huyện B`, `A (B)`."""
    links: list[int | None] = [None] * len(mentions)
    for index in range(len(mentions) - 1):
        end, start = mentions[index].end, mentions[index + 1].start
        if start - end <= 12 and _LINK.fullmatch(text, end, start):
            links[index] = index + 1
    return links


def open_article(
    mentions: Sequence[LocalityMention],
    links: list[int | None],
    gazetteer: Gazetteer,
    home: str | None,
    when: date | None,
) -> Article:
    """Return the article with nothing chosen yet."""
    new = when >= REFORM if when else _reads_new(mentions, links)
    day = when or (REFORM if new else _LAST_OLD)
    return Article(gazetteer, new, day, _homes(home, gazetteer, new))


def _reads_new(mentions: Sequence[LocalityMention], links: list[int | None]) -> bool:
    """Tell whether an article without a date names units of today: communes right under provinces, no districts."""
    score = 0
    for index, mention in enumerate(mentions):
        score += 2 * (mention.kind == "đặc khu") - (mention.kind in _OLD_KINDS)
        parent = links[index]
        if parent is not None and mention.kind in ("xã", "phường"):
            above = {(u.code, is_new(u)) for u in mentions[parent].candidates if u.level == "province"}
            score += {is_new(u) for u in mention.candidates if (u.parent or "", is_new(u)) in above} == {True}
    return score > 0


def _homes(home: str | None, gazetteer: Gazetteer, new: bool) -> tuple[str, ...]:
    """Return the provinces that the site may write for: its code, and what the reform made of it or made it of."""
    if home is None:
        return ()
    if new:
        old = gazetteer.unit(home, new=False)
        return (home, *(old.current if old else ()))
    return (home, *gazetteer.parts(home))


def admitted(mention: LocalityMention, text: str, article: Article) -> list[Unit]:
    """Return the candidates that the date and the type word admit.

    From the reform on a unit of before counts only where its type word (`tỉnh`, `huyện` …) or `cũ` says so.
    """
    side = [u for u in mention.candidates if is_new(u) == article.new]
    if article.new:
        former = _FORMER.match(text, mention.end, mention.end + 24) is not None
        if former or (not side and mention.kind not in (None, "xã", "phường")):
            return [u for u in mention.candidates if not is_new(u)]
    standing = [u for u in side if u.level != "province" or article.stands(u)]
    if mention.kind == "thành phố":
        return [u for u in standing if u.level == "province"] or standing or side
    return standing or side


def weigh(
    mentions: Sequence[LocalityMention],
    pools: Sequence[list[Unit]],
    chosen: Sequence[Choice | None],
    document: Document,
    article: Article,
) -> None:
    """Find the provinces that the article names, and the one that it is about."""
    top = document.paragraphs[_LEAD - 1].end if len(document.paragraphs) >= _LEAD else len(document.text)
    weights: Counter[str] = Counter()
    for mention, pool, found in zip(mentions, pools, chosen, strict=True):
        if found:
            article.provinces.add(found[0].code)
            weights[found[0].code] += 1 + (mention.kind == "tỉnh") + 2 * (mention.start < top)
        elif mention.kind and pool and (article.new or pool[0].level == "district"):
            above = {province.code for unit in pool if (province := article.gazetteer.province(unit))}
            if len(above) == 1:
                weights[above.pop()] += 2
    article.main = weights.most_common(1)[0][0] if weights else None
