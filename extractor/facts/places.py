"""Chooses which unit each place name means: by date, type word, parent named beside it, the article's own places."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extractor.lexicon.gazetteer import REFORM, Gazetteer, Unit, is_new
from extractor.lexicon.spellings import key_of
from extractor.mentions.model import LocalityMention
from extractor.text.document import Document

_OLD_KINDS = ("huyện", "quận", "thị xã", "thị trấn")
_LINK = re.compile(r"\s{0,2}(?:,|\(|-|/|, thuộc|thuộc|của|ở|, ở|tại)\s{0,2}")
_FORMER = re.compile(r"\s{0,2}\(?\s{0,2}(?:cũ|trước đây|trước sáp nhập|nay là|nay thuộc)(?!\w)")
_LAST_OLD = date(2024, 7, 1)  # the day that an article of unknown day of before the reform is read as
_LEAD = 2  # paragraphs at the top whose provinces weigh more


@dataclass(slots=True)
class _Article:
    """The article's places as far as they are known; filled from the provinces down."""

    gazetteer: Gazetteer
    new: bool
    day: date
    home: tuple[str, ...]
    main: str | None = None
    provinces: dict[str, None] = field(default_factory=dict)
    districts: dict[str, None] = field(default_factory=dict)
    known: dict[str, Unit] = field(default_factory=dict)


def choose(
    mentions: Sequence[LocalityMention],
    *,
    document: Document,
    gazetteer: Gazetteer,
    home: str | None,
    when: date | None,
) -> list[LocalityMention]:
    """Return the mentions with `unit` and `basis` set; both stay None where the name can't be told.

    `home` is the province code of the site, of either side of the reform; `when` the article's day: before 1 July 2025
    the old units hold, from then on the new ones; where it is None, the type words in the text decide.
    """
    parents = _links(mentions, document.text)
    new = when >= REFORM if when else _reads_new(mentions, parents)
    article = _Article(gazetteer, new, when or (REFORM if new else _LAST_OLD), _homes(home, gazetteer, new))
    pools = [_pool(mention, document.text, article) for mention in mentions]
    chosen: list[tuple[Unit, str] | None] = [_province(m, pool) for m, pool in zip(mentions, pools, strict=True)]
    _weigh(mentions, chosen, pools, document, article)
    scene = _Scene(mentions, document, parents)
    for level in ("district", "commune"):
        for bare in (False, True):
            _sweep(level, bare, mentions, pools, chosen, scene, article)
    return [replace(m, unit=c[0], basis=c[1]) if c else m for m, c in zip(mentions, chosen, strict=True)]


def _sweep(
    level: str,
    bare: bool,
    mentions: Sequence[LocalityMention],
    pools: Sequence[list[Unit]],
    chosen: list[tuple[Unit, str] | None],
    scene: "_Scene",
    article: _Article,
) -> None:
    """Choose the units of one level, of the names with a type word or of those without, in the order of the text."""
    scene.rewind()
    for index, mention in enumerate(mentions):
        if chosen[index] is None and (mention.kind is None) == bare:
            pool = [u for u in pools[index] if u.level == level]
            chosen[index] = found = _choose(index, mention, pool, chosen, scene, article) if pool else None
            if found:
                _note(mention, found[0], article)
        scene.pass_by(index, chosen[index])


def _links(mentions: Sequence[LocalityMention], text: str) -> list[int | None]:
    """Return for each mention the number of the next one if that may name its parent: `xã A, huyện B`, `A (B)`."""
    links: list[int | None] = [None] * len(mentions)
    for index in range(len(mentions) - 1):
        end, start = mentions[index].end, mentions[index + 1].start
        if start - end <= 12 and _LINK.fullmatch(text, end, start):
            links[index] = index + 1
    return links


