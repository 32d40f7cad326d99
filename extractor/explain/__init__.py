"""An extraction laid open: which words made each fact, by which rules."""

from extractor.explain.cards import Block, Card, Row, Slot, View, view
from extractor.explain.html import page
from extractor.explain.marks import Mark, Piece
from extractor.labels import Label, Labels, load_labels

__all__ = ["Block", "Card", "Label", "Labels", "Mark", "Piece", "Row", "Slot", "View", "load_labels", "page", "view"]
