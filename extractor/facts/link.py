"""Joins the mentions of an article into facts: the only place that does."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from extractor.facts.assemble import assemble
from extractor.facts.atlas import Atlas
from extractor.facts.campaign import Named, type_words
from extractor.facts.columns import Columns
from extractor.facts.draft import Draft, Report, draft
from extractor.facts.figure import Figure
from extractor.facts.model import Fact
from extractor.facts.period import Timeline
from extractor.facts.repeats import without_repeats
from extractor.facts.reporter import country_reports, reporting_area
from extractor.facts.scene import Found, Scene, scenes
from extractor.facts.selection import ASIDE, Tagger, like_before, promote, reject
from extractor.facts.status import Course
from extractor.facts.sums import Sum, sums
from extractor.facts.territory import Territory
from extractor.lexicon.gazetteer import Unit
from extractor.mentions.model import QuantityMention
from extractor.text.document import Document

_REACH = 200  # figures to each side among which a total is looked for
_RECENT = 6  # figures before a bare classifier among which its noun is looked for
_DOUBTFUL = "line without full stop"  # a caption or another article's headline: its figures are left out


def link(
    document: Document,
    found: Found,
    *,
    parent: Callable[[Unit], Unit | None],
    home: Unit | None,
    anchor: date | None,
    units: Mapping[str, str],
    tags: Tagger,
) -> list[Fact]:
    """Return the facts of an article in text order; `found` is settled already.

    `parent` leads to the unit above, `home` is the site's own province, `anchor` the article's day; `units` gives each
    indicator's unit; `tags` is the part-of-speech tagger.
    """
    if _is_list_of_headlines(document):
        return []
    staged, atlas = list(scenes(document, found)), Atlas(parent)
    territory = Territory(atlas, *reporting_area(staged, atlas, home), national=country_reports(staged))
    report = Report(Timeline(anchor), territory, Named(type_words(document)), Course(), Columns())
    drafts = _drafts(document, staged, report, tags)
    facts = []
    for one, near, added in _beside_those_alike(drafts):
        facts.append((assemble(one, near, added, inside=atlas.inside, units=units), one.figure.scene.kind))
    return _with_headline(without_repeats(facts), facts)


def _beside_those_alike(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, list[Figure], Sum | None]]:
    """Yield each draft with the figures near it among which its total may be, of its indicator and status.

    The third is the total that it adds up to with others.
    """
    alike: dict[tuple[str | None, str], tuple[list[int], list[Figure]]] = {}
    for index, one in enumerate(drafts):
        numbers, figures = alike.setdefault((one.figure.indicator, one.figure.status), ([], []))
        numbers.append(index)
        figures.append(one.figure)
    added = {kind: sums(figures) for kind, (_, figures) in alike.items()}
    for index, one in enumerate(drafts):
        kind = one.figure.indicator, one.figure.status
        numbers, figures = alike[kind]
        near = figures[bisect_left(numbers, index - _REACH) : bisect_left(numbers, index + _REACH)]
        yield one, near, added[kind].get(one.figure.quantity.start)


def _is_list_of_headlines(document: Document) -> bool:
    """Tell whether a page has a headline and nothing but noise below it: it lists other articles."""
    noise = sum(p.kind == "noise" for p in document.paragraphs)
    told = [p for p in document.paragraphs if p.kind not in ("title", "noise", "dateline")]
    return noise > 1 and all(p.end - p.start < 20 for p in told)


def _drafts(document: Document, staged: Sequence[Scene], report: Report, tags: Tagger) -> list[Draft]:
    """Read the sentences in order, each in the light of what the report has said before."""
    drafts: list[Draft] = []
    for scene in staged:
        carried, told, aside = report.timeline.carried, len(drafts), False
        report.enter(scene)
        doubtful = document.paragraphs[scene.paragraph].rule == _DOUBTFUL
        for quantity in () if doubtful else scene.found.quantities:
            counted, reason = _counted(scene, quantity, drafts[-_RECENT:], tags)
            if reason:
                aside = aside or reason in ASIDE
            elif made := draft(scene, counted, report):
                drafts.append(made)
                report.course.previous = made.figure.status
        if aside and len(drafts) == told:
            report.timeline.carried = carried  # what only opened a background figure opens no report
        report.named.leave(scene)
    return drafts


def _counted(
    scene: Scene, quantity: QuantityMention, recent: Sequence[Draft], tags: Tagger
) -> tuple[QuantityMention, str | None]:
    """Return the quantity as what it counts, and the reason why it is no fact, if there is one."""
    quantity = like_before(scene, quantity, [d.figure for d in recent])
    if promote(scene, quantity, tags):
        return replace(quantity, indicator="other", unit="item"), None
    return quantity, reject(scene, quantity)


def _with_headline(kept: list[Fact], facts: Sequence[tuple[Fact, str]]) -> list[Fact]:
    """Let undated figures of the headline cover the period of the text's first figure."""
    first = next((f for f, kind in facts if kind not in ("title", "caption")), None)
    if first is None or first.period is None:
        return kept
    headline = {id(f) for f, kind in facts if kind == "title" and f.period is None and f.status == first.status}
    return [_dated(f, first) if id(f) in headline else f for f in kept]


def _dated(fact: Fact, first: Fact) -> Fact:
    basis = "the text's first period"
    return replace(fact, period=first.period, period_basis=basis, rules=(*fact.rules, f"period: {basis}"))
