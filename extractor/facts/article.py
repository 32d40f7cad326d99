"""The article's places as a whole: which side of the reform, which provinces, which units named with their kind."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from extractor.facts.neighbourhood import Choice
from extractor.lexicon.gazetteer import REFORM, Gazetteer, Unit, is_new
from extractor.lexicon.spellings import key_of
from extractor.mentions.model import LocalityMention
from extractor.text.document import Document

_OLD_KINDS = ("huyện", "quận", "thị xã", "thị trấn")
_FORMER = re.compile(r"\s{0,2}\(?\s{0,2}(?:cũ|trước đây|trước sáp nhập|nay là|nay thuộc)(?!\w)")
_LAST_OLD = date(2024, 7, 1)  # the day that an article of unknown day of before the reform is read as
_LEAD = 2  # paragraphs at the top whose provinces weigh more


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
