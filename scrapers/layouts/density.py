"""Where the running text of an unknown page stands."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from scrapers.blocks import BLOCKS, SILENT, clean

RUNNING = 25
"""Characters from which a block's own words are running text and not a label."""

NEARLY_ALL = 0.85
_PARTS = "p, div, br, li, tr"


@dataclass(slots=True)
class _Weights:
    """Characters of running text below each element, by its id; `blocks` counts the blocks that have some."""

    below: dict[int, int] = field(default_factory=dict)
    blocks: int = 0


@dataclass(frozen=True, slots=True)
class Main:
    """The `element` with the running text; not `sure` where other things of the page may stand in it as well."""

    element: LexborNode
    sure: bool


def find_main(root: LexborNode) -> Main | None:
    """Return the smallest element that holds nearly all running text of `root` outside links.

    None where there is no such text, or where it is a list of headlines with teasers.
    """
    weights = _weigh(root)
    node, total = root, weights.below.get(root.mem_id, 0)
    if not total:
        return None
    while (inner := _heavy_child(node, weights, least=NEARLY_ALL * total)) is not None:
        node = inner
    if _is_list(node, weights):
        return None
    return Main(node, sure=node.mem_id != root.mem_id or _is_flat(node, weights))


def _weigh(root: LexborNode) -> _Weights:
    weights = _Weights()
    own: list[int] = [0]  # words of the blocks we are in, outermost first
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if node.is_text_node:
            own[-1] += len(clean(node.text_content or ""))
        elif leaving:
            _leave(node, own, weights)
        elif node.is_element_node and node.tag not in SILENT and not (node.tag == "a" and node.attributes.get("href")):
            if node.tag in BLOCKS:
                own.append(0)
            stack.append((node, True))
            stack.extend((child, False) for child in node.iter(include_text=True))
    return weights


def _leave(node: LexborNode, own: list[int], weights: _Weights) -> None:
    """Add up what stands in `node` itself and below it, and hand it to its parent."""
    weight = sum(weights.below.get(child.mem_id, 0) for child in node.iter())
    if node.tag in BLOCKS and (words := own.pop()) >= RUNNING:
        weight += words
        weights.blocks += 1
    weights.below[node.mem_id] = weight


def _heavy_child(node: LexborNode, weights: _Weights, *, least: float) -> LexborNode | None:
    """Return the child with `least` characters, unless it is one paragraph only: its short neighbours belong to it."""
    for child in node.iter():
        if weights.below.get(child.mem_id, 0) >= least:
            return child if child.tag != "p" and child.css_first(_PARTS) is not None else None
    return None


def _is_list(node: LexborNode, weights: _Weights) -> bool:
    headlines = len(node.css("h2 a, h3 a, h4 a"))
    return headlines >= 4 and 2 * headlines >= weights.blocks


def _is_flat(node: LexborNode, weights: _Weights) -> bool:
    """Say whether hardly any text lies in boxes, as in a page without any frame."""
    boxed = sum(weights.below.get(child.mem_id, 0) for child in node.iter() if child.tag in ("div", "section", "table"))
    return boxed <= (1 - NEARLY_ALL) * weights.below[node.mem_id]
