"""An explanation as one HTML page that needs nothing else: no script, no font, no picture.

A fact and its evidence light up together by the style sheet alone: for each fact one rule asks whether its card
(`#f3`) or its place in the text (`#t3`, links to `#f3`) is pointed at, focused or the target of the address.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from extractor.explain.cards import Block, Card, Row, Slot, View
from extractor.explain.marks import Mark, Piece
from extractor.labels import Labels
from extractor.webpage import both, filled

_HERE = Path(__file__).parent
_LEGEND = ("fact", "date", "locality", "campaign", "quantity", "cue")
_LAYERS = 3  # underlines that can be told apart
_UNNOTED = ("body", "item", "row", "")  # kinds of paragraph that need no note


def page(view: View, labels: Labels) -> str:
    """Return the page; whatever comes from the article is escaped."""
    return filled(_HERE, **parts(view, labels))


def parts(view: View, labels: Labels) -> dict[str, str]:
    """Return the pieces of markup that the page is filled with, for pages that have their own frame."""
    tips = _tips(view, labels)
    return {
        "title": escape(view.title or view.document),
        "links": "\n".join(_link_rule(card.number) for card in view.cards),
        "about": _about(view, labels),
        "legend": "".join(_legend(view, labels)),
        "text_label": both(labels("page", "text")),
        "facts_label": f"{both(labels('page', 'facts'))} ({len(view.cards)})",
        "mentions_label": f"{both(labels('page', 'mentions'))} ({len(view.rows)})",
        "hint": both(labels("page", "hint" if view.cards else "none")),
        "blocks": "\n".join(_block(block, labels, tips) for block in view.blocks),
        "cards": "\n".join(_card(card, labels) for card in view.cards),
        "columns": "".join(
            f"<th scope=col>{both(labels('page', c))}</th>" for c in ("kind", "quote", "reading", "rule")
        ),
        "rows": "\n".join(_row(row, labels) for row in view.rows),
    }


def _link_rule(n: int) -> str:
    asked = f":is(#f{n}:is(:hover,:target,:focus-within),#t{n}:target,[href='#f{n}']:is(:hover,:focus))"
    lit = "background-color:color-mix(in srgb,var(--k) 38%,transparent);box-shadow:0 0 0 2px var(--k)"
    return f":root:has({asked}) .f{n}{{{lit}}}"


def _about(view: View, labels: Labels) -> str:
    published = view.published.isoformat() if view.published else str(labels("page", "unstated"))
    return f"{escape(view.document)} · {both(labels('page', 'published'))}: {escape(published)}"


def _legend(view: View, labels: Labels) -> Iterator[str]:
    kinds = [mark.kind for block in view.blocks for piece in block.pieces for mark in piece.ends]
    for kind in _LEGEND:
        note = f" ({escape(str(labels('page', 'unused')))})" if kind == "quantity" else ""
        sample = f'<span class="m {kind}" style="--u1:var(--{kind})"><b>{kinds.count(kind)}</b></span>'
        yield f"<li>{sample}{both(labels('mention', kind))}{note}</li>"


def _tips(view: View, labels: Labels) -> Mapping[tuple[str, int], str]:
    """Return what is shown of each mark: its reading and its rules."""
    tips = {("fact", card.number): _fact_tip(card, labels) for card in view.cards}
    for row in view.rows:
        tips[row.kind, row.number] = f"{labels('mention', row.kind)}: {row.reading}\n{row.rule}"
    return tips


def _fact_tip(card: Card, labels: Labels) -> str:
    return f"{labels('mention', 'fact')} {card.number}: {card.indicator}, {card.figure}\n{'; '.join(card.rules)}"


def _block(block: Block, labels: Labels, tips: Mapping[tuple[str, int], str]) -> str:
    begun: set[Mark] = set()
    linked: set[Mark] = set()
    written = "".join(_piece(piece, labels, tips, begun, linked) for piece in block.pieces).strip()
    note = f"{labels('paragraph', block.kind)}: {block.rule}"
    if block.kind == "noise":
        return f'<p class="noise"><span class="why">{escape(note)}</span>{written}</p>'
    title = "" if block.kind in _UNNOTED else f' title="{escape(note)}"'
    return f'<p class="{escape(block.kind)}"{title}>{written}</p>'


def _piece(
    piece: Piece, labels: Labels, tips: Mapping[tuple[str, int], str], begun: set[Mark], linked: set[Mark]
) -> str:
    """Write a piece: a link to the card or row of its leading mark, a line for each mark, a number where a fact ends.

    `begun` are the marks that have their anchor already, `linked` those that the tab key stops at already.
    """
    if not piece.marks:
        return escape(piece.text)
    lead = next((mark for mark in piece.marks if mark.kind == "fact"), piece.marks[-1])
    attributes = {
        "class": " ".join(("m", lead.kind, *_facts(piece.marks))),
        "style": ";".join(f"--u{i}:var(--{mark.kind})" for i, mark in enumerate(piece.marks[:_LAYERS], 1)),
        "data-tip": "\n".join(filter(None, (_tip(mark, labels, tips) for mark in piece.marks))),
    }
    if lead.kind != "cue":
        attributes["href"] = f"#{'f' if lead.kind == 'fact' else 'm'}{lead.number}"
        if lead in linked:
            attributes["tabindex"] = "-1"
    anchors = "".join(f'<i id="{_anchor(mark)}"></i>' for mark in piece.marks if mark not in begun and mark.number)
    begun.update(piece.marks)
    linked.add(lead)
    tag = "a" if "href" in attributes else "span"
    written = " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())
    numbers = "".join(_number(mark.number) for mark in piece.ends if mark.kind == "fact")
    return f"{anchors}<{tag} {written}>{escape(piece.text)}</{tag}>{numbers}"


def _anchor(mark: Mark) -> str:
    return f"{'t' if mark.kind == 'fact' else 's'}{mark.number}"


def _facts(marks: Iterable[Mark]) -> Iterable[str]:
    return dict.fromkeys(f"f{number}" for mark in marks for number in mark.facts)


def _tip(mark: Mark, labels: Labels, tips: Mapping[tuple[str, int], str]) -> str:
    if mark.kind == "cue":
        numbers = ", ".join(map(str, mark.facts))
        return f"{labels('mention', 'cue')} → {labels('mention', 'fact')} {numbers}"
    return tips.get((mark.kind, mark.number), "")


def _number(n: int) -> str:
    return f'<a class="no" href="#f{n}" tabindex="-1" aria-hidden="true">{n}</a>'


def _card(card: Card, labels: Labels) -> str:
    n, (before, after) = card.number, card.sentence
    rules = " ".join(f"<code>{escape(rule)}</code>" for rule in card.rules)
    sure = f'<meter min="0" max="1" value="{card.confidence:.3f}"></meter>{card.confidence:.2f}'
    return "\n".join(
        (
            f'<article class="card" id="f{n}">',
            f'<h3><a class="no" href="#t{n}">{n}</a><a href="#t{n}">{escape(card.quote)}</a></h3>',
            f'<p class="value">{escape(card.figure)} <small>{both(card.indicator)}</small></p>',
            f'<p class="context">{escape(before)}<mark>{escape(card.quote)}</mark>{escape(after)}</p>',
            "<dl>",
            *(_slot(slot, labels) for slot in card.slots if slot.value or slot.basis or slot.name in _ALWAYS),
            f"<dt>{both(labels('slot', 'confidence'))}</dt><dd>{sure}</dd>",
            f"<dt>{both(labels('page', 'rules'))}</dt><dd>{rules}</dd>",
            "</dl>",
            f'<p class="place">{both(labels("page", "characters"))} {card.start}-{card.end}</p>',
            "</article>",
        )
    )


_ALWAYS = ("period", "locality", "campaign")  # slots whose absence is worth saying


def _slot(slot: Slot, labels: Labels) -> str:
    value = (
        escape(slot.value) if slot.value else f'<span class="basis">{escape(str(labels("page", "unstated")))}</span>'
    )
    words = " ".join(f"<q>{escape(words)}</q>" for words in slot.words)
    basis = f'<span class="basis">{escape("; ".join(slot.basis))}</span>' if slot.basis else ""
    evidence = " ".join(filter(None, (basis, words)))
    return f'<dt>{both(labels("slot", slot.name))}</dt><dd class="{escape(slot.name)}-slot">{value}' + (
        f"<br>{evidence}</dd>" if evidence else "</dd>"
    )


def _row(row: Row, labels: Labels) -> str:
    kind = f'<td class="{row.kind}">{both(labels("mention", row.kind))}</td>'
    place = f"t{row.fact}" if row.fact else f"s{row.number}"
    words = f'<td><a href="#{place}">{escape(row.text)}</a></td>'
    rest = f"<td>{escape(row.reading)}</td><td><code>{escape(row.rule)}</code></td>"
    return f'<tr id="m{row.number}">{kind}{words}{rest}</tr>'