def _reads_new(mentions: Sequence[LocalityMention], parents: list[int | None]) -> bool:
    """Tell whether an article without a date names units of today: communes right under provinces, no districts."""
    score = 0
    for index, mention in enumerate(mentions):
        if mention.kind == "đặc khu":
            score += 2
        elif mention.kind in _OLD_KINDS:
            score -= 1
        parent = parents[index]
        if parent is None or mention.kind not in ("xã", "phường"):
            continue
        above = {(u.code, is_new(u)) for u in mentions[parent].candidates if u.level == "province"}
        fits = {is_new(u) for u in mention.candidates if (u.parent or "", is_new(u)) in above}
        score += 1 if fits == {True} else 0
    return score > 0


def _homes(home: str | None, gazetteer: Gazetteer, new: bool) -> tuple[str, ...]:
    """Return the provinces that the site may write for: its code, and what the reform made of it or made it of."""
    if home is None:
        return ()
    if new:
        old = gazetteer.unit(home, new=False)
        return (home, *(old.current if old else ()))
    return (home, *gazetteer.parts(home))


def _pool(mention: LocalityMention, text: str, article: _Article) -> list[Unit]:
    """Return the candidates that the date and the type word admit.

    From the reform on a unit of before counts only where its type word (`tỉnh`, `huyện` …) or `cũ` says so.
    """
    side = [u for u in mention.candidates if is_new(u) == article.new]
    former = _FORMER.match(text, mention.end, mention.end + 24) is not None
    if article.new and (former or not side):
        old = [u for u in mention.candidates if not is_new(u)]
        if former or (mention.kind not in (None, "xã", "phường") and not side):
            return old
    standing = [u for u in side if u.level != "province" or _stands(u, article.day)]
    if mention.kind == "thành phố":
        return [u for u in standing if u.level == "province"] or standing or side
    return standing or side


def _stands(unit: Unit, day: date) -> bool:
    return unit.valid_from <= day < (unit.valid_to or date.max)


def _province(mention: LocalityMention, pool: list[Unit]) -> tuple[Unit, str] | None:
    provinces = [u for u in pool if u.level == "province"]
    if not provinces:
        return None
    return provinces[-1], "type word" if mention.kind else "province name"


def _weigh(
    mentions: Sequence[LocalityMention],
    chosen: Sequence[tuple[Unit, str] | None],
    pools: Sequence[list[Unit]],
    document: Document,
    article: _Article,
) -> None:
    """Find the provinces that the article names and the one that it is about."""
    top = document.paragraphs[_LEAD - 1].end if len(document.paragraphs) >= _LEAD else len(document.text)
    weights: Counter[str] = Counter()
    for mention, found, pool in zip(mentions, chosen, pools, strict=True):
        if found:
            article.provinces[found[0].code] = None
            weights[found[0].code] += 1 + (mention.kind == "tỉnh") + 2 * (mention.start < top)
        elif (
            mention.kind
            and (above := {p.code for u in pool if (p := article.gazetteer.province(u))})
            and len(above) == 1
            and (pool[0].level == "district" or article.new)
        ):
            weights[next(iter(above))] += 2
    article.main = weights.most_common(1)[0][0] if weights else None


class _Scene:
    """Where the mentions stand: their sentences, their parents beside them, and the districts named so far."""

    def __init__(self, mentions: Sequence[LocalityMention], document: Document, parents: list[int | None]) -> None:
        starts = [s.start for s in document.sentences] or [m.start() for m in re.finditer(r"[^\n]+", document.text)]
        self.parents = parents
        self.sentence = [bisect_right(starts, m.start) for m in mentions]
        self.before: list[str] = []

    def neighbours(self, index: int) -> range:
        """Return the numbers of the mentions in the sentence of mention `index`, at most sixteen to each side."""
        number = self.sentence[index]
        first = bisect_left(self.sentence, number, max(0, index - 16), index)
        last = bisect_right(self.sentence, number, index, min(len(self.sentence), index + 17))
        return range(first, last)

    def pass_by(self, index: int, found: tuple[Unit, str] | None) -> None:
        """Remember the district of a mention that has been chosen."""
        if found and found[0].level != "province":
            code = found[0].code if found[0].level == "district" else found[0].parent or ""
            if not self.before or self.before[-1] != code:
                self.before.append(code)

    def rewind(self) -> None:
        """Begin another pass over the mentions."""
        self.before.clear()


