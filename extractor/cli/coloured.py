"""An explanation on the terminal: the text in colours, then the facts and the mentions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.cli.console import safe
from extractor.explain import Block, Card, Labels, Piece, Row, View

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_STYLES = {
    "fact": "bold yellow",
    "date": "cyan",
    "locality": "green",
    "campaign": "magenta",
    "quantity": "underline",
    "cue": "italic red",
    "noise": "dim",
    "title": "bold",
}
_LINE = 100  # columns of running text


def coloured(view: View, labels: Labels) -> "Iterator[RenderableType]":
    """Yield what the terminal shows, in order."""
    from rich.constrain import Constrain
    from rich.padding import Padding
    from rich.text import Text

    yield _legend(labels)
    for block in view.blocks:
        yield Constrain(Padding(_block(block, labels), (0, 0, 1, 0)), _LINE)
    yield Text(f"{labels('page', 'facts')} ({len(view.cards)})\n", style="bold")
    for card in view.cards:
        yield Padding(_card(card, labels), (0, 0, 1, 0))
    yield Text(f"{labels('page', 'mentions')} ({len(view.rows)})\n", style="bold")
    yield _mentions(view.rows, labels)


def _legend(labels: Labels) -> "Text":
    from rich.text import Text

    words = [(str(labels("mention", kind)), _STYLES[kind]) for kind in ("fact", "date", "locality", "campaign")]
    words += [(str(labels("mention", "cue")), _STYLES["cue"]), (str(labels("paragraph", "noise")), _STYLES["noise"])]
    return Text.assemble(*(part for word in words for part in (word, "   ")), "\n")


def _block(block: Block, labels: Labels) -> "Text":
    from rich.text import Text

    text = Text(style=_STYLES.get(block.kind, ""))
    if block.kind == "noise":
        text.append(f"[{labels('paragraph', 'noise')}: {block.rule}] ")
    for piece in block.pieces:
        text.append(safe(piece.text), style=_style(piece))
        for mark in piece.ends:
            if mark.kind == "fact":
                text.append(f"[{mark.number}]", style="bold")
    return text


def _style(piece: Piece) -> str:
    """Put the styles of all marks together; the shortest mark, written last, has the colour."""
    return " ".join(_STYLES[mark.kind] for mark in piece.marks)


def _card(card: Card, labels: Labels) -> "Table":
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2), expand=False)
    grid.add_column(justify="right", style="dim", min_width=23, no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(Text(f"[{card.number}]", style="bold"), Text(safe(card.quote), style=_STYLES["fact"]))
    value = Text.assemble((card.figure, "bold"), f"  {card.indicator}")
    grid.add_row(str(labels("slot", "value")), value)
    for slot in card.slots:
        if slot.value or slot.basis:
            grid.add_row(str(labels("slot", slot.name)), _slot(slot.name, slot.value, slot.basis, slot.words))
    grid.add_row(str(labels("slot", "confidence")), f"{card.confidence:.2f}")
    grid.add_row(str(labels("page", "rules")), Text("; ".join(card.rules)))
    return grid


def _slot(name: str, value: str | None, basis: tuple[str, ...], words: tuple[str, ...]) -> "Text":
    from rich.text import Text

    style = {"period": "date"}.get(name, name)
    text = Text(value or "-")
    text.append(
        "".join(f"  “{safe(' '.join(quoted.split()))}”" for quoted in words), style=_STYLES.get(style, _STYLES["cue"])
    )
    return text.append(f"  {'; '.join(basis)}" if basis else "", style="dim")


def _mentions(rows: tuple[Row, ...], labels: Labels) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("kind", "quote", "reading", "rule"):
        table.add_column(str(labels("page", name)), overflow="fold")
    for row in rows:
        style = _STYLES[row.kind]
        table.add_row(
            Text(str(labels("mention", row.kind)), style=style), *map(Text, (safe(row.text), row.reading, row.rule))
        )
    return table
