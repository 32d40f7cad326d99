"""Chooses which unit each place name means: by date, type word, parent named beside it, the article's own places."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from extractor.facts.article import Article, admitted, open_article, weigh
from extractor.facts.neighbourhood import Choice, Neighbourhood, link
from extractor.lexicon.gazetteer import Gazetteer, Unit
from extractor.lexicon.spellings import key_of
from extractor.mentions.model import LocalityMention
from extractor.text.document import Document


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
    links = link(mentions, document.text)
    article = open_article(mentions, links, gazetteer, home, when)
    pools = [admitted(mention, document.text, article) for mention in mentions]
    chosen = [_province(mention, pool) for mention, pool in zip(mentions, pools, strict=True)]
    weigh(mentions, pools, chosen, document, article)
    around = Neighbourhood(mentions, pools, document, links)
    for level in ("district", "commune"):
        for bare in (False, True):  # names with a type word first: they say what a bare one means
            _sweep(level, bare, mentions, pools, chosen, around, article)
    return [replace(m, unit=c[0], basis=c[1]) if c else m for m, c in zip(mentions, chosen, strict=True)]


def _province(mention: LocalityMention, pool: list[Unit]) -> Choice | None:
    provinces = [unit for unit in pool if unit.level == "province"]
    if not provinces:
        return None
    return provinces[-1], "type word" if mention.kind else "province name"


def _sweep(
    level: str,
    bare: bool,
    mentions: Sequence[LocalityMention],
    pools: Sequence[list[Unit]],
    chosen: list[Choice | None],
    around: Neighbourhood,
    article: Article,
) -> None:
    """Choose the units of one level, of the names with a type word or of those without, in the order of the text."""
    around.rewind()
    for index, mention in enumerate(mentions):
        if chosen[index] is None and (mention.kind is None) == bare:
            pool = [unit for unit in pools[index] if unit.level == level]
            chosen[index] = found = _choose(index, mention, pool, chosen, around, article) if pool else None
            if found:
                article.note(mention, found[0])
        around.pass_by(chosen[index])


def _choose(
    index: int,
    mention: LocalityMention,
    pool: list[Unit],
    chosen: Sequence[Choice | None],
    around: Neighbourhood,
    article: Article,
) -> Choice | None:
    """Choose one of `pool`, units of one level: first those whose kind is the type word, then all of the level."""
    exact = [unit for unit in pool if unit.kind == mention.kind]
    areas = list(_areas(index, mention, pool[0].level, chosen, around, article))
    for units in (exact, pool) if exact and len(exact) < len(pool) else (pool,):
        for basis, codes in areas:
            fitting = _one([unit for unit in units if article.inside(unit, codes)], article)
            if fitting:
                return fitting, basis
    return _only(mention, exact or pool, article)


def _areas(
    index: int,
    mention: LocalityMention,
    level: str,
    chosen: Sequence[Choice | None],
    around: Neighbourhood,
    article: Article,
) -> Iterator[tuple[str, set[str]]]:
    """Yield the areas in which the place may lie or which it may be, the surest first, with their evidence's names."""
    parent = around.parent[index]
    if parent is not None and (found := chosen[parent]):
        yield "parent named", article.codes(found[0])
        if index in around.bracketed:
            return
    if level == "district" and index in around.child:
        yield "its commune named", {unit.parent or "" for unit in around.child[index] if unit.level == "commune"}
    known = article.known.get(key_of(mention.name))
    if known and mention.kind is None:
        yield "named before", {known.code}
    if mention.kind is None and not _may_stand_bare(mention, article):
        return
    near = [found[0] for n in around.neighbours(index) if (found := chosen[n])]
    for above in ("district", "province") if level == "commune" else ("province",):
        for unit in near:
            if unit.level == above:
                yield "parent in the sentence", article.codes(unit)
    if known and mention.kind == known.kind:
        yield "named before", {known.code}
    for code in around.recent() if level == "commune" else ():
        yield "area named before", {code}
    yield from _wider(article)


def _wider(article: Article) -> Iterator[tuple[str, set[str]]]:
    """Yield the areas of the whole article."""
    if article.home:
        yield "home province", {article.home[0]}
        yield "home province", set(article.home)
    if article.main:
        yield "article's province", {article.main}
    yield "province named", article.provinces | article.districts


def _may_stand_bare(mention: LocalityMention, article: Article) -> bool:
    """Tell whether a name without type word can be a place by itself: it names a district, or did until the reform.

    From the reform on the bare name of a province that is gone says nothing about the commune that took its name.
    """
    if article.new and any(unit.level == "province" for unit in mention.candidates):
        return False
    return any(unit.level == "district" for unit in mention.candidates)


def _one(units: list[Unit], article: Article) -> Unit | None:
    """Return the unit where all of `units` are one place, in its meaning of the article's day if it has one."""
    units = [unit for unit in units if article.stands(unit)] or units
    return units[-1] if len({unit.code for unit in units}) == 1 else None


def _only(mention: LocalityMention, pool: list[Unit], article: Article) -> Choice | None:
    """Choose the only bearer of a name with its type word; a commune only where the article is about no other area."""
    unit = _one(pool, article)
    if unit is None or (mention.kind is None and unit.kind not in ("thành phố", "thị xã")):
        return None
    if unit.level == "commune" and (article.main or article.home or article.districts):
        return None
    return unit, "only bearer"