def _note(mention: LocalityMention, unit: Unit, article: _Article) -> None:
    if unit.level == "district":
        article.districts[unit.code] = None
    if mention.kind:
        article.known.setdefault(key_of(mention.name), unit)


def _choose(
    index: int,
    mention: LocalityMention,
    pool: list[Unit],
    chosen: Sequence[tuple[Unit, str] | None],
    scene: _Scene,
    article: _Article,
) -> tuple[Unit, str] | None:
    """Choose one of `pool`, units of one level: first those whose kind is the type word, then all of the level."""
    exact = [u for u in pool if u.kind == mention.kind]
    tests = list(_tests(index, mention, chosen, scene, article))
    for units in (exact, pool) if exact and len(exact) < len(pool) else (pool,):
        for basis, codes in tests:
            fitting = _one([u for u in units if _inside(u, codes, article)], article)
            if fitting:
                return fitting, basis
    return _only(mention, exact or pool, article)


def _tests(
    index: int,
    mention: LocalityMention,
    chosen: Sequence[tuple[Unit, str] | None],
    scene: _Scene,
    article: _Article,
) -> Iterable[tuple[str, set[str]]]:
    """Yield the parents that the mention may have, the surest first, with the name of the evidence."""
    parent = scene.parents[index]
    if parent is not None and (found := chosen[parent]):
        yield "parent named", _codes(found[0], article)
    known = article.known.get(key_of(mention.name))
    if known is not None and mention.kind in (None, known.kind):
        yield "named before", {known.code}
    if mention.kind is None and not _may_stand_bare(mention, article):
        return
    near = sorted(scene.neighbours(index), key=lambda other: (abs(other - index), other > index))
    for level in ("district", "province"):
        for other in near:
            if (found := chosen[other]) and found[0].level == level and other != index:
                yield "parent in the sentence", _codes(found[0], article)
    for code in scene.before[:-6:-1]:
        yield "area named before", {code}
    if article.home:
        yield "home province", {article.home[0]}
        yield "home province", set(article.home)
    if article.main:
        yield "article's province", {article.main}
    yield "province named", set(article.provinces) | set(article.districts)


def _codes(unit: Unit, article: _Article) -> set[str]:
    """Return the codes of `unit` on the article's side of the reform."""
    return set(unit.current) if article.new and not is_new(unit) else {unit.code}


def _may_stand_bare(mention: LocalityMention, article: _Article) -> bool:
    """Tell whether a name without type word can be a place by itself: it names a district, or did until the reform.

    From the reform on the bare name of a province that is gone says nothing about the commune that took its name.
    """
    if article.new and any(u.level == "province" for u in mention.candidates):
        return False
    return any(u.level == "district" for u in mention.candidates)


def _inside(unit: Unit, codes: set[str], article: _Article) -> bool:
    """Tell whether `unit` is one of `codes` or lies in one."""
    if unit.code in codes or (unit.parent or "") in codes:
        return True
    above = article.gazetteer.province(unit)
    return above is not None and above.code in codes


def _one(units: list[Unit], article: _Article) -> Unit | None:
    """Return the unit where all of `units` are one place, in its meaning of the article's day if it has one."""
    standing = [u for u in units if _stands(u, article.day)]
    units = standing or units
    return units[-1] if len({u.code for u in units}) == 1 else None


def _only(mention: LocalityMention, pool: list[Unit], article: _Article) -> tuple[Unit, str] | None:
    """Choose the only bearer of a name with its type word; a commune only where nothing speaks for another province."""
    unit = _one(pool, article)
    if unit is None or (mention.kind is None and unit.kind not in ("thành phố", "thị xã")):
        return None
    if unit.level == "commune" and (article.main or article.home or article.districts):
        return None
    return unit, "only bearer"
